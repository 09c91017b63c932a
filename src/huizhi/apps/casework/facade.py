"""What other rooms may ask of casework."""

from huizhi.apps.casework.actions import Opening, move, open_matter
from huizhi.apps.casework.cards import ClockCard, EntryCard, HandOverCard, MatterCard, SupervisionCard
from huizhi.apps.casework.handing import (
    accept_hand_over,
    answer_supervision,
    hand_over,
    refuse_hand_over,
    return_to_intake,
    supervise,
)
from huizhi.apps.casework.kinds import Kind, declare, kind_of, kinds, versions
from huizhi.apps.casework.lifecycle import (
    HEAD,
    INTAKE,
    PARTIES,
    PARTY,
    PUBLIC,
    STAFF,
    SUPERIOR,
    SYSTEM,
    WORKER,
    ClockRule,
    Lifecycle,
    Move,
    State,
    Who,
)
from huizhi.apps.casework.numbers import hold_series, next_number
from huizhi.apps.casework.office_calendar import office_calendar
from huizhi.apps.casework.patience import patiently
from huizhi.apps.casework.queries import (
    clocks_of,
    hand_overs_of,
    matter,
    matter_unguarded,
    moves_for,
    sees,
    standing_of,
    supervisions_of,
    timeline,
)
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.retiming import open_matters_for_law, retime
from huizhi.apps.casework.standing import Party, works_any
from huizhi.apps.casework.titles import title_of
from huizhi.apps.casework.verbs import (
    BulkResult,
    assign,
    bulk,
    comment,
    extend,
    name_co_handlers,
    pause,
    resume,
    take,
)

__all__ = [
    "HEAD", "INTAKE", "PARTIES", "PARTY", "PUBLIC", "STAFF", "SUPERIOR", "SYSTEM", "WORKER",
    "BulkResult", "ClockCard", "ClockRule", "EntryCard", "HandOverCard", "Kind", "Lifecycle", "MatterCard", "Move",
    "Opening", "Party", "State", "SupervisionCard", "Who",
    "accept_hand_over", "answer_supervision", "assign", "bulk", "civil_day", "clocks_of", "comment", "declare",
    "extend", "hand_over", "hand_overs_of", "hold_series", "kind_of", "kinds", "matter", "matter_unguarded", "move",
    "moves_for", "name_co_handlers", "next_number", "office_calendar", "open_matter", "open_matters_for_law",
    "patiently", "pause", "refuse_hand_over", "resume", "retime", "return_to_intake", "sees", "standing_of",
    "supervise", "supervisions_of", "take", "timeline", "title_of", "versions", "works_any",
]  # fmt: skip
