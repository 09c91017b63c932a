"""Cities built once for the whole run."""

from datetime import date

import pytest

from huizhi.city.build import build
from tests.city.reading import City

UNTIL = date(2026, 10, 31)


@pytest.fixture(scope="session")
def town(tmp_path_factory) -> City:
    """A small city, for questions about files."""
    out = tmp_path_factory.mktemp("town")
    build(out, 3_000, 11, UNTIL)
    return City(out)


@pytest.fixture(scope="session")
def city(tmp_path_factory) -> City:
    """A city of 20,000 entities, for questions about rates."""
    out = tmp_path_factory.mktemp("city")
    build(out, 20_000, 5, UNTIL)
    return City(out)
