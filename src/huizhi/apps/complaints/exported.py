"""Exports of other platforms as tables of filings: a row is read here, filed by `actions.importing`."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache

import openpyxl

from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.filing import Filing
from huizhi.apps.complaints.topics import GOODS, TOPICS
from huizhi.vocabulary.civil import CIVIL
from huizhi.vocabulary.credit_code import CreditCode
from huizhi.vocabulary.divisions import DivisionTable
from huizhi.vocabulary.refused import Refused

SOURCES = ("12315", "12345")
MOST_ROWS = 20_000
HEADERS = {
    "登记编号": "number", "类型": "kind", "登记时间": "received", "被投诉举报方": "respondent", "经营地址": "place",
    "行政区划": "division", "问题类别": "topic", "客体类别": "goods", "诉求内容": "facts", "具体诉求": "claim",
    "涉及金额(元)": "amount", "投诉人": "name", "举报人": "name", "联系电话": "phone", "通讯地址": "address",
    "主体代码": "entity",
}  # fmt: skip
"""Header of the export -> what it is; other columns are left alone."""
AGAIN = "补登编号"
"""Column of a file of refused rows: which row is corrected."""
OPEN_WORDS = ("", "办理中", "待受理")
"""What an export says of a matter that is still open; one that is closed on the platform is not filed again."""
_FIELDS = {
    "name": "投诉人", "phone": "联系电话", "facts": "诉求内容", "claim": "具体诉求", "respondent_name": "被投诉举报方",
    "kind": "类型", "涉及金额": "涉及金额(元)",
}  # fmt: skip
"""Field of a refusal -> the column of the export it stands in, where that is called otherwise."""
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d")
_TOPIC = {zh: code for code, (zh, _en) in TOPICS.items()}
_GOODS = {zh: code for code, (zh, _en) in GOODS.items()}


def rows_of(content: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by their number in the file (the header is row 1). Refused for a file that is no table of filings."""
    table = _sheet(content) if name.lower().endswith(".xlsx") else _lines(content)
    header = [str(cell or "").strip() for cell in next(table, [])]
    if "登记编号" not in header:
        raise refusals.refused(
            "not_an_export", "文件没有“登记编号”列", "the file has no column 登记编号",
            "请从平台重新导出。", "Export it from the platform again.",
        )  # fmt: skip
    for number, row in enumerate(table, start=2):
        if number > MOST_ROWS + 1:
            raise refusals.refused(
                "too_many_rows", f"一次最多{MOST_ROWS}行", f"at most {MOST_ROWS} rows at once",
                "请分成几个文件。", "Split the file.",
            )  # fmt: skip
        cells = {key: str(cell if cell is not None else "").strip() for key, cell in zip(header, row, strict=False)}
        if any(cells.values()):
            yield number, cells


def is_closed(cells: Mapping[str, str]) -> bool:
    """Whether the platform has closed the matter already."""
    return bool(cells.get("办结日期")) or cells.get("处理结果", "") not in OPEN_WORDS


def columns_of(why: Refused) -> tuple[str, ...]:
    """The columns a refused row was refused for."""
    named = why.context.get("fields") or ([why.context["field"]] if why.context.get("field") else [])
    return tuple(_FIELDS.get(str(name), str(name)) for name in named)


def _lines(content: bytes) -> Iterator[list]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return iter(csv.reader(io.StringIO(content.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
    raise refusals.refused(
        "not_text", "文件编码无法识别", "the file's encoding is unknown", "请另存为 UTF-8。", "Save it as UTF-8."
    )


def _sheet(content: bytes) -> Iterator[list]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as why:  # whatever the library meets in a broken archive
        raise refusals.refused(
            "not_a_workbook",
            "不是可以读取的 XLSX 文件",
            "it is no readable XLSX file",
            "请重新导出。",
            "Export it again.",
        ) from why
    return ([_plain(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True))


def _plain(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return "" if cell is None else str(cell)


def filing_of(cells: Mapping[str, str], source: str) -> Filing:
    """A row as a filing. Refused when a cell cannot be read; what is missing is refused when it is filed."""
    given = {HEADERS[header]: cell for header, cell in cells.items() if header in HEADERS and cell}
    if not given.get("number"):
        raise refusals.incomplete(["登记编号"], ["登记编号"])
    kind = given.get("kind", "投诉")
    if kind not in ("投诉", "举报"):
        raise refusals.unknown_choice("类型", ["投诉", "举报"])
    place = _divisions().find(given["division"]) if given.get("division") else None
    county = place.lies_in if place and place.kind == "zone" else place.code if place else ""
    return Filing(
        channel=source, key=f"{source}:{given['number']}", source_number=given["number"], complaint=kind == "投诉",
        report=kind == "举报", topic=_coded("问题类别", given.get("topic", "其他"), _TOPIC),
        goods=_coded("客体类别", given.get("goods", "其他服务"), _GOODS), facts=given.get("facts", ""),
        claim=given.get("claim") or "见诉求内容", respondent_name=given.get("respondent", ""),
        respondent_entity_id=_code(given.get("entity", "")), respondent_address=given.get("place", ""), division=county,
        zone=place.code if place and place.kind == "zone" else "",
        amount_fen=_fen(given.get("amount", "")), received_at=_instant(given.get("received", "")),
        person={name: given[name] for name in ("name", "phone", "address") if given.get(name)},
        anonymous=kind == "举报" and not given.get("phone"),
    )  # fmt: skip


@cache
def _divisions() -> DivisionTable:
    return DivisionTable.load()


def _coded(title: str, value: str, known: Mapping[str, str]) -> str:
    if value not in known:
        raise refusals.unknown_choice(title, list(known))
    return known[value]


def _code(text: str) -> str:
    """A credit code that checks; any other is left out, and the name stands alone."""
    code = CreditCode(text)
    return "" if code.problems else code.text


def _fen(text: str) -> int | None:
    try:
        return int(Decimal(text.replace(",", "")) * 100) if text else None
    except InvalidOperation:
        raise refusals.unknown_choice("涉及金额", ["88.50"]) from None


def _instant(text: str) -> datetime | None:
    for form in FORMATS if text else ():
        try:
            return datetime.strptime(text, form).replace(tzinfo=CIVIL)
        except ValueError:
            continue
    if text:
        raise refusals.unknown_choice("登记时间", ["2026-09-01 09:30:00"])
    return None
