"""Verify a published draw: run it again from its record and files, and name exactly what does not agree."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from huizhi.draw import merkle
from huizhi.draw.assignment import REASONS, assign, check_pool
from huizhi.draw.canonical import NotCanonical, canonical, digest, parse
from huizhi.draw.commitments import check_beacon, check_reveals, is_digest, seed_of
from huizhi.draw.files import FRAME, OFFICERS, RECUSALS, Frame, Officer, read_frame, read_officers, read_recusals
from huizhi.draw.plan import Plan, check_times, digests_of, read_plan
from huizhi.draw.record import FORMAT, Record, file_digest, record_bytes, selected_entries
from huizhi.draw.refusals import detail_of, messages, refused, shown
from huizhi.draw.selection import quotas, select
from huizhi.vocabulary.refused import Refused

T = TypeVar("T")
_TOP = ("beacon_value", "drawn_at", "format", "plan", "plan_digest", "reveals", "seed", "selected")
_ENTRY = ("certain", "object_id", "officers", "rank", "stratum", "x")


@dataclass(frozen=True)
class Check:
    """One step of the verification: `code` is the step when `ok`, and what is wrong with it when not."""

    code: str
    ok: bool
    zh: str
    en: str
    detail: str
    step: str


class _Book:
    """Gathers the checks."""

    def __init__(self) -> None:
        self.checks: list[Check] = []

    def note(self, step: str, code: str, ok: bool, detail: str) -> None:
        message = messages()[code]
        self.checks.append(Check(code, ok, message["zh"], message["en"], detail, step))

    def run(self, step: str, work: Callable[[], tuple[T, str]]) -> T | None:
        """Do one step; its result, or None after noting what it refused."""
        try:
            result, detail = work()
        except Refused as problem:
            self.note(step, problem.code, False, detail_of(problem))
            return None
        self.note(step, step, True, detail)
        return result

    def hold(self, step: str, rule: Callable[[], None], detail: str) -> None:
        """Note whether a rule that returns nothing holds."""
        try:
            rule()
        except Refused as problem:
            self.note(step, problem.code, False, detail_of(problem))
        else:
            self.note(step, step, True, detail)


def verify(record: bytes | str | Mapping[str, Any], files: Mapping[str, bytes]) -> list[Check]:
    """Every check of a record (bytes, text or parsed) with frame.csv, officers.csv and recusals.csv; never raises.

    The draw is as published when every check is ok. Steps that need what an earlier step found wrong are left out.
    """
    book = _Book()
    read = book.run("record_json", lambda: (_read(record), ""))
    if read is None:
        return book.checks
    content, value = read
    _check_form(book, content, value)
    if book.run("record_fields", lambda: (_fields(value), "")) is None:
        return book.checks
    _check_record_digest(book, value)
    plan = book.run("plan_fields", lambda: (_plan(value["plan"]), shown(value["plan"]["id"])))
    book.run("plan_digest", lambda: _same("plan_digest", value["plan_digest"], digest(value["plan"])))
    if plan is None:
        return book.checks
    _check_ceremony(book, value, plan)
    opened = _check_files(book, value["plan"], files)
    if opened is not None:
        _check_result(book, value, plan, *opened)
    return book.checks


def _read(record: bytes | str | Mapping[str, Any]) -> tuple[bytes, Any]:
    """The record's bytes and value, numbers normalised. Refused: record_not_utf8, record_not_json."""
    try:
        if isinstance(record, Mapping):
            content = record_bytes(record)
        else:
            content = record.encode("utf-8") if isinstance(record, str) else bytes(record)
        return content, parse(canonical(parse(content.decode("utf-8"))).decode())
    except UnicodeError as error:
        raise refused("record_not_utf8") from error
    except (NotCanonical, RecursionError) as error:
        raise refused(
            "record_not_json", str(error) if isinstance(error, NotCanonical) else "nested too deep"
        ) from error


def _check_form(book: _Book, content: bytes, value: Any) -> None:
    """A record with a digest of its own must be in its canonical bytes; one without may be laid out freely."""
    if content == canonical(value) + b"\n":
        book.note("record_canonical", "record_canonical", True, "")
    elif isinstance(value, dict) and "record_digest" not in value:
        book.note("record_canonical", "record_free_layout", True, "")
    else:
        book.note("record_canonical", "record_not_canonical", False, "")


def _check_record_digest(book: _Book, value: Record) -> None:
    if "record_digest" not in value:
        book.note("record_digest", "record_digest_absent", True, "")
        return
    rest = {key: part for key, part in value.items() if key != "record_digest"}
    book.run("record_digest", lambda: _same("record_digest", value["record_digest"], digest(rest)))


def _same(name: str, stated: str, found: str) -> tuple[str, str]:
    if stated != found:
        raise refused(f"{name}_mismatch", f"{stated} ≠ {found}")
    return found, found


def _fields(value: Any) -> bool:
    """Only known fields, each of its kind. Refused: format_unknown, record_field_unknown, record_field."""
    if not isinstance(value, dict):
        raise refused("record_field", "record")
    if value.get("format") != FORMAT:
        raise refused("format_unknown", shown(value.get("format")) if isinstance(value.get("format"), str) else "")
    _only(value, (*_TOP, "record_digest"), "record")
    hexes = ["plan_digest", "seed"] + (["record_digest"] if "record_digest" in value else [])
    _need(isinstance(value.get("plan"), dict), "record.plan")
    for key in hexes:
        _need(is_digest(value.get(key)), f"record.{key}")
    for key in ("beacon_value", "drawn_at"):
        _need(isinstance(value.get(key), str), f"record.{key}")
    reveals = value.get("reveals")
    _need(isinstance(reveals, list) and all(map(is_digest, reveals)), "record.reveals")
    _need(isinstance(value.get("selected"), list), "record.selected")
    for number, entry in enumerate(value["selected"]):
        _check_entry(entry, f"record.selected.{number}")
    return True


def _check_entry(entry: Any, where: str) -> None:
    _need(isinstance(entry, dict), where)
    officers = entry.get("officers")
    _only(entry, _ENTRY if officers is not None else (*_ENTRY, "reason"), where)
    for key in ("object_id", "stratum", "x"):
        _need(isinstance(entry.get(key), str), f"{where}.{key}")
    _need(isinstance(entry.get("rank"), int) and not isinstance(entry["rank"], bool), f"{where}.rank")
    _need(isinstance(entry.get("certain"), bool), f"{where}.certain")
    if officers is None:
        _need("officers" in entry, f"{where}.officers")
        _need(isinstance(entry.get("reason"), str) and entry["reason"] != "", f"{where}.reason")
    else:
        pair = isinstance(officers, list) and len(officers) == 2 and all(isinstance(one, str) for one in officers)
        _need(pair, f"{where}.officers")


def _only(value: Record, known: Sequence[str], where: str) -> None:
    for key in sorted(value, key=lambda key: key.encode("utf-16-be")):
        if key not in known:
            raise refused("record_field_unknown", f"{where}.{shown(key)}")


def _need(met: bool, where: str) -> None:
    if not met:
        raise refused("record_field", where)


def _plan(plan: Record) -> Plan:
    found = read_plan(plan)
    digests_of(plan)
    return found


def _check_ceremony(book: _Book, value: Record, plan: Plan) -> None:
    """Times, secrets, beacon and the seed they make."""
    secrets = [bytes.fromhex(reveal) for reveal in value["reveals"]]
    book.hold("times", lambda: check_times(plan, value["drawn_at"]), value["drawn_at"])
    book.hold("reveals", lambda: check_reveals(plan.commitments, secrets), f"{len(secrets)}")
    beacon = book.run(
        "beacon", lambda: (check_beacon(value["beacon_value"], plan.beacon_template), shown(value["beacon_value"]))
    )
    if beacon is not None:
        seed = seed_of(value["plan_digest"], secrets, beacon).hex()
        book.run("seed", lambda: _same("seed", value["seed"], seed))


Opened = tuple[Frame, list[Officer], frozenset[tuple[str, str]]]


def _check_files(book: _Book, plan: Record, files: Mapping[str, bytes]) -> Opened | None:
    """Each file against its digest and its canonical form; None unless all three are right."""
    before = len(book.checks)
    opened: list[Any] = []
    readers: tuple[tuple[str, str, Callable[[bytes], Any]], ...] = (
        ("frame", FRAME, read_frame),
        ("officers", OFFICERS, read_officers),
        ("recusals", RECUSALS, read_recusals),
    )
    for part, name, reader in readers:
        content = files.get(name)
        if content is None:
            book.note(f"{part}_digest", "file_missing", False, name)
            continue
        book.run(f"{part}_digest", lambda: _file_digest(name, content, plan[part]["sha256"]))  # noqa: B023
        found = book.run(f"{part}_form", lambda: (reader(content), name))  # noqa: B023
        if found is not None:
            opened.append(found)
            if part == "frame":
                _check_frame(book, found, plan["frame"])
            elif part == "officers":
                book.hold("officer_pool", lambda: check_pool(found), f"{len(found)}")  # noqa: B023
    right = len(opened) == 3 and all(check.ok for check in book.checks[before:])
    return (opened[0], opened[1], opened[2]) if right else None


def _file_digest(name: str, content: bytes, stated: str) -> tuple[bool, str]:
    found = file_digest(content)
    if found != stated:
        raise refused("digest_mismatch", f"{name}: {stated} ≠ {found}")
    return True, found


def _check_frame(book: _Book, frame: Frame, stated: Record) -> None:
    if len(frame.rows) == stated["rows"]:
        book.note("frame_rows", "frame_rows", True, f"{len(frame.rows)}")
    else:
        book.note("frame_rows", "frame_rows_mismatch", False, f"{stated['rows']} ≠ {len(frame.rows)}")
    root = merkle.root(frame.rows).hex()
    book.run("merkle_root", lambda: _same("merkle_root", stated["merkle_root"], root))


def _check_result(
    book: _Book,
    value: Record,
    plan: Plan,
    frame: Frame,
    officers: list[Officer],
    recusals: frozenset[tuple[str, str]],
) -> None:
    """Draw again with the record's seed, and compare object by object and officer by officer."""
    wanted = book.run("strata", lambda: _strata(frame, plan))
    if wanted is None:
        return
    seed = bytes.fromhex(value["seed"])
    picked = select(frame, plan.strata, seed)
    mine = selected_entries(picked, assign(picked, frame, officers, recusals, plan, seed))
    if book.run("selection", lambda: _compare(value["selected"], mine)) is not None:
        book.run("assignment", lambda: _compare_officers(value, mine))


def _strata(frame: Frame, plan: Plan) -> tuple[dict[str, int], str]:
    wanted, sizes = quotas(frame, plan.strata), Counter(frame.strata)
    names = sorted({*wanted, *sizes})
    return wanted, shown(", ".join(f"{name} {wanted.get(name, 0)}/{sizes[name]}" for name in names))


def _compare(theirs: list[Record], mine: list[Record]) -> tuple[bool, str]:
    for number, (stated, found) in enumerate(zip(theirs, mine, strict=False)):
        for key in ("object_id", "stratum", "rank", "certain", "x"):
            if stated[key] != found[key]:
                where = f"record.selected.{number}.{key}"
                raise refused("selected_mismatch", f"{where}: {_plain(stated[key])} ≠ {_plain(found[key])}")
    if len(theirs) != len(mine):
        raise refused("selected_mismatch", f"record.selected: {len(theirs)} ≠ {len(mine)}")
    return True, f"{len(mine)}"


def _compare_officers(value: Record, mine: list[Record]) -> tuple[bool, str]:
    """A reason in words of its own is accepted only in a record without a digest, and only where none is due."""
    for number, (stated, found) in enumerate(zip(value["selected"], mine, strict=True)):
        where = f"record.selected.{number}"
        if stated["officers"] != found["officers"]:
            there, here = (",".join(one["officers"] or ["-"]) for one in (stated, found))
            raise refused("officers_mismatch", f"{where}.officers: {shown(there)} ≠ {shown(here)}")
        stated_reason, reason = stated.get("reason"), found.get("reason")
        if stated_reason != reason and ("record_digest" in value or stated_reason in REASONS):
            raise refused("officers_mismatch", f"{where}.reason: {shown(stated_reason)} ≠ {shown(reason)}")
    unassigned = sum(1 for entry in mine if entry["officers"] is None)
    return True, f"{len(mine) - unassigned}/{len(mine)}"


def _plain(value: object) -> str:
    """As JSON shows it, so that both implementations say the same."""
    return shown(canonical(value).decode())
