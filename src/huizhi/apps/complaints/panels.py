"""What a complaint, report or clue shows in the reader and on its page: words, hints, suggestion, room, duties."""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints.actions.mediating import BOOKS, MODES
from huizhi.apps.complaints.actions.reporting import owed
from huizhi.apps.complaints.models import ComplaintDetail, Message, ReportDetail, Reward
from huizhi.apps.complaints.queries.hints import Hints, hints_for
from huizhi.apps.complaints.queries.persons import identity_of
from huizhi.apps.complaints.queries.suggesting import suggest
from huizhi.apps.complaints.topics import DESKS, GOODS, TOPICS
from huizhi.apps.identities import facade as identities
from huizhi.law.complaints import GROUNDS, TERMINATIONS
from huizhi.ui.lines import in_words

TEMPLATE = "complaints/_matter.html"
ROLES = {
    "complainant": ("投诉人", "complainant"),
    "respondent": ("被投诉人", "respondent"),
    "mediator": ("调解员", "mediator"),
}
HEADS = {
    "topic": (TOPICS, gettext_lazy("问题类别")),
    "goods": (GOODS, gettext_lazy("商品或者服务")),
    "desk": (DESKS, gettext_lazy("处理部门")),
}


def panels(number: str, viewer, at: datetime) -> Mapping[str, object]:
    """The app's part of a matter the viewer may read (casework has asked).

    What citizens wrote, who may name anybody in it, opens for who works the matter and for the head who assigns it.
    """
    reads = _reads(number, viewer, at)
    row = ComplaintDetail.objects.select_related("intake").filter(number=number).first()
    if row is not None:
        room = _room(row) if reads else {}
        return _filed(row, at, complaint=True, reads=reads) | room | _identity(number, viewer, at)
    report = ReportDetail.objects.select_related("intake").filter(number=number).first()
    if report is None:
        return {}
    own = _filed(report, at, complaint=False, reads=reads) | _identity(number, viewer, at) if report.intake else {}
    return own | _report(report)


def texts(number: str, viewer, at: datetime) -> Mapping[str, str | None]:
    """What parties wrote on the timeline, by reference; nothing for who may not read it."""
    if not _reads(number, viewer, at):
        return {}
    return identities.open_texts(entry.sealed for entry in casework.timeline(number) if entry.sealed)


def _reads(number: str, viewer, at: datetime) -> bool:
    """Whether the viewer works the matter or assigns it."""
    return bool({casework.WORKER, casework.HEAD} & casework.standing_of(number, viewer=viewer, at=at))


def _filed(row, at: datetime, complaint: bool, reads: bool) -> dict[str, object]:
    intake = row.intake
    texts = identities.open_texts(ref for ref in (intake.facts_ref, intake.claim_ref) if ref) if reads else {}
    facts = texts.get(intake.facts_ref) or ""
    found: Hints | None = hints_for(row.number, at)
    return {
        "facts": facts, "claim": texts.get(intake.claim_ref) or "", "kept_back": not reads,
        "person": _person(intake, complaint),
        "details": _details(intake, row), "guesses": guesses_of(facts) if facts else [], "hints": found,
        "flags": flag_lines(found) if found else [], "promise": promise_words(found) if found else "",
    }  # fmt: skip


def _identity(number: str, viewer, at: datetime) -> dict[str, object]:
    """Where the person may be opened, or who may open it."""
    known = identity_of(number, viewer=viewer, at=at)
    return {"identity": known, "number": number, "who_may": "、".join(known.who_may)}


def _person(intake, complaint: bool) -> str:
    """The mask of a complainant; of a reporter only that there is one."""
    if not complaint:
        return _("匿名举报") if intake.anonymous else _("举报人（保密）")
    masks = identities.masks([intake.person_ref]).get(intake.person_ref, {})
    return " ".join(masks[field] for field in ("name", "phone") if masks.get(field))


def _details(intake, row) -> list[tuple[str, str]]:
    made = [
        (_("商品或者服务"), in_words(*GOODS[intake.goods]) if intake.goods in GOODS else ""),
        (_("涉及金额"), f"{intake.amount_fen / 100:,.2f} {_('元')}" if intake.amount_fen is not None else ""),
        (_("购买日期"), intake.bought_on.isoformat() if intake.bought_on else ""),
        (_("经营地址"), intake.respondent_address),
    ]
    if isinstance(row, ComplaintDetail):
        made += [
            (_("调解方式"), in_words(*MODES[row.mode]) if row.mode else ""),
            (_("不予受理事由"), "；".join(in_words(*GROUNDS[code]) for code in row.refusal_grounds)),
            (_("终止事由"), in_words(*TERMINATIONS[row.ground]) if row.ground else ""),
            (_("调解书"), in_words(*BOOKS[row.book]) if row.book else ""),
            (_("违法线索"), row.clue_number),
        ]
    return [(label, value) for label, value in made if value]


def _room(row: ComplaintDetail) -> dict[str, object]:
    said = list(Message.objects.filter(complaint=row))
    texts = identities.open_texts([each.text_ref for each in said] + ([row.terms_ref] if row.terms_ref else []))
    agreed = "、".join(in_words(*ROLES[role]) for role in row.agreed_by)
    return {
        "messages_said": [
            SimpleNamespace(
                who=each.officer_name or in_words(*ROLES[each.role]), at=each.at, text=texts.get(each.text_ref) or ""
            )
            for each in said
        ],
        "terms": (texts.get(row.terms_ref) or "") if row.terms_ref else "",
        "agreed": _("已同意：%(who)s") % {"who": agreed} if agreed else _("双方尚未同意"),
    }


def _report(row: ReportDetail) -> dict[str, object]:
    reward = Reward.objects.filter(report_number=row.number).first()
    details = []
    if row.clue_of:
        details.append((_("调解投诉"), row.clue_of))
    if row.repeat_of:
        details.append((_("重复于"), row.repeat_of))
    if reward:
        details.append((_("奖金"), f"{reward.amount_fen / 100:,.2f} {_('元')}"))
    duties = [] if row.told_on else [f"{in_words(duty.zh, duty.en)}　{duty.basis}" for duty in owed(row.number)]
    return {"duties": duties, **({"details": details} if row.intake is None else {})}


SURE = 100
"""A router is never as sure as rounding makes it look."""


def guesses_of(text: str) -> list[SimpleNamespace]:
    """The router's suggestions as a page shows them."""
    found = suggest(text)
    return [
        SimpleNamespace(
            head=head, label=label, code=found[head].code, abstains=found[head].abstains,
            percent=f"{found[head].percent}%" if found[head].percent < SURE else f"> {SURE - 1}%",
            words=in_words(*words.get(found[head].code, (found[head].code, found[head].code))),
            because="、".join(word for word, _weight in found[head].words[:4]),
        )
        for head, (words, label) in HEADS.items()
        if head in found
    ]  # fmt: skip


def flag_lines(found: Hints) -> list[SimpleNamespace]:
    """The factors of art. 17 that speak up, in the language of the page."""
    return [
        SimpleNamespace(
            words=in_words(flag.zh, flag.en), count=flag.count, article=flag.article,
            bound=flag.bound.number if flag.bound else None,
        )
        for flag in found.flags
    ]  # fmt: skip


def promise_words(found: Hints) -> str:
    """A shop's promise and whether it was kept."""
    if found.promise is None:
        return ""
    return _("承诺 %(term)s 日：%(answer)s") % {
        "term": found.promise.term, "answer": in_words(*found.promise.words),
    }  # fmt: skip
