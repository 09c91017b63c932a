"""What every reader yields, whatever the format: text cells by position, row numbers, and the rows that are no rows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from huizhi.vocabulary.refused import Refused

as_json = json.JSONEncoder(ensure_ascii=False).encode
"""One value as JSON text."""


@dataclass(frozen=True)
class Broken:
    """A row that could not be cut into cells: where it stands, why, what was found, and its text."""

    row_number: int
    reason: str
    value: str
    raw: str


@dataclass
class Chunk:
    """Rows in file order. `cells` has the String columns "0", "1", …, one per header; null and "" both mean empty.

    `controls` says whether control characters may stand in the cells; `raw(i)` is row i as JSON where cells do not
    tell it all.
    """

    cells: pl.DataFrame
    row_numbers: pl.Series
    broken: list[Broken] = field(default_factory=list)
    raw: Callable[[int], str] | None = None
    controls: bool = True


@dataclass
class Source:
    """An opened file: its headers as written, its chunks, and how it was read.

    `native` is true where numbers and dates arrive as such (spreadsheets, Parquet) and are handed on as ISO text;
    `keyed` where each record carries its own headers, so that a file without records has none.
    """

    headers: list[str]
    chunks: Iterator[Chunk]
    encoding: str = ""
    native: bool = False
    keyed: bool = False


def raw_rows(headers: list[str], cells: pl.DataFrame) -> list[str]:
    """Rows as JSON under their original headers; a repeated or empty header is told apart by its position."""
    names: dict[str, str] = {}
    for position, header in enumerate(headers):
        name = header if header and header not in names else f"{header}#{position + 1}"
        names[name] = str(position)
    named = [pl.col(position).fill_null("").alias(name) for name, position in names.items()]
    return cells.select(pl.struct(named).struct.json_encode()).to_series().to_list()


def raw_text(text: str) -> str:
    """A row that has no cells, as JSON."""
    return as_json({"": text})


def unreadable(name: str, why_zh: str, why_en: str, code: str = "unreadable") -> Refused:
    """A whole file refused before its rows could be told apart."""
    return Refused(
        code,
        f"文件 {name} 不能读取：{why_zh}",
        f"file {name} cannot be read: {why_en}",
        "文件原样保存在 landing 中，没有一行进入数据湖。",
        "请来源单位核对后重新交付。",
        {"file": name},
        what_is_safe_en="The file is kept unchanged in landing; none of its rows entered the lake.",
        what_to_do_en="Ask the source to check it and deliver it again.",
    )
