"""What one officer may do to one matter now: each verb with its words, its form, and the action it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.forms import Field, Form
from django.urls import reverse
from django.utils.translation import gettext as _

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework import forms
from huizhi.apps.casework.cards import ClockCard, MatterCard
from huizhi.apps.casework.kinds import Kind
from huizhi.apps.casework.lifecycle import HEAD, INTAKE, SUPERIOR, WORKER, Move
from huizhi.apps.casework.models import PAUSED
from huizhi.apps.casework.presenting import chosen
from huizhi.apps.casework.titles import COMMON, FIELD_WORDS
from huizhi.apps.people.facade import may, officers_of, unit_cards
from huizhi.law.parameters import parameters
from huizhi.law.units import said
from huizhi.law.values import APPROVERS, SETTLED, STOPS


@dataclass(frozen=True)
class Deed:
    """One verb on offer, done at `page`: `form(data, files, initial)` asks, `run(given, by=, …)` does it."""

    verb: str
    title: str
    icon: str
    page: str
    consequence: str
    declared: bool
    form: Callable[..., Form]
    run: Callable[..., object]


@dataclass(frozen=True)
class Offer:
    """The matter and viewer a list of deeds is made for."""

    card: MatterCard
    kind: Kind
    clocks: tuple[ClockCard, ...]
    viewer: object
    at: datetime
    sight: casework.Sight | None = None


def deeds_for(offer: Offer) -> list[Deed]:
    """Every verb the viewer may use on the matter now: the kind's own first, then the common ones.

    A kind that brings actions of its own offers those alone: its other moves are steps inside them. A move that only
    meets clocks comes last once none of them is open: it may be done again, but it is not what the matter waits for.
    """
    number, viewer, at, own = offer.card.number, offer.viewer, offer.at, offer.kind.verbs
    moves = casework.moves_for(number, viewer=viewer, at=at, sight=offer.sight)
    waiting = {clock.name for clock in offer.clocks if clock.open}
    offered = [(verb, move) for verb, move in moves.items() if not own or verb in own]
    offered.sort(key=lambda each: not each[1].to and bool(each[1].meets) and not waiting & set(each[1].meets))
    return [*(_move_deed(offer, verb, move) for verb, move in offered), *_common(offer)]


def _address(offer: Offer, verb: str) -> str:
    own = offer.kind.pages.get(verb)
    return reverse(own, args=[offer.card.number]) if own else reverse("casework:act", args=[offer.card.number, verb])


def _move_deed(offer: Offer, verb: str, move: Move) -> Deed:
    number, form, action = offer.card.number, offer.kind.forms.get(verb), offer.kind.verbs.get(verb)

    def ask(data=None, files=None, initial=None) -> Form:
        if form is not None:
            more = {"number": number} if getattr(form, "of_a_matter", False) else {}
            return form(data, files, initial=initial, **more)
        needs = [(name, chosen(FIELD_WORDS.get(name, (name, name)))) for name in move.needs]
        return forms.VerbForm(data, initial=initial, made=forms.move_fields(needs, _reasons(offer, move.pauses)))

    def run(given: dict, **who: object) -> object:
        note = str(given.pop("note", "") or "")
        if action is not None:
            return action(number, note=note, fields=given, **who)
        return casework.move(number, verb, note=note, fields=_plain(given), **who)

    title, consequence = chosen((move.zh, move.en)), chosen((move.consequence_zh, move.consequence_en))
    return Deed(verb, title, "", _address(offer, verb), consequence, True, ask, run)


def _plain(given: Mapping[str, object]) -> dict[str, object]:
    """Values as the ledger seals them."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in given.items()}


def _common(offer: Offer) -> list[Deed]:
    """The verbs every kind shares, as far as they are open to this viewer."""
    who = casework.standing_of(offer.card.number, viewer=offer.viewer, at=offer.at, sight=offer.sight)
    card, viewer, closed = offer.card, offer.viewer, offer.card.closed_at is not None
    works, heads = WORKER in who, HEAD in who
    offered = next((each for each in casework.hand_overs_of(card.number) if each.accepted is None), None)
    receives = offered is not None and offered.receiver == viewer.unit_code
    receives = receives and (may(viewer, "assign_matters") or may(viewer, "file_matters"))
    orders = any(each.answered_at is None for each in casework.supervisions_of(card.number))
    running = [each for each in offer.clocks if each.open and each.state != PAUSED]
    open_now = {
        "accept_hand_over": receives,
        "refuse_hand_over": receives,
        "take": not card.assignee and card.holder == viewer.unit_code and may(viewer, "work_matters"),
        "assign": heads,
        "name_co_handlers": heads or works,
        "hand_over": offered is None and (works or heads or INTAKE in who),
        "return_to_intake": offered is None and card.holder != card.office and (works or heads),
        "pause": (works or heads) and bool(_pausable(offer, running)),
        "resume": (works or heads) and any(each.state == PAUSED for each in offer.clocks),
        "extend": may(viewer, "approve_extensions") and bool({HEAD, SUPERIOR} & who) and bool(_terms(offer, running)),
        "supervise": SUPERIOR in who and may(viewer, "supervise_matters"),
    }
    issued = any(each.state == "issued" for each in casework.documents_of(card.number))
    still_open = {
        "issue_document": offer.kind.issue is not None and (works or heads),
        "serve_document": issued and (works or heads),
        "answer_supervision": orders and (works or heads),
        "attach": works or heads or INTAKE in who,
        "comment": True,
    }
    names = [name for name, given in open_now.items() if given and not closed]
    names += [name for name, given in still_open.items() if given]
    return [_common_deed(offer, name) for name in names]


ICONS = {
    "accept_hand_over": "check", "refuse_hand_over": "x", "take": "user-check", "assign": "user-check",
    "name_co_handlers": "users", "hand_over": "arrow-forward-up", "return_to_intake": "arrow-back-up",
    "pause": "player-pause", "resume": "player-play", "extend": "clock", "supervise": "eye",
    "answer_supervision": "eye", "comment": "message-report", "attach": "paperclip", "serve_document": "file-text",
    "issue_document": "file-text",
}  # fmt: skip


def _common_deed(offer: Offer, verb: str) -> Deed:
    action = getattr(casework, verb)

    def run(given: dict, **who: object) -> object:
        if verb == "hand_over":
            given["for_competence"] = given.pop("ground") == "yes"
        if verb == "issue_document":
            return offer.kind.issue(offer.card.number, given.pop("template"), **given, **who)
        if verb == "attach":
            given["name"] = given["content"].name
        if verb == "extend":
            clock, key, approver = given.pop("term").split("|")
            given |= {"clock": clock, "key": key, "approver": approver, "days": given.get("days") or 0}
        return action(number=offer.card.number, **given, **who)

    title = chosen(COMMON[verb])
    return Deed(
        verb, title, ICONS[verb], _address(offer, verb), consequences().get(verb, ""), False,
        lambda data=None, files=None, initial=None: forms.VerbForm(
            data, files, initial=initial, made=_fields(offer, verb)
        ),
        run,
    )  # fmt: skip


def consequences() -> dict[str, str]:
    """What a common verb with legal effect brings about, restated before it is done."""
    return {
        "accept_hand_over": _("接收后由本单位承办，原承办人不再承办。因无处理权限移交的，受理时限自接收之日重新起算。"),
        "return_to_intake": _("退回后由登记单位重新分流，时限连续计算，不因退回中断。"),
        "extend": _("延长须在届满日前批准，记入办理过程，双方当事人可见。"),
        "issue_document": _("签发后编号存档，当事人可在查询页下载。写明姓名的按查看身份记入台账。"),
        "pause": _("中止期间不计入办理期限，事由、文书号记入办理过程。"),
    }


def _fields(offer: Offer, verb: str) -> dict[str, Field]:
    makers: dict[str, Callable[[], dict[str, Field]]] = {
        "assign": lambda: forms.assign_fields(_workers(offer)),
        "name_co_handlers": lambda: forms.co_handler_fields(_workers(offer)),
        "hand_over": lambda: forms.hand_over_fields(_other_units(offer)),
        "accept_hand_over": forms.note_field,
        "refuse_hand_over": lambda: forms.reason_fields(_("不接收的理由")),
        "return_to_intake": lambda: forms.reason_fields(_("退回理由")),
        "supervise": forms.supervise_fields,
        "answer_supervision": forms.answer_fields,
        "comment": lambda: forms.comment_fields(_works(offer)),
        "pause": lambda: forms.pause_fields(_named(offer, _pausable(offer, offer.clocks)), _reasons(offer)),
        "resume": lambda: forms.resume_fields(_named(offer, [c for c in offer.clocks if c.state == PAUSED])),
        "extend": lambda: forms.extend_fields(_terms(offer, offer.clocks), _settles(offer)),
        "take": dict,
        "attach": lambda: forms.attach_fields(_works(offer)),
        "issue_document": lambda: forms.issue_fields(
            [(name, chosen((each.zh, each.en))) for name, each in offer.kind.papers.items()]
        ),
        "serve_document": lambda: forms.serve_fields(
            _issued(offer), [(k, chosen(v)) for k, v in casework.METHODS.items()]
        ),
    }
    return makers[verb]()


def _issued(offer: Offer) -> list[tuple[str, str]]:
    found = [each for each in casework.documents_of(offer.card.number) if each.state == "issued"]
    return [(each.number, each.number) for each in found]


def _works(offer: Offer) -> bool:
    return WORKER in casework.standing_of(offer.card.number, viewer=offer.viewer, at=offer.at)


def _workers(offer: Offer) -> list[tuple[str, str]]:
    return [(each.username, each.name) for each in officers_of([offer.card.holder], "work_matters")]


def _other_units(offer: Offer) -> list[tuple[str, str]]:
    return [(each.code, chosen((each.zh, each.en))) for each in unit_cards().values() if each.code != offer.card.holder]


def _named(offer: Offer, clocks) -> list[tuple[str, str]]:
    rules = offer.kind.lifecycle.clocks
    return [(each.name, chosen((rules[each.name].zh, rules[each.name].en))) for each in clocks]


def _pausable(offer: Offer, clocks) -> list[ClockCard]:
    """Clocks that run, are not over, and have a reason to stand still."""
    stops = [each for each in clocks if each.open and each.state != PAUSED and not each.late(offer.at)]
    return [each for each in stops if (terms := casework.terms_of(each)) and terms.stops]


def _reasons(offer: Offer, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The reasons the law allows for these clocks (all of them, without names)."""
    allowed = [casework.terms_of(each) for each in offer.clocks if each.open and (not names or each.name in names)]
    return [(code, chosen(STOPS[code])) for code in dict.fromkeys(code for t in allowed if t for code in t.stops)]


def _terms(offer: Offer, clocks) -> list[tuple[str, str]]:
    """The extensions the law allows for the clocks that run, as clock|key|approver."""
    law, found = parameters(), []
    for clock in clocks:
        for term in (
            getattr(casework.terms_of(clock), "extensions", ()) if clock.open and not clock.late(offer.at) else ()
        ):
            more = law.find(term.key, casework.civil_day(clock.started_at)) if term.key in law else None
            length = (
                chosen((said(more.value, more.unit), said(more.value, more.unit, "en"))) if more else _("由决定确定")
            )
            words = f"{_named(offer, [clock])[0][1]}：{length}（{chosen(APPROVERS[term.approver])}）"
            found.append((f"{clock.name}|{term.key}|{term.approver}", words))
    return found


def _settles(offer: Offer) -> bool:
    return any(f"|{SETTLED}|" in value for value, _words in _terms(offer, offer.clocks))
