"""A ceremony as words: how far it is, what was fixed, what the viewer may do now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import permissions_held
from huizhi.ui.lines import in_words
from huizhi.ui.templatetags.ui import moment
from huizhi.web.presenters.drawings import year_row

STATES = {
    "draft": gettext_lazy("起草"),
    "approved": gettext_lazy("已批准，待公布"),
    "committing": gettext_lazy("等待承诺"),
    "sealed": gettext_lazy("已封存，等待公开随机值"),
    "revealing": gettext_lazy("等待公开秘密数"),
    "drawn": gettext_lazy("已抽取"),
    "void": gettext_lazy("已终止"),
}
STEPS = {
    "opened": gettext_lazy("公布方案"),
    "committed": gettext_lazy("提交承诺"),
    "sealed": gettext_lazy("全部承诺，方案封存"),
    "beacon": gettext_lazy("录入公开随机值"),
    "revealed": gettext_lazy("公开秘密数"),
    "drawn": gettext_lazy("抽取并公布"),
    "void": gettext_lazy("终止"),
    "refused": gettext_lazy("拒收不符的公开随机值"),
}
OFFERED: dict[str, dict[str, tuple[str, ...]]] = {
    "draft": {"plan_draws": ("revise", "try"), "approve_draws": ("approve",)},
    "approved": {"plan_draws": ("publish",), "approve_draws": ("return",)},
    "committing": {"plan_draws": ("abandon",)},
    "sealed": {"plan_draws": ("beacon", "abandon")},
    "revealing": {"plan_draws": ("abandon",), "approve_draws": ("dispute",)},
}
"""State -> permission -> the acts that its holders are offered; the verbs decide."""


def lines(at: datetime, *, drafts: bool = False) -> list[dict[str, Any]]:
    """The plans that have no result, with their state and reason in words."""
    return [
        {"line": line, "state": STATES[line.state], "reason": _reason(line.reason)}
        for line in inspections.ceremonies(at, drafts=drafts)
    ]


def shown(plan: inspections.CeremonyPage, at: datetime) -> dict[str, Any]:
    """What everybody sees of a plan."""
    state = plan.line.state
    return {
        "plan": plan, "at": at, "state": state, "state_words": STATES[state], "reason": _reason(plan.line.reason),
        "live": state in inspections.LIVE, "course": _course(plan), "told": _told(plan), "steps": _steps(plan),
        "odds": _odds(plan), "files": _files(plan), "public": state not in ("draft", "approved"),
    }  # fmt: skip


def offered(plan: inspections.CeremonyPage, viewer: Any) -> set[str]:
    """The acts that this officer may try now."""
    held, state = permissions_held(viewer), plan.line.state
    acts = {act for permission, some in OFFERED.get(state, {}).items() if permission in held for act in some}
    if viewer.username == plan.line.drafted_by or not plan.tried:
        acts.discard("approve")
    part = next((one for one in plan.parties if one.officer == viewer.username), None)
    if part and state == "committing" and not part.commitment:
        acts.add("commit")
    if part and state == "revealing":
        acts |= {"dispute"} if part.revealed_at else {"dispute", "reveal"}
    return acts


def reasons() -> list[tuple[str, str]]:
    """The reasons for which the desk may end a draw."""
    return [(code, _reason(code)) for code in ("changed_pool", "abandoned")]


def _reason(code: str) -> str:
    return in_words(*inspections.REASON_WORDS[code]) if code else ""


def _course(plan: inspections.CeremonyPage) -> list[dict[str, Any]]:
    """The steps to the draw, each with how far it is."""
    done, many = {step.kind: step.at for step in plan.steps}, len(plan.parties)
    committed, revealed = (sum(map(bool, some)) for some in zip(*_counted(plan), strict=True))
    of = _("%(n)s／%(all)s")
    return [
        {"title": _("公布方案"), "done": "opened" in done, "words": moment(done.get("opened"))},
        {"title": _("承诺"), "done": committed == many, "words": of % {"n": committed, "all": many}},
        {"title": _("公开随机值"), "done": "beacon" in done, "words": plan.beacon or moment(plan.line.due_at)},
        {"title": _("公开秘密数"), "done": revealed == many, "words": of % {"n": revealed, "all": many}},
        {"title": _("抽取并公布"), "done": "drawn" in done, "words": moment(done.get("drawn"))},
    ]


def _counted(plan: inspections.CeremonyPage) -> list[tuple[object, object]]:
    return [(one.committed_at, one.revealed_at) for one in plan.parties]


def _told(plan: inspections.CeremonyPage) -> list[tuple[str, str]]:
    """The plan in words."""
    told = plan.declared
    items = [f"{one.get('title', one['code'])}　{one['basis']}　{one.get('unit', '')}".strip() for one in told["items"]]
    left_out = [f"{one['object_id']}：{one['reason']}" for one in told.get("exclusions", ())]
    rates = [f"{name}：{rule.get('count', rule.get('rate'))}" for name, rule in told["strata"].items()]
    year = told.get("year_plan")
    return [
        (_("编号"), plan.line.number), *([(_("年度计划"), year_row(year))] if year else []),
        (_("检查事项"), "；".join(items)), (_("分层抽取"), "　".join(rates)),
        (_("公开随机值"), f"{told['beacon']['source']}　{told['beacon']['format']}"),
        (_("公开随机值产生的时间"), moment(plan.line.due_at)), (_("公开秘密数的截止时间"), moment(plan.line.reveal_by)),
        (_("不列入的对象"), "；".join(left_out) or "—"), (_("方案摘要"), plan.plan_digest or "—"),
    ]  # fmt: skip


def _steps(plan: inspections.CeremonyPage) -> list[dict[str, Any]]:
    return [
        {
            "at": one.at, "title": STEPS[one.kind], "party": one.party, "note": one.note,
            "value": _reason(one.value) if one.kind == "void" else one.value,
        }
        for one in plan.steps
    ]  # fmt: skip


def _odds(plan: inspections.CeremonyPage) -> list[dict[str, Any]]:
    rows = inspections.plan_odds(plan)
    return [{"stratum": o.stratum, "weight": o.weight, "objects": o.objects, "chance": f"{o.chance:.2%}"} for o in rows]


def _files(plan: inspections.CeremonyPage) -> list[dict[str, Any]]:
    view = "web:draft_list" if plan.line.state in ("draft", "approved") else "inspections:frozen"
    return [
        {"name": name, "size": size, "digest": digest, "href": reverse(view, args=[plan.line.number, name])}
        for name, size, digest in plan.files
    ]
