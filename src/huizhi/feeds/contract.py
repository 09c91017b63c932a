"""What one outside source promises to deliver: its files, its columns, its owner and its legal basis."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from huizhi.feeds.declaration import BadContract, read_declaration
from huizhi.lake.schemas import columns_of

BUILT_IN = Path(__file__).with_name("contracts")
FOLDED_SCHEMES = ("name", "address")
"""Subjects whose last column is free text, folded by `normalise_name`."""
TYPING_REVISION = 1
"""Raised whenever the rules of this room change what a contract's rows become, so that old outputs are not reused."""


@dataclass(frozen=True)
class Names:
    """One name in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Format:
    """How the source's files are written."""

    kind: str
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    delimiter: str = ","
    title_rows: int = 0
    sheet: str = ""
    records: str = ""


@dataclass(frozen=True)
class Subject:
    """One way a row may name whom it is about; used when all its columns have a value."""

    scheme: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Where:
    """Which of a file's rows this contract takes: those whose column `header` reads one of `equals`."""

    header: str
    equals: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One declared column: where its text is found in the file and what it must be."""

    name: str
    type: str
    headers: tuple[str, ...] = ()
    required: bool = False
    codes: dict[str, str | bool] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    unit_yuan: int = 1
    max_length: int | None = None
    pattern: str = ""
    separator: str = "、"
    not_after_delivery: bool = False
    not_before: str = ""
    value: str | None = None
    parts: tuple[str, ...] = ()
    joined_by: str = " "
    empties: tuple[str, ...] = ()
    identifier: bool = False
    replace: tuple[tuple[str, str], ...] = ()

    @property
    def header(self) -> str:
        """The header it is usually delivered under; its name when it is derived."""
        return self.headers[0] if self.headers else self.name


@dataclass(frozen=True)
class Contract:
    """One source's declared contract; see docs/feeds.md for every key."""

    name: str
    title: Names
    table: str
    owner: Names
    legal_basis: str
    sharing: str
    freshness_days: int
    files: tuple[str, ...]
    key: tuple[str, ...]
    subject: tuple[Subject, ...]
    occurred_at: tuple[str, ...]
    format: Format
    columns: tuple[Column, ...]
    repeats: str = "quarantine"
    where: Where | None = None
    declared: str = ""

    @classmethod
    def load(cls, path: Path | str) -> "Contract":
        """Read one TOML file strictly; `BadContract` names the file and the key that is wrong."""
        return _contract(read_declaration(Path(path)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that decides what rows become: the declaration, the table's columns, the rules."""
        text = json.dumps([TYPING_REVISION, columns_of(self.table), self.declared], ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        return next((c for c in self.columns if c.name == name), None) or _no_column(name)


def load_contracts(folder: Path | str | None = None) -> dict[str, Contract]:
    """Every contract of a folder by name, in name order; without a folder, the city's own."""
    found: dict[str, Contract] = {}
    for path in sorted(Path(folder or BUILT_IN).glob("*.toml")):
        contract = Contract.load(path)
        if contract.name in found:
            raise BadContract(path, "name", f"{contract.name} 已被另一份合同使用", f"{contract.name} is already taken")
        found[contract.name] = contract
    return found


def _no_column(name: str) -> Column:
    raise KeyError(name)


def _contract(d: dict) -> Contract:
    """A contract from a declaration that `read_declaration` has found right."""
    where = d.get("where")
    return Contract(
        name=d["name"],
        title=Names(**d["title"]),
        table=d["table"],
        owner=Names(**d["owner"]),
        legal_basis=d["legal_basis"],
        sharing=d["sharing"],
        freshness_days=d["freshness_days"],
        files=tuple(d["files"]),
        key=tuple(d["key"]),
        subject=tuple(Subject(s["scheme"], tuple(s["columns"])) for s in d["subject"]),
        occurred_at=tuple(d["occurred_at"]),
        format=Format(**{k: tuple(v) if isinstance(v, list) else v for k, v in d["format"].items()}),
        columns=tuple(_column(c, _identifiers(d)) for c in d["columns"]),
        repeats=d.get("repeats", "quarantine"),
        where=Where(where["column"], _as_texts(where["equals"])) if where else None,
        declared=json.dumps(d, ensure_ascii=False, sort_keys=True),
    )


def _column(d: dict, identifiers: set[str]) -> Column:
    plain = {
        k: v for k, v in d.items() if k not in ("header", "aliases", "from", "formats", "empties", "value", "replace")
    }
    header = [d["header"]] if "header" in d else []
    return Column(
        **{**plain, "identifier": d.get("identifier", d["name"] in identifiers)},
        headers=(*header, *d.get("aliases", ())),
        parts=tuple(d.get("from", ())),
        formats=tuple(d.get("formats", ())),
        empties=tuple(d.get("empties", ())),
        replace=tuple((pattern, text) for pattern, text in d.get("replace", ())),
        value=_as_texts(d["value"])[0] if "value" in d else None,
    )


def _identifiers(d: dict) -> set[str]:
    """Columns that name a record or a subject by number or have a pattern: full-width characters in them are folded."""
    patterned = (c["name"] for c in d["columns"] if "pattern" in c)
    return {
        *d["key"],
        *patterned,
        *(c for s in d["subject"] if s["scheme"] not in FOLDED_SCHEMES for c in s["columns"]),
    }


def _as_texts(value: object) -> tuple[str, ...]:
    """Declared constants as the text a reader would deliver."""
    values = value if isinstance(value, list) else [value]
    return tuple(str(v).lower() if isinstance(v, bool) else str(v) for v in values)
