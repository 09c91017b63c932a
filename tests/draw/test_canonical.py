"""RFC 8785: known answers for both implementations, kept in vectors/canonical.json."""

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.draw.canonical import NotCanonical, canonical, number_text, parse

VECTORS = json.loads((Path(__file__).parent / "vectors" / "canonical.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS["values"], ids=lambda vector: vector["why"])
def test_known_answers(vector):
    assert canonical(parse(vector["text"])).decode() == vector["canonical"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["why"])
def test_texts_without_a_canonical_form(vector):
    with pytest.raises(NotCanonical):
        canonical(parse(vector["text"]))


def test_the_twin_gives_the_same_answers(twin):
    lines = [json.dumps({"canonical": vector["text"]}) for vector in VECTORS["values"]]
    assert [json.loads(a)["canonical"] for a in twin(lines)] == [v["canonical"] for v in VECTORS["values"]]
    refused = [json.dumps({"canonical": vector["text"]}) for vector in VECTORS["refused"]]
    assert all(json.loads(answer)["canonical"].startswith("refused: ") for answer in twin(refused))


def test_numbers_print_as_ecmascript_prints_them(node, twin):
    bits = [0x1, 0x10000000000000, 0x7FEFFFFFFFFFFFFF, 0x4340000000000000, 0x4430000000000000, 0x44B52D02C7E14AF5]
    bits += [(0x9E3779B97F4A7C15 * i) & 0x7FFFFFFFFFFFFFFF for i in range(1, 3000)]
    numbers = [float_of(b) for b in bits if (b >> 52) & 0x7FF != 0x7FF]
    answers = twin([json.dumps({"canonical": repr(number)}) for number in numbers])
    assert [number_text(number) for number in numbers] == [json.loads(answer)["canonical"] for answer in answers]


def float_of(bits: int) -> float:
    return struct.unpack(">d", bits.to_bytes(8, "big"))[0]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@settings(max_examples=300)
@given(VALUES)
def test_reading_back_and_writing_again_changes_nothing(value):
    once = canonical(value)
    assert canonical(parse(once.decode())) == once
    assert parse(once.decode()) == value


def test_a_value_that_is_no_json_is_refused():
    for value in ({1: "a"}, {"a": {1, 2}}, float("inf"), 2**53 + 1, b"bytes"):
        with pytest.raises(NotCanonical):
            canonical(value)
