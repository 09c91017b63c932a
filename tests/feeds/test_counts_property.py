"""Whatever bytes arrive, every row is counted once and nothing but a refusal comes out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.deliveries import csv_text, deliver, registry

BODY = csv_text(registry(*({} for _ in range(8)), {"经营范围": '"零售;""批发""\n餐饮"'})).encode()


@st.composite
def corrupted(draw) -> bytes:
    """A good file with bytes replaced, removed, inserted or repeated at random places."""
    content = bytearray(BODY)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(content)))
        size = draw(st.integers(0, 12))
        piece = draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b"\n", b",", b"\r", b'","', b"\x00", b"\xff\xff", b'"\n'])
        )
        content[at : at + size] = piece
    return bytes(content) * draw(st.integers(1, 2))


@settings(max_examples=80, deadline=None)
@given(corrupted())
def test_rows_in_are_rows_typed_plus_rows_in_quarantine(tmp_path_factory, content):
    found = deliver(tmp_path_factory.mktemp("home"), "registry_1.csv", content, "registry")
    numbers = [row["row_number"] for row in (*found.typed, *found.quarantine)]
    assert len(numbers) == len(set(numbers)) == found.counts.rows_in
    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert found.counts.rows_in < lines + 1
    assert all(row["reason"] and row["raw"] and row["reason_zh"] for row in found.quarantine)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all(tmp_path_factory, content):
    for name, source in (("registry.csv", "registry"), ("licences.xlsx", "licences"), ("penalties.json", "penalties")):
        found = deliver(tmp_path_factory.mktemp("home"), name, content, source)
        assert found.typed == []


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(BODY) - 1))
def test_one_bad_byte_costs_at_most_two_rows(tmp_path_factory, at):
    """Below the header: a byte that is no text spoils its row; where it was a line end, the two rows it joins."""
    header = BODY.index(b"\n") + 1
    at = max(at, header)
    content = BODY[:at] + b"\xff" + BODY[at + 1 :]
    found = deliver(tmp_path_factory.mktemp("home"), "registry_1.csv", content, "registry")
    assert found.counts.typed >= 7
