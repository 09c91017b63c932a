"""What a clock looks like to whoever reads it: one of six states, how much is left, and the words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext, ngettext

from huizhi.apps.casework.cards import ClockCard
from huizhi.apps.casework.lifecycle import ClockRule
from huizhi.apps.casework.models import MET, PAUSED, RELEASED
from huizhi.apps.casework.reckoning import CIVIL, civil_day
from huizhi.law.holidays import is_worked
from huizhi.law.parameters import parameters
from huizhi.law.values import STOPS
from huizhi.ui.lines import in_words
from huizhi.vocabulary.calendar import WorkCalendar

CALM, NEAR, URGENT, OVER, PAUSE, DONE = "calm", "near", "urgent", "over", "pause", "done"
NEAR_SHARE, NEAR_DAYS, URGENT_DAYS, URGENT_HOURS = 40, 3, 1, 4
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Face:
    """A state of the clock component, the percentage left, and the words beside the mark."""

    state: str
    left: int
    words: str


def face(clock: ClockCard, rule: ClockRule, at: datetime, calendar: WorkCalendar) -> Face:
    """How a clock is shown at an instant. The days left are those to the alarm; over is only what is over."""
    step = in_words(rule.zh, rule.en)
    if not clock.open:
        return Face(DONE, 0, _ended(clock, step))
    if clock.state == PAUSED:
        return Face(PAUSE, 0, gettext("%(step)s暂停：%(why)s") % {"step": step, "why": why_paused(clock.paused_for)})
    if clock.late(at):
        if rule.party:
            return Face(DONE, 0, gettext("%(step)s已届满") % {"step": step})
        return Face(OVER, 0, _over(clock, step, at))
    left = _left(clock, at)
    unit = parameters().in_force(clock.keys[0], civil_day(clock.started_at)).unit
    if unit == "H":
        return _hours(clock, step, at, left)
    if clock.alarm_at <= at:
        return Face(URGENT, 0, gettext("%(step)s从严已届满") % {"step": step})
    days = working_days(civil_day(at), clock.alarm_on, calendar)
    state = URGENT if days <= URGENT_DAYS else NEAR if days <= NEAR_DAYS or left <= NEAR_SHARE else CALM
    return Face(state, left, _days(step, clock, at, unit, days))


def working_days(start: date, end: date, calendar: WorkCalendar) -> int:
    """Working days after `start` through `end`."""
    return sum(is_worked(calendar, start + n * _DAY) for n in range(1, (end - start).days + 1))


def why_paused(reason: str) -> str:
    """The reason a clock stands still, in the language of the page."""
    return in_words(*STOPS.get(reason, (reason, reason)))


def _left(clock: ClockCard, at: datetime) -> int:
    whole = (clock.alarm_at - clock.started_at) / _HOUR
    return max(0, min(100, round(100 * ((clock.alarm_at - at) / _HOUR) / whole))) if whole > 0 else 0


def _hours(clock: ClockCard, step: str, at: datetime, left: int) -> Face:
    hours = (clock.due_at - at) / _HOUR
    state = URGENT if hours <= URGENT_HOURS else NEAR if left <= NEAR_SHARE else CALM
    due = clock.due_at.astimezone(CIVIL)
    if civil_day(at) == due.date():
        return Face(state, left, gettext("%(step)s今日%(at)s到期") % {"step": step, "at": f"{due:%H:%M}"})
    whole = max(1, int(hours))
    return Face(state, left, ngettext("%(step)s剩%(n)s小时", "%(step)s剩%(n)s小时", whole) % {"step": step, "n": whole})


def _days(step: str, clock: ClockCard, at: datetime, unit: str, working: int) -> str:
    if clock.alarm_on == civil_day(at):
        return gettext("%(step)s今日到期") % {"step": step}
    if unit == "WD":
        words = ngettext("%(step)s剩%(n)s个工作日", "%(step)s剩%(n)s个工作日", working)
        return words % {"step": step, "n": working}
    days = (clock.alarm_on - civil_day(at)).days
    return ngettext("%(step)s剩%(n)s天", "%(step)s剩%(n)s天", days) % {"step": step, "n": days}


def _over(clock: ClockCard, step: str, at: datetime) -> str:
    late = at - clock.due_at
    if late < _DAY:
        hours = int(late / _HOUR)
        if hours == 0:
            return gettext("%(step)s刚刚超期") % {"step": step}
        return ngettext("%(step)s超期%(n)s小时", "%(step)s超期%(n)s小时", hours) % {"step": step, "n": hours}
    days = late // _DAY
    return ngettext("%(step)s超期%(n)s天", "%(step)s超期%(n)s天", days) % {"step": step, "n": days}


def _ended(clock: ClockCard, step: str) -> str:
    if clock.state == RELEASED:
        return gettext("%(step)s不再计算") % {"step": step}
    days = (civil_day(clock.ended_at) - civil_day(clock.started_at)).days
    if clock.state == MET:
        return ngettext("%(step)s按期，用时%(n)s天", "%(step)s按期，用时%(n)s天", days) % {"step": step, "n": days}
    return ngettext("%(step)s超期办理，用时%(n)s天", "%(step)s超期办理，用时%(n)s天", days) % {"step": step, "n": days}
