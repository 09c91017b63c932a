"""A year's plan of draws: drafted by the desk, filed by a leader, published; a change is a new version."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils import timezone

from huizhi.apps.inspections import lifecycle, refusals
from huizhi.apps.inspections.actions import can_stand_in_an_address
from huizhi.apps.inspections.models import YearPlan, YearPlanVersion
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import OutsideScope, in_reach, require
from huizhi.draw.canonical import canonical
from huizhi.law.joint_items import joint_items

CLASSES = ("A", "B", "C", "D", "E")
"""Every credit class a rate may be given for."""
MONTHS = range(1, 13)
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)


@dataclass(frozen=True)
class PlanRow:
    """One row: an item of the list, for which objects, by whom, how many by credit class, in which months.

    `rates` are class -> exact rate from 0 to 1 as text; `planned` how many objects the desk reckons with.
    """

    key: str
    item: str
    objects: str
    departments: tuple[str, ...]
    rates: Mapping[str, str]
    from_month: int
    to_month: int
    planned: int


def draft_year_plan(
    *, number: str, title: str, year: int, most_per_year: int, rows: Sequence[PlanRow], by: Actor, at: datetime
) -> None:
    """Write the draft of a year's plan. Refused: year_plan_wrong with what is."""
    require(by, "plan_draws")
    checked = _checked(title, most_per_year, rows)
    if not can_stand_in_an_address(number):
        raise refusals.year_plan_wrong("计划编号不能用作网址", "the number cannot stand in an address")
    try:
        with transaction.atomic():
            YearPlan.objects.create(
                number=number, title=title.strip(), year=year, unit=by.unit_code, most_per_year=most_per_year,
                rows=checked, drafted_by=by.username, drafted_at=at,
            )  # fmt: skip
            _note("year_plan_drafted", number, by, at, {"rows": len(rows)})
    except IntegrityError as twice:
        raise refusals.year_plan_wrong("这个编号已有年度计划", "another year's plan has this number") from twice


def revise_year_plan(
    *, number: str, revision: int, title: str, most_per_year: int, rows: Sequence[PlanRow], reason: str, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Write it anew. A plan that is filed or published takes a reason and has to be filed again.

    Refused: draw_plan_changed, year_plan_wrong; a row from which draws were opened cannot go.
    """
    require(by, "plan_draws")
    checked = _checked(title, most_per_year, rows)
    with transaction.atomic():
        plan = _locked(number, by)
        if plan.revision != revision:
            raise refusals.changed_meanwhile(number)
        if plan.state != lifecycle.DRAFT or plan.versions.exists():
            if not reason.strip():
                raise refusals.year_plan_wrong("请写明变更理由", "say why the plan changes")
            plan.reason = reason.strip()[:500]
        plan.state, plan.revision = lifecycle.DRAFT, plan.revision + 1
        plan.title, plan.most_per_year, plan.rows = title.strip(), most_per_year, checked
        plan.drafted_by, plan.drafted_at = by.username, at
        plan.filed_with, plan.filed_number, plan.filed_on, plan.filed_by = "", "", None, ""
        plan.save()
        _note("year_plan_revised", number, by, at, {"revision": plan.revision, "reason": plan.reason})


def file_year_plan(
    *, number: str, revision: int, filed_with: str, filed_number: str, filed_on: date, by: Actor, at: datetime
) -> None:
    """A leader approves the draft by filing it with the authority above. Refused: draw_own_plan, draw_not_now, …"""
    require(by, "approve_draws")
    with transaction.atomic():
        plan = _locked(number, by, above=True)
        if plan.state != lifecycle.DRAFT:
            raise refusals.not_in_state(number, plan.state)
        if plan.revision != revision:
            raise refusals.changed_meanwhile(number)
        if plan.drafted_by == by.username:
            raise refusals.own_plan()
        if not filed_with.strip() or not filed_number.strip():
            raise refusals.year_plan_wrong("请写明备案机关和备案号", "name the authority and the number given")
        if filed_on > timezone.localdate(at):
            raise refusals.year_plan_wrong(
                f"备案日期 {filed_on.isoformat()} 在将来，请填写已经备案的日期",
                f"the filing day {filed_on.isoformat()} lies in the future; give the day on which it was filed",
            )
        plan.state, plan.filed_by, plan.filed_on = lifecycle.FILED, by.username, filed_on
        plan.filed_with, plan.filed_number = filed_with.strip()[:120], filed_number.strip()[:80]
        plan.save()
        said = {"with": plan.filed_with, "number": plan.filed_number, "on": filed_on.isoformat(), "revision": revision}
        _note("year_plan_filed", number, by, at, said)


def publish_year_plan(*, number: str, by: Actor, at: datetime) -> int:
    """Publish the plan as it was filed, for good; returns the version. Refused: draw_not_now."""
    require(by, "plan_draws")
    with transaction.atomic():
        plan = _locked(number, by)
        if plan.state != lifecycle.FILED or plan.filed_on is None:
            raise refusals.not_in_state(number, plan.state)
        version = 1 + plan.versions.count()
        digest = hashlib.sha256(canonical({"most_per_year": plan.most_per_year, "rows": plan.rows})).hexdigest()
        YearPlanVersion(
            plan=plan, version=version, title=plan.title, most_per_year=plan.most_per_year, rows=plan.rows,
            sha256=digest, reason=plan.reason, filed_with=plan.filed_with, filed_number=plan.filed_number,
            filed_on=plan.filed_on, filed_by=plan.filed_by, at=at, by=by.username, by_unit=by.unit_code,
        ).save()  # fmt: skip
        plan.state, plan.reason = lifecycle.PUBLISHED, ""
        plan.save()
        _note("year_plan_published", number, by, at, {"version": version, "sha256": digest})
    return version


def row_of(number: str, key: str) -> tuple[YearPlanVersion, PlanRow]:
    """The latest published version of a plan and one row of it. Refused: year_plan_wrong."""
    version = YearPlanVersion.objects.filter(plan__number=number).select_related("plan").first()
    row = next((each for each in read_rows(version.rows if version else []) if each.key == key), None)
    if version is None or row is None:
        raise refusals.year_plan_wrong("没有已公布的年度计划或者没有这一行", "no published plan, or no such row of it")
    return version, row


def read_rows(said: Sequence[Mapping]) -> tuple[PlanRow, ...]:
    """The rows as they are kept."""
    return tuple(PlanRow(**{**each, "departments": tuple(each["departments"])}) for each in said)


def _checked(title: str, most_per_year: int, rows: Sequence[PlanRow]) -> list[dict]:
    if not title.strip() or most_per_year < 1 or not rows:
        raise refusals.year_plan_wrong(
            "名称、每年最多抽查次数（至少一次）和计划行都要填",
            "a title, a cap of one a year at least, and rows are needed",
        )
    if len({row.key for row in rows}) < len(rows):
        raise refusals.year_plan_wrong("两行的编号相同", "two rows have one key")
    for row in rows:
        if wrong := _wrong(row):
            raise refusals.year_plan_wrong(f"第{row.key}行：{wrong[0]}", f"row {row.key}: {wrong[1]}")
    return [{**asdict(row), "departments": list(row.departments), "rates": dict(row.rates)} for row in rows]


def _wrong(row: PlanRow) -> tuple[str, str] | None:
    if row.item not in joint_items():
        return "事项不在抽查事项清单中", "the item is not on the list"
    if not row.departments or not row.objects.strip():
        return "请写明对象和部门", "name the objects and the departments"
    if row.from_month not in MONTHS or row.to_month not in MONTHS or row.from_month > row.to_month:
        return "月份有误", "the months are not right"
    if set(row.rates) - set(CLASSES) or not row.rates:
        return "请按信用风险类别写明比例", "give a rate by credit class"
    if any(not _RATE.fullmatch(rate) or Fraction(rate) > 1 for rate in row.rates.values()):
        return "比例应在0到1之间", "a rate lies between 0 and 1"
    return None


def _locked(number: str, by: Actor, *, above: bool = False) -> YearPlan:
    plan = YearPlan.objects.select_for_update().filter(number=number).first()
    if plan is None:
        raise refusals.unknown(number)
    if above:
        in_reach(plan.unit, by)
    elif by.unit_code != plan.unit:
        raise OutsideScope(number)
    return plan


def _note(verb: str, number: str, by: Actor, at: datetime, payload: dict) -> None:
    record(verb=verb, by=by, at=at, object_kind="year_plan", object_id=number, payload=payload)
