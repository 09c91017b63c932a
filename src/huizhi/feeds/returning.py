"""Hands bad rows back for correction and takes the corrected ones in: a CSV under the source's own headers."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huizhi.feeds.contract import Contract
from huizhi.feeds.landing import Receipt, is_returned, receipts
from huizhi.feeds.outputs import quarantine_path
from huizhi.feeds.quarantine import rows_of
from huizhi.feeds.reading.lines import split_record
from huizhi.feeds.reading.opening import BY_FORMULA, MARKS, RETURNED, open_source
from huizhi.feeds.writing import write_whole
from huizhi.vocabulary.refused import Refused

FILE, ROW, COLUMNS, REASONS, VALUES, TEXT = MARKS


@dataclass(frozen=True)
class Waiting:
    """One file's rows in quarantine under one contract, and how many of them have come back corrected since."""

    source: str
    file_name: str
    delivered_on: str
    rows: int
    returned: int
    reasons: dict[str, int]
    refused: str = ""

    @property
    def open(self) -> int:
        """Rows still to be corrected."""
        return self.rows - self.returned


def waiting(home: Path | str, contracts: dict[str, Contract]) -> list[Waiting]:
    """Every landed file that has rows in quarantine or was refused whole, oldest delivery first."""
    home, found = Path(home), []
    for receipt, contract in _validated(home, contracts):
        path = quarantine_path(home, receipt, contract)
        noted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        if not noted["counts"]["quarantined"] and not noted["refused"]:
            continue
        back = returned(home, contract)
        rows = [row["row_number"] for row in rows_of([path])]
        found.append(
            Waiting(
                contract.name, receipt.name, receipt.delivered_on.isoformat(), len(rows),
                sum((receipt.digest, n) in back for n in rows), noted["counts"]["reasons"],
                noted["refused"]["code"] if noted["refused"] else "",
            )
        )  # fmt: skip
    return found


def export(home: Path | str, contract: Contract, out: Path) -> int:
    """Write the rows of a source that still wait for correction; returns how many. Refused when there are none.

    Cells stand under their original headers, then where the row comes from and what is wrong with it. A cell that a
    spreadsheet would take for a formula is written with an apostrophe before it, which is taken off again on return.
    """
    home = Path(home)
    back = returned(home, contract)
    headers: dict[str, None] = {c.header: None for c in contract.columns if c.headers}
    rows = []
    for receipt, _ in _validated(home, {contract.name: contract}):
        for row in rows_of([quarantine_path(home, receipt, contract)]):
            if (receipt.digest, row["row_number"]) not in back:
                cells, text = _cells(home, receipt, contract, json.loads(row["raw"]))
                headers.update(dict.fromkeys(cells))
                rows.append({**cells, **_marks(row, text)})
    if not rows:
        raise _nothing_waits(contract)
    lines = [[*headers, *MARKS], *([_guarded(row.get(h, "")) for h in (*headers, *MARKS)] for row in rows)]
    write_whole(Path(out), _as_csv(lines))
    return len(rows)


def returned(home: Path, contract: Contract) -> set[tuple[str, int]]:
    """File digest and row number of every row that has come back, right or wrong, in a landed file."""
    found: set[tuple[str, int]] = set()
    for receipt in receipts(home):
        if contract.name in receipt.sources and receipt.name.lower().endswith(".csv"):
            found.update(_references(receipt.path(home)))
    return found


def _references(path: Path) -> Iterator[tuple[str, int]]:
    with path.open("rb") as file:
        top = file.readline()
    if not any(FILE.encode(encoding) in top for encoding in RETURNED.encodings):
        return
    for encoding in RETURNED.encodings:
        try:
            with path.open(encoding=encoding, newline="") as file:
                rows = list(csv.DictReader(file))
        except (UnicodeDecodeError, csv.Error):
            continue
        yield from ((r[FILE], int(r[ROW])) for r in rows if r.get(FILE) and (r.get(ROW) or "").isdigit())
        return


def _validated(home: Path, contracts: dict[str, Contract]) -> Iterator[tuple[Receipt, Contract]]:
    """Landed files with the contracts they have been validated under."""
    for receipt in receipts(home):
        for name in receipt.sources:
            if name in contracts and quarantine_path(home, receipt, contracts[name]).with_suffix(".json").exists():
                yield receipt, contracts[name]


def _cells(home: Path, receipt: Receipt, contract: Contract, raw: dict) -> tuple[dict[str, str], str]:
    """A row's cells by header; one that was no row is cut as far as that goes and comes with its text."""
    if list(raw) != [""]:
        return {header: _cell(value) for header, value in raw.items()}, ""
    text = raw[""]
    if contract.format.kind != "csv":
        return {}, text
    headers = open_source(home, receipt, contract).headers
    delimiter = RETURNED.delimiter if is_returned(receipt, contract) else contract.format.delimiter
    return dict(zip(headers, split_record(text, delimiter)[0], strict=False)), text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "、".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _marks(row: dict, text: str) -> dict[str, str]:
    problems = json.loads(row["problems"])
    return {
        FILE: row["file_digest"],
        ROW: str(row["row_number"]),
        COLUMNS: "；".join(p["column"] for p in problems),
        REASONS: "；".join(f"{p['reason']}" for p in problems) + f" {row['reason_zh']} {row['reason_en']}",
        VALUES: "；".join(p["value"] or "" for p in problems),
        TEXT: text,
    }


def _guarded(text: str) -> str:
    return f"'{text}" if BY_FORMULA.match(text) else text


def _as_csv(lines: list[list[str]]) -> bytes:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    return ("\ufeff" + "\r\n".join(quoted) + "\r\n").encode()


def _nothing_waits(contract: Contract) -> Refused:
    return Refused(
        "nothing_waits",
        f"来源 {contract.name} 没有待改正的行",
        f"no row of {contract.name} waits for correction",
        "没有写入任何文件。",
        "不需要做什么。",
        what_is_safe_en="No file was written.",
        what_to_do_en="There is nothing to do.",
    )
