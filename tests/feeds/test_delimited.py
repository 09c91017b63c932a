"""CSV: whatever is wrong with one row costs only that row, and the fast way reads what the careful way reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.feeds.contract import Format
from huizhi.feeds.reading import delimited
from huizhi.feeds.reading.encoding import choose_encoding
from huizhi.feeds.reading.lines import OPEN, STRAY, WHOLE, split_record

FORM = Format("csv")


def read(path, content, form=FORM):
    """Rows by row number, and broken rows by row number with their reason."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = delimited.open_csv(path, path.name, form, lambda headers: headers[0] == "甲")
    rows, broken = {}, {}
    for chunk in source.chunks:
        cells = chunk.cells.fill_null("").rows()
        rows.update(zip(chunk.row_numbers.to_list(), cells, strict=True))
        broken.update({b.row_number: b.reason for b in chunk.broken})
    return source, {n: r for n, r in rows.items() if any(r)}, broken


@pytest.mark.parametrize(
    "title, body, rows, broken",
    [
        ("plain", "1,2\n3,4\n", {2: ("1", "2"), 3: ("3", "4")}, {}),
        ("no line end at the end", "1,2\n3,4", {2: ("1", "2"), 3: ("3", "4")}, {}),
        ("windows line ends", "1,2\r\n3,4\r\n", {2: ("1", "2"), 3: ("3", "4")}, {}),
        ("blank lines at the end", "1,2\n\n\r\n  \n", {2: ("1", "2")}, {}),
        ("blank line between", "1,2\n\n3,4\n", {2: ("1", "2"), 4: ("3", "4")}, {}),
        ("row of nothing", "1,2\n,\n3,4\n", {2: ("1", "2"), 4: ("3", "4")}, {}),
        ("line break in quotes", '1,"2\n5"\n3,4\n', {2: ("1", "2\n5"), 4: ("3", "4")}, {}),
        ("windows line break in quotes", '1,"2\r\n5"\r\n3,4\r\n', {2: ("1", "2\n5"), 4: ("3", "4")}, {}),
        ("delimiter in quotes", '1,"2,5"\n3,4\n', {2: ("1", "2,5"), 3: ("3", "4")}, {}),
        ("doubled quotes", '1,"a ""b"""\n3,4\n', {2: ("1", 'a "b"'), 3: ("3", "4")}, {}),
        ("a quote inside plain text", '1,5" pipe\n3,4\n', {2: ("1", '5" pipe'), 3: ("3", "4")}, {}),
        ("one cell more", "1,2,9\n3,4\n", {3: ("3", "4")}, {2: "wrong_field_count"}),
        ("one cell less", "1\n3,4\n", {3: ("3", "4")}, {2: "wrong_field_count"}),
        ("one less, one more", "1\n3,4,5\n6,7\n", {4: ("6", "7")}, dict.fromkeys([2, 3], "wrong_field_count")),
        ("missing cell made up by a quoted delimiter", '1\n"3,9",4\n', {3: ("3,9", "4")}, {2: "wrong_field_count"}),
        ("quote never closed", '1,"2\n3,4\n5,6\n', {3: ("3", "4"), 4: ("5", "6")}, {2: "unterminated_quote"}),
        ("then a quoted cell", '1,"2\n3,"4"\n5,6\n', {3: ("3", "4"), 4: ("5", "6")}, {2: "unterminated_quote"}),
        ("never closed, in the last row", '1,2\n3,"4\n', {2: ("1", "2")}, {3: "unterminated_quote"}),
        ("text behind a quote", '"1"x,2\n3,4\n', {3: ("3", "4")}, {2: "stray_quote"}),
        ("unescaped quotes", '"老王"饺子馆,2\n3,4\n', {3: ("3", "4")}, {2: "stray_quote"}),
        ("bytes that are no text", b"1,\xff\xfe\n3,4\n", {3: ("3", "4")}, {2: "undecodable"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("chunk", [7, 1 << 20])
def test_a_broken_row_costs_only_itself(tmp_path, monkeypatch, title, body, rows, broken, bom, chunk):
    monkeypatch.setattr(delimited, "CHUNK", max(chunk, 16))
    body = body if isinstance(body, bytes) else body.encode()
    assert read(tmp_path / "f.csv", bom + "甲,乙\n".encode() + body)[1:] == (rows, broken), title


@pytest.mark.parametrize(
    "text, cells, state",
    [
        ("a,b", ["a", "b"], WHOLE),
        ('"a","b"', ["a", "b"], WHOLE),
        ('"a" ,b', ["a", "b"], WHOLE),
        ('"a""",', ['a"', ""], WHOLE),
        ('"",""', ["", ""], WHOLE),
        ('a,"b', ["a", "b"], OPEN),
        ('a,"b""', ["a", 'b"'], OPEN),
        ('"a"b,c', ["a"], STRAY),
    ],
)
def test_one_record_is_split(text, cells, state):
    assert split_record(text, ",") == (cells, state)


def test_row_numbers_are_physical_lines_below_title_rows(tmp_path):
    form = Format("csv", title_rows=2)
    content = "威海市登记表\n,,\n\n甲,乙\n1,2\n"
    assert read(tmp_path / "f.csv", content, form)[1] == {5: ("1", "2")}


def test_a_header_may_span_lines_and_repeat_spaces(tmp_path):
    source, rows, _ = read(tmp_path / "f.csv", '甲 ,"乙\n(万元)"\n1,2\n')
    assert source.headers == ["甲", "乙\n(万元)"] and rows == {3: ("1", "2")}


def test_old_line_ends_of_carriage_returns_only(tmp_path):
    assert read(tmp_path / "f.csv", "甲,乙\r1,2\r3,4\r")[1] == {2: ("1", "2"), 3: ("3", "4")}


@pytest.mark.parametrize("delimiter", ["|", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_declared_delimiters_in_declared_encodings(tmp_path, delimiter, encoding):
    """The second byte of a GB18030 character may be a "|": text is decoded before it is split."""
    tricky = "".join(chr(c) for c in range(0x4E00, 0x9000) if b"|" in chr(c).encode("gb18030"))
    content = f"甲{delimiter}乙\n{tricky}{delimiter}2\n".encode(encoding)
    source, rows, broken = read(tmp_path / "f.csv", content, Format("csv", delimiter=delimiter))
    assert rows == {2: (tricky, "2")} and not broken
    assert source.encoding == ("utf-8-sig" if encoding.startswith("utf") else "gb18030")


@pytest.mark.parametrize(
    "title, content, declared, expected",
    [
        ("utf-8", "甲,乙\n登记,1\n".encode(), ("utf-8-sig", "gb18030"), "utf-8-sig"),
        ("gb18030", "甲,乙\n登记,1\n".encode("gb18030"), ("utf-8-sig", "gb18030"), "gb18030"),
        ("gb18030 first, but it is utf-8", "甲乙,乙\n登记,1\n".encode(), ("gb18030", "utf-8-sig"), "utf-8-sig"),
        ("utf-8 with one bad byte", "甲,乙\n登记,\xff".encode("latin-1", "replace"), ("utf-8-sig",), None),
        ("a bad byte late in utf-8", "甲,乙\n".encode() * 9 + b"\xff,1\n", ("utf-8-sig", "gb18030"), "utf-8-sig"),
        ("late in gb18030", "甲,乙\n".encode("gb18030") * 9 + b"\xff,1\n", ("utf-8-sig", "gb18030"), "gb18030"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_over_the_whole_file(tmp_path, title, content, declared, expected):
    path = tmp_path / "f.csv"
    path.write_bytes(content)

    def fits(encoding):
        first = content.split(b"\n")[0].decode("utf-8" if encoding == "utf-8-sig" else encoding, "replace")
        return first.startswith("甲")

    assert choose_encoding(path, declared, fits) == expected, title


CELLS = ["", "1", "登记", '"', '""', '"a"', '"a,b"', '"a\nb"', '"a""b"', "a\r", " x ", "\x00", 'a"b', "\ufeff"]
cell = st.sampled_from(CELLS)
line = st.lists(cell, min_size=1, max_size=4).map(",".join)


@settings(max_examples=200, deadline=None)
@given(st.lists(line | st.text(alphabet='a,"\n\r甲', max_size=8), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_the_fast_way_reads_what_the_careful_way_reads(tmp_path_factory, lines, end):
    path = tmp_path_factory.mktemp("csv") / "f.csv"
    content = end.join(["甲,乙,丙", *lines])
    kept, found = delimited._fast, []
    try:
        for fast in (kept, lambda *_: None):
            delimited._fast = fast
            found.append(read(path, content)[1:])
    finally:
        delimited._fast = kept
    assert found[0] == found[1]


@settings(max_examples=120, deadline=None)
@given(st.lists(line, max_size=12), st.integers(16, 60), st.integers(1, 4))
def test_where_the_chunks_end_changes_nothing(tmp_path_factory, lines, chunk, most):
    path = tmp_path_factory.mktemp("csv") / "f.csv"
    content = "\n".join(["甲,乙,丙", *lines])
    whole, found = (delimited.CHUNK, delimited.MOST_LINES), []
    try:
        for delimited.CHUNK, delimited.MOST_LINES in (whole, (chunk, whole[1]), (whole[0], most), (chunk, most)):
            found.append(read(path, content)[1:])
    finally:
        delimited.CHUNK, delimited.MOST_LINES = whole
    assert found[0] == found[1] == found[2] == found[3]
