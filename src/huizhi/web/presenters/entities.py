"""One enterprise, one file: the class explained, permits, equipment, complaints, timeline, flags."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.registers.facade import (
    ClassCard,
    DeviceLine,
    EntityFile,
    EntityHead,
    EventPage,
    MatterLine,
    PermitLine,
    ReasonLine,
)
from huizhi.ui.marks import grade_words
from huizhi.vocabulary.credit_code import CreditCode
from huizhi.web import charts, labels
from huizhi.web.event_labels import EVENT_GROUPS
from huizhi.web.presenters.drilldown import evidence_href
from huizhi.web.scorecards import Card

DEVICE_LOOKS = {"idle": "none", "unknown": "na", "overdue": "bad", "due": "near", "in_time": "ok"}
MATTER_LOOKS = {"closed": "ok", "closed_late": "near", "overdue": "bad", "open": "na"}


def appealed(under: Mapping[tuple[str, str, str, date], str]) -> list[dict[str, object]]:
    """Each record under appeal, marked while the matter is open."""
    return [
        {
            "title": _("异议或者修复办理中"),
            "words": f"{on}　{labels.coded(kind, 'event')}　{record}　{number}",
        }
        for (_source, record, kind, on), number in sorted(under.items(), key=lambda pair: pair[1])
    ]


def flags(head: EntityHead) -> list[dict[str, object]]:
    """What is odd about the record, said plainly; the record itself stays as the source gave it."""
    found = []
    if head.credit_code and head.credit_code_ok is False:
        problems = [str(labels.CODE_PROBLEMS.get(p, p)) for p in CreditCode(head.credit_code).problems]
        words = _("%(why)s。代码按来源原样保留，请核对登记信息。") % {"why": "、".join(problems) or _("校验未通过")}
        found.append({"title": _("统一社会信用代码有误"), "words": words})
    if not head.credit_code:
        found.append(
            {
                "title": _("没有统一社会信用代码"),
                "words": _("以注册号%(no)s建档。") % {"no": head.registration_no or "—"},
            }
        )
    if head.status in ("cancelled", "revoked", "moved_out"):
        words = _("%(status)s，%(day)s起。") % {
            "status": labels.coded(head.status, "status"),
            "day": head.status_on or "—",
        }
        found.append({"title": _("主体不在营"), "words": words})
    return found


def grade(card: ClassCard, classes: Sequence[str]) -> dict[str, object]:
    """Class, words and the previous release's, for the head band; `classes` are all the scorecard has."""
    words = _("%(grade)s 类　%(risk)s") % {"grade": card.grade, "risk": grade_words(classes)[card.grade]}
    history = _("%(score)s分") % {"score": card.score}
    if card.previous_grade:
        before = {"score": card.score, "grade": card.previous_grade, "was": card.previous_score}
        history = _("%(score)s分　上期%(grade)s类（%(was)s分）") % before
    return {"grade": card.grade, "words": words, "history": history}


def why(card: ClassCard, entity_id: str, words: Card, as_of: date) -> dict[str, object]:
    """The reasons and their sum, the scale, and what would change the class."""
    largest = max((abs(r.points) for r in card.reasons), default=1)
    total = sum(reason.points for reason in card.reasons)
    forced = words.indicator(card.forced_by) if card.forced_by else ""
    return {
        "title": _("为什么是 %(grade)s 类") % {"grade": card.grade},
        "scorecard": card.scorecard,
        "scale": charts.score_scale(card.score, words.bands, words.top, card.previous_score, _("上期")),
        "forced": forced
        and _("命中“%(indicator)s”，直接定为%(grade)s类。") % {"indicator": forced, "grade": card.grade},
        "rows": [_reason(reason, entity_id, words, largest) for reason in card.reasons],
        "total": total,
        "total_words": _total_words(total, card, words),
        "next_lapse": _next_lapse(card, words, as_of),
        "distance": _distance(card, words),
        "peers_title": _peers_title(card),
        "peers": _peers(card),
    }


def _reason(reason: ReasonLine, entity_id: str, words: Card, largest: int) -> dict[str, object]:
    """One row: points, bar, cause, evidence link, dates."""
    proof = reason.evidence
    linked = proof.source and proof.source_id
    return {
        "points": reason.points,
        "bar": charts.reason_bar(reason.points, largest),
        "cause": words.indicator(reason.indicator),
        "detail": labels.detail(reason.kind, reason.detail),
        "evidence": f"{labels.coded(proof.source, 'source')} {proof.source_id}"
        if linked
        else words.dimension(reason.dimension),
        "href": evidence_href(proof.source, proof.source_id, entity=entity_id) if linked else "",
        "occurred_on": reason.occurred_on,
        "lapses_on": reason.lapses_on,
    }


def _total_words(total: int, card: ClassCard, words: Card) -> str:
    """The sum against the score and the band."""
    if total != card.score:
        return _("原因合计与得分%(score)s不一致，请联系数据管理员。") % {"score": card.score}
    low = words.floor(card.grade)
    return (
        _("等于得分；%(low)s分及以上为%(grade)s类") % {"low": low, "grade": card.grade}
        if low is not None
        else _("等于得分")
    )


def _next_lapse(card: ClassCard, words: Card, as_of: date) -> str:
    """The reason with points that lapses first, and the score it leaves."""
    coming = [r for r in card.reasons if r.lapses_on and r.lapses_on > as_of and r.points > 0]
    if not coming:
        return _("没有即将失效的原因")
    first = min(coming, key=lambda r: (r.lapses_on, r.position))
    left = card.score - first.points
    told = {"day": first.lapses_on, "name": words.indicator(first.indicator), "points": first.points, "left": left}
    return _("%(day)s　%(name)s −%(points)s → %(left)s分") % told


def _distance(card: ClassCard, words: Card) -> str:
    """Points to the neighbouring classes."""
    parts = []
    below, above = words.neighbours(card.grade)
    if below:
        need = card.score - words.floor(card.grade) + 1
        parts.append(_("降%(points)s分为%(grade)s类") % {"points": need, "grade": below})
    if above:
        parts.append(_("再增%(points)s分为%(grade)s类") % {"points": words.floor(above) - card.score, "grade": above})
    return _("；").join(parts) if parts and not card.forced_by else _("一票定级，不按分数") if card.forced_by else "—"


def _peers(card: ClassCard) -> str:
    """Rank in the trade."""
    if card.peers is None:
        return _("行业未知，无法比较")
    return _("%(total)s家中风险第%(rank)s位") % {"total": f"{card.peers.total:,}", "rank": f"{card.peers.rank:,}"}


def _peers_title(card: ClassCard) -> str:
    """Which trade the rank is in."""
    if card.peers is None:
        return _("同行位置")
    return _("同行位置（%(industry)s）") % {"industry": labels.industry(card.peers.industry)}


def tabs(file: EntityFile) -> list[dict[str, object]]:
    """Parts of the file with their numbers."""
    reasons = [{"anchor": "why", "title": _("分类依据"), "count": file.graded.reason_count}] if file.graded else []
    return [
        *reasons,
        {"anchor": "permits", "title": _("许可"), "count": file.counts["permits"]},
        {"anchor": "devices", "title": _("设备"), "count": file.counts["devices"]},
        {"anchor": "matters", "title": _("投诉举报"), "count": file.counts["matters"]},
        {"anchor": "timeline", "title": _("时间线"), "count": file.counts["events"]},
    ]


def permit(line: PermitLine, entity_id: str, as_of: date) -> dict[str, object]:
    """One permit with its state at the end of the day."""
    state = line.state(as_of)
    look = {"valid": "ok", "expiring": "near", "expired": "bad", "void": "none"}[state]
    days = (line.valid_until - as_of).days if line.valid_until else 0
    words = {
        "valid": _("有效"),
        "expiring": ngettext("%(n)s天后到期", "%(n)s天后到期", days) % {"n": days},
        "expired": _("已过期"),
        "void": labels.coded(line.status, "status"),
    }[state]
    return {
        "kind": labels.coded(line.licence_kind, "licence_kind"),
        "number": line.licence_no,
        "scope": line.scope or line.premises,
        "valid_until": line.valid_until,
        "state": look,
        "words": words,
        "authority": line.authority,
        "href": evidence_href(line.evidence.source, line.evidence.source_id, entity=entity_id),
    }


def device(line: DeviceLine, entity_id: str, as_of: date) -> dict[str, object]:
    """One device with its inspection state at the end of the day."""
    state = line.state(as_of)
    days = (line.next_inspection_on - as_of).days if line.next_inspection_on else 0
    words = {
        "idle": labels.coded(line.status, "status"),
        "unknown": _("无检验日期"),
        "in_time": _("在检验有效期内"),
        "overdue": ngettext("超期%(n)s天", "超期%(n)s天", -days) % {"n": -days},
        "due": ngettext("%(n)s天内应检", "%(n)s天内应检", days) % {"n": days},
    }[state]
    return {
        "kind": labels.coded(line.device_kind, "device_kind"),
        "number": line.device_no,
        "location": line.location,
        "next_inspection_on": line.next_inspection_on,
        "maintainer": line.maintainer,
        "state": DEVICE_LOOKS[state],
        "words": words,
        "href": evidence_href(line.evidence.source, line.evidence.source_id, entity=entity_id),
    }


def matter(line: MatterLine, entity_id: str, as_of: date) -> dict[str, object]:
    """One complaint or report with its state at the end of the day."""
    state = line.state(as_of)
    words = {
        "closed": labels.coded(line.outcome, "outcome") if line.outcome else _("已办结"),
        "closed_late": _("逾期办结"),
        "overdue": _("超期未办结"),
        "open": _("办理中，%(day)s到期") % {"day": line.due_on} if line.due_on else _("办理中"),
    }[state]
    return {
        "number": line.matter_no,
        "kind": labels.coded(line.kind, "matter"),
        "content": line.content or labels.coded(line.category, "category"),
        "channel": labels.coded(line.channel, "channel"),
        "received_at": line.received_at,
        "state": MATTER_LOOKS[state],
        "words": words,
        "href": evidence_href(line.evidence.source, line.evidence.source_id, entity=entity_id),
    }


def timeline(page: EventPage, entity_id: str, group: str, total: int, *, base: str) -> dict[str, object]:
    """Events with links, the filter chips, and where the older ones are."""

    def address(**asked: str) -> str:
        kept = {name: value for name, value in asked.items() if value}
        return base + (f"?{urlencode(kept)}" if kept else "")

    chips = [{"title": _("全部"), "href": address(), "current": not group}]
    chips += [
        {"title": title, "href": address(kind=key), "current": key == group}
        for key, (title, _kinds) in EVENT_GROUPS.items()
    ]
    return {
        "events": [_event(event, entity_id) for event in page.events],
        "chips": chips,
        "total": total if not group else len(page.events),
        "older": address(kind=group, after=page.next_after) if page.next_after else "",
    }


def _event(event: object, entity_id: str) -> Mapping[str, object]:
    """One event as a line; its own words, or where it comes from when it has none."""
    proof = event.evidence
    return {
        "kind": event.kind,
        "occurred_on": event.occurred_on,
        "amount_fen": event.amount_fen,
        "words": labels.detail(event.kind, event.detail) or f"{labels.coded(proof.source, 'source')} {proof.source_id}",
        "href": evidence_href(proof.source, proof.source_id, entity=entity_id),
    }


def entity_href(entity_id: str) -> str:
    """The file of an entity."""
    return reverse("web:entity", args=[entity_id])
