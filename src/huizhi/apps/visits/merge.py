"""The merge of edits made on phones without signal. Pure: no Django, no clock, no order.

An edit says what one field of one object became, and which versions of that field its writer saw (`over`). A visit is
the set of its edits: taking one twice, late or in any order gives the same set, so the same visit. A version nobody
wrote over stands; where several stand, all are kept and the field is in conflict until an edit over all of them settles
it. `frontend/src/visits/merge.js` is this module's twin.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from huizhi.draw.canonical import NotCanonical, digest
from huizhi.vocabulary.refused import Refused

FORMAT = "huizhi-edit-v1"
GONE = "gone"
"""The field that deletes an object; its `over` names every version of the object's fields that the writer saw."""
ID = re.compile(r"[0-9a-f]{32}")
DIGEST = re.compile(r"[0-9a-f]{64}")
OBJECT = re.compile(r"[a-z]+(?::[a-z0-9_.-]{1,64})?")
FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
MEMBERS = {
    "format", "id", "visit", "device", "count", "previous", "account", "at", "object", "field", "value", "over",
}  # fmt: skip
MOST_OVER = 500
DEEPEST_COUNT = 1_000_000


@dataclass(frozen=True)
class Edit:
    """One edit as its device made it. `digest` is SHA-256 over its canonical JSON and names it as a version.

    `count` numbers a device's edits of one visit from 1; `previous` is the digest of the one before ("" for the first).
    `at` is what the device's clock said, in UTC.
    """

    id: str
    visit: str
    device: str
    count: int
    previous: str
    account: str
    at: str
    object: str
    field: str
    value: Any
    over: frozenset[str]
    digest: str

    @property
    def place(self) -> tuple[str, str]:
        """The object and field it is about."""
        return self.object, self.field


def read_edit(body: Any) -> Edit:
    """The edit in a JSON object. Refused ("edit_unreadable") when a member is missing, strange or out of bounds."""
    try:
        wrong = _wrong_with(body)
        if wrong:
            raise unreadable(wrong)
        content = {name: body[name] for name in MEMBERS if name not in ("format", "over")}
        return Edit(**content, over=frozenset(body["over"]), digest=digest(body))
    except (NotCanonical, TypeError, ValueError) as error:
        raise unreadable(type(error).__name__) from None


def _wrong_with(body: Any) -> str:
    """The name of the first member that is not as it should be; empty when all are."""
    if not isinstance(body, dict) or set(body) != MEMBERS or body["format"] != FORMAT:
        return "format"
    patterns = {
        "id": ID, "visit": ID, "device": ID, "object": OBJECT, "field": FIELD, "at": INSTANT,
    }  # fmt: skip
    for name, pattern in patterns.items():
        if not isinstance(body[name], str) or not pattern.fullmatch(body[name]):
            return name
    count, previous, over = body["count"], body["previous"], body["over"]
    if type(count) is not int or not 0 < count <= DEEPEST_COUNT:
        return "count"
    if not isinstance(previous, str) or bool(previous) != (count > 1) or (previous and not DIGEST.fullmatch(previous)):
        return "previous"
    if not isinstance(body["account"], str) or not 0 < len(body["account"]) <= 150:
        return "account"
    sound = isinstance(over, list) and len(over) <= MOST_OVER and all(isinstance(each, str) for each in over)
    if not sound or sorted(set(over)) != over or not all(DIGEST.fullmatch(each) for each in over):
        return "over"
    return ""


def unreadable(member: str) -> Refused:
    """What an edit that is none is answered with."""
    return Refused(
        "edit_unreadable", f"修改记录无法读取（{member}）", f"the edit cannot be read ({member})",
        "它留在手机上，其余修改不受影响。", "请更新手机上的页面后重新上传。", {"member": member},
        what_is_safe_en="It stays on the phone; the other edits are not affected.",
        what_to_do_en="Update the page on the phone and send it again.",
    )  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A field after the merge: the versions nobody wrote over, the trunk first. More than one value is a conflict."""

    versions: tuple[Edit, ...]

    @property
    def value(self) -> Any:
        """The trunk's value."""
        return self.versions[0].value

    @property
    def conflict(self) -> bool:
        """Whether versions with different values stand side by side."""
        return len({digest(each.value) for each in self.versions}) > 1

    @property
    def seen(self) -> frozenset[str]:
        """The digests an edit that settles this field must be over."""
        return frozenset(each.digest for each in self.versions)


@dataclass(frozen=True)
class Merged:
    """A visit as the set of its edits says it is.

    `objects` has every object that stands, field by field; `gone` those deleted by somebody who had seen all of them;
    `torn` those deleted on one phone and changed on another: they stay. `missing` are (device, count) of edits that
    others prove were made and that are not here; `split` are devices that numbered two edits alike.
    """

    objects: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    torn: frozenset[str] = frozenset()
    missing: tuple[tuple[str, int], ...] = ()
    split: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[tuple[str, str], ...]:
        """Every (object, field) in conflict, in order; a torn object counts by its deletion."""
        fields = [(name, each) for name, known in self.objects.items() for each, at in known.items() if at.conflict]
        return tuple(sorted({*fields, *((name, GONE) for name in self.torn)}))

    def value(self, name: str, of: str, default: Any = None) -> Any:
        """The trunk's value of a field; `default` where nobody wrote it."""
        known = self.objects.get(name, {}).get(of)
        return default if known is None else known.value

    def named(self, kind: str) -> dict[str, Mapping[str, Field]]:
        """The objects of a kind that stand, by id, in order."""
        head = f"{kind}:"
        return {name[len(head) :]: self.objects[name] for name in sorted(self.objects) if name.startswith(head)}


def merge(edits: Iterable[Edit]) -> Merged:
    """The visit that a set of edits makes; the order they come in, and how often each comes, changes nothing."""
    known = {each.digest: each for each in edits}
    places: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    for each in known.values():
        places[each.place].append(each)
    objects: dict[str, dict[str, Field]] = defaultdict(dict)
    for (name, of), versions in places.items():
        objects[name][of] = _standing(versions)
    gone = {name for name, fields in objects.items() if _is_gone(fields)}
    torn = {name for name in gone if _is_torn(objects[name])}
    stand = {name: dict(sorted(fields.items())) for name, fields in sorted(objects.items()) if name not in gone - torn}
    missing, split = _chains(known)
    return Merged(stand, frozenset(gone - torn), frozenset(torn), missing, split)


def _standing(versions: list[Edit]) -> Field:
    """The versions nobody wrote over: the latest by the devices' clocks is the trunk, the digest decides a tie."""
    covered = frozenset().union(*(each.over for each in versions))
    left = [each for each in versions if each.digest not in covered]
    return Field(tuple(sorted(left, key=lambda each: (each.at, each.digest), reverse=True)))


def _is_gone(fields: Mapping[str, Field]) -> bool:
    return GONE in fields and all(each.value is True for each in fields[GONE].versions)


def _is_torn(fields: Mapping[str, Field]) -> bool:
    """Whether a version stands that no deletion had seen."""
    seen = frozenset().union(*(each.over for each in fields[GONE].versions))
    return any(each.digest not in seen for of, at in fields.items() if of != GONE for each in at.versions)


def _chains(known: Mapping[str, Edit]) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    counts: dict[str, list[int]] = defaultdict(list)
    for each in known.values():
        counts[each.device].append(each.count)
    missing = [
        (device, count)
        for device, found in sorted(counts.items())
        for count in sorted(set(range(1, max(found) + 1)) - set(found))
    ]
    split = {device for device, found in counts.items() if len(set(found)) < len(found)}
    split |= {
        each.device
        for each in known.values()
        if each.previous in known and known[each.previous].count != each.count - 1
    }
    return tuple(missing), tuple(sorted(split))
