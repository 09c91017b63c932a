"""Records and plans made to slow a verifier down, or to make the two implementations disagree."""

import json
import time

import pytest

from huizhi.draw import digest, record_bytes, verify
from tests.draw.draws import line_of
from tests.draw.test_tampering import codes, resealed

SECONDS = 10


def with_plan(case, **changes) -> dict:
    """The case's record over a changed plan whose digests fit again (the seed no longer does)."""
    record = json.loads(record_bytes(case.draw()))
    plan = {**record["plan"], **changes}
    return {**record, "plan": plan, "plan_digest": digest(plan)}


def both(twin, record: bytes, files) -> list[tuple[str, bool]]:
    """Codes and outcomes, once the two implementations agree on them."""
    mine = [(check.code, check.ok) for check in verify(record, files)]
    assert [(check["code"], check["ok"]) for check in json.loads(twin([line_of(record, files)])[0])["checks"]] == mine
    return mine


def test_no_form_of_the_beacon_takes_for_ever(case, twin):
    beacon = {**case.plan["beacon"], "format": "{d}" * 40 + "x"}
    record = {**with_plan(case, beacon=beacon), "beacon_value": "1" * 500}
    began = time.perf_counter()
    assert ("beacon_not_named", False) in both(twin, resealed(record), case.files)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize(
    ("template", "value", "fits"),
    [
        ("{d2} {d}", "03 7", True),
        ("{d2} {d}", "3 7", False),
        ("{d}{d}", "1", False),
        ("{d}{d2}", "123", True),
        ("{d}1", "1111", True),
        ("{h64}", "0f" * 32, True),
        ("{h64}", "0F" * 32, False),
        ("{h}x{d0}", "abcx", True),
        ("[0-9]+", "[0-9]+", True),
        ("{d2", "{d2", True),
        ("{d2}.", "03x", False),
    ],
)
def test_a_form_matches_whole_values_only(case, twin, template, value, fits):
    case.plan["beacon"]["format"], case.beacon = template, value
    if fits:
        assert all(ok for _code, ok in both(twin, record_bytes(case.draw()), case.files))
    else:
        named = case.plan["beacon"]
        case.plan["beacon"] = {key: value for key, value in named.items() if key != "format"}
        case.beacon = "03"
        record = {**with_plan(case, beacon=named), "beacon_value": value}
        assert ("beacon_not_named", False) in both(twin, resealed(record), case.files)


@pytest.mark.parametrize("title", ["x" * 12_000_000, '"\\' * 2_500_000])
def test_a_very_long_text_is_read_by_both(case, twin, title):
    case.plan["title"] = title
    assert all(ok for _code, ok in both(twin, record_bytes(case.draw()), case.files))


def test_a_key_written_twice_is_refused_however_it_is_spelt(case, twin):
    record = record_bytes(case.draw())
    for twice in (b'{"format":1,', b'{ "\\u0066ormat" : "x\\"}",'):
        assert both(twin, twice + record[1:], case.files) == [("record_not_json", False)]


@pytest.mark.parametrize("rank", [2**53, 1e20, 1.5, -(2**53)])
def test_a_rank_that_is_no_exact_integer_is_refused_alike(case, twin, rank):
    record = case.draw()
    record["selected"][0]["rank"] = rank
    assert both(twin, resealed(record), case.files)[-1] == ("record_field", False)


def test_numbers_written_otherwise_are_the_same_numbers(case, twin):
    """Without a digest of its own a record may be laid out freely: 2.0 is 2, in the browser and here."""
    record = {key: value for key, value in case.draw().items() if key != "record_digest"}
    text = json.dumps(record).replace('"per_object": 2', '"per_object": 2.0').replace('"count": 2', '"count": 0.2e1')
    assert all(ok for _code, ok in both(twin, text.encode(), case.files))


def test_swapped_results_are_named(case):
    record = case.draw()
    record["selected"][:2] = record["selected"][1::-1]
    assert codes(resealed(record), case.files) == ["selected_mismatch"]
    record = case.draw()
    officers = next(entry["officers"] for entry in record["selected"] if entry["officers"])
    officers.reverse()
    assert codes(resealed(record), case.files) == ["officers_mismatch"]
