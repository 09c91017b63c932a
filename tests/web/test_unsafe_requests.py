"""Who may change what: every address, every account and every unsafe verb, and sessions that are over."""

import hashlib

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils import timezone

from huizhi.apps.casework.models import Matter
from huizhi.apps.people.sessions import BEGUN, SEEN
from tests.web.test_access import ACCOUNTS, MATTER, SIGN_IN, TABLE

WRITES: dict[str, str] = {
    "set_language": "POST", "people:sign_in": "POST", "people:sign_out": "POST", "people:public_sign_in": "POST",
    "people:public_open": "POST", "people:public_sign_out": "POST", "people:code": "POST", "web:filing": "POST",
    "web:filing_step": "POST", "web:clear_filing": "POST", "web:undo_filing": "POST", "web:put_away": "POST",
    "web:track": "POST", "web:track_other": "POST", "web:leave_track": "POST", "web:party_act": "POST",
    "open311:file": "POST", "open311:requests": "POST",
}  # fmt: skip
"""Addresses whose own business it is to be posted to by somebody who is not signed in."""
UNSAFE = ("post", "put", "patch", "delete")
SIGNS_OUT = {"people:sign_out", "people:public_sign_out"}
WHOLE_WITHOUT_FIELDS = {("admin", "people:change_officer")}
LEFT_OUT = {"django_session"}


def rows() -> str:
    """One digest of every row of every table but the sessions'."""
    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda each: each._meta.db_table):
        if model._meta.db_table not in LEFT_OUT:
            found.update(repr((model._meta.db_table, list(model._base_manager.order_by("pk").values_list()))).encode())
    return found.hexdigest()


def expects(name: str, account: str) -> set[int]:
    """What an empty unsafe request may be answered: refused, sent to sign in, or told what is missing."""
    if TABLE[name][1][""] == SIGN_IN and not account:
        return {302, 405}
    if TABLE[name][1][account] == 403 and name not in WRITES:
        return {403, 405}
    return {200, 302, 400, 403, 404, 405, 409, 422, 429}


def test_an_unsafe_request_with_nothing_in_it_changes_nothing(signed_in):
    """Every address and every account, of the handler every unsafe verb; a closed page takes nothing either."""
    wrong = []
    for account in ACCOUNTS:
        client = signed_in(account)
        before = rows()
        for name, (path, _expected) in TABLE.items():
            for verb in (
                ()
                if name in SIGNS_OUT or (account, name) in WHOLE_WITHOUT_FIELDS
                else UNSAFE
                if account == "handler"
                else UNSAFE[:1]
            ):
                status = getattr(client, verb)(path).status_code
                if status not in expects(name, account):
                    wrong.append(f"{account or 'visitor'} {verb} {path}: {status} ({name})")
        assert rows() == before, account
    assert wrong == []


SENT = [
    (f"/work/matters/{MATTER}/do/comment", {"text": "已联系", "audience": "staff"}),
    ("/work/bulk?verb=comment", {"number": MATTER, "text": "已联系"}),
    ("/work/filters", {"name": "我的", "show": "open"}),
    ("/work/intake", {
        "key": "late", "channel": "phone", "kinds": ["complaint"], "facts": "饭里有虫子", "respondent_name": "示例饭店",
        "target": "operator", "division": "371002/", "claim": "退款", "topic": "food", "goods": "catering",
        "name": "邹测试", "phone": "13800001111",
    }),
    ("/people/units/new", {"code": "x", "zh": "新所", "en": "New", "kind": "station", "division": "371002"}),
    ("/account/leave", {"from_on": "2026-12-01", "to_on": "2026-12-02", "stand_in": "head"}),
]  # fmt: skip
"""Whole forms that would change something for whoever may."""


def expired(client, django_user_model, account):
    """The session is older than a session may be."""
    session = client.session
    session[BEGUN] = session[SEEN] = int(timezone.now().timestamp()) - 9 * 3600
    session.save()


def idle(client, django_user_model, account):
    """Nothing was asked for longer than a session waits."""
    session = client.session
    now = int(timezone.now().timestamp())
    session[BEGUN], session[SEEN] = now - 7200, now - 61 * 60
    session.save()


def ended(client, django_user_model, account):
    """The session is gone from the office."""
    Session.objects.all().delete()


def switched_off(client, django_user_model, account):
    """The account was switched off while its session lasted."""
    django_user_model.objects.filter(username=account).update(is_active=False)


@pytest.mark.parametrize("state", [expired, idle, ended, switched_off])
def test_who_is_no_longer_signed_in_neither_reads_nor_writes(signed_in, django_user_model, state):
    wrong = []
    for account in ("handler", "leader", "admin"):
        readable = [path for path, given in TABLE.values() if given[""] == SIGN_IN and given[account] == 200]
        for verb, path, given in [("get", path, {}) for path in readable] + [("post", *sent) for sent in SENT]:
            client = signed_in(account)
            state(client, django_user_model, account)
            before = rows() if verb == "post" else ""
            answer = getattr(client, verb)(path, given)
            if answer.status_code != 302 or "/sign-in" not in answer["Location"]:
                wrong.append(f"{account} {verb} {path}: {answer.status_code}")
            assert verb == "get" or rows() == before, (account, path)
            django_user_model.objects.filter(username=account).update(is_active=True)
    assert wrong == []


def test_an_officer_of_another_unit_changes_nothing_of_a_matter(signed_in):
    client, before = signed_in("rongcheng"), rows()
    assert client.post(f"/work/matters/{MATTER}/do/comment", {"text": "x", "audience": "staff"}).status_code == 404
    for verb in ("accept", "assign", "hand_over", "attach", "extend", "supervise"):
        assert client.post(f"/work/matters/{MATTER}/do/{verb}", {"version": "1"}).status_code == 404
    done = client.post("/work/bulk?verb=comment", {"number": MATTER, "text": "x"})
    assert done.status_code == 200 and done.context["done"] == 0
    assert rows() == before
    theirs = signed_in("handler").post(SENT[0][0], {**SENT[0][1], "version": Matter.objects.get(number=MATTER).version})
    assert theirs.status_code == 302 and rows() != before, "the same form, sent by who may, does change something"
