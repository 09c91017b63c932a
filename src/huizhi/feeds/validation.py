"""Validates a landed file under a contract: good rows typed, bad rows in quarantine, and the counts add up."""

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from huizhi.feeds import quarantine
from huizhi.feeds.casting import Circumstances
from huizhi.feeds.checking import Checker, Problem
from huizhi.feeds.contract import Contract
from huizhi.feeds.landing import Receipt
from huizhi.feeds.outputs import Outputs, quarantine_path, typed_path
from huizhi.feeds.overlap import one_ahead
from huizhi.feeds.reading.chunks import Source
from huizhi.feeds.reading.delimited import Undecodable
from huizhi.feeds.reading.opening import header_key, missing_headers, open_source, positions
from huizhi.feeds.writing import write_whole
from huizhi.vocabulary.divisions import DivisionTable
from huizhi.vocabulary.refused import Refused


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
        counts_file.unlink(missing_ok=True)
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
    try:
        return _attempt(home, receipt, contract, divisions, presume=True)
    except Undecodable:
        return _attempt(home, receipt, contract, divisions, presume=False)


def _attempt(home: Path, receipt: Receipt, contract: Contract, divisions: DivisionTable, presume: bool) -> dict:
    outputs = Outputs(home, receipt, contract)
    try:
        source = open_source(home, receipt, contract, presume)
        refusal = _unusable(contract, receipt, source)
        if refusal:
            _refuse_all(source, refusal, outputs)
        else:
            _check_all(source, contract, receipt, divisions, outputs)
        counts = outputs.finish(source, contract)
    except Refused as error:
        refusal = error
        outputs = Outputs(home, receipt, contract)
        counts = outputs.finish(None, contract)
    return {"counts": counts, "refused": _as_noted(refusal)}


def _check_all(
    source: Source, contract: Contract, receipt: Receipt, divisions: DivisionTable, outputs: Outputs
) -> None:
    known = Circumstances(receipt.delivered_on, divisions, source.native)
    checker = Checker(contract, positions(source.headers), known)
    for chunk in one_ahead(source.chunks):
        chunk, checked = checker.check(chunk)
        outputs.left_out += checked.left_out
        outputs.write_good(checked.good)
        outputs.write_refused(quarantine.refused_rows(chunk, checked.bad, source.headers))


def _refuse_all(source: Source, refusal: Refused, outputs: Outputs) -> None:
    """Every row of a file without the right headers goes to quarantine."""
    missing = refusal.code == "missing_headers"
    reason, names = ("missing_header" if missing else "repeated_header"), refusal.context["headers"]
    problem = [Problem("、".join(names), reason, None)]
    for chunk in source.chunks:
        bad = dict.fromkeys(range(chunk.cells.height), problem)
        outputs.write_refused(quarantine.refused_rows(chunk, bad, source.headers))


def _unusable(contract: Contract, receipt: Receipt, source: Source) -> Refused | None:
    """Why a file cannot be used as a whole, judged by its headers."""
    headers = source.headers
    if source.keyed and not headers:
        return None
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
