"""Reads a contract's TOML strictly: an unknown key or a wrong type is an error that names file and key."""

import re
import tomllib
from pathlib import Path

import polars as pl

from huizhi.lake.schemas import TABLES
from huizhi.vocabulary.refused import Refused

TABLE_TYPES = {
    "text": "string", "credit_code": "string", "code": "string", "codes": "string", "division": "string",
    "date": "date", "timestamp": "timestamp(6)", "integer": "int64", "money": "int64", "boolean": "boolean",
}  # fmt: skip
"""Contract type -> the type its column has in the lake."""

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "latin-1", "cp1252")
SHARING = ("unconditional", "conditional", "internal")
SCHEMES = ("code", "licence", "device", "name", "address", "division", "registration")
REPEATS = ("quarantine", "first", "last")
TEXT, WHOLE, YES_NO, TEXTS, TABLE, ANY = "text", "whole number", "true or false", "list of texts", "table", "any"

TOP_KEYS = {
    "name": TEXT, "title": TABLE, "table": TEXT, "owner": TABLE, "legal_basis": TEXT, "sharing": TEXT,
    "freshness_days": WHOLE, "files": TEXTS, "key": TEXTS, "occurred_at": TEXTS, "format": TABLE,
    "subject": "list of tables", "columns": "list of tables",
}  # fmt: skip
TOP_OPTIONAL = {"repeats": TEXT, "where": TABLE}
FORMAT_KEYS = {
    "csv": {"encodings": TEXTS, "delimiter": TEXT, "title_rows": WHOLE},
    "xlsx": {"title_rows": WHOLE, "sheet": TEXT},
    "json": {"records": TEXT, "encodings": TEXTS},
    "jsonl": {"encodings": TEXTS},
    "parquet": {},
}
COLUMN_KEYS = {
    "name": TEXT, "type": TEXT, "header": TEXT, "aliases": TEXTS, "required": YES_NO, "value": ANY, "from": TEXTS,
    "joined_by": TEXT, "empties": TEXTS,
}  # fmt: skip
TYPE_KEYS = {
    "text": {"pattern": TEXT, "max_length": WHOLE, "identifier": YES_NO, "replace": ANY},
    "credit_code": {},
    "code": {"codes": TABLE},
    "codes": {"codes": TABLE, "separator": TEXT},
    "date": {"formats": TEXTS, "not_after_delivery": YES_NO, "not_before": TEXT},
    "timestamp": {"formats": TEXTS, "not_after_delivery": YES_NO, "not_before": TEXT},
    "integer": {"minimum": WHOLE, "maximum": WHOLE},
    "money": {"minimum": WHOLE, "maximum": WHOLE, "unit_yuan": WHOLE},
    "boolean": {"codes": TABLE},
    "division": {"replace": ANY},
}
NEEDED = {"code": "codes", "codes": "codes", "date": "formats", "timestamp": "formats"}


class BadContract(Refused):
    """A contract that cannot be used; `context` holds the file and the key."""

    def __init__(self, path: Path, key: str, zh: str, en: str) -> None:
        super().__init__(
            "bad_contract",
            f"合同 {path.name} 的 {key}：{zh}",
            f"contract {path.name}, {key}: {en}",
            "没有读取或写入任何文件。",
            "请改正这份合同后重试。",
            {"file": str(path), "key": key},
            what_is_safe_en="No file was read or written.",
            what_to_do_en="Correct this contract and try again.",
        )

    def __reduce__(self) -> tuple:
        return _rebuilt, (self.args, self.__dict__)


def _rebuilt(args: tuple, state: dict) -> BadContract:
    error = BadContract.__new__(BadContract, *args)
    error.__dict__.update(state)
    return error


def read_declaration(path: Path) -> dict:
    """The checked content of one contract file, as TOML gives it. Raises `BadContract`."""
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadContract(path, "(file)", f"不能读取：{error}", f"cannot be read: {error}") from error
    check = _Check(path)
    check.keys("", declared, TOP_KEYS, TOP_OPTIONAL)
    check.names("title", declared["title"])
    check.names("owner", declared["owner"])
    check.top(declared)
    check.format(declared["format"])
    for number, column in enumerate(declared["columns"], 1):
        check.column(f"columns[{number}]", column, declared)
    check.references(declared)
    return declared


class _Check:
    """The checks of one file; each method raises `BadContract` at the first thing that is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, key: str, zh: str, en: str) -> None:
        raise BadContract(self.path, key, zh, en)

    def keys(self, at: str, found: dict, needed: dict[str, str], optional: dict[str, str]) -> None:
        """No key unknown, none missing, each of its kind."""
        for key, value in found.items():
            kind = needed.get(key) or optional.get(key)
            if kind is None:
                self.fail(f"{at}{key}", "没有这个键", f"unknown key; known: {', '.join({**needed, **optional})}")
            if not _is(value, kind):
                self.fail(f"{at}{key}", f"应为 {kind}", f"must be a {kind}, not {value!r}")
        for key in needed:
            if key not in found or found[key] in ("", [], {}):
                self.fail(f"{at}{key}", "缺少或为空", "missing or empty")

    def names(self, at: str, names: dict) -> None:
        self.keys(f"{at}.", names, {"zh": TEXT, "en": TEXT}, {})

    def among(self, key: str, value: str, choices: tuple[str, ...] | dict) -> None:
        if value not in choices:
            self.fail(key, f"没有 {value!r} 这个选项", f"{value!r} is not one of: {', '.join(choices)}")

    def top(self, d: dict) -> None:
        """The source's own promises."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", d["name"]):
            self.fail("name", "只能用小写字母、数字和下划线", "use small letters, digits and underscores only")
        self.among("table", d["table"], TABLES)
        self.among("sharing", d["sharing"], SHARING)
        self.among("repeats", d.get("repeats", "quarantine"), REPEATS)
        if d["freshness_days"] < 1:
            self.fail("freshness_days", "至少为 1", "must be at least 1")
        if "where" in d:
            self.keys("where.", d["where"], {"column": TEXT, "equals": ANY}, {})

    def format(self, declared: dict) -> None:
        """How files are written."""
        self.among("format.kind", declared.get("kind", ""), FORMAT_KEYS)
        self.keys("format.", declared, {"kind": TEXT}, FORMAT_KEYS[declared["kind"]])
        for encoding in declared.get("encodings", ()):
            self.among("format.encodings", encoding, ENCODINGS)
        delimiter = declared.get("delimiter", ",")
        if len(delimiter.encode()) != 1 or delimiter in '"\r\n':
            self.fail("format.delimiter", "应为一个普通字符", "must be one plain character")
        if declared.get("title_rows", 0) < 0:
            self.fail("format.title_rows", "不能为负", "must not be negative")

    def column(self, at: str, column: dict, d: dict) -> None:
        """One column: its type, the keys that type has, and its place in the lake's table."""
        at = f"{at} {column.get('name', '')}".strip() + "."
        self.among(f"{at}type", column.get("type", ""), TYPE_KEYS)
        kind = column["type"]
        needed = {k: TYPE_KEYS[kind][k] for k in [NEEDED.get(kind)] if k}
        self.keys(at, column, {"name": TEXT, "type": TEXT, **needed}, {**COLUMN_KEYS, **TYPE_KEYS[kind]})
        table_type = TABLES[d["table"]].get(column["name"])
        if table_type is None:
            self.fail(f"{at}name", f"表 {d['table']} 没有这一列", f"table {d['table']} has no such column")
        if table_type != TABLE_TYPES[kind]:
            self.fail(
                f"{at}type", f"表中是 {table_type}", f"the table has {table_type}, a {kind} is {TABLE_TYPES[kind]}"
            )
        sources = [k for k in ("header", "value", "from") if k in column]
        if len(sources) != 1:
            self.fail(f"{at}header", "header、value、from 三者取一", "give exactly one of header, value and from")
        self.values(at, column)

    def values(self, at: str, column: dict) -> None:
        """The values a column's own keys may have."""
        for form in column.get("formats", ()):
            if re.sub(r"%[YmdHMS]", "", form).count("%") or not {"%Y", "%m", "%d"} <= set(re.findall(r"%.", form)):
                self.fail(f"{at}formats", f"不能用 {form!r}", f"{form!r}: use each of %Y %m %d, and %H %M %S")
        wanted = bool if column["type"] == "boolean" else str
        for text, code in column.get("codes", {}).items():
            if type(code) is not wanted:
                self.fail(f"{at}codes.{text}", "类型不对", f"must be a {'true or false' if wanted is bool else 'text'}")
        if not re.fullmatch("10*", str(column.get("unit_yuan", 1))):
            self.fail(f"{at}unit_yuan", "应为 1、10、100……", "must be 1, 10, 100, …")
        for key, patterns in (("pattern", [column.get("pattern", "")]), ("replace", _patterns(column))):
            try:
                for pattern in patterns:
                    re.compile(pattern)
                    pl.Series([""]).str.contains(pattern)
            except (re.error, TypeError, pl.exceptions.ComputeError) as error:
                self.fail(f"{at}{key}", f"不是正则表达式：{error}", f"not a regular expression: {error}")

    def references(self, d: dict) -> None:
        """Every column that another key speaks of exists, once."""
        names = [c["name"] for c in d["columns"]]
        for name in names:
            if names.count(name) > 1:
                self.fail(f"columns {name}.name", "重复", "declared twice")
        dates = tuple(c["name"] for c in d["columns"] if c["type"] in ("date", "timestamp"))
        for name in d["key"]:
            self.among("key", name, tuple(names))
            if not next(c for c in d["columns"] if c["name"] == name).get("required"):
                self.fail("key", f"{name} 须为必填", f"{name} must be required = true")
        for name in d["occurred_at"]:
            self.among("occurred_at", name, (*dates, "delivery"))
        for column in d["columns"]:
            if "not_before" in column:
                self.among(f"columns {column['name']}.not_before", column["not_before"], dates)
        for number, subject in enumerate(d["subject"], 1):
            self.keys(f"subject[{number}].", subject, {"scheme": TEXT, "columns": TEXTS}, {})
            self.among(f"subject[{number}].scheme", subject["scheme"], SCHEMES)
            for name in subject["columns"]:
                self.among(f"subject[{number}].columns", name, tuple(names))


def _is(value: object, kind: str) -> bool:
    """Whether a TOML value is of a kind."""
    if kind == TEXTS:
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    if kind == "list of tables":
        return isinstance(value, list) and all(isinstance(v, dict) for v in value)
    types = {TEXT: str, WHOLE: int, YES_NO: bool, TABLE: dict, ANY: object}
    return isinstance(value, types[kind]) and (kind != WHOLE or not isinstance(value, bool))


def _patterns(column: dict) -> list:
    """The first of each [pattern, replacement] pair; TypeError when it is no list of such pairs."""
    pairs = column.get("replace", [])
    if not isinstance(pairs, list) or not all(isinstance(p, list) and list(map(type, p)) == [str, str] for p in pairs):
        return [None]
    return [pattern for pattern, _ in pairs]
