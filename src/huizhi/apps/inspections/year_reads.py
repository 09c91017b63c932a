"""Reads of a year's plans: the draft, what was published, how far each row is, who was drawn how often."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from huizhi.apps.inspections import lifecycle
from huizhi.apps.inspections.models import Draw, Plan, YearPlan, YearPlanVersion
from huizhi.apps.inspections.queries import often_drawn
from huizhi.apps.inspections.results import results_of_all
from huizhi.apps.inspections.year_plans import PlanRow, read_rows
from huizhi.apps.people.facade import may, units_in_scope
from huizhi.law.inspections import plan_filing_due


@dataclass(frozen=True)
class VersionLine:
    """One published version with what it was filed under."""

    version: int
    title: str
    most_per_year: int
    rows: tuple[PlanRow, ...]
    sha256: str
    reason: str
    filed_with: str
    filed_number: str
    filed_on: date
    at: datetime


@dataclass(frozen=True)
class YearPlanPage:
    """One year's plan: the draft as it stands, and its published versions, the newest first."""

    number: str
    title: str
    year: int
    unit: str
    state: str
    revision: int
    most_per_year: int
    rows: tuple[PlanRow, ...]
    reason: str
    drafted_by: str
    filed_with: str
    filed_number: str
    filed_on: date | None
    due_on: date
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class RowProgress:
    """How far one row is: the draws opened from it with their state, objects drawn, objects with a result."""

    key: str
    draws: tuple[tuple[str, str], ...]
    drawn: int
    done: int


def year_plans(*, drafts: bool = False) -> tuple[YearPlanPage, ...]:
    """Every year's plan, the newest year first; without `drafts` those of which something is published."""
    rows = YearPlan.objects.prefetch_related("versions")
    pages = [_page(row) for row in rows]
    return tuple(page for page in pages if drafts or page.versions)


def year_plan(number: str) -> YearPlanPage | None:
    """One year's plan."""
    row = YearPlan.objects.prefetch_related("versions").filter(number=number).first()
    return _page(row) if row else None


def year_plans_for(viewer) -> tuple[YearPlanPage, ...]:
    """Every plan as `viewer` may read it: drafts for who prepares or approves them, else what was last published."""
    reach = units_in_scope(viewer)
    pages = (_for(page, viewer, reach) for page in year_plans(drafts=True))
    return tuple(page for page in pages if page)


def year_plan_for(viewer, number: str) -> YearPlanPage | None:
    """One of them; None where there is none for this reader."""
    page = year_plan(number)
    return _for(page, viewer, units_in_scope(viewer)) if page else None


def _for(page: YearPlanPage, viewer, reach: frozenset[str] | None) -> YearPlanPage | None:
    prepares = may(viewer, "plan_draws") and viewer.unit_code == page.unit
    approves = may(viewer, "approve_draws") and (reach is None or page.unit in reach)
    if prepares or approves:
        return page
    if not page.versions:
        return None
    last = page.versions[0]
    return replace(
        page, state=lifecycle.PUBLISHED, title=last.title, most_per_year=last.most_per_year, rows=last.rows, reason="",
        filed_with=last.filed_with, filed_number=last.filed_number, filed_on=last.filed_on,
    )  # fmt: skip


def open_row(number: str, key: str) -> tuple[str, PlanRow, int] | None:
    """A published plan's row with the plan's cap, for a draw to be opened from it; None when there is none."""
    page = year_plan(number)
    rows = {row.key: row for row in page.versions[0].rows} if page and page.versions else {}
    return (number, rows[key], page.versions[0].most_per_year) if page and key in rows else None


def progress_of(number: str) -> dict[str, RowProgress]:
    """Row -> how far it is, for every row of which a draw was opened."""
    found: dict[str, list[Plan]] = {}
    plans = Plan.objects.filter(declared__year_plan__number=number).defer("frame", "officers", "recusals")
    for plan in plans.order_by("id"):
        found.setdefault(plan.declared["year_plan"]["row"], []).append(plan)
    numbers = [plan.number for some in found.values() for plan in some]
    drawn = dict(Draw.objects.filter(number__in=numbers).values_list("number", "selected_count"))
    done = results_of_all(drawn)
    return {
        key: RowProgress(
            key, tuple((plan.number, plan.state) for plan in some),
            sum(drawn.get(plan.number, 0) for plan in some),
            sum(len(done[plan.number]) for plan in some if plan.number in drawn),
        )
        for key, some in found.items()
    }  # fmt: skip


def times_drawn(year: int) -> dict[int, int]:
    """How often -> how many businesses the published draws of a year took that often."""
    return dict(sorted(Counter(often_drawn(year, 1).values()).items()))


def _page(row: YearPlan) -> YearPlanPage:
    return YearPlanPage(
        row.number, row.title, row.year, row.unit, row.state, row.revision, row.most_per_year, read_rows(row.rows),
        row.reason, row.drafted_by, row.filed_with, row.filed_number, row.filed_on, plan_filing_due(row.year),
        tuple(_version(each) for each in row.versions.all()),
    )  # fmt: skip


def _version(row: YearPlanVersion) -> VersionLine:
    return VersionLine(
        row.version, row.title, row.most_per_year, read_rows(row.rows), row.sha256, row.reason, row.filed_with,
        row.filed_number, row.filed_on, row.at,
    )  # fmt: skip
