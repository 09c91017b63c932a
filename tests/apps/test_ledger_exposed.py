"""A ledger that was tampered with is exposed, also by those who have nothing but a receipt and a copy of the roots."""

from datetime import timedelta

import pytest
from django.db import transaction

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act, Head
from huizhi.vocabulary.refused import Refused
from tests.apps.attacks import day, rewrite, run, without
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
SALT = bytes(32)
SAID = {"facts": "称重少了三两"}


@pytest.fixture
def kept():
    """Three days of filings: what outsiders keep, the roots and the receipt of act 9, the second day's."""
    receipt = None
    for number in (1, 2, 3):
        at = AT.replace(day=number, month=11)
        for n in range(5):
            with transaction.atomic():
                ledger.record(
                    verb="filed", by="citizen", at=at + timedelta(minutes=n), object_kind="complaint",
                    object_id=f"{number}-{n}", payload={"content_sha256": ledger.content_digest(SAID, SALT)},
                )  # fmt: skip
            if (number, n) == (2, 2):
                receipt = ledger.receipt(9, SAID, SALT)
        ledger.seal(on=day(number), by="night", at=at)
    return ledger.roots(), ledger.complete(receipt)


def faults(copies=(), receipts=()):
    found = ledger.verify_ledger(copies, ledger.held_in(map(ledger.receipt_bytes, receipts)))
    return [(fault.code, fault.first, fault.last, fault.day) for fault in found.faults]


def test_an_honest_ledger_agrees_with_everything_kept_elsewhere(kept):
    roots, receipt = kept
    found = ledger.verify_ledger(roots, ledger.held_in([ledger.receipt_bytes(receipt)]))
    assert (found.ok, found.acts, found.root) == (True, 18, ledger.root_of(18).hex())
    assert ledger.check_receipt(receipt, roots).state == "proved"


def test_an_act_removed_and_everything_sealed_anew_is_exposed(kept):
    roots, receipt = kept
    rewrite(without(9))
    assert faults() == [], "the forger left no trace in the database"
    assert ledger.verify_chain().ok
    assert ("copy", 6, 11, "2026-11-02") in faults(roots)
    assert ("receipt", 9, 9, "2026-11-02") in faults(roots, [receipt])
    assert ledger.check_receipt(receipt, roots).state == "proved", "the citizen's proof stands without the office"
    forged = ledger.check_receipt(receipt, ledger.roots())
    assert (forged.state, [check.code for check in forged.checks if not check.ok]) == ("failed", ["root"])
    with pytest.raises(Refused) as refused:
        ledger.complete(receipt)
    assert refused.value.code == "receipt_of_another_ledger"


def test_no_consistency_proof_leads_from_a_published_root_to_a_forged_ledger(kept):
    (_, second, third), _ = kept
    rewrite(without(9))
    size, root = ledger.tree_head()[0], ledger.tree_head()[2]
    proof = ledger.consistency(second.size, size)
    assert not ledger.verify_consistency(second.size, bytes.fromhex(second.root), size, root, proof)
    assert not ledger.verify_consistency(third.size, bytes.fromhex(third.root), size, root, [])


@pytest.mark.parametrize("seq", range(1, 19))
def test_whichever_act_is_removed_the_days_between_which_it_lay_are_named(kept, seq):
    roots, _ = kept
    rewrite(without(seq))
    copies = [fault for fault in faults(roots) if fault[0] == "copy"]
    if seq == 18:
        assert copies == [], "the last sealing itself lies under no root yet"
        return
    ((_, first, last, named),) = copies
    assert first <= seq <= last
    assert named == next(root.day for root in roots if root.size >= seq)


@pytest.mark.parametrize(
    "sql, code, seq",
    [
        ("UPDATE ledger_act SET object_id = '2-9' WHERE seq = 9", "digest", 9),
        ("UPDATE ledger_act SET nonce = '' WHERE seq = 9", "digest", 9),
        ("DELETE FROM ledger_act WHERE seq = 9", "gap", 9),
        ("DELETE FROM ledger_act WHERE seq = 18", "head", 18),
        ("UPDATE ledger_act SET subtrees = replace(subtrees, 'a', 'b') WHERE seq = 12", "tree", 12),
        ("UPDATE ledger_head SET peaks = replace(peaks, 'a', 'b')", "tree", 18),
        ("UPDATE ledger_root SET root = replace(root, 'a', 'b') WHERE size = 11", "root", 6),
        ("UPDATE ledger_root SET size = 12 WHERE size = 11", "root", 6),
    ],
)
def test_every_changed_byte_of_the_database_is_named(kept, sql, code, seq):
    run(sql)
    found = faults()
    assert (code, seq) in [(fault[0], fault[1]) for fault in found], found


def test_a_row_put_in_between_is_named(kept):
    roots, _ = kept

    def one_more(acts):
        extra = Act.objects.get(seq=3)
        extra.digest = ""
        return [*acts[:7], extra, *acts[7:]]

    rewrite(one_more)
    assert faults() == []
    assert ("copy", 6, 11, "2026-11-02") in faults(roots)


def test_two_roots_for_one_day_are_a_fork(kept):
    roots, receipt = kept
    rewrite(without(9))
    published_again = ledger.roots()
    both = [*roots, *published_again]
    assert {fork.one.day for fork in ledger.forks(both)} >= {"2026-11-02", "2026-11-03"}
    assert "fork" in [code for code, *_ in faults(both)]
    assert "fork" in [check.code for check in ledger.check_receipt(receipt, both).checks]


def test_acts_that_were_never_published_can_still_be_counted(kept):
    """The head's own row is the only witness for what no root covers: without it only a receipt tells."""
    rewrite(without(18))
    assert faults() == []
    assert Head.objects.get().seq == 17
