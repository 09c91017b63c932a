"""Filings as they were made: who should handle them, what was said, and the same answer to the same key."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.codes import code_for, key_digest, matches
from huizhi.apps.complaints.competence import Place, Proposal, UnitArea, propose
from huizhi.apps.complaints.filing import Filed, Filing
from huizhi.apps.complaints.models import Intake
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import receipt
from huizhi.apps.people.facade import unit_cards
from huizhi.law.jurisdiction import PLACES
from huizhi.law.parameters import in_force
from huizhi.vocabulary.civil import CIVIL


def areas() -> tuple[UnitArea, ...]:
    """Every unit with the area it looks after."""
    return tuple(
        UnitArea(card.code, card.kind, Place(card.division, card.zone, card.station)) for card in unit_cards().values()
    )


def proposal_for(filing: Filing, kind: str, on: date) -> Proposal:
    """The unit proposed for one half of a filing, from where the business lies; none when that is not known."""
    here = Place(filing.division, filing.zone, filing.station)
    places = dict.fromkeys(PLACES, here) if filing.division else {}
    return propose(kind, filing.target, places, areas(), on, filing.reachable)


def said(intake: Intake, facts: str, claim: str, numbers: Mapping[str, str]) -> dict[str, object]:
    """What a receipt opens: everything that was filed but who filed it."""
    day = {
        name: value.isoformat()
        for name in ("bought_on", "known_on", "asked_return_on")
        if (value := getattr(intake, name))
    }
    count = {name: value for name in ("amount_fen", "quantity") if (value := getattr(intake, name)) is not None}
    return {
        "numbers": [numbers[kind] for kind in sorted(numbers)], "received_at": instant(intake.received_at),
        "channel": intake.channel, "topic": intake.topic, "respondent": intake.respondent_name,
        "address": intake.respondent_address, "facts": facts, "claim": claim, **day, **count,
    }  # fmt: skip


def instant(at: datetime) -> str:
    """An instant as text, to the second and in China's time: the same however the database kept it."""
    return at.astimezone(CIVIL).isoformat(timespec="seconds")


def numbers_of(intake: Intake) -> dict[str, str]:
    """Kind -> number of what the filing opened."""
    rows = {"complaint": getattr(intake, "complaint", None), "report": getattr(intake, "report", None)}
    return {kind: row.number for kind, row in rows.items() if row is not None}


def receipt_of(intake: Intake) -> dict[str, object]:
    """The receipt of a filing, made again from what is sealed; without the words once they are erased."""
    texts = identities.open_texts(ref for ref in (intake.facts_ref, intake.claim_ref, intake.salt_ref) if ref)
    if texts.get(intake.salt_ref) is None:
        return receipt(intake.seq)
    words = said(intake, texts.get(intake.facts_ref) or "", texts.get(intake.claim_ref) or "", numbers_of(intake))
    return receipt(intake.seq, words, bytes.fromhex(texts[intake.salt_ref]))


def filed_again(filing: Filing, at: datetime) -> Filed:
    """What the key was answered before. Refused when it was used for other words; no code once they are erased."""
    intake = Intake.objects.select_related("complaint", "report").get(key=key_digest(filing.key))
    found, numbers = receipt_of(intake), numbers_of(intake)
    opened = found["opened"]
    before = json.loads(opened["text"]) if isinstance(opened, dict) else {}
    same = {"facts": filing.facts, "claim": filing.claim, "respondent": filing.respondent_name}
    if before and any(before.get(name) != words for name, words in same.items()):
        raise refusals.refused(
            "key_used", "这次提交与先前用同一编号的提交内容不同", "this key was used for another filing",
            "请刷新页面后重新提交。", "Reload the page and submit again.",
        )  # fmt: skip
    code = code_for("tracking", filing.key)
    minutes = in_force("filing.undo", casework.civil_day(intake.filed_at)).number
    return Filed(
        intake.about, numbers.get("complaint", ""), numbers.get("report", ""),
        code if before and matches(code, intake.tracking_hash) else "", found, intake.received_at,
        intake.filed_at + timedelta(minutes=minutes), again=True,
    )  # fmt: skip
