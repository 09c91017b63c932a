"""The sample bureau, filled once per test that asks for it, and its officers signed in."""

import pytest
from django.test import Client
from tools import words

from tests.browser import sample_office


@pytest.fixture(scope="session", autouse=True)
def english_words():
    """English pages need the compiled catalogue, which is not kept in the repository."""
    words.compile_words()


@pytest.fixture
def office(db):
    """Two nights, a scoreboard and a draw."""
    sample_office.fill()


@pytest.fixture
def signed_in(office, django_user_model):
    """A function: a browser-like client for an account, or for a visitor when none is named."""

    def client(account: str = "") -> Client:
        made = Client(raise_request_exception=False)
        if account:
            made.force_login(django_user_model.objects.get(username=account))
        return made

    return client
