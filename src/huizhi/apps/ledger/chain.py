"""How one act is sealed to the one before it. Pure: no database, no clock."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from huizhi.vocabulary.refused import Refused

GENESIS = "0" * 64
SEALED = (
    "seq",
    "officer",
    "unit",
    "verb",
    "object_kind",
    "object_id",
    "basis",
    "payload",
    "algorithm",
    "previous_digest",
)


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8. Refused for floats and for text a database cannot hold: both would
    come back changed and break the seal."""
    _check(value, "payload")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _check(value, where: str) -> None:
    if value is None or isinstance(value, bool | int):
        return
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise _unsealable(where, "text with NUL or a lone surrogate")
        return
    if isinstance(value, list | tuple):
        for position, item in enumerate(value):
            _check(item, f"{where}[{position}]")
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise _unsealable(where, f"key {key!r}")
            _check(key, where)
            _check(item, f"{where}.{key}")
        return
    raise _unsealable(where, type(value).__name__)


def _unsealable(where: str, what: str) -> Refused:
    return Refused(
        "payload_cannot_be_sealed",
        f"台账内容只能由文字、整数、是否、空值及其列表和字典组成：{where}（{what}）",
        f"an act's payload holds text, integers, booleans, null, lists and dictionaries only: {where} ({what})",
        "没有写入任何内容",
        "把小数改为整数（如以分为单位），日期改为 ISO 文本",
        what_is_safe_en="nothing was written",
        what_to_do_en="write decimals as integers (money in fen) and dates as ISO text",
    )


def instant(at: datetime) -> str:
    """An aware instant as UTC text with microseconds: the form that is sealed."""
    if at.tzinfo is None:
        raise _unsealable("at", "an instant without a zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sealed_text(act) -> bytes:
    """Everything an act says as canonical JSON, the previous digest included: the bytes that are sealed.

    The nonce is there from the day the tree was: acts before it have none. Without it somebody who knows the digests
    around an act, as the holder of a receipt does, could try out what the act says.
    """
    sealed = {name: getattr(act, name) for name in SEALED}
    nonce = {"nonce": act.nonce} if act.nonce else {}
    return canonical({**sealed, **nonce, "at": instant(act.at)})


def digest_of(act) -> str:
    """SHA-256 over `sealed_text`."""
    return hashlib.sha256(sealed_text(act)).hexdigest()


@dataclass(frozen=True)
class ChainCheck:
    """What a walk along the chain found: how many acts hold, and the first place where one does not."""

    ok: bool
    acts: int
    head_digest: str
    broken_seq: int | None = None
    why: str = ""
    why_zh: str = ""
    why_en: str = ""


WHYS = {
    "gap": ("序号不连续，有记录缺失", "the numbers have a gap: an act is missing"),
    "previous_digest": ("与前一条记录的摘要不衔接", "it is not sealed to the act before it"),
    "digest": ("内容与摘要不符，记录被改动过", "its content does not match its digest: it was changed"),
    "head": (
        "末尾记录与链尾摘要不符，末尾有记录被删除或改动",
        "the end does not match the head: acts at the end are missing",
    ),
}


def walk(acts: Iterable, head_seq: int, head_digest: str, *, after: tuple[int, str] = (0, GENESIS)) -> ChainCheck:
    """Follow acts in order of seq and compare the end with the head. Names the first broken act.

    The first one comes `after` the act of that number and digest: by default the ledger's beginning.
    """
    expected, previous = after[0] + 1, after[1]
    for act in acts:
        why = ""
        if act.seq != expected:
            why = "gap"
        elif act.previous_digest != previous:
            why = "previous_digest"
        elif act.algorithm != "sha256" or _digest_or_none(act) != act.digest:
            why = "digest"
        if why:
            return ChainCheck(False, expected - 1, previous, expected, why, *WHYS[why])
        previous, expected = act.digest, expected + 1
    if (head_seq, head_digest) != (expected - 1, previous):
        return ChainCheck(False, expected - 1, previous, expected, "head", *WHYS["head"])
    return ChainCheck(True, expected - 1, previous)


def _digest_or_none(act) -> str | None:
    try:
        return digest_of(act)
    except Refused:
        return None
