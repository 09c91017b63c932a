"""The ledger: every act sealed to the one before it, and nothing taken back."""

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.append_only import unprotect
from huizhi.apps.ledger.chain import digest_of
from huizhi.apps.ledger.models import Act, Head
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db


def write(number=1, **changes):
    """Put `number` acts on the ledger."""
    act = {"verb": "noted", "by": "night", "at": AT, "object_kind": "thing", "object_id": "1", "payload": {"n": 1}}
    with transaction.atomic():
        return [ledger.record(**{**act, **changes}) for _ in range(number)]


def tamper(sql, *parameters):
    """Change a protected table as somebody with the database's own password would: the triggers go first."""
    for table in ("ledger_act", "ledger_head"):
        unprotect(connection, table)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_acts_are_numbered_without_gaps_and_sealed_to_each_other():
    first, second = write(2)
    assert (first.seq, second.seq) == (1, 2)
    assert first.previous_digest == "0" * 64
    assert second.previous_digest == first.digest
    assert ledger.verify_chain() == ledger.ChainCheck(True, 2, second.digest)
    assert ledger.head() == ledger.LedgerHead(2, second.digest)


def test_an_empty_ledger_holds():
    assert ledger.verify_chain().ok


def test_an_act_names_the_officer_and_the_unit(officer):
    by = officer("huancui", "inspector")
    (act,) = write(by=by)
    assert (act.officer, act.unit) == ("huancui.inspector", "huancui")


@pytest.mark.parametrize("payload", [{"n": 1.5}, {"n": float("nan")}, {"a\0": 1}, {"n": "\ud800"}, {1: 2}, {"d": AT}])
def test_a_payload_that_would_come_back_changed_is_refused(payload):
    with pytest.raises(Refused) as refused:
        write(payload=payload)
    assert refused.value.code == "payload_cannot_be_sealed"
    assert not Act.objects.exists()


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(Refused):
        write(at=AT.replace(tzinfo=None))


def test_text_in_any_script_comes_back_the_same():
    write(payload={"名称": "威海市𠮷海鲜 🦀", "list": [None, True, -(2**60), ["深"]]})
    assert ledger.verify_chain().ok


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused():
    with pytest.raises(Refused) as refused:
        ledger.record(verb="v", by="night", at=AT, object_kind="k", object_id="1", payload={})
    assert refused.value.code == "act_outside_transaction"


@pytest.mark.django_db(transaction=True)
def test_an_act_whose_effect_fails_leaves_no_trace():
    write()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ledger.record(verb="v", by="night", at=AT, object_kind="k", object_id="1", payload={})
        1 / 0  # noqa: B018
    assert ledger.verify_chain().acts == 1
    assert write()[0].seq == 2


@pytest.mark.parametrize(
    "column, value", [("officer", "somebody"), ("basis", "x"), ("object_id", "2"), ("verb", "forgot"), ("unit", "u")]
)
def test_a_changed_act_is_named(column, value):
    write(4)
    tamper(f"UPDATE ledger_act SET {column} = %s WHERE seq = 3", value)
    found = ledger.verify_chain()
    assert (found.ok, found.broken_seq, found.why, found.acts) == (False, 3, "digest", 2)


def test_a_changed_payload_and_a_changed_instant_are_named():
    write(4)
    tamper("""UPDATE ledger_act SET payload = '{"n": 2}' WHERE seq = 2""")
    assert ledger.verify_chain().broken_seq == 2
    tamper("UPDATE ledger_act SET at = '2020-01-01 00:00:00' WHERE seq = 1")
    assert ledger.verify_chain().broken_seq == 1


def test_an_act_taken_from_the_middle_is_named():
    write(4)
    tamper("DELETE FROM ledger_act WHERE seq = 2")
    found = ledger.verify_chain()
    assert (found.broken_seq, found.why) == (2, "gap")


def test_acts_taken_from_the_end_are_noticed():
    write(4)
    tamper("DELETE FROM ledger_act WHERE seq > 2")
    found = ledger.verify_chain()
    assert (found.broken_seq, found.why) == (3, "head")


def test_an_act_rewritten_with_a_fresh_digest_breaks_the_next_one():
    write(3)
    act = Act.objects.get(seq=2)
    act.verb = "forgot"
    tamper("UPDATE ledger_act SET verb = 'forgot', digest = %s WHERE seq = 2", digest_of(act))
    found = ledger.verify_chain()
    assert (found.broken_seq, found.why) == (3, "previous_digest")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_act SET verb = 'x' WHERE seq = 1",
        "DELETE FROM ledger_act WHERE seq = 1",
        "DELETE FROM ledger_act",
        "UPDATE ledger_head SET seq = 0",
        "UPDATE ledger_head SET digest = 'x'",
        "DELETE FROM ledger_head",
    ],
)
def test_the_database_itself_refuses_changes(sql):
    write(2)
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert ledger.verify_chain().ok


def test_sqlite_does_not_let_an_act_be_replaced():
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's own")
    write(2)
    names = ", ".join(field.column for field in Act._meta.fields)
    seven = names.replace("verb", "'forgot'", 1)
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO ledger_act ({names}) SELECT {seven} FROM ledger_act WHERE seq = 1")
    assert ledger.verify_chain().ok


def test_the_model_refuses_changes_before_the_database_does():
    (act,) = write()
    act.verb = "forgot"
    for change in (act.save, act.delete, Act.objects.all().delete, lambda: Act.objects.update(verb="x")):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.code == "ledger_is_append_only"
    assert Head.objects.get().seq == 1


def test_acts_are_read_newest_first_page_by_page_and_by_unit(officer):
    write(3)
    write(2, by=officer("rongcheng", "inspector", username="ji"), object_id="77")
    page = ledger.acts(units=None, verb="noted", limit=2)
    assert [act.object_id for act in page.acts] == ["77", "77"]
    rest = ledger.acts(units=None, verb="noted", limit=5, before=page.next_before)
    assert [act.officer for act in rest.acts] == ["night"] * 3
    assert rest.next_before is None
    assert {act.unit for act in ledger.acts(units={"rongcheng"}).acts} == {"rongcheng"}
    assert ledger.acts(units=frozenset()).acts == ()
    assert ledger.act(rest.acts[0].seq, units={"rongcheng"}) is None
