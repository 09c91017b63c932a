"""What happens after a filing and by when, from the legal values and clocks, each with its article."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huizhi.apps.complaints.facade import Tracked
from huizhi.law.parameters import in_force
from huizhi.law.units import said
from huizhi.law.values import LegalValue
from huizhi.ui.templatetags.ui import day
from huizhi.web.labels import english


@dataclass(frozen=True)
class Promise:
    """One thing the office will do: the words, what they rest on, and how it stands ("", ok, near, bad, na)."""

    words: str
    basis: str
    state: str = ""


def rests_on(value: LegalValue) -> str:
    """Instrument and article, without the number of the order."""
    basis = value.basis
    return f"{basis.instrument.split('（')[0]}{basis.article}"


def ahead(kind: str, named: bool, on: date) -> list[Promise]:
    """What follows a filing that is about to be made."""
    plan = [("response.hours", _("%(time)s内第一次答复您"))]
    if kind != "report":
        plan.append(("complaint.acceptance_wd", _("%(time)s内告诉您是否受理投诉")))
        plan.append(("complaint.mediation_limit", _("受理后%(time)s内调解完毕")))
    if kind != "complaint":
        plan.append(("report.decision_wd", _("%(time)s内核查举报并决定是否立案")))
        if named:
            plan.append(("report.named_notice", _("决定后%(time)s内把结果告诉您")))
    return [_ahead(key, words, on) for key, words in plan]


def undo_words(on: date) -> str:
    """How long a filing may be taken back."""
    value = in_force("filing.undo", on)
    return _("提交后%(time)s内可以自行撤回") % {"time": said(value.value, value.unit, _language())}


def standing(tracked: Tracked) -> list[Promise]:
    """The clocks of a matter in words: what is due by which day, what was done."""
    found = []
    for limit in tracked.limits:
        title = limit.en[:1].upper() + limit.en[1:] if english() else limit.zh
        state, words = _limit_words(limit)
        basis = rests_on(in_force(limit.key, tracked.received_at.date()))
        found.append(Promise(f"{title}{':' if english() else '：'}{' ' if english() else ''}{words}", basis, state))
    return found


def _limit_words(limit) -> tuple[str, str]:
    by = {"day": day(limit.due_on)}
    if limit.state == "running":
        words = _("已超过%(day)s") % by if limit.late else _("最迟%(day)s") % by
        if limit.provisional:
            words += _("（节假日安排公布后可能调整）")
        return ("bad" if limit.late else "near"), words
    return {
        "paused": ("na", _("依法暂停计算")),
        "met": ("ok", _("已按时完成")),
        "met_late": ("bad", _("已完成，超过了期限")),
    }.get(limit.state, ("none", _("不再计算")))


def _ahead(key: str, words: str, on: date) -> Promise:
    value = in_force(key, on)
    return Promise(words % {"time": said(value.value, value.unit, _language())}, rests_on(value))


def _language() -> str:
    return "en" if english() else "zh"
