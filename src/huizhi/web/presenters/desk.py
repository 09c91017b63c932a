"""What is on an officer's desk today: matters and visits, her own and her unit's, every figure leading to them."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from huizhi.apps.casework import facade as casework
from huizhi.apps.people import facade as people
from huizhi.apps.visits import facade as visits

OWN = ("overdue", "today", "near", "open", "paused")
UNIT = ("overdue", "today", "unassigned", "offered", "returned", "supervised")
RED = ("overdue", "today")
FIRST = 6


@dataclass(frozen=True)
class Strip:
    """One row of figures under a title."""

    title: str
    figures: list[dict[str, object]]


@dataclass(frozen=True)
class Desk:
    """The strips, and the matters that are due first; None for whoever sees no matters."""

    strips: list[Strip]
    first: list[casework.Row] | None
    own_unit: str
    of: str


def of(viewer, at: datetime) -> Desk:
    """Of whoever works matters her own first; of everybody who reads them those of her unit and of the units below."""
    if not people.may(viewer, "see_matters"):
        return Desk(_visit_strips(viewer, at), None, viewer.unit_code, "")
    strips = []
    works = people.may(viewer, "work_matters")
    if works:
        strips.append(_strip(_("我承办的"), casework.Asked(assignee=viewer.username), OWN, viewer, at))
    strips.append(_strip(_("本单位和下级"), casework.Asked(), UNIT, viewer, at))
    hers = casework.Asked(assignee=viewer.username) if works else casework.Asked()
    if works and not any(each["count"] for each in strips[0].figures):
        hers = casework.Asked()
    lines = casework.inbox(hers, viewer=viewer, at=at, limit=FIRST).lines
    first = casework.rows_of(lines, at, casework.sight_of(viewer, at).units)
    return Desk([*strips, *_visit_strips(viewer, at)], first, viewer.unit_code, _("最先到期的"))


def _strip(title: str, asked: casework.Asked, shows: tuple[str, ...], viewer, at: datetime) -> Strip:
    found, words = casework.counts(asked, viewer=viewer, at=at, shows=shows), casework.show_words()
    return Strip(title, [
        {
            "count": found[name], "words": words[name], "bad": name in RED and found[name] > 0,
            "shown": f"{casework.CAP}+" if found[name] > casework.CAP else str(found[name]),
            "href": f"{reverse('casework:inbox')}?{urlencode({**asked.kept(), 'show': name})}",
        }
        for name in shows
    ])  # fmt: skip


def _visit_strips(viewer, at: datetime) -> list[Strip]:
    """Visits: an inspector's own, on her phone, and those of the units whose visits she plans."""
    strips = []
    if people.may(viewer, "make_visits"):
        found, app = visits.counts(viewer, at, own=True), reverse("visits:app")
        strips.append(Strip(_("我的检查"), [_visits(found, name, app) for name in ("late", "today", "coming")]))
    if people.may(viewer, "plan_visits"):
        found, head = visits.counts(viewer, at), reverse("web:visit_desk")
        shows = ("late", "today", "coming", "unpublished")
        strips.append(Strip(_("现场检查，本单位和下级"), [_visits(found, name, head) for name in shows]))
    return strips


def _visits(found: visits.Counts, name: str, href: str) -> dict[str, object]:
    count = getattr(found, name)
    words = {"late": _("逾期未查"), "today": _("今日检查"), "coming": _("以后的检查"), "unpublished": _("逾期未公示")}
    return {
        "count": count, "shown": str(count), "words": words[name], "href": href,
        "bad": name in ("late", "unpublished") and count > 0,
    }  # fmt: skip
