"""Official papers: the layout of GB/T 9704, real text, embedded fonts, the same bytes, and no way in for a typist."""

import csv
import io
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image
from pypdf import PdfReader

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.papers import facade as papers
from huizhi.apps.papers import fonts, rendering
from huizhi.apps.people.facade import NotPermitted
from huizhi.vocabulary.refused import Refused

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
LETTER = {
    "office": "威海市市场监督管理局",
    "number": "威市监投受〔2026〕12号",
    "title": "投诉受理决定书",
    "addressee": "赵铁柱",
    "text": "您于2026年10月30日提交的投诉（编号：371002-TS-2026-000123），本局已予受理。\n\n特此告知。",
    "attachments": ["投诉登记表", "调解告知书"],
    "signer": "威海市市场监督管理局",
    "dated": "2026-11-02",
    "red_head": True,
}
MM = 72 / 25.4


def letter(**changes):
    return papers.render("papers:letter", LETTER | changes, AT, qr="https://example.gov.cn/t/371002-TS-2026-000123")


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def drawn(pdf):
    """(x, y, size, text) of every piece of text of the first page, from its top left, in points."""
    found, page = [], PdfReader(io.BytesIO(pdf)).pages[0]
    height = float(page.mediabox.height)

    def piece(text, place, matrix, _font, size):
        if text.strip():
            x = place[0] * matrix[4] + place[2] * matrix[5] + place[4]
            y = place[1] * matrix[4] + place[3] * matrix[5] + place[5]
            found.append((x, height - y, abs(size * matrix[0] * place[0]), text.strip()))

    page.extract_text(visitor_text=piece)
    return found


def test_a_letter_says_what_it_was_given():
    said = text_of(letter()).replace("\n", "").replace(" ", "")
    for part in ("投诉受理决定书", "〔2026〕12号", "赵铁柱：", "特此告知。", "2026年11月2日", "附件：1", "—1—"):
        assert part in said, said


def test_it_is_a4_with_embedded_fonts_and_text_a_machine_can_read():
    reader = PdfReader(io.BytesIO(letter()))
    page = reader.pages[0]
    assert [round(float(side) / MM) for side in page.mediabox[2:]] == [210, 297]
    for font in page["/Resources"]["/Font"].values():
        below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(below)
        assert "/ToUnicode" in font.get_object()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "投诉受理决定书"


def test_the_layout_is_that_of_the_standard():
    lines = "\n".join(["甲" * 28 * 3] + ["乙"] * 60)
    pdf = letter(text=lines, title="通知", office="", number="", addressee="", red_head=False)
    body = [piece for piece in drawn(pdf) if set(piece[3]) <= {"甲", "乙"}]
    assert {round(size, 1) for _x, _y, size, _text in body} == {16.0}
    tops = sorted({round(y, 1) for _x, y, _size, _text in body})
    pitches = {round(below - above, 1) for above, below in pairwise(tops)}
    assert pitches <= {28.9, 29.0}
    full = [x for x, _y, _size, text in body if "甲" in text]
    assert round(min(full) / MM) == 28
    assert round(tops[0] / MM) >= 37 and max(tops) / MM <= 297 - 35 + 1
    title = next(size for _x, _y, size, text in drawn(pdf) if "通知" in text)
    assert round(title) == 22


def test_page_numbers_stand_outside_and_count():
    pages = PdfReader(io.BytesIO(letter(text="\n".join(["内容"] * 60)))).pages
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert f"— {number} —" in page.extract_text()


def test_a_page_holds_twenty_two_lines():
    pdf = letter(text="\n".join(["行"] * 80), title="", office="", number="", addressee="", red_head=False, signer="")
    second = PdfReader(io.BytesIO(pdf)).pages[1].extract_text()
    assert second.count("行") == 22


def test_the_same_input_gives_the_same_bytes_and_another_instant_others():
    assert letter() == letter()
    assert papers.render("papers:letter", LETTER, datetime(2026, 11, 3, tzinfo=UTC)) != papers.render(
        "papers:letter", LETTER, AT
    )


HOSTILE = [
    '#read("/etc/passwd")',
    '#{ panic("x") }',
    "$x^2$ _斜_ *粗* `code` <label> @ref \\ ~ = 标题",
    '"]) #eval("1+1") // [',
    '#import "/people/models.py"',
    '#image("/etc/passwd") \\u{23}',
    "-- --- ... 'q' \"q\" https://example.cn/a_b",
    "/* 注释 */ + 列表 - 列表 / 词: 义",
]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("field", ["text", "addressee", "title", "number", "signer", "office", "watermark"])
def test_what_is_typed_is_printed_and_never_run(typed, field):
    pdf = papers.render("papers:letter", LETTER | {field: typed}, AT)
    said = text_of(pdf).replace("\n", "").replace(" ", "")
    assert typed.replace(" ", "").replace("\\u{23}", "")[:12] in said
    assert "root:" not in said


def test_typed_lists_of_attachments_and_cells_are_printed_too():
    for fields in (
        LETTER | {"attachments": HOSTILE},
        {"title": "清单", "columns": ["#a", "$b$"], "rows": [[typed, 1] for typed in HOSTILE]},
    ):
        template = "papers:listing" if "rows" in fields else "papers:letter"
        assert '#read("/etc/passwd")' in text_of(papers.render(template, fields, AT)).replace("\n", "")


def test_a_template_cannot_leave_its_root(monkeypatch, tmp_path):
    (tmp_path / "odd" / "papers").mkdir(parents=True)
    for name, body in {"out": '#read("/../../etc/passwd")', "up": '#read("../../../etc/passwd")'}.items():
        (tmp_path / "odd" / "papers" / f"{name}.typ").write_text(body)
        monkeypatch.setattr(rendering, "APPS", tmp_path)
        with pytest.raises(Refused) as refused:
            papers.render(f"odd:{name}", {}, AT)
        assert refused.value.code == "paper_not_rendered"


@pytest.mark.parametrize(
    "name",
    ["papers:nothing", "../papers:letter", "papers:../letter", "letter", "papers:letter.typ", "", "papers:/etc/x"],
)
def test_a_name_is_never_a_path(name):
    with pytest.raises(Refused) as refused:
        papers.render(name, {}, AT)
    assert refused.value.code == "paper_unknown"


def test_a_refusal_does_not_quote_what_was_typed():
    with pytest.raises(Refused) as refused:
        papers.render("papers:letter", LETTER | {"dated": "赵铁柱-二-三"}, AT)
    assert refused.value.code == "paper_not_rendered"
    assert "赵铁柱" not in str(refused.value)


def test_characters_that_hide_or_turn_text_are_left_out():
    said = text_of(letter(text="罚款\u202e0001\u202c元\u200b整\x00\x07")).replace("\n", "").replace(" ", "")
    assert "罚款0001元整" in said


def test_pictures_of_the_pages_for_a_look():
    pages = papers.pages("papers:letter", LETTER | {"text": "\n".join(["内容"] * 40)})
    assert len(pages) >= 2
    assert Image.open(io.BytesIO(pages[0])).size == (794, 1123)
    assert papers.pages_as_svg("papers:letter", LETTER)[0].lstrip().startswith(b"<svg")


def stem(name):
    """A font's name in the document as far as its file is named so: /ABCDEF+NotoSerifCJKsc-Bold -> notoserif."""
    return name.split("+")[-1].split("-")[0].lower()[:9]


def test_the_preferred_font_that_is_there_is_used():
    assert fonts.families()[0] in fonts.WANTED
    names = {
        font.get_object()["/BaseFont"]
        for font in PdfReader(io.BytesIO(letter())).pages[0]["/Resources"]["/Font"].values()
    }
    wanted = {variant.path for variant in fonts.library().fonts() if variant.family == fonts.families()[0]}
    assert names and all(any(stem(name) in Path(path).stem.lower() for path in wanted) for name in names)


def test_without_a_font_nothing_is_rendered(monkeypatch):
    monkeypatch.setattr(fonts, "WANTED", ("No Such Font",))
    with pytest.raises(Refused) as refused:
        letter()
    assert refused.value.code == "paper_fonts_missing"


ROWS = [["371002-TS-2026-000123", '=HYPERLINK("http://x")', 3, -5, "+8613800000000", None, "@SUM(A1)", " =1+1", "－2"]]
COLUMNS = ["编号", "对象", "数", "差", "电话", "空", "甲", "乙", "丙"]


@pytest.mark.django_db
def test_an_export_is_marked_harmless_and_on_the_ledger(officer):
    head = officer("huancui", "station_head")
    made = papers.export_csv(ROWS, COLUMNS, by=head, at=AT, purpose="audit", document="审〔2026〕3号")
    assert made.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert lines[1][1:] == [
        "'=HYPERLINK(\"http://x\")", "3", "-5", "'+8613800000000", "", "'@SUM(A1)", "' =1+1", "'－2", made.number,
    ]  # fmt: skip
    assert lines[-1][0].startswith(f"{made.number} {head.username} huancui 2026-11-02 09:30")
    act = ledger.acts(units=None, verb="exported").acts[0]
    assert (act.object_id, act.officer, act.basis) == (made.number, head.username, "审〔2026〕3号")
    assert (act.payload["rows"], act.payload["purpose"], act.payload["columns"]) == (1, "audit", COLUMNS)
    assert "000123" not in repr(made)


@pytest.mark.django_db
def test_a_pdf_export_says_across_every_page_who_took_it(officer):
    head = officer("huancui", "station_head")
    fields = {"title": "投诉清单", "columns": ["编号"], "rows": [[n] for n in range(120)]}
    made = papers.export_pdf("papers:listing", fields, by=head, at=AT, purpose="statistics")
    pages = PdfReader(io.BytesIO(made.content)).pages
    assert len(pages) > 1
    for page in pages:
        said = page.extract_text().replace("\n", "")
        assert made.number in said and head.username in said
    assert ledger.acts(units=None, verb="exported").acts[0].payload["rows"] == 120


@pytest.mark.django_db
def test_who_may_not_or_says_no_purpose_exports_nothing(officer, monkeypatch):
    before = len(ledger.acts(units=None, verb="exported").acts)
    with pytest.raises(NotPermitted):
        papers.export_csv(ROWS, COLUMNS, by=officer("huancui", "handler"), at=AT, purpose="audit")
    with pytest.raises(Refused):
        papers.export_csv(ROWS, COLUMNS, by=officer("huancui", "station_head"), at=AT, purpose="curiosity")

    def broken(**_):
        raise RuntimeError

    monkeypatch.setattr("huizhi.apps.papers.exports.record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        papers.export_csv(ROWS, COLUMNS, by=officer("city", "leader"), at=AT, purpose="audit")
    assert len(ledger.acts(units=None, verb="exported").acts) == before


def test_every_template_of_every_app_is_named_as_it_must_be():
    found = list(Path(rendering.APPS).glob("*/papers/*.typ"))
    assert found
    for path in found:
        assert rendering.template_path(f"{path.parents[1].name}:{path.stem}") == path
