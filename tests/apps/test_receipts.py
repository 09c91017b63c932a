"""Receipts: what a citizen holds, what it proves, and what it shows when anything was changed."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act, Root
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 31)
SALT = bytes(range(32))
SAID = {"facts": "海鲜称重少了三两 🦀", "amount_fen": 12800, "wants": ["退款", "道歉"]}


def file_complaint(number="371002-TS-2026-000123", said=SAID):
    """A filing as complaints put it on the ledger; its seq."""
    payload = {"content_sha256": ledger.content_digest(said, SALT)}
    with transaction.atomic():
        return ledger.record(
            verb="filed", by="citizen", at=AT, object_kind="complaint", object_id=number, payload=payload
        ).seq


def others(count):
    for _ in range(count):
        file_complaint("371002-TS-2026-000999", {"facts": "another"})


def seal(days=0):
    return ledger.seal(on=DAY + timedelta(days), by="night", at=AT + timedelta(days)).root


def codes(verdict):
    return [check.code for check in verdict.checks if not check.ok]


def test_what_was_said_has_a_digest_that_nobody_can_guess():
    text = b'{"amount_fen":12800,"facts":"\xe6\xb5\xb7"}'
    assert ledger.content_digest({"facts": "海", "amount_fen": 12800}, SALT) == hashlib.sha256(SALT + text).hexdigest()
    assert ledger.new_salt() != ledger.new_salt()
    for salt in (b"", SALT[:-1], SALT + b"x"):
        with pytest.raises(Refused) as refused:
            ledger.content_digest(SAID, salt)
        assert refused.value.code == "salt_length"
    with pytest.raises(Refused):
        ledger.content_digest({"amount": 1.5}, SALT)


def test_a_receipt_before_any_root_agrees_with_itself_and_waits():
    others(4)
    seq = file_complaint()
    others(2)
    receipt = ledger.receipt(seq, SAID, SALT)
    verdict = ledger.check_receipt(ledger.receipt_bytes(receipt))
    assert (verdict.state, codes(verdict), verdict.said) == ("pending", [], SAID)
    assert verdict.act["object_id"] == "371002-TS-2026-000123"
    assert ledger.complete(receipt) == receipt


def test_a_completed_receipt_is_proved_by_a_copy_of_the_roots():
    others(2)
    seal()
    seq = file_complaint()
    receipt = ledger.receipt(seq, SAID, SALT)
    others(9)
    root = seal(1)
    others(5)
    seal(2)
    done = ledger.complete(receipt)
    assert ledger.check_receipt(done).state == "pending", "no copy of the roots, no proof"
    verdict = ledger.check_receipt(ledger.receipt_bytes(done), ledger.roots())
    assert (verdict.state, verdict.day, codes(verdict)) == ("proved", root.day, [])
    later = ledger.receipt(seq, SAID, SALT)
    assert later["published"]["day"] == root.day, "one made later stands on the same root"
    assert ledger.check_receipt(later, [root]).state == "proved"


def test_a_receipt_without_what_was_said_proves_the_act_alone():
    seq = file_complaint()
    seal()
    verdict = ledger.check_receipt(ledger.receipt(seq), ledger.roots())
    assert (verdict.state, verdict.said) == ("proved", {})


def test_content_that_was_not_recorded_is_not_put_on_a_receipt():
    seq = file_complaint()
    with pytest.raises(Refused) as refused:
        ledger.receipt(seq, {**SAID, "facts": "something else"}, SALT)
    assert refused.value.code == "receipt_opens_another"
    with pytest.raises(Refused):
        ledger.receipt(99)


def test_every_changed_byte_is_noticed():
    others(3)
    seq = file_complaint()
    receipt = ledger.receipt(seq, SAID, SALT)
    others(4)
    seal()
    done = ledger.complete(receipt)
    whole, copies = ledger.receipt_bytes(done), ledger.roots()
    assert ledger.check_receipt(whole, copies).state == "proved"
    for at in range(len(whole)):
        for other in (whole[at] ^ 1, ord("0"), 0x20):
            changed = whole[:at] + bytes([other]) + whole[at + 1 :]
            verdict = ledger.check_receipt(changed, copies)
            assert verdict.state == "failed" or json.loads(changed) == done, (at, changed[at - 20 : at + 20])


@pytest.mark.parametrize(
    "change, code",
    [
        (lambda r: r.update(act=r["act"].replace("000123", "000124")), "digest"),
        (lambda r: r["opened"].update(text=r["opened"]["text"].replace("三两", "一两")), "opened"),
        (lambda r: r["opened"].update(salt="0" * 64), "opened"),
        (lambda r: r["tree"].update(root="0" * 64), "included"),
        (lambda r: r["path"].pop(), "included"),
        (lambda r: r["published"].update(root="0" * 64), "continued"),
        (lambda r: r["published"].update(sealed_at="2020-01-01T00:00:00.000000Z"), "root"),
        (lambda r: r.update(extra=1), "form"),
        (lambda r: r["tree"].update(size=True), "form"),
        (lambda r: r.pop("path"), "form"),
    ],
)
def test_what_was_changed_is_named(change, code):
    seq = file_complaint()
    others(2)
    receipt = ledger.receipt(seq, SAID, SALT)
    others(2)
    seal()
    done = json.loads(ledger.receipt_bytes(ledger.complete(receipt)))
    change(done)
    verdict = ledger.check_receipt(done, ledger.roots())
    assert verdict.state == "failed"
    assert code in codes(verdict)


@pytest.mark.parametrize(
    "rubbish", ["", "[]", "null", "{}", "1e999", '{"format":"huizhi-receipt-v1"}', b"\xff", "[" * 99999]
)
def test_what_is_no_receipt_is_said_to_be_none(rubbish):
    assert codes(ledger.check_receipt(rubbish)) == ["form"]


def test_a_day_is_sealed_once():
    others(3)
    first = ledger.seal(on=DAY, by="night", at=AT)
    assert (first.made, first.root.size, first.root.algorithm) == (True, 3, "sha256")
    assert first.root.root == ledger.root_of(3).hex()
    others(1)
    again = ledger.seal(on=DAY, by="night", at=AT)
    assert (again.made, again.root) == (False, first.root)
    assert ledger.head().seq == 5, "three acts, the sealing, one more"


def test_days_that_were_missed_are_told_and_covered():
    seal()
    later = ledger.seal(on=DAY + timedelta(4), by="night", at=AT + timedelta(4))
    assert [day.day for day in later.missed] == [1, 2, 3]
    assert later.root.size == 1


@pytest.mark.parametrize("days", [-1, 2])
def test_neither_a_past_nor_a_coming_day_can_be_sealed(days):
    seal()
    with pytest.raises(Refused) as refused:
        ledger.seal(on=DAY + timedelta(days), by="night", at=AT + timedelta(1))
    assert refused.value.code == "day_cannot_be_sealed"
    assert len(ledger.roots()) == 1


def test_the_database_keeps_roots_and_trees_as_they_are():
    others(2)
    seal()
    for sql in (
        "UPDATE ledger_root SET root = 'x'",
        "DELETE FROM ledger_root",
        "UPDATE ledger_act SET subtrees = ''",
        "UPDATE ledger_head SET peaks = ''",
    ):
        with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    for change in (Root.objects.get().save, Root.objects.get().delete, Root.objects.all().delete):
        with pytest.raises(Refused):
            change()


def test_every_proof_the_rows_give_holds():
    others(37)
    texts = {act.seq: ledger.receipt(act.seq)["act"].encode() for act in Act.objects.filter(seq__gte=1)}
    for size in range(1, 38):
        root = ledger.root_of(size)
        for seq in range(1, size + 1, 3):
            assert ledger.verify_inclusion(texts[seq], seq - 1, size, root, ledger.inclusion(seq, size))
        assert ledger.verify_consistency(size, root, 37, ledger.root_of(37), ledger.consistency(size, 37))
    assert ledger.tree_head() == (37, "sha256", ledger.root_of(37))
    for outside in (lambda: ledger.inclusion(38, 37), lambda: ledger.consistency(0, 3), lambda: ledger.root_of(38)):
        with pytest.raises(Refused):
            outside()


def test_acts_carry_a_nonce_so_that_nobody_can_try_out_what_they_say():
    file_complaint()
    file_complaint()
    one, other = Act.objects.filter(seq__gte=1)
    assert one.nonce != other.nonce
    assert len(one.nonce) == 32
    assert json.loads(ledger.receipt(1)["act"])["nonce"] == one.nonce


def test_a_tree_may_be_made_with_sm3(settings):
    settings.LEDGER_HASH = "sm3"
    others(2)
    seq = file_complaint()
    receipt = ledger.receipt(seq, SAID, SALT)
    settings.LEDGER_HASH = "sha256"
    others(3)
    root = seal()
    done = ledger.complete(receipt)
    assert done["tree"]["algorithm"] == done["published"]["algorithm"] == root.algorithm == "sm3"
    assert ledger.check_receipt(done, ledger.roots()).state == "proved"
    done["tree"]["algorithm"] = "sha256"
    assert codes(ledger.check_receipt(done, ledger.roots())) == ["included", "continued"]


def test_two_roots_for_one_day_are_a_fork():
    seq = file_complaint()
    others(2)
    root = seal()
    other = ledger.DayRoot(root.day, root.size, "0" * 64, root.algorithm, root.sealed_at)
    verdict = ledger.check_receipt(ledger.receipt(seq), [root, other])
    assert "fork" in codes(verdict)
    text = f"{root.line()}\n{other.line()}\n"
    assert [(fork.one, fork.other) for fork in ledger.forks(ledger.read_roots(text))] == [(root, other)]
    with pytest.raises(Refused) as refused:
        ledger.read_roots(root.line() + "\n{}\n")
    assert refused.value.context["line"] == 2


def test_a_receipt_can_be_printed_with_a_code_to_scan():
    seq = file_complaint()
    before = render_to_string("ledger/receipt.html", ledger.on_paper(ledger.receipt(seq, SAID, SALT)))
    assert "371002-TS-2026-000123" in before
    assert "2026-10-31 09:30:00" in before
    assert "海鲜称重少了三两 🦀" in before
    assert 'src="data:image/svg+xml' in before
    root = seal()
    assert root.root in render_to_string("ledger/receipt.html", ledger.on_paper(ledger.receipt(seq)))
