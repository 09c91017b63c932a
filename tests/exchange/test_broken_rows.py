"""A file with 5 % broken rows of ten kinds: the good rows are in, the bad ones wait with their reason."""

import csv
import json
import shutil
from collections import Counter
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from huizhi.exchange.arrivals import receive
from huizhi.exchange.pack import Pack
from huizhi.feeds.quarantine import rows_of
from tests.exchange.nights import UNTIL, night

BREAKS = {
    "missing": {"主体名称": ""},
    "bad_date": {"成立日期": "2023-02-30"},
    "bad_number": {"注册资本(万元)": "很多"},
    "unknown_code": {"主体类型": "不明"},
    "bad_division": {"行政区划": "青岛市"},
    "out_of_range": {"注册资本(万元)": "-5"},
    "pattern": {"行业代码": "52F1"},
    "too_long": {"主体名称": "长" * 201},
    "after_delivery": {"成立日期": "2031-01-01"},
}


def break_rows(source: Path, target: Path) -> tuple[int, Counter]:
    """Copy a register with every twentieth row broken, nine kinds in turn and a wrong field count as the tenth."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    header, wrong = list(rows[0]), Counter()
    kinds = [*BREAKS, "wrong_field_count"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number, row in enumerate(rows * 5):
            cells = {**row, "统一社会信用代码": f"{row['统一社会信用代码']}{number // len(rows)}"}
            kind = kinds[number // 20 % len(kinds)] if number % 20 == 7 else ""
            wrong[kind] += bool(kind)
            values = list({**cells, **BREAKS.get(kind, {})}.values())
            writer.writerow(values[:-3] if kind == "wrong_field_count" else values)
    return len(rows) * 5, +wrong


def a_clean_register(deliveries: Path) -> Path:
    """One register delivery in UTF-8."""
    for path in sorted(deliveries.rglob("*")):
        if path.name.startswith(("registry_", "经营主体登记")):
            try:
                path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                continue
            return path
    raise AssertionError("the city delivered no register in UTF-8")


def clean_of_planted_mistakes(path: Path, folder: Path) -> Path:
    """The register without the rows the city broke by itself."""
    probe = folder / "probe" / path.name
    probe.parent.mkdir(parents=True)
    shutil.copy(path, probe)
    home = folder / "probe-home"
    arrivals = receive(
        home, date.fromisoformat(UNTIL), Pack.built_in(), probe.parent, lambda *_: None, lambda _: nullcontext()
    )
    bad = {row["row_number"] for row in rows_of(sorted((home / "quarantine").rglob("*.parquet")))}
    assert arrivals.by_source()["registry"].quarantined == len(bad)
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    kept = [line for number, line in enumerate(lines, 1) if number not in bad]
    clean = folder / path.name
    clean.write_text("".join(kept), encoding="utf-8")
    return clean


def test_good_rows_are_in_and_each_bad_row_waits_with_its_reason(deliveries, tmp_path):
    clean = clean_of_planted_mistakes(a_clean_register(deliveries), tmp_path)
    folder = tmp_path / "2026-10-31"
    folder.mkdir()
    total, wrong = break_rows(clean, folder / "registry_broken.csv")
    assert len(wrong) == 10

    counts = night(tmp_path / "home", folder)["sources"]["registry"]
    assert counts["rows_in"] == total
    assert counts["quarantined"] == wrong.total()
    assert counts["stored"] == total - wrong.total()

    kept_out = list(rows_of(sorted((tmp_path / "home" / "quarantine").rglob("*.parquet"))))
    assert Counter(row["reason"] for row in kept_out) == wrong
    for row in kept_out:
        assert row["row_number"] > 1
        assert json.loads(row["raw"])
        assert row["reason_zh"]
        assert row["reason_en"]
