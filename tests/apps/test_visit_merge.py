"""The merge of edits made offline: no order, no repeat, no crash changes the visit; nothing is lost or doubled."""

import json
import subprocess
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.assets import node_and_npm

from huizhi.apps.visits.merge import GONE, Merged, merge, read_edit
from huizhi.vocabulary.refused import Refused
from tests.apps.visit_phones import VISIT, body, live_a_week

ORDERS = 10_000
ONE, TWO = "1" * 32, "2" * 32
FINDING = "finding:" + "f" * 32
TWIN = Path(__file__).resolve().parents[2] / "frontend" / "src" / "visits" / "run_batch.mjs"


def chain(device, *said):
    """The edits of one device: (object, field, value, over) each, chained."""
    edits, last = [], ""
    for count, (name, field, value, *over) in enumerate(said, start=1):
        edits.append(read_edit(body(device, count, last, name, field, value, *over)))
        last = edits[-1].digest
    return edits


def plain(merged: Merged) -> str:
    """A merged visit as text: what must be equal byte for byte."""
    objects = {
        name: {of: [each.digest for each in at.versions] for of, at in fields.items()}
        for name, fields in merged.objects.items()
    }
    rest = [sorted(merged.gone), sorted(merged.torn), merged.missing, merged.split, merged.conflicts]
    return json.dumps([objects, rest], ensure_ascii=False)


def test_ten_thousand_delivery_orders_make_one_visit_with_nothing_lost_or_doubled():
    met, torn, conflicts = Counter(), 0, 0
    for seed in range(ORDERS):
        server, phones, fates = live_a_week(seed)
        met.update(fates)
        made = [digest for phone in phones for digest in phone.bodies]
        assert Counter(each.digest for each in server.rows) == Counter(made), seed
        merged = merge(server.rows)
        shown = plain(merged)
        assert [plain(phone.view()) for phone in phones] == [shown, shown], seed
        assert plain(merge(sorted(server.rows, key=lambda each: each.digest) * 2)) == shown, seed
        assert merged.missing == () and merged.split == (), seed
        torn, conflicts = torn + len(merged.torn), conflicts + len(merged.conflicts)
    assert all(count > ORDERS // 5 for count in met.values()), met
    assert conflicts > ORDERS // 4 and torn > ORDERS // 100, (conflicts, torn)


@given(st.integers(0, 2**32), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_what_is_left_out_is_named_until_it_comes(seed, chance):
    server, _phones, _met = live_a_week(seed, edits=14)
    rows = list(server.rows)
    chance.shuffle(rows)
    for end in range(1, len(rows)):
        there = {(each.device, each.count) for each in rows[:end]}
        longest = Counter()
        for device, count in there:
            longest[device] = max(longest[device], count)
        lacking = {(d, n) for d, top in longest.items() for n in range(1, top + 1)} - there
        assert set(merge(rows[:end]).missing) == lacking


def test_two_phones_that_write_one_field_leave_both_versions_and_a_third_settles_it():
    (first,) = chain(ONE, (FINDING, "text", "货架积尘"))
    (second,) = chain(TWO, (FINDING, "text", "货架积尘、有鼠迹"))
    merged = merge([first, second])
    field = merged.objects[FINDING]["text"]
    assert field.conflict and {each.value for each in field.versions} == {"货架积尘", "货架积尘、有鼠迹"}
    assert merged.conflicts == ((FINDING, "text"),)
    settled = read_edit(body(ONE, 2, first.digest, FINDING, "text", "货架有鼠迹", field.seen))
    for order in permutations([first, second, settled]):
        after = merge(order)
        assert after.conflicts == () and after.value(FINDING, "text") == "货架有鼠迹"


def test_two_phones_that_say_the_same_are_not_in_conflict():
    one, two = chain(ONE, ("visit", "result", "1")) + chain(TWO, ("visit", "result", "1"))
    assert merge([one, two]).conflicts == () and merge([one, two]).value("visit", "result") == "1"


def test_different_fields_of_one_object_are_no_conflict():
    one, two = chain(ONE, (FINDING, "text", "积尘")) + chain(TWO, (FINDING, "item", "hygiene"))
    merged = merge([two, one])
    assert merged.conflicts == ()
    assert (merged.value(FINDING, "text"), merged.value(FINDING, "item")) == ("积尘", "hygiene")


def test_what_one_deletes_and_another_changes_stays_and_is_shown_as_torn():
    (text,) = chain(ONE, (FINDING, "text", "积尘"))
    away = read_edit(body(ONE, 2, text.digest, FINDING, GONE, True, [text.digest]))
    assert merge([text, away]).gone == {FINDING} and FINDING not in merge([text, away]).objects
    later = read_edit(body(TWO, 1, "", FINDING, "text", "积尘三处", [text.digest]))
    for order in permutations([text, away, later]):
        merged = merge(order)
        assert merged.torn == {FINDING} and (FINDING, GONE) in merged.conflicts
        assert merged.value(FINDING, "text") == "积尘三处"
    back = read_edit(body(TWO, 2, later.digest, FINDING, GONE, False, [away.digest]))
    assert merge([text, away, later, back]).torn == frozenset()


def test_a_phone_restored_from_a_copy_numbers_two_edits_alike_and_both_stay():
    (first,) = chain(ONE, ("visit", "note", "一"))
    again = read_edit(body(ONE, 1, "", "visit", "note", "另一", id="c" * 32))
    merged = merge([first, again])
    assert merged.split == (ONE,) and len(merged.objects["visit"]["note"].versions) == 2


@pytest.mark.parametrize(
    ("changed", "member"),
    [
        ({"format": "huizhi-edit-v2"}, "format"), ({"more": 1}, "format"), ({"id": "x"}, "id"),
        ({"visit": VISIT.upper()}, "visit"), ({"device": 7}, "device"), ({"count": 0}, "count"),
        ({"count": True}, "count"), ({"count": 2}, "previous"), ({"previous": "a" * 64}, "previous"),
        ({"account": ""}, "account"), ({"at": "2026-11-07"}, "at"), ({"object": "finding/1"}, "object"),
        ({"field": "Text"}, "field"), ({"over": ["b" * 64, "a" * 64]}, "over"), ({"over": ["a"]}, "over"),
        ({"value": float("nan")}, "NotCanonical"), ({"over": [["a"]]}, "over"),
    ],
)  # fmt: skip
def test_an_edit_that_is_none_is_refused_by_the_member_that_is_wrong(changed, member):
    with pytest.raises(Refused) as refused:
        read_edit({**body(ONE, 1, "", "visit", "note", "一"), **changed})
    assert refused.value.code == "edit_unreadable" and refused.value.context["member"] == member


def test_an_edit_is_a_json_object():
    for nothing in (None, [], "edit", 3):
        with pytest.raises(Refused):
            read_edit(nothing)


def test_the_phones_own_merge_agrees_on_a_thousand_visits():
    visits = []
    for seed in range(1000):
        server, phones, _met = live_a_week(seed + 50_000)
        bodies = {digest: made for phone in phones for digest, made in phone.bodies.items()}
        visits.append([bodies[each.digest] for each in server.rows][: None if seed % 3 else 6])
    lines = "\n".join(json.dumps(each) for each in visits)
    node = node_and_npm()[0]
    done = subprocess.run([node, str(TWIN)], input=lines, capture_output=True, text=True, timeout=120, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(visits)
    for theirs, bodies in zip(answers, visits, strict=True):
        ours = merge(read_edit(each) for each in bodies)
        objects, (gone, torn, missing, split, conflicts) = json.loads(plain(ours))
        assert theirs == {
            "objects": objects, "gone": gone, "torn": torn, "missing": missing, "split": split, "conflicts": conflicts,
        }  # fmt: skip
