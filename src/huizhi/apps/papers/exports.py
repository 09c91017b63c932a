"""What leaves as a list: each export has a number, says who took it when, and is an act on the ledger."""

import csv
import hashlib
import io
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.papers import refusals
from huizhi.apps.papers.rendering import clean, render
from huizhi.apps.people.facade import require

PURPOSES = {
    "statistics": ("统计分析", "statistics"),
    "supervision": ("上级督办", "supervision from above"),
    "review": ("行政复议、诉讼", "review or suit"),
    "transfer": ("移送、移交", "handing over"),
    "audit": ("审计检查", "audit"),
    "archive": ("归档", "the archive"),
}
"""Why a list may leave; a closed list, so that no name gets onto the ledger."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes a text that begins with one of these for a formula."""
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Export:
    """One export: its number, a name for the file, and the bytes."""

    number: str
    name: str
    media_type: str
    content: bytes = field(repr=False)


def export_csv(
    rows: Iterable[Sequence[object]],
    columns: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    purpose: str,
    document: str = "",
) -> Export:
    """Rows as CSV for spreadsheets (UTF-8 with its mark). The last column of every row carries the export's number; the
    last line says who, when, why. Texts that a spreadsheet would run as a formula are quoted."""
    number = _begin(by, at, purpose)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(each) for each in (*columns, "导出编号 export")])
    count = 0
    for row in rows:
        writer.writerow([*(harmless(each) for each in row), number])
        count += 1
    writer.writerow([harmless(mark(number, by, at, purpose))])
    content = b"\xef\xbb\xbf" + out.getvalue().encode()
    _note(number, "csv", columns, count, content, by, at, purpose, document)
    return Export(number, f"{number}.csv", "text/csv; charset=utf-8", content)


def export_pdf(
    template: str, fields: Mapping[str, object], *, by: Actor, at: datetime, purpose: str, document: str = ""
) -> Export:
    """A document with the export's number, who and when across every page."""
    number = _begin(by, at, purpose)
    content = render(template, {**fields, "watermark": mark(number, by, at, purpose)}, at)
    _note(number, "pdf", sorted(fields), len(fields.get("rows", ())), content, by, at, purpose, document)
    return Export(number, f"{number}.pdf", "application/pdf", content)


def harmless(value: object) -> object:
    """A cell no spreadsheet runs: texts that begin like a formula get an apostrophe; numbers stay numbers."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = clean(str(value))
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text[:1] in FORMULA else text


def mark(number: str, by: Actor, at: datetime, purpose: str) -> str:
    """Number, account, unit, instant and purpose on one line."""
    when = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    return f"{number} {by.username} {by.unit_code} {when} {PURPOSES[purpose][0]}"


def _begin(by: Actor, at: datetime, purpose: str) -> str:
    require(by, "export_matters")
    if purpose not in PURPOSES:
        raise refusals.purpose_unknown(purpose, PURPOSES)
    tail = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"EX-{timezone.localtime(at):%Y%m%d}-{tail}"


def _note(number, form, columns, count, content, by, at, purpose, document) -> None:
    said = {
        "form": form,
        "columns": list(columns),
        "rows": count,
        "purpose": purpose,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    with transaction.atomic():
        record(verb="exported", by=by, at=at, object_kind="export", object_id=number, payload=said, basis=document)
