"""What the reader and a matter's page show."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.deeds import Offer, deeds_for
from huizhi.apps.casework.faces import face
from huizhi.apps.casework.presenting import Said, channel_words, face_of, lifecycle_of, lines_of, steps_of
from huizhi.apps.people.facade import UnitCard, officer_cards
from huizhi.ui.lines import Entry, trail


def office_trail(*steps: tuple[str, str]) -> list[Entry]:
    """The way from the inbox to a page."""
    return trail((gettext("办件"), reverse("casework:inbox")), *steps)


def reading(number: str, sight: casework.Sight, at: datetime, back: str = "") -> dict[str, object]:
    """Everything of one matter that both show; Refused where the viewer may not read it."""
    viewer = sight.viewer
    card = casework.matter(number, viewer=viewer, at=at, sight=sight)
    kind, lifecycle = casework.kind_of(card.kind, card.lifecycle_version), lifecycle_of(card)
    clocks = casework.clocks_of([number]).get(number, ())
    entries = casework.timeline(number)
    deeds = deeds_for(Offer(card, kind, clocks, viewer, at, sight))
    state = lifecycle.states[card.state]
    return {
        "card": card,
        "kind": Said(lifecycle.zh, lifecycle.en),
        "respondent": Said(*lifecycle.respondent),
        "state": Said(state.zh, state.en),
        "face": face_of(card, [each for each in clocks if each.open], at),
        "steps": steps_of(card, entries),
        "moves": [deed for deed in deeds if deed.declared],
        "common": [deed for deed in deeds if not deed.declared],
        "channel": channel_words(card),
        "part": kind.template,
        "entries": entries,
        "back": back,
        **_people(card, sight.units),
        **(kind.panels(number, viewer, at) if kind.panels else {}),
    }


def _people(card: casework.MatterCard, units: dict[str, UnitCard]) -> dict[str, object]:
    helpers = casework.co_handlers(card.number)
    officers = officer_cards({card.assignee, *helpers} - {""})
    return {
        "holder": Said(units[card.holder].zh, units[card.holder].en),
        "office": Said(units[card.office].zh, units[card.office].en),
        "assignee": officers[card.assignee].name if card.assignee in officers else "",
        "helpers": "、".join(officers[each].name for each in helpers if each in officers),
    }


def whole(number: str, viewer, at: datetime) -> dict[str, object]:
    """A matter's page: the reader's part, and clocks with their basis, timeline, hand-overs, orders."""
    sight = casework.sight_of(viewer, at)
    context = reading(number, sight, at)
    card, units = context["card"], sight.units
    rules, kind = lifecycle_of(card).clocks, casework.kind_of(card.kind, card.lifecycle_version)
    calendar = casework.office_calendar()
    bases = casework.bases_of(number, dict(rules), calendar)
    return {
        **context,
        "clocks": [{"face": face(each.clock, each.rule, at, calendar), "basis": each} for each in bases],
        "timeline": lines_of(context["entries"], card, kind.texts(number, viewer, at) if kind.texts else {}),
        "offers": [
            {"offer": each, "giver": _unit(units, each.giver), "receiver": _unit(units, each.receiver)}
            for each in casework.hand_overs_of(number)
        ],
        "beside": casework.beside(number, viewer, at),
        "documents": casework.papers_of(number, viewer=viewer, at=at),
        "attachments": casework.attachments_of(number, viewer=viewer, at=at),
        "orders": [{"order": each, "unit": _unit(units, each.unit)} for each in casework.supervisions_of(number)],
    }  # fmt: skip


def _unit(units, code: str) -> Said:
    return Said(units[code].zh, units[code].en)
