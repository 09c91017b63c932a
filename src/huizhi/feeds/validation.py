"""Validates a landed file under a contract: good rows typed, bad rows in quarantine, and the counts add up."""

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from huizhi.feeds import quarantine
from huizhi.feeds.casting import Circumstances
from huizhi.feeds.checking import Checker, Problem
from huizhi.feeds.contract import Contract
from huizhi.feeds.facts import empty_facts
from huizhi.feeds.landing import Receipt
from huizhi.feeds.reading.chunks import Chunk, Source
from huizhi.feeds.reading.opening import header_key, missing_headers, open_source, positions
from huizhi.feeds.writing import part_of, put_in_place, write_whole
from huizhi.lake.schemas import columns_of
from huizhi.vocabulary.divisions import DivisionTable
from huizhi.vocabulary.refused import Refused

ARROW = {
    "string": pa.string(), "int64": pa.int64(), "date": pa.date32(), "boolean": pa.bool_(),
    "timestamp(6)": pa.timestamp("us"),
}  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """What became of a file's rows: rows_in == quarantined + typed, always.

    `left_out` rows are not this contract's (see `where` and `repeats` in docs/feeds.md) and not among rows_in.
    """

    rows_in: int
    quarantined: int
    typed: int
    left_out: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    flagged: dict[str, int] = field(default_factory=dict)
    extra_columns: tuple[str, ...] = ()
    absent_columns: tuple[str, ...] = ()
    encoding: str = ""


def typed_path(home: Path | str, receipt: Receipt, contract: Contract) -> Path:
    """Where a file's typed rows stand."""
    return Path(home) / "typed" / contract.digest / f"{receipt.digest}.parquet"


def quarantine_path(home: Path | str, receipt: Receipt, contract: Contract) -> Path:
    """Where a file's bad rows stand; the counts stand beside them with the suffix .json."""
    return Path(home) / "quarantine" / contract.digest / f"{receipt.digest}.parquet"


def validate(home: Path | str, receipt: Receipt, contract: Contract, divisions: DivisionTable) -> Counts:
    """Type a landed file's rows and put the bad ones in quarantine; done before, only the counts are read again.

    Refused when the file as a whole cannot be used (empty, unreadable, headers missing); the counts of its rows, all
    in quarantine, are then in `context["counts"]`. Killed anywhere and run again, the outputs are the same bytes.
    """
    home = Path(home)
    counts_file = quarantine_path(home, receipt, contract).with_suffix(".json")
    basis = sha256(repr([receipt.delivered_on, receipt.name, list(divisions)]).encode()).hexdigest()
    noted = _noted(counts_file, basis, typed_path(home, receipt, contract), counts_file.with_suffix(".parquet"))
    if noted is None:
        noted = _run(home, receipt, contract, divisions)
        content = {**noted, "basis": basis, "source": contract.name, "file_name": receipt.name}
        write_whole(counts_file, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode())
    counts = _counts(noted["counts"])
    if noted["refused"]:
        refused = dict(noted["refused"])
        context = {**refused.pop("context"), "counts": counts}
        raise Refused(**refused, context=context)
    return counts


def _noted(counts_file: Path, basis: str, *outputs: Path) -> dict | None:
    """What an earlier run noted, if it is about the same circumstances and its outputs stand."""
    if not counts_file.exists() or not all(path.exists() for path in outputs):
        return None
    content = json.loads(counts_file.read_text(encoding="utf-8"))
    return content if content["basis"] == basis else None


def _counts(content: dict) -> Counts:
    lists = {k: tuple(v) for k, v in content.items() if isinstance(v, list)}
    return Counts(**{**content, **lists})


def _run(home: Path, receipt: Receipt, contract: Contract, divisions: DivisionTable) -> dict:
    """Write both outputs and say what to note."""
    outputs = _Outputs(home, receipt, contract)
    try:
        source = open_source(home, receipt, contract)
        refusal = _unusable(contract, receipt, source.headers)
        if refusal:
            _refuse_all(source, refusal, outputs)
        else:
            _check_all(source, contract, receipt, divisions, outputs)
        counts = outputs.finish(source, contract)
    except Refused as error:
        refusal = error
        outputs = _Outputs(home, receipt, contract)
        counts = outputs.finish(None, contract)
    return {"counts": counts, "refused": _as_noted(refusal)}


def _check_all(
    source: Source, contract: Contract, receipt: Receipt, divisions: DivisionTable, outputs: "_Outputs"
) -> None:
    known = Circumstances(receipt.delivered_on, divisions, source.native)
    checker = Checker(contract, positions(source.headers), known, receipt.digest)
    for chunk in source.chunks:
        chunk, checked = checker.check(chunk)
        outputs.left_out += checked.left_out
        outputs.write_facts(checked.facts)
        outputs.write_refused(quarantine.refused_rows(chunk, checked.bad, source.headers))


def _refuse_all(source: Source, refusal: Refused, outputs: "_Outputs") -> None:
    """Every row of a file without the right headers goes to quarantine."""
    missing = refusal.code == "missing_headers"
    reason, names = ("missing_header" if missing else "repeated_header"), refusal.context["headers"]
    problem = [Problem("、".join(names), reason, None)]
    for chunk in source.chunks:
        bad = dict.fromkeys(range(chunk.cells.height), problem)
        outputs.write_refused(quarantine.refused_rows(chunk, bad, source.headers))


def _unusable(contract: Contract, receipt: Receipt, headers: list[str]) -> Refused | None:
    """Why a file cannot be used as a whole, judged by its headers."""
    if lacking := missing_headers(contract, headers):
        return _headers_refused("missing_headers", receipt, lacking, "缺少列", "lacks the columns")
    wanted = {header_key(h) for c in contract.columns for h in (*c.headers, *c.parts)}
    seen = Counter(header_key(h) for h in headers)
    if twice := [h for h in dict.fromkeys(headers) if header_key(h) in wanted and seen[header_key(h)] > 1]:
        return _headers_refused("repeated_headers", receipt, twice, "列重复", "has these columns twice:")
    return None


def _headers_refused(code: str, receipt: Receipt, headers: list[str], zh: str, en: str) -> Refused:
    return Refused(
        code,
        f"文件 {receipt.name} {zh}：{'、'.join(headers)}",
        f"file {receipt.name} {en} {', '.join(headers)}",
        "文件原样保存在 landing 中，所有行都在隔离区，没有一行进入数据湖。",
        "请来源单位按约定的表头重新交付；若表头已改，请在合同中加别名。",
        {"file": receipt.name, "headers": headers},
        what_is_safe_en="The file is kept unchanged in landing, its rows in quarantine; none entered the lake.",
        what_to_do_en="Ask the source for the agreed headers, or add the new header to the contract as an alias.",
    )


def _as_noted(refusal: Refused | None) -> dict | None:
    if refusal is None:
        return None
    names = ("code", "message_zh", "message_en", "what_is_safe", "what_to_do", "what_is_safe_en", "what_to_do_en")
    return {**{n: getattr(refusal, n) for n in names}, "context": refusal.context}


class _Outputs:
    """The two files of one validation, written under temporary names until `finish`."""

    def __init__(self, home: Path, receipt: Receipt, contract: Contract) -> None:
        self.receipt, self.contract, self.left_out = receipt, contract, 0
        self.reasons: Counter[str] = Counter()
        self.flagged: Counter[str] = Counter()
        self.typed = self.quarantined = 0
        self.held: list[pl.DataFrame] = []
        schema = pa.schema([(n, ARROW[t]) for n, t in columns_of(contract.table).items()])
        self._facts = _Writer(typed_path(home, receipt, contract), schema)
        self._refused = _Writer(quarantine_path(home, receipt, contract), quarantine.SCHEMA)

    def write_facts(self, facts: pl.DataFrame) -> None:
        """Write good rows; where later rows may replace earlier ones they are held until the end."""
        if self.contract.repeats != "quarantine":
            self.held.append(facts)
        elif facts.height:
            self._store(facts)

    def _store(self, facts: pl.DataFrame) -> None:
        self.typed += facts.height
        flags = facts["flags"].drop_nulls()
        if len(flags):
            self.flagged.update(flag for row in flags.to_list() for flag in row.split(";"))
        self._facts.write(facts.to_arrow())

    def write_refused(self, rows: list[dict]) -> None:
        """Write bad rows."""
        if not rows:
            return
        self.quarantined += len(rows)
        self.reasons.update(row["reason"] for row in rows)
        receipt = self.receipt
        self._refused.write(quarantine.as_table(rows, self.contract.name, receipt.digest, receipt.name))

    def finish(self, source: Source | None, contract: Contract) -> dict:
        """Give both files their names and count."""
        if self.held:
            facts = pl.concat([empty_facts(contract), *self.held])
            kept = facts.unique("source_id", keep=contract.repeats, maintain_order=True)
            self.left_out += facts.height - kept.height
            self._store(kept)
        self._facts.finish()
        self._refused.finish()
        headers = source.headers if source else []
        wanted = {header_key(h) for c in contract.columns for h in (*c.headers, *c.parts)}
        found = {header_key(h) for h in headers}
        lacking = [c.header for c in contract.columns if c.headers and not found & set(map(header_key, c.headers))]
        return {
            "rows_in": self.typed + self.quarantined,
            "quarantined": self.quarantined,
            "typed": self.typed,
            "left_out": self.left_out,
            "reasons": dict(sorted(self.reasons.items())),
            "flagged": dict(sorted(self.flagged.items())),
            "extra_columns": [h for h in headers if header_key(h) not in wanted],
            "absent_columns": lacking if source else [],
            "encoding": source.encoding if source else "",
        }


class _Writer:
    """One Parquet file that appears whole."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path, self.schema, self.part = path, schema, part_of(path)
        self.writer = pq.ParquetWriter(self.part, schema, compression="zstd", store_schema=False)

    def write(self, table: pa.Table) -> None:
        self.writer.write_table(table.cast(self.schema))

    def finish(self) -> None:
        self.writer.close()
        put_in_place(self.part, self.path)
