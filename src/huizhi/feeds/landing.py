"""Lands files unchanged under their content hash, each with a receipt; the same bytes again change nothing."""

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from huizhi.feeds.contract import Contract
from huizhi.feeds.writing import sweep, sync_folder, write_whole
from huizhi.vocabulary.refused import Refused

BLOCK = 1 << 22


@dataclass(frozen=True)
class Receipt:
    """What the platform signed for: one file's bytes, as first delivered. `sources` are the contracts it feeds."""

    digest: str
    name: str
    sources: tuple[str, ...]
    delivered_on: date
    size: int
    first_landed_as: str

    @property
    def source(self) -> str:
        """The contracts it feeds, as one text."""
        return ",".join(self.sources)

    def path(self, home: Path | str) -> Path:
        """Where the bytes lie."""
        return Path(home) / "landing" / self.digest


def readable(name: Path | str) -> str:
    """A file's name as text: UTF-8, else the GB18030 of archives packed on Windows, else with its odd bytes spelt."""
    written = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return written.decode("utf-8", "backslashreplace")


def recognise(path: Path | str, contracts: Mapping[str, Contract] | Iterable[Contract]) -> list[Contract]:
    """The contracts a file feeds, by its name; a steward's corrected file `<contract>.returned*.csv` feeds its own."""
    name = unicodedata.normalize("NFC", readable(Path(path).name)).lower()
    known = contracts.values() if isinstance(contracts, Mapping) else contracts
    return [c for c in known if any(fnmatchcase(name, g.lower()) for g in (*c.files, returned_files(c)))]


def returned_files(contract: Contract) -> str:
    """How files of corrected rows are named: always CSV, whatever the source's own format is."""
    return f"{contract.name}.returned*.csv"


def is_returned(receipt: Receipt, contract: Contract) -> bool:
    """Whether a landed file is a steward's corrected rows."""
    return fnmatchcase(receipt.name.lower(), returned_files(contract))


def delivered_on(path: Path | str) -> date | None:
    """The day of the innermost YYYY-MM-DD folder of a path; None when there is none."""
    for part in reversed(Path(path).parts[:-1]):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", part):
            try:
                return date.fromisoformat(part)
            except ValueError:
                continue
    return None


def land(
    home: Path | str, path: Path | str, delivered_on: date, contracts: Mapping[str, Contract] | Iterable[Contract]
) -> Receipt:
    """Keep a file's bytes under landing/ and sign for them. Refused when it feeds no contract ("unrecognised") or
    cannot be read ("unreadable_file").

    The file itself is only read. Bytes that have landed before, under any name or date, give their first receipt.
    """
    path, home = Path(path), Path(home)
    feeds = recognise(path, contracts)
    if not feeds:
        raise _unrecognised(path)
    digest = _digest(path)
    known = _read_receipt(_receipt_path(home, digest))
    if known and known.path(home).exists():
        return known
    digest, size = _copy(path, home / "landing", digest)
    name, whole = readable(path.name), readable(path)
    receipt = Receipt(digest, name, tuple(c.name for c in feeds), delivered_on, size, whole)
    content = {**asdict(receipt), "source": receipt.source, "delivered_on": delivered_on.isoformat()}
    write_whole(_receipt_path(home, digest), json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return receipt


def receipts(home: Path | str) -> list[Receipt]:
    """Every receipt, oldest delivery first."""
    found = [_read_receipt(p) for p in sorted((Path(home) / "landing" / "receipts").glob("*.json"))]
    return sorted((r for r in found if r), key=lambda r: (r.delivered_on, r.name, r.digest))


def _receipt_path(home: Path, digest: str) -> Path:
    return home / "landing" / "receipts" / f"{digest}.json"


def _read_receipt(path: Path) -> Receipt | None:
    if not path.exists():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    return Receipt(
        digest=content["digest"],
        name=content["name"],
        sources=tuple(content["sources"]),
        delivered_on=date.fromisoformat(content["delivered_on"]),
        size=content["size"],
        first_landed_as=content["first_landed_as"],
    )


def _digest(path: Path) -> str:
    running = sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                running.update(block)
    except OSError as error:
        raise _unreadable(path, error) from error
    return running.hexdigest()


def _opened(path: Path) -> BinaryIO:
    """The file, open; a file that went away since it was first read is no trouble of ours."""
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error


def _copy(path: Path, landing: Path, expected: str) -> tuple[str, int]:
    """Copy through a temporary name and sync; the digest is of the bytes that were written, not of those first seen."""
    landing.mkdir(parents=True, exist_ok=True)
    sweep(landing / expected)
    part = landing / f".{expected}.{os.getpid()}.part"
    running, size = sha256(), 0
    with _opened(path) as source, part.open("wb") as target:
        while block := source.read(BLOCK):
            running.update(block)
            target.write(block)
            size += len(block)
        target.flush()
        os.fsync(target.fileno())
    part.replace(landing / running.hexdigest())
    sync_folder(landing)
    return running.hexdigest(), size


def _unrecognised(path: Path) -> Refused:
    return Refused(
        "unrecognised",
        f"没有合同认领文件 {readable(path.name)}",
        f"no contract knows a file called {readable(path.name)}",
        "文件留在原处，没有改动。",
        "请核对文件名，或为这一来源写一份合同。",
        {"file": readable(path)},
        what_is_safe_en="The file is where it was, unchanged.",
        what_to_do_en="Check the file's name, or write a contract for its source.",
    )


def _unreadable(path: Path, error: OSError) -> Refused:
    return Refused(
        "unreadable_file",
        f"文件 {readable(path.name)} 无法打开或读取（{error.strerror}）",
        f"the file {readable(path.name)} cannot be opened or read ({error.strerror})",
        "文件留在原处；其余文件照常处理。",
        "核对文件的权限，或请来源单位重新交付；下次夜间任务会再读一次。",
        {"file": readable(path)},
        what_is_safe_en="The file is where it was; the other files are taken in as usual.",
        what_to_do_en="Check its permissions or ask for it again; the next night reads it once more.",
    )
