"""Taking in another platform's export: each row once by its own number; a bad row kept with its reason."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from zoneinfo import ZoneInfo

import openpyxl
from django.db import transaction

from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.filing import file_intake
from huizhi.apps.complaints.filing import Filing
from huizhi.apps.complaints.models import ImportRow
from huizhi.apps.complaints.topics import GOODS, TOPICS
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.vocabulary.divisions import DivisionTable
from huizhi.vocabulary.refused import Refused

SOURCES = ("12315", "12345")
MOST_ROWS = 20_000
CIVIL = ZoneInfo("Asia/Shanghai")
HEADERS = {
    "登记编号": "number", "类型": "kind", "登记时间": "received", "被投诉举报方": "respondent", "经营地址": "place",
    "行政区划": "division", "问题类别": "topic", "客体类别": "goods", "诉求内容": "facts", "具体诉求": "claim",
    "涉及金额(元)": "amount", "投诉人": "name", "举报人": "name", "联系电话": "phone", "通讯地址": "address",
}  # fmt: skip
"""Header of the export -> what it is; other columns are left alone."""
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d")
_TOPIC = {zh: code for code, (zh, _en) in TOPICS.items()}
_GOODS = {zh: code for code, (zh, _en) in GOODS.items()}


@dataclass(frozen=True)
class Imported:
    """What became of a file: rows filed now, rows filed before, rows refused (row number -> the refusal)."""

    filed: int
    again: int
    refused: dict[int, Refused]


def import_export(*, content: bytes, name: str, source: str, by: Actor, at: datetime) -> Imported:
    """File every row of an export. Running it twice files nothing twice; a bad row costs only itself."""
    require(by, "file_matters")
    if source not in SOURCES:
        raise refusals.unknown_choice("来源", list(SOURCES))
    digest, filed, again, bad = sha256(content).hexdigest(), 0, 0, {}
    for number, cells in rows_of(content, name):
        try:
            found = file_intake(filing_of(cells, source), by=by, at=at)
            filed, again = filed + (not found.again), again + found.again
        except Refused as why:
            bad[number] = why
            _keep(source, digest, number, cells, why, at)
    with transaction.atomic():
        record(
            verb="export.imported", by=by, at=at, object_kind="file", object_id=digest[:16],
            payload={"source": source, "sha256": digest, "filed": filed, "again": again, "refused": len(bad)},
        )  # fmt: skip
    return Imported(filed, again, bad)


def replay(*, corrections: Mapping[int, Mapping[str, str]], by: Actor, at: datetime) -> Imported:
    """Try refused rows again: ImportRow id -> cells to replace. Those that go through are marked as taken."""
    require(by, "file_matters")
    filed, again, bad = 0, 0, {}
    for row in ImportRow.objects.filter(pk__in=list(corrections), taken_at=None):
        cells = {**json.loads(identities.open_text(row.cells_ref)), **corrections[row.pk]}
        try:
            found = file_intake(filing_of(cells, row.source), by=by, at=at)
        except Refused as why:
            bad[row.pk] = why
            continue
        filed, again = filed + (not found.again), again + found.again
        row.taken_at = at
        row.save(update_fields=["taken_at"])
    return Imported(filed, again, bad)


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
        respondent_address=given.get("place", ""), division=county,
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


def _keep(source: str, digest: str, number: int, cells: dict[str, str], why: Refused, at: datetime) -> None:
    """A refused row, sealed, with its reason; the same row of the same file once."""
    if ImportRow.objects.filter(source=source, file_sha256=digest, row=number).exists():
        return
    with transaction.atomic():
        ref = identities.seal_text(text=json.dumps(cells, ensure_ascii=False), about=f"import-{digest[:16]}", at=at)
        ImportRow.objects.create(
            source=source, file_sha256=digest, row=number, reason_code=why.code, reason_zh=why.message_zh[:300],
            reason_en=why.message_en[:300], cells_ref=ref, at=at,
        )  # fmt: skip
