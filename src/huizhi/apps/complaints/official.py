"""The papers of a complaint or report, set from what is known of it: for a look before issue, and for issue."""

from collections.abc import Mapping
from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Paper
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.looking import require_worker
from huizhi.apps.complaints.actions.mediating import MODES
from huizhi.apps.complaints.actions.reporting import owed
from huizhi.apps.complaints.models import CaseReferral, ComplaintDetail, ReportDetail, Reward
from huizhi.apps.complaints.topics import TOPICS
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.papers.facade import pages, render
from huizhi.apps.people.facade import unit_cards
from huizhi.law.complaints import GROUND_ARTICLES, GROUNDS, ROUTES, TERMINATIONS

BOTH = ("complainant", "respondent")
COMPLAINT_PAPERS = {
    "receipt": Paper("登记回执", "receipt", ("complainant",)),
    "acceptance_notice": Paper("受理通知书", "notice of acceptance", ("complainant",)),
    "refusal_notice": Paper("不予受理通知书", "notice of refusal", ("complainant",)),
    "mediation_notice": Paper("调解通知书", "call to mediation", BOTH),
    "agreement": Paper("调解书", "agreement", BOTH, names_person=True),
    "termination_notice": Paper("终止调解通知书", "notice that mediation ended", BOTH),
}
"""Template of this app -> what it is called and whom it is for."""
REPORT_PAPERS = {
    "report_notice": Paper("举报处理结果告知书", "notice on a report", ("reporter",)),
    "reward_notice": Paper("举报奖励领取通知书", "notice of a reward", ("reporter",)),
}
PAPERS = COMPLAINT_PAPERS | REPORT_PAPERS
ISSUING = "issue_document：制作写明姓名的文书"
"""The reason a look is logged with when a paper names the complainant in full."""


def paper(*, number: str, name: str, viewer, at: datetime, note: str = "") -> bytes:
    """A paper of a matter the viewer may read, as PDF; complainants by their mask. Refused when it does not fit yet."""
    return render(f"complaints:{name}", _fields(number, name, viewer, at, note), at)


def draft(number: str, name: str, *, viewer, at: datetime, note: str = "") -> list[bytes]:
    """The same as pictures of its pages, for a look before it is issued."""
    return pages(f"complaints:{name}", _fields(number, name, viewer, at, note))


def issue(
    number: str, name: str, *, by: Actor, at: datetime, version: int | None = None, note: str = "",
    document_number: str = "",
):  # fmt: skip
    """Issue a paper. One that names the complainant in full is for who works the matter, and is logged as a look."""
    fields = _fields(number, name, by, at, note)
    intake = _row(number).intake
    if PAPERS[name].names_person and intake.person_ref:
        require_worker(number, by, at)
        person = identities.look(ref=intake.person_ref, reason=ISSUING, by=by, at=at, fields=("name",))
        fields["complainant"] = person.name or fields["complainant"]
    return casework.issue_document(
        number=number, template=name, paper=f"complaints:{name}", fields=fields, document_number=document_number,
        by=by, at=at, version=version, about=intake.about if intake else "",
    )  # fmt: skip


def _fields(number: str, name: str, viewer, at: datetime, note: str) -> dict[str, object]:
    card = casework.matter(number, viewer=viewer, at=at)
    row = _row(number)
    known = COMPLAINT_PAPERS if isinstance(row, ComplaintDetail) else REPORT_PAPERS
    if name not in known:
        raise refusals.unknown_choice("文书", [each.zh for each in known.values()])
    unit = unit_cards()[card.office]
    on = casework.civil_day(at).isoformat()
    fields = {
        "office": unit.zh, "signer": unit.zh, "dated": on, "number": number, "matter": number, "note": note,
        "respondent": card.respondent_name, "topic": TOPICS.get(card.topic, TOPICS["other"])[0],
        "received_on": casework.civil_day(card.received_at).isoformat(), "routes": _numbered(zh for zh, _ in ROUTES),
    }  # fmt: skip
    own = _complaint(row, card) if isinstance(row, ComplaintDetail) else _report(row)
    if lacking := [each for each in _NEEDS.get(name, ()) if not own.get(each)]:
        raise refusals.not_now(f"还不能制作：缺少 {'、'.join(lacking)}", f"not yet: it lacks {', '.join(lacking)}")
    return fields | dict(own)


_NEEDS = {
    "acceptance_notice": ("accepted_on", "due_on"), "refusal_notice": ("grounds",), "mediation_notice": ("mode",),
    "agreement": ("terms",), "termination_notice": ("ground",), "report_notice": ("decision", "duty"),
    "reward_notice": ("amount", "claim_until"),
}  # fmt: skip


def _row(number: str) -> ComplaintDetail | ReportDetail:
    for rows in (ComplaintDetail, ReportDetail):
        if row := rows.objects.select_related("intake").filter(number=number).first():
            return row
    raise refusals.no_such_filing()


def _complaint(row: ComplaintDetail, card) -> Mapping[str, object]:
    intake = row.intake
    texts = identities.open_texts(ref for ref in (intake.claim_ref, row.terms_ref) if ref)
    due = [each.due_on for each in casework.clocks_of([row.number]).get(row.number, ()) if each.name == "mediation"]
    return {
        "complainant": identities.masks([intake.person_ref]).get(intake.person_ref, {}).get("name", "投诉人"),
        "accepted_on": row.accepted_on.isoformat() if row.accepted_on else "",
        "due_on": due[-1].isoformat() if due else "", "mode": MODES[row.mode][0] if row.mode else "",
        "grounds": _numbered(f"{GROUNDS[code][0]}（{GROUND_ARTICLES[code]}）" for code in row.refusal_grounds),
        "ground": TERMINATIONS[row.ground][0] if row.ground else "", "claim": texts.get(intake.claim_ref) or "",
        "terms": (texts.get(row.terms_ref) or "") if row.terms_ref else "",
    }  # fmt: skip


def _report(row: ReportDetail) -> Mapping[str, object]:
    reward = Reward.objects.filter(report_number=row.number).first()
    filed = CaseReferral.objects.filter(report_number=row.number).exists()
    return {
        "decision": ("立案" if filed else "不予立案") if row.decided_on else "",
        "duty": "；".join(f"{each.basis}" for each in owed(row.number)),
        "amount": f"{reward.amount_fen / 100:.2f}" if reward else "",
        "claim_until": reward.claim_until.isoformat() if reward else "",
    }  # fmt: skip


def _numbered(lines) -> list[str]:
    return [f"（{place}）{line}" for place, line in zip("一二三四五六七八", lines, strict=False)]
