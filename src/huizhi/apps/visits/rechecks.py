"""Blind checks: a share of finished visits made again by officers who cannot read the first result."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from huizhi.apps.casework.facade import patiently
from huizhi.apps.ledger.facade import record
from huizhi.apps.people.facade import bureau_of, officers_of, require, unit_cards, units_in_scope
from huizhi.apps.visits.models import RecheckRound, Visit
from huizhi.apps.visits.planning import Task, _plan
from huizhi.apps.visits.queries import merged_of
from huizhi.apps.visits.refusals import rechecked_already
from huizhi.draw.estimation import interval
from huizhi.law.checklists import results
from huizhi.law.inspections import rechecked
from huizhi.law.parameters import in_force

AGAIN = ("revisit", "recheck")


@dataclass(frozen=True)
class Round:
    """What one choice made: among how many, which new visits, and the first visits nobody else could check.

    `public` are visits of those days that were published already: nobody can check them blindly any more.
    """

    considered: int
    public: int
    made: tuple[str, ...]
    unassigned: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """How two blind visits of the same business agree; intervals are Wilson's at 95 %, None without a pair.

    `found` counts pairs that agree whether there is a problem, `same` those with the same result, `missed` first visits
    without a problem whose check found one; `items` of `items_of` answers agree. `early` pairs are left out.
    """

    pairs: int
    found: int
    found_interval: tuple[float, float] | None
    same: int
    clean: int
    missed: int
    missed_interval: tuple[float, float] | None
    items: int
    items_of: int
    open: int
    early: int


def choose_rechecks(
    *, since: date, until: date, planned_on: date, by, at: datetime,
    barred: frozenset[tuple[str, str]] = frozenset(),
) -> Round:  # fmt: skip
    """Choose by lot among the visits finished on these days within the reach of `by`, and give each to another pair.

    The lot is SHA-256(seed || "recheck" || 0x00 || visit); the seed goes onto the ledger with the digest of what was
    considered, so that an auditor runs it again. `barred` are the (officer, business) that stand on the register of
    recusals. Refused for days chosen from before, also where somebody chose from them just now.
    """
    require(by, "plan_rechecks")
    try:
        return _chosen(since, until, planned_on, by, at, barred)
    except IntegrityError as twice:
        raise rechecked_already() from twice


@patiently
def _chosen(
    since: date, until: date, planned_on: date, by, at: datetime, barred: frozenset[tuple[str, str]]
) -> Round:  # fmt: skip
    percent = in_force("inspection.recheck_share", timezone.localdate(at)).number
    with transaction.atomic():
        rows, public = _finished(since, until, by)
        if since > until or RecheckRound.objects.filter(unit=by.unit_code, since=since, until=until).exists():
            raise rechecked_already()
        seed = secrets.token_hex(32)
        wanted = rechecked(len(rows), timezone.localdate(at))
        lots = sorted(rows, key=lambda row: (_lot(seed, "recheck", row.pk), row.pk))[:wanted]
        chosen = [_check(row, seed, planned_on, by, at, barred) for row in lots]
        considered = sorted(row.pk for row in rows)
        RecheckRound.objects.create(
            unit_id=by.unit_code, since=since, until=until, percent=percent, seed=seed, considered=considered,
            chosen=chosen, made_at=at,
        )  # fmt: skip
        record(
            verb="visits_rechecked", by=by, at=at, object_kind="visit_plan", object_id=f"recheck:{since}:{until}",
            payload={
                "percent": percent, "seed": seed, "considered": len(considered), "public": public,
                "considered_sha256": hashlib.sha256("\n".join(considered).encode()).hexdigest(), "chosen": chosen,
            },
        )  # fmt: skip
    made = tuple(each["recheck"] for each in chosen if each["recheck"])
    return Round(len(rows), public, made, tuple(each["visit"] for each in chosen if not each["recheck"]))


def agreement(*, since: date, until: date, viewer) -> Agreement:
    """How the blind checks of visits finished on these days agree with them, within the reach of `viewer`."""
    require(viewer, "see_rechecks")
    rows = _within(viewer).filter(origin="recheck", recheck_of__isnull=False).select_related("recheck_of")
    rows = [row for row in rows if since <= timezone.localdate(row.recheck_of.finished_at) <= until]
    done = [row for row in rows if row.state in ("finished", "published")]
    blind = [row for row in done if not row.seen_early]
    pairs = [(row.recheck_of.result, row.result) for row in blind]
    found = sum(_problem(first) == _problem(second) for first, second in pairs)
    clean = [second for first, second in pairs if not _problem(first)]
    missed = sum(map(_problem, clean))
    items = [same for row in blind for same in _items_agree(row)]
    return Agreement(
        len(pairs), found, interval(found, len(pairs)), sum(first == second for first, second in pairs), len(clean),
        missed, interval(missed, len(clean)), sum(items), len(items),
        sum(row.state == "planned" for row in rows), len(done) - len(blind),
    )  # fmt: skip


def _within(officer):
    within = units_in_scope(officer)
    return Visit.objects.all() if within is None else Visit.objects.filter(unit__in=sorted(within))


def _finished(since: date, until: date, by) -> tuple[list[Visit], int]:
    """The visits of these days that can be checked blindly, and how many are public already.

    They stay locked until the choice is written: none is published meanwhile, and whoever chooses among them at the
    same moment waits here and then finds them considered.
    """
    rows = _within(by).filter(state__in=["finished", "published"], finished_at__date__range=(since, until))
    rows = rows.exclude(origin__in=AGAIN).exclude(entity_code="").prefetch_related("officers").order_by("pk")
    locked = list(rows.select_for_update())
    before = {each for old in RecheckRound.objects.values_list("considered", flat=True) for each in old}
    fit = [row for row in locked if row.pk not in before and not results()[row.result].absent]
    hidden = [row for row in fit if row.state == "finished"]
    return hidden, len(fit) - len(hidden)


def _check(
    row: Visit, seed: str, planned_on: date, by, at: datetime, barred: frozenset[tuple[str, str]]
) -> dict[str, object]:
    """Plan one check by two others of the bureau, by lot; without two it is noted as unassigned."""
    units = unit_cards()
    bureau = bureau_of(row.unit_id, units)
    near = [code for code in units if bureau_of(code, units) == bureau]
    first = {each.officer_id for each in row.officers.all()}
    away = {officer for officer, entity in barred if entity == row.entity_code}
    others = sorted({each.username for each in officers_of(near, "make_visits")} - first - away)
    pair = sorted(others, key=lambda name: _lot(seed, f"officer\0{row.pk}", name))[:2]
    if len(pair) < 2:
        return {"visit": row.pk, "recheck": "", "officers": []}
    task = Task(
        row.entity_code, row.entity_name, row.address, row.checklist, row.unit_id, planned_on, tuple(sorted(pair))
    )
    made = _plan(task, "recheck", row.pk, by, at)
    Visit.objects.filter(pk=made).update(recheck_of=row)
    return {"visit": row.pk, "recheck": made, "officers": sorted(pair)}


def _lot(seed: str, what: str, name: str) -> bytes:
    return hashlib.sha256(bytes.fromhex(seed) + what.encode() + b"\0" + name.encode()).digest()


def _problem(result: str) -> bool:
    return results()[result].needs_finding


def _items_agree(row: Visit) -> Iterable[bool]:
    """Whether each item both answered has the same answer."""
    one, two = merged_of(row.recheck_of_id), merged_of(row.pk)
    for name in one.named("item"):
        first, second = (merged.value(f"item:{name}", "answer") for merged in (one, two))
        if first and second:
            yield first == second
