"""The papers of a case: the prior notice, the decision, the decision on the spot."""

from datetime import datetime

from huizhi.apps.cases import refusals
from huizhi.apps.cases.acting import file_of
from huizhi.apps.cases.actions import hearing_open_to
from huizhi.apps.cases.models import CaseFile
from huizhi.apps.cases.words import penalty_words
from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Paper
from huizhi.apps.identities.facade import open_texts
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.papers.facade import pages
from huizhi.apps.people.facade import unit_cards
from huizhi.law.parameters import in_force
from huizhi.law.penalties import review_comes_first
from huizhi.law.units import said

PAPERS = {
    "prior_notice": Paper("行政处罚告知书", "notice before a penalty", ("respondent",)),
    "decision": Paper("行政处罚决定书", "penalty decision", ("respondent",)),
    "spot_decision": Paper("当场行政处罚决定书", "decision on the spot", ("respondent",)),
}


def draft(number: str, name: str, *, viewer, at: datetime, note: str = "") -> list[bytes]:
    """A paper as pictures of its pages, for a look before it is issued."""
    return pages(f"cases:{name}", _fields(number, name, viewer, at, note))


def issue(
    number: str, name: str, *, by: Actor, at: datetime, version: int | None = None, note: str = "",
    document_number: str = "",
):  # fmt: skip
    """Issue a paper; a decision goes under its own number."""
    named = document_number or (file_of(number).decision if name != "prior_notice" else "")
    return casework.issue_document(
        number=number, template=name, paper=f"cases:{name}", fields=_fields(number, name, by, at, note),
        document_number=named, by=by, at=at, version=version,
    )  # fmt: skip


def _fields(number: str, name: str, viewer, at: datetime, note: str) -> dict[str, object]:
    card = casework.matter(number, viewer=viewer, at=at)
    row, unit, on = file_of(number), unit_cards()[card.office], casework.civil_day(at)
    if not row.kinds or (name != "prior_notice" and row.decided_on is None):
        raise refusals.refused(
            "paper_not_yet",
            "还不能制作这份文书",
            "this paper cannot be made yet",
            "请先办理到相应环节。",
            "Take the case further.",
        )
    texts = open_texts([row.facts_ref, row.basis_ref])
    return {
        "office": unit.zh, "signer": unit.zh, "dated": (row.decided_on or on).isoformat(), "number": number,
        "matter": number, "note": note, "respondent": card.respondent_name, "code": card.respondent_entity_id,
        "topic": row.topic, "facts": texts.get(row.facts_ref) or "", "basis": texts.get(row.basis_ref) or "",
        "penalty": penalty_words(row.kinds, row.fine_fen, row.confiscated_fen),
        **_rights(row, on),
    }  # fmt: skip


def _rights(row: CaseFile, on) -> dict[str, object]:
    names = ("statement", "payment", "review_apply", "suit", "surcharge")
    periods = {name: in_force(f"penalty.{name}", on) for name in names}
    return {
        "hearing": hearing_open_to(row, on), "fined": row.fine_fen > 0,
        "review_first": review_comes_first(on_the_spot=row.procedure == "simple"),
        **{f"{name}_period": said(value.value, value.unit) for name, value in periods.items()},
    }  # fmt: skip
