"""A sealed person is opened with a reason and a trace, compared without opening, and gone when erased."""

import copy
import json
import logging
import pickle
import sys
import traceback
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from huizhi.apps.identities import facade as identities
from huizhi.apps.identities import rotation
from huizhi.apps.identities.models import Look, Person, Text
from huizhi.apps.keyring import facade as keyring
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.facade import NotPermitted
from huizhi.vocabulary.refused import Refused

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
ZHAO = {"name": "赵铁柱", "phone": "13812345678", "id_number": "37100219800101001X", "address": "环翠区古寨西路77号"}
TEXT = "他家的海参是假的，我是赵铁柱，电话13812345678"
SECRETS = (*ZHAO.values(), "赵铁柱", "古寨西路", TEXT)
REASON = "电话核实举报事实"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.HUIZHI_HOME, settings.HUIZHI_KEYS = tmp_path / "home", tmp_path / "keys"


def seal(fields=ZHAO, about="filing/1", **more):
    with transaction.atomic():
        return identities.seal_person(fields=fields, about=about, by="web", at=AT, **more)


def seal_text(text=TEXT, about="filing/1"):
    with transaction.atomic():
        return identities.seal_text(text=text, about=about, at=AT)


def code_of(call, **words):
    with pytest.raises(Refused) as refused:
        call(**words)
    assert not any(secret in str(refused.value) for secret in SECRETS)
    return refused.value.code


def everything_stored():
    """All bytes of the tables of this app and of the ledger, as a dump would have them."""
    rows = [*Person.objects.values(), *Text.objects.values(), *Look.objects.values()]
    said = b"".join(
        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for r in rows for v in r.values()
    )
    return said + "".join(repr(act) for act in ledger.acts(units=None, limit=200).acts).encode()


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("name", "张三", "张**"),
        ("name", "欧阳修远", "欧**"),
        ("phone", "13812345678", "138****5678"),
        ("phone", "138 1234 5678", "138****5678"),
        ("phone", "0631-5221234", "****34"),
        ("phone", "12315", "****"),
        ("id_number", "37100219800101001X", "371002********001X"),
        ("id_number", "H12345678", "****"),
        ("email", "zhao@example.cn", "z***@example.cn"),
        ("email", "z@example.cn", "***"),
        ("email", "not an address", "***"),
        ("address", "山东省威海市环翠区古寨西路77号", "山东省威海市***"),
        ("address", "孙家疃街道海滨路3号", "孙家疃街道***"),
        ("address", "某处", "***"),
        ("wechat", "zhaotiezhu", "***"),
    ],
)
def test_masks_show_the_custom_of_the_office(field, value, shown):
    assert identities.mask(field, value) == shown


def test_a_sealed_person_is_nowhere_in_clear():
    ref, text = seal(), seal_text()
    stored = everything_stored()
    assert not any(secret.encode() in stored for secret in SECRETS)
    assert identities.masks([ref])[ref]["name"] == "赵**"
    assert identities.open_text(text) == TEXT
    assert len(ref) == 32 and ref not in seal()


def test_of_a_confidential_person_not_even_a_mask_is_kept():
    ref = seal(confidential=True)
    assert identities.masks([ref]) == {ref: {}}
    assert "赵".encode() not in everything_stored()


def test_a_look_opens_and_leaves_a_row_and_an_act(officer):
    wang = officer("huancui", "handler")
    ref = seal()
    opened = identities.look(ref=ref, reason=REASON, by=wang, at=AT, fields=("name", "phone"))
    assert opened.fields() == {"name": "赵铁柱", "phone": "13812345678"}
    act = ledger.acts(units=None, verb="identity_looked_at").acts[0]
    assert (act.officer, act.unit, act.object_id) == (wang.username, "huancui", ref)
    assert act.payload == {"about": "filing/1", "fields": ["name", "phone"]}
    line = identities.looks(viewer=officer("city", "auditor"), ref=ref)[0]
    assert (line.officer, line.reason, line.act_seq, line.fields) == (wang.username, REASON, act.seq, ("name", "phone"))
    assert REASON.encode() not in everything_stored()


def test_a_look_without_permission_reason_or_person_opens_nothing(officer):
    ref, wang = seal(), officer("huancui", "handler")
    before = ledger.head()
    with pytest.raises(NotPermitted):
        identities.look(ref=ref, reason=REASON, by=officer("city", "administrator"), at=AT)
    assert code_of(identities.look, ref=ref, reason=" 看 ", by=wang, at=AT) == "reason_needed"
    assert code_of(identities.look, ref="0" * 32, reason=REASON, by=wang, at=AT) == "identity_unknown"
    assert (Look.objects.count(), ledger.acts(units=None, verb="identity_looked_at").acts) == (0, ())
    assert ledger.head().seq == before.seq + 1  # the administrator's appointment


@pytest.mark.parametrize("breaks", ["record", "Look.objects.create", "seal_text"])
def test_the_look_and_its_act_fail_together(officer, monkeypatch, breaks):
    from huizhi.apps.identities import actions  # noqa: PLC0415

    ref, wang = seal(), officer("huancui", "handler")
    before = (Look.objects.count(), Text.objects.count(), ledger.head())

    def broken(*_args, **_kwargs):
        raise RuntimeError("broken")

    target = Look.objects if "." in breaks else actions
    monkeypatch.setattr(target, breaks.split(".")[-1], broken)
    with pytest.raises(RuntimeError):
        identities.look(ref=ref, reason=REASON, by=wang, at=AT)
    assert (Look.objects.count(), Text.objects.count(), ledger.head()) == before


def test_only_auditors_read_the_log_and_only_their_units(officer):
    ref = seal()
    identities.look(ref=ref, reason=REASON, by=officer("huancui", "handler"), at=AT)
    with pytest.raises(NotPermitted):
        identities.looks(viewer=officer("city", "leader"))
    assert len(identities.looks(viewer=officer("huancui", "auditor"))) == 1
    assert identities.looks(viewer=officer("rongcheng", "auditor")) == ()
    assert identities.looks(viewer=officer("city", "auditor"), about="filing/2") == ()


def test_the_log_of_looks_only_grows(officer):
    ref = seal()
    identities.look(ref=ref, reason=REASON, by=officer("huancui", "handler"), at=AT)
    for sql in ("DELETE FROM identities_look", "UPDATE identities_look SET officer = 'nobody'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_sealing_needs_a_transaction_and_something_to_seal():
    for fields in ({}, {"name": "  "}, {"name": 7}):
        assert code_of(seal, fields=fields) == "identity_not_sealable"
    with pytest.raises(Refused), transaction.atomic():
        identities.seal_text(text=b"bytes", about="f", at=AT)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_sealed():
    for call in (
        lambda: identities.seal_person(fields=ZHAO, about="f", by="web", at=AT),
        lambda: identities.seal_text(text=TEXT, about="f", at=AT),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == "act_outside_transaction"
    assert (Person.objects.count(), Text.objects.count()) == (0, 0)


def test_the_same_reporter_is_noticed_without_opening_anything():
    one = seal(about="filing/1")
    two = seal({"name": "赵先生", "phone": "138-1234-5678"}, about="filing/2")
    other = seal({"name": "钱", "phone": "13900000000"}, about="filing/3")
    nameless = seal({"name": "孙"}, about="filing/4")
    assert (identities.same_person(one, two), identities.same_person(one, other)) == (True, False)
    assert identities.same_person(one, nameless) is None
    assert [identities.others_with_same_phone(ref) for ref in (one, two, other, nameless)] == [1, 1, 0, 0]
    assert set(identities.abouts_with_phone("１３８１２３４５６７８")) == {"filing/1", "filing/2"}
    assert identities.abouts_with_phone("") == ()
    assert identities.gave(two, "phone", "138 1234 5678") and not identities.gave(two, "phone", "")
    assert not identities.gave(other, "phone", "13812345678")
    assert Look.objects.count() == 0


def test_a_reason_keeps_nothing_of_whom_it_opens(officer):
    wang, auditor = officer("huancui", "handler"), officer("city", "auditor")
    ref = seal({"name": "邹测试", "phone": "13800001111", "address": "示例路1号"})
    identities.look(ref=ref, reason="核对邹测试（13800001111）的住址", by=wang, at=AT, fields=("address",))
    assert [line.reason for line in identities.looks(viewer=auditor, ref=ref)] == ["核对〔略〕（〔略〕）的住址"]


def test_erasing_leaves_a_tombstone_that_cannot_be_opened(officer):
    wang, steward = officer("huancui", "handler"), officer("city", "data_steward")
    ref, text = seal(), seal_text()
    identities.look(ref=ref, reason=REASON, by=wang, at=AT)
    with pytest.raises(NotPermitted):
        identities.erase(ref=ref, reason="request", by=wang, at=AT)
    assert code_of(identities.erase, ref=ref, reason="because", by=steward, at=AT) == "erasure_reason_unknown"
    for each in (ref, text):
        identities.erase(ref=each, reason="request", document="申请〔2026〕1号", by=steward, at=AT)
    assert code_of(identities.look, ref=ref, reason=REASON, by=wang, at=AT) == "identity_erased"
    assert code_of(identities.open_text, ref=text) == "identity_erased"
    assert identities.open_texts([text]) == {text: None}
    assert (identities.masks([ref]), identities.is_erased(ref)) == ({ref: {}}, True)
    assert identities.looks_at(ref) == 1
    row = Person.objects.values().get(ref=ref)
    assert [row[c] for c in ("sealed", "wrapped", "phone_print", "id_print")] == [None, None, "", ""]
    assert ledger.acts(units=None, verb="identity_erased").acts[0].basis == "申请〔2026〕1号"


def test_rows_are_whole_or_gone_against_raw_sql():
    ref = seal()
    for change in ("sealed = NULL", "erased_because = 'due'", "wrapped = NULL", "key_id = ''"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE identities_person SET {change} WHERE ref = %s", [ref])


def test_a_row_moved_elsewhere_does_not_open(officer):
    ref, other = seal(), seal({"name": "钱多多"}, about="filing/2")
    moved = Person.objects.filter(ref=other).values("sealed", "wrapped", "key_id")[0]
    Person.objects.filter(ref=ref).update(**moved)
    assert code_of(identities.look, ref=ref, reason=REASON, by=officer("huancui", "handler"), at=AT) == "seal_broken"


def close(about, rule, on):
    with transaction.atomic():
        return identities.keep_until(about=about, rule=rule, closed_on=on)


def test_terms_run_from_closing_and_what_is_due_is_erased_in_batches(officer):
    steward = officer("city", "data_steward")
    refs = [seal(about=f"filing/{n}") for n in range(5)]
    text = seal_text(about="filing/0")
    last = close("filing/0", "complaint", date(2026, 11, 2))
    assert last == date(2029, 11, 2)
    assert close("filing/0", "report", date(2026, 11, 2)) == date(2031, 11, 2)
    close("filing/0", "complaint", date(2026, 11, 2))
    for n in (1, 2, 3):
        close(f"filing/{n}", "complaint", date(2026, 11, 2))
    with transaction.atomic():
        identities.keep_on(about="filing/2")
    identities.hold(about="filing/3", document="行政复议〔2029〕5号", by=steward, at=AT)
    assert identities.due(last) == []
    due = identities.due(last + timedelta(days=1))
    assert [(d.kind, d.rule, d.rows, d.held) for d in due] == [("person", "complaint", 1, 1)]
    assert code_of(identities.erase, ref=refs[3], reason="request", by=steward, at=AT) == "identity_held"
    assert identities.erase_due(as_of=last + timedelta(days=1), by=steward, at=AT) == (refs[1],)
    assert [identities.is_erased(ref) for ref in refs] == [False, True, False, False, False]
    identities.lift_hold(about="filing/3", by=steward, at=AT)
    counts = []
    while count := identities.erase_due(as_of=date(2032, 1, 1), by=steward, at=AT, limit=2):
        counts.append(len(count))
    assert counts == [2, 1]
    assert identities.is_erased(text)
    assert identities.kept() == {"person.kept": 2, "person.erased": 3, "text.kept": 0, "text.erased": 1}
    acts = ledger.acts(units=None, verb="due_erased").acts
    assert [sum(act.payload.values()) for act in acts] == [1, 2, 1]
    with pytest.raises(NotPermitted):
        identities.erase_due(as_of=date(2032, 1, 1), by=officer("city", "leader"), at=AT)


@pytest.mark.parametrize("purpose", ["identity", "text", "fingerprint"])
def test_after_a_rotation_everything_opens_and_nothing_is_left_to_do(officer, purpose):
    refs, texts = [seal(about=f"filing/{n}") for n in range(7)], [seal_text(about=f"filing/{n}") for n in range(3)]
    sealed = dict(Person.objects.values_list("ref", "sealed"))
    old = keyring.new_key(purpose).number
    list(keyring.reseal_all(purpose, batch=3))
    assert list(keyring.reseal_all(purpose, batch=3)) == []
    assert [line.state for line in keyring.key_lines() if line.purpose == purpose and line.number == old] == ["seals"]
    opened = [
        identities.look(ref=ref, reason=REASON, by=officer("huancui", "handler", username=ref), at=AT) for ref in refs
    ]
    assert {each.phone for each in opened} == {ZHAO["phone"]}
    assert identities.open_texts(texts) == dict.fromkeys(texts, TEXT)
    assert identities.others_with_same_phone(refs[0]) == 6
    assert all(bytes(row) == bytes(sealed[ref]) for ref, row in Person.objects.values_list("ref", "sealed"))


def test_a_rotation_stopped_halfway_is_resumed():
    for n in range(5):
        seal(about=f"filing/{n}")
    keyring.new_key("identity")
    assert [rotation.persons(2), rotation.persons(2), rotation.persons(2), rotation.persons(2)] == [2, 2, 1, 0]


def shown_of(thing):
    """A thing in every way it may be printed."""
    return [
        repr(thing),
        str(thing),
        f"{thing}",
        f"{thing!r:>10}",
        f"{thing:s}" if isinstance(thing, str) else "",
        repr([thing]),
    ]


def test_nothing_shows_what_is_sealed(officer, caplog):
    ref, text = seal(), seal_text()
    opened = identities.look(ref=ref, reason=REASON, by=officer("huancui", "handler"), at=AT)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("huizhi").warning("opened %s %r", opened, opened)
    shown = [caplog.text]
    for thing in (opened, Person.objects.get(ref=ref), Text.objects.get(ref=text), Look.objects.get()):
        shown += shown_of(thing)
    assert not any(secret in said for said in shown for secret in SECRETS)
    for carry in (pickle.dumps, copy.copy, json.dumps):
        with pytest.raises(TypeError):
            carry(opened)


def test_an_error_and_its_debug_page_do_not_show_it(officer, monkeypatch, settings):
    """Even a developer's page after a failure in the midst of opening shows names of variables, never their values."""
    settings.DEBUG = True
    from huizhi.apps.identities import actions  # noqa: PLC0415

    def broken(**_kwargs):
        raise ValueError("broken on the way")

    ref = seal()
    monkeypatch.setattr(actions, "Opened", lambda ref, shown: broken(shown=shown))
    request = RequestFactory().post("/file", {"name": "赵铁柱", "facts": TEXT})
    try:
        identities.look(ref=ref, reason=REASON, by=officer("huancui", "handler"), at=AT)
    except ValueError:
        said = traceback.format_exc()
        reporter = ExceptionReporter(request, *sys.exc_info())
        said += reporter.get_traceback_html() + reporter.get_traceback_text()
    assert "broken on the way" in said and "shown" in said
    assert not any(secret in said for secret in SECRETS)
