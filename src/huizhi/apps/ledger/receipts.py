"""Receipts: one act with everything needed to prove, without the office, that it is on the ledger. Pure: no Django.

`docs/ledger.md` has the format byte for byte; `frontend/src/ledger` is this module's twin for browsers.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from huizhi.apps.ledger.chain import canonical
from huizhi.apps.ledger.hashing import ALGORITHMS
from huizhi.apps.ledger.proofs import verify_consistency, verify_inclusion
from huizhi.apps.ledger.roots import DayRoot, forks, is_count, is_hash, read_root
from huizhi.draw.instants import BEIJING
from huizhi.draw.pack import inlined
from huizhi.vocabulary.refused import Refused

FORMAT = "huizhi-receipt-v1"
SALT_BYTES = 32
FIELDS = {"format", "act", "digest", "index", "tree", "path", "opened", "published"}
OPENS = "content_sha256"
"""The member of an act's payload that holds the digest of what was said."""
PROVED, PENDING, FAILED = "proved", "pending", "failed"


@dataclass(frozen=True)
class Check:
    """One thing looked at: `code` has its words in messages.json."""

    code: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a receipt proves.

    state: PROVED against a root in the copies given; PENDING when it agrees with itself but no copy has its root;
    FAILED. `act` and `said` are what it opens, empty where that cannot be read.
    """

    state: str
    checks: tuple[Check, ...]
    act: dict[str, Any]
    said: dict[str, Any]
    day: str = ""
    digest: str = ""

    @property
    def recorded_at(self) -> str:
        """When the act was recorded, as a clock in China shows it; empty where that cannot be read."""
        try:
            at = datetime.fromisoformat(self.act["at"]).astimezone(BEIJING)
        except (KeyError, TypeError, ValueError, OverflowError):
            return ""
        return at.strftime("%Y-%m-%d %H:%M:%S")

    def say(self, language: str) -> str:
        """The verdict in plain words, in "zh" or "en"."""
        words = messages()[self.state][language]
        return words.format(at=self.recorded_at, number=self.number, day=self.day)

    @property
    def number(self) -> str:
        """The numbers of the matters as the receipt opens them; else what the act is about."""
        numbers = self.said.get("numbers")
        if isinstance(numbers, list) and numbers and all(isinstance(each, str) for each in numbers):
            return "、".join(numbers)
        return str(self.act.get("object_id", ""))


@cache
def messages() -> dict[str, dict[str, str]]:
    """Code -> {"zh", "en"}, and {"bad_zh", "bad_en"} for a check that failed."""
    table: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("messages.json").read_text(encoding="utf-8"))
    return table


def new_salt() -> bytes:
    """A fresh salt for `content_digest`."""
    return secrets.token_bytes(SALT_BYTES)


def content_digest(fields: Mapping[str, Any], salt: bytes) -> str:
    """SHA-256(salt || canonical JSON of `fields`) as hex: what an act's payload says of a citizen's words.

    `salt` is exactly 32 random bytes, so that nobody can try out what was said. Refused for another length, and for
    what canonical JSON cannot hold.
    """
    if len(salt) != SALT_BYTES:
        raise Refused(
            "salt_length",
            f"盐必须是{SALT_BYTES}个随机字节",
            f"a salt is {SALT_BYTES} random bytes",
            "没有写入任何内容",
            "用 ledger.facade.new_salt() 生成",
            what_is_safe_en="nothing was written",
            what_to_do_en="make one with ledger.facade.new_salt()",
        )
    return hashlib.sha256(salt + canonical(dict(fields))).hexdigest()


def opening(fields: Mapping[str, Any] | None, salt: bytes | None) -> dict[str, str] | None:
    """The part of a receipt that opens what was said."""
    if fields is None or salt is None:
        return None
    content_digest(fields, salt)
    return {"text": canonical(dict(fields)).decode(), "salt": salt.hex()}


def receipt_bytes(receipt: Mapping[str, Any]) -> bytes:
    """A receipt as the file that is handed out."""
    return json.dumps(receipt, ensure_ascii=False, indent=1).encode() + b"\n"


def check_receipt(document: bytes | str | Mapping[str, Any], roots: Iterable[DayRoot] = ()) -> Verdict:
    """Check a receipt against itself and against copies of the published roots. Raises nothing."""
    try:
        text = document.decode() if isinstance(document, bytes) else document
        receipt = json.loads(text, parse_constant=_no_constant) if isinstance(text, str) else text
        act = _form(receipt)
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError) as error:
        return Verdict(FAILED, (Check("form", False, str(error)[:80]),), {}, {})
    known = list(roots)
    checks = [Check("form", True), _digest(receipt, act), *_opened(receipt, act), _included(receipt)]
    if receipt["published"]:
        checks.append(_continued(receipt))
    split = forks(known)
    checks += [Check("fork", False, f"{each.one.line()}\n{each.other.line()}") for each in split]
    day, found = _published(receipt, known)
    checks += found
    ok = all(check.ok for check in checks)
    state = FAILED if not ok else PROVED if day else PENDING
    said = json.loads(receipt["opened"]["text"]) if receipt["opened"] else {}
    return Verdict(state, tuple(checks), act, said, day if ok else "", receipt["digest"])


def _form(receipt: Any) -> dict[str, Any]:
    """The act a receipt is about. ValueError, KeyError or TypeError when the document is not a receipt."""
    _demand(isinstance(receipt, Mapping) and receipt.get("format") == FORMAT, "format")
    _demand(set(receipt) == FIELDS, "fields")
    tree, opened, published = receipt["tree"], receipt["opened"], receipt["published"]
    _demand(set(tree) == {"algorithm", "size", "root"} and tree["algorithm"] in ALGORITHMS, "tree")
    _demand(is_count(tree["size"]) and is_hash(tree["root"]) and is_count(receipt["index"]), "tree")
    _demand(is_hash(receipt["digest"]), "digest")
    _demand(isinstance(receipt["path"], list) and all(map(is_hash, receipt["path"])), "path")
    if opened is not None:
        _demand(set(opened) == {"text", "salt"} and is_hash(opened["salt"]), "opened")
        _demand(isinstance(json.loads(opened["text"]), dict), "opened")
    if published is not None:
        root = dict(published)
        proof = root.pop("proof")
        _demand(isinstance(proof, list) and all(map(is_hash, proof)), "published")
        read_root(root)
    _demand(isinstance(receipt["act"], str), "act")
    receipt["act"].encode()
    act = json.loads(receipt["act"])
    _demand(isinstance(act, dict) and isinstance(act.get("payload"), dict), "act")
    return act


def _no_constant(text: str) -> None:
    raise ValueError(text)


def _demand(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def _digest(receipt: Mapping[str, Any], act: dict[str, Any]) -> Check:
    same = hashlib.sha256(receipt["act"].encode()).hexdigest() == receipt["digest"]
    return Check("digest", same and act.get("seq") == receipt["index"] + 1, receipt["digest"])


def _opened(receipt: Mapping[str, Any], act: dict[str, Any]) -> list[Check]:
    opened = receipt["opened"]
    if opened is None:
        return []
    said = hashlib.sha256(bytes.fromhex(opened["salt"]) + opened["text"].encode()).hexdigest()
    return [Check("opened", said == act["payload"].get(OPENS), said)]


def _included(receipt: Mapping[str, Any]) -> Check:
    tree = receipt["tree"]
    path = [bytes.fromhex(step) for step in receipt["path"]]
    root = bytes.fromhex(tree["root"])
    held = verify_inclusion(receipt["act"].encode(), receipt["index"], tree["size"], root, path, tree["algorithm"])
    return Check("included", held, tree["root"])


def _continued(receipt: Mapping[str, Any]) -> Check:
    tree, later = receipt["tree"], receipt["published"]
    proof = [bytes.fromhex(step) for step in later["proof"]]
    roots = bytes.fromhex(tree["root"]), bytes.fromhex(later["root"])
    held = later["algorithm"] == tree["algorithm"] and verify_consistency(
        tree["size"], roots[0], later["size"], roots[1], proof, tree["algorithm"]
    )
    return Check("continued", held, later["root"])


def _published(receipt: Mapping[str, Any], known: list[DayRoot]) -> tuple[str, list[Check]]:
    """The day whose root in the copies contains the act, and whether receipt and copies agree."""
    tree, stated = receipt["tree"], receipt["published"]
    if stated:
        root = read_root({name: value for name, value in stated.items() if name != "proof"})
        reached = any(each.day >= root.day or each.size >= root.size for each in known)
        return (root.day, [Check("root", root in known, root.line())]) if reached else ("", [])
    same_size = [each for each in known if each.size == tree["size"]]
    if not same_size:
        return "", []
    first = same_size[0]
    agrees = (first.root, first.algorithm) == (tree["root"], tree["algorithm"])
    return first.day, [Check("root", agrees, first.line())]


def as_published(root: DayRoot, proof: list[bytes]) -> dict[str, Any]:
    """The part of a receipt that ties it to a published root."""
    return {**asdict(root), "proof": [step.hex() for step in proof]}


def held_in(documents: Iterable[bytes]) -> dict[int, str]:
    """Act -> digest, of every receipt that agrees with itself: what an audit compares the ledger with."""
    verdicts = [check_receipt(document) for document in documents]
    return {one.act["seq"]: one.digest for one in verdicts if one.state != FAILED}


def offline_page(script: str) -> str:
    """The page that checks receipts without a network, in one file; `script`: frontend/src/ledger/offline.js, built."""
    return inlined(Path(__file__).with_name("offline.html").read_text(encoding="utf-8"), script)
