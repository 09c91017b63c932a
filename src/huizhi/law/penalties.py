"""Penalty procedure: which procedure, hearing, limitation, age, service, payment and surcharge."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from huizhi.law.clock_events import Suspension, suspended_days
from huizhi.law.clocks import Deadline, deadline
from huizhi.law.parameters import in_force, parameters
from huizhi.law.rewards import FEN
from huizhi.vocabulary.calendar import WorkCalendar

HEARING_KINDS = {"downgrade", "revoke_licence", "stop_business", "close", "restrict_practice", "other_heavy"}
"""Penalties that give a right to a hearing whatever the amount (APL art. 63)."""

_DAY = timedelta(days=1)


def simple_procedure(fine_fen: int, organisation: bool, on: date) -> bool:
    """True when a fine (0 for a warning) may be decided on the spot, facts and basis being clear."""
    key = "penalty.simple_organisation" if organisation else "penalty.simple_person"
    return fine_fen <= in_force(key, on).number * FEN


def cash_on_the_spot(fine_fen: int, organisation: bool, on: date, hard_later: bool = False) -> bool:
    """True when a simple-procedure fine may be collected in cash; `hard_later`: later collection is hard."""
    if hard_later:
        return simple_procedure(fine_fen, organisation, on)
    return fine_fen <= in_force("penalty.cash_small", on).number * FEN


def hearing_right(
    organisation: bool, on: date, fine_fen: int = 0, confiscated_fen: int = 0, kinds: Collection[str] = ()
) -> bool:
    """True when the party may ask for a hearing: by amount of fine or of confiscation, or by a kind (HEARING_KINDS)."""
    key = "penalty.hearing_organisation" if organisation else "penalty.hearing_person"
    least = in_force(key, on).number * FEN
    return max(fine_fen, confiscated_fen) >= least or bool(HEARING_KINDS.intersection(kinds))


def limitation_due(act_ended_on: date, calendar: WorkCalendar, grave: bool = False) -> Deadline:
    """The last day on which the act may still be found; `grave`: life, health or financial safety was harmed.

    The version is that of the Act in force now; acts that ended before it are judged by it as procedure.
    """
    key = "penalty.limitation_grave" if grave else "penalty.limitation"
    return deadline(key, act_ended_on, calendar, version_on=max(act_ended_on, parameters().first_day(key)))


def officers_suffice(officers: int, on: date) -> bool:
    """True when enough officers with a certificate handle a case."""
    return officers >= in_force("penalty.officers", on).number


def age_effect(age: int, on: date) -> str:
    """What the age of a natural person in full years does: "no_penalty", "lighter" or "none"."""
    if age < in_force("penalty.age_no_penalty", on).number:
        return "no_penalty"
    return "lighter" if age < in_force("penalty.age_lighter", on).number else "none"


def served_on(method: str, on: date, calendar: WorkCalendar) -> date:
    """The day a document counts as served.

    `on` is the day signed for ("direct", "post", "other_office"), left ("left"), reached the recipient's system
    ("electronic"), mailed back ("returned") or published ("public_notice"). ValueError for another method.
    """
    if method == "public_notice":
        return deadline("penalty.public_notice", on, calendar).due
    if method not in ("direct", "left", "electronic", "post", "other_office", "returned"):
        raise ValueError(f"unknown way of service: {method}")
    return on


def seizure_due(
    kind: str, imposed_on: date, calendar: WorkCalendar, suspensions: Sequence[Suspension] = ()
) -> Deadline:
    """The last day of a seizure of kind "general", "food" or "drug" without extension; it never rolls over."""
    keys = {"general": "penalty.seizure", "food": "penalty.seizure_food", "drug": "penalty.seizure_drug"}
    return deadline(keys[kind], imposed_on, calendar, suspensions=suspensions)


def surcharge_fen(
    fine_fen: int, received_on: date, paid_on: date, calendar: WorkCalendar, paused: Sequence[Suspension] = ()
) -> int:
    """The surcharge in fen on a fine paid late: a daily share from the day after the last day, at most the fine.

    Days in `paused` (review or suit pending) are not charged.
    """
    due = deadline("penalty.payment", received_on, calendar).rights_due
    still = suspended_days(paused)
    late = sum(due + n * _DAY not in still for n in range(1, (paid_on - due).days + 1))
    return min(fine_fen, fine_fen * late * in_force("penalty.surcharge", received_on).number // 100)


def gains_surcharge_fen(gains_fen: int, due_on: date, paid_on: date) -> int:
    """The surcharge in fen on illegal gains of a price case paid after their last day; it has no cap."""
    late = max(0, (paid_on - due_on).days)
    return gains_fen * late * in_force("penalty.gains_surcharge", due_on).number // 1000


def enforcement_window(ended_on: date, demanded_on: date, calendar: WorkCalendar) -> tuple[date, date]:
    """First and last day to ask the court to enforce: after the demand has gone unheeded, within months of the end.

    `ended_on` is the end of the periods for review and suit, `demanded_on` the service of the demand.
    """
    first = deadline("penalty.demand", demanded_on, calendar).due + _DAY
    return max(first, ended_on + _DAY), deadline("penalty.enforcement", ended_on, calendar).alarm_due


def review_comes_first(on_the_spot: bool = False, failure_to_act: bool = False, price_case: bool = False) -> bool:
    """True when a party must ask for administrative review before a suit; the decision has to say so."""
    return on_the_spot or failure_to_act or price_case
