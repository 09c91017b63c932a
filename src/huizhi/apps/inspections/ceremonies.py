"""Reads of plans and ceremonies: drafts for the office, everything published for everybody."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from huizhi.apps.inspections import lifecycle
from huizhi.apps.inspections.drafting import FILES
from huizhi.apps.inspections.models import Draw, FrozenFile, Plan, Step
from huizhi.apps.inspections.queries import DrawFile
from huizhi.draw.dry_run import Odds, odds
from huizhi.draw.files import FRAME, read_frame
from huizhi.draw.plan import read_plan


@dataclass(frozen=True)
class CeremonyLine:
    """One plan in a list. `reason` says why it ended without a draw; a deadline that passed counts at once."""

    number: str
    title: str
    state: str
    reason: str
    due_at: datetime
    reveal_by: datetime
    drafted_by: str


@dataclass(frozen=True)
class PartyLine:
    """One party and how far it is. Its secret is empty until every party has revealed, or the ceremony is over."""

    place: int
    name: str
    unit: str
    officer: str
    unit_code: str
    commitment: str
    committed_at: datetime | None
    secret: str
    revealed_at: datetime | None


@dataclass(frozen=True)
class StepLine:
    """One step, as everybody sees it."""

    kind: str
    party: str
    value: str
    note: str
    at: datetime


@dataclass(frozen=True)
class CeremonyPage:
    """One plan with what was frozen and done. `files`: (name, bytes, SHA-256), also of a draft."""

    line: CeremonyLine
    declared: dict[str, Any]
    revision: int
    tried: bool
    approved_by: str
    parties: tuple[PartyLine, ...]
    steps: tuple[StepLine, ...]
    files: tuple[tuple[str, int, str], ...]
    plan_digest: str
    beacon: str


def ceremonies(at: datetime, *, drafts: bool = False, limit: int = 50) -> tuple[CeremonyLine, ...]:
    """The newest plans: those published, and with `drafts` the others too. Drawn ones are listed with the draws."""
    rows = Plan.objects.defer(*FILES.values(), "declared").exclude(state=lifecycle.DRAWN)
    if not drafts:
        rows = rows.filter(state__in=lifecycle.PUBLIC)
    return tuple(_line(row, at) for row in rows.prefetch_related("steps", "parties")[:limit])


def ceremony(number: str, at: datetime, *, drafts: bool = False) -> CeremonyPage | None:
    """One plan by its number; None for an unknown one, and for one not published unless `drafts`."""
    row = Plan.objects.prefetch_related("steps", "parties").filter(number=number).first()
    if row is None or (row.state not in lifecycle.PUBLIC and not drafts):
        return None
    line, steps = _line(row, at), list(row.steps.all())
    names = {party.place: party.name for party in row.parties.all()}
    done = {(step.kind, step.place): step for step in steps}
    whole = all((lifecycle.REVEALED, place) in done for place in names) or line.state == lifecycle.VOID
    return CeremonyPage(
        line, row.declared, row.revision, row.tried_revision == row.revision, row.approved_by,
        tuple(_party(party, done, whole) for party in row.parties.all()),
        tuple(_step(step, names, whole) for step in steps),
        _files(row), _value(done, lifecycle.CLOSED), _value(done, lifecycle.BEACON),
    )  # fmt: skip


def frozen_file(number: str, name: str) -> DrawFile | None:
    """One file of a published plan, byte for byte; None when there is none."""
    row = FrozenFile.objects.filter(plan__number=number, name=name).first()
    return DrawFile(row.name, bytes(row.content), row.sha256) if row else None


def draft_files(number: str) -> dict[str, bytes]:
    """The lists of a plan that is not published yet, by name; empty for any other."""
    row = Plan.objects.filter(number=number, state__in=(lifecycle.DRAFT, lifecycle.APPROVED)).first()
    return {name: bytes(getattr(row, column)) for name, column in FILES.items()} if row else {}


def draw_odds(number: str) -> tuple[Odds, ...]:
    """Every object's exact chance in a published draw, by stratum and weight. KeyError for an unknown number."""
    return _chances(_digest_of(number))[0]


def chances_of(number: str) -> dict[str, float]:
    """Object -> its exact chance, of every object that a published draw took. KeyError for an unknown number."""
    return _chances(_digest_of(number))[1]


def _digest_of(number: str) -> str:
    found = Draw.objects.filter(number=number).values_list("record_digest", flat=True).first()
    if found is None:
        raise KeyError(number)
    return found


@lru_cache(maxsize=64)
def _chances(record_digest: str) -> tuple[tuple[Odds, ...], dict[str, float]]:
    """Both, kept by the digest of the record that they follow from."""
    content, frame = Draw.objects.filter(record_digest=record_digest).values_list("record", "frame")[0]
    record, rows = json.loads(bytes(content)), read_frame(bytes(frame))
    every = odds(read_plan(record["plan"]), rows)
    chance = {(one.stratum, one.weight): one.chance for one in every}
    drawn = {each["object_id"] for each in record["selected"]}
    objects = zip(rows.object_ids, rows.strata, rows.weights, strict=True)
    return every, {one: chance[stratum, weight] for one, stratum, weight in objects if one in drawn}


def plan_odds(page: CeremonyPage) -> tuple[Odds, ...]:
    """The same of a plan whose lists are frozen, or still a draft's."""
    digests = {name: digest for name, _size, digest in page.files}
    return _plan_odds(page.line.number, json.dumps(page.declared["strata"]), digests[FRAME])


@lru_cache(maxsize=64)
def _plan_odds(number: str, strata: str, digest: str) -> tuple[Odds, ...]:
    frozen = frozen_file(number, FRAME)
    content = frozen.content if frozen else draft_files(number)[FRAME]
    plan = Plan.objects.get(number=number)
    from_plan = read_plan({**plan.declared, "strata": json.loads(strata), **_STAND_INS})
    return odds(from_plan, read_frame(content))


_STAND_INS: dict[str, Any] = {
    "published_at": "2000-01-01",
    "parties": [{"name": str(n), "unit": str(n), "commitment": f"{n}" * 64} for n in (1, 2)],
}
"""What reading a plan asks for and chances do not depend on."""


def _line(row: Plan, at: datetime) -> CeremonyLine:
    revealed = sum(step.kind == lifecycle.REVEALED for step in row.steps.all())
    late = lifecycle.lapsed(row.state, row.due_at, row.reveal_by, revealed == len(row.parties.all()), at)
    state, reason = (lifecycle.VOID, late) if late else (row.state, row.reason)
    return CeremonyLine(row.number, row.title, state, reason, row.due_at, row.reveal_by, row.drafted_by)


def _party(party, done, whole: bool) -> PartyLine:
    committed, revealed = done.get((lifecycle.COMMITTED, party.place)), done.get((lifecycle.REVEALED, party.place))
    return PartyLine(
        party.place, party.name, party.unit, party.officer, party.unit_code,
        committed.value if committed else "", committed.at if committed else None,
        revealed.value if revealed and whole else "", revealed.at if revealed else None,
    )  # fmt: skip


def _step(step: Step, names: dict[int, str], whole: bool) -> StepLine:
    value = step.value if step.kind != lifecycle.REVEALED or whole else ""
    return StepLine(step.kind, names.get(step.place, ""), value, step.note, step.at)


def _value(done, kind: str) -> str:
    step = done.get((kind, 0))
    return step.value if step else ""


def _files(row: Plan) -> tuple[tuple[str, int, str], ...]:
    frozen = tuple((one.name, len(bytes(one.content)), one.sha256) for one in row.frozen.all())
    if frozen:
        return frozen
    contents = {name: bytes(getattr(row, column)) for name, column in FILES.items()}
    return tuple((name, len(content), hashlib.sha256(content).hexdigest()) for name, content in contents.items())
