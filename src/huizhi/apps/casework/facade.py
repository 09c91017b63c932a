"""What other rooms may ask of casework."""

from huizhi.apps.casework.actions import Opening, move, open_matter
from huizhi.apps.casework.basis import ClockBasis, bases_of, terms_of
from huizhi.apps.casework.cards import (
    AttachmentCard,
    ClockCard,
    DocumentCard,
    EntryCard,
    HandOverCard,
    MatterCard,
    SupervisionCard,
)
from huizhi.apps.casework.documents import attach, issue_document, serve_document
from huizhi.apps.casework.files import (
    PaperCard,
    attachments_for,
    attachments_of,
    draft_of,
    file_for,
    file_of,
    papers_declared,
    papers_for,
    papers_of,
    pictures_of,
)
from huizhi.apps.casework.handing import (
    accept_hand_over,
    answer_supervision,
    hand_over,
    refuse_hand_over,
    return_to_intake,
    supervise,
)
from huizhi.apps.casework.inbox import CAP, Asked, InboxLine, InboxPage, counts, inbox, neighbours
from huizhi.apps.casework.kinds import Kind, Paper, ToldOnce, beside, declare, kind_of, kinds, stand_beside, versions
from huizhi.apps.casework.lifecycle import (
    HEAD,
    INTAKE,
    PARTIES,
    PARTY,
    PUBLIC,
    REVIEWER,
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
from huizhi.apps.casework.presenting import Row, rows_of
from huizhi.apps.casework.queries import (
    cards_of,
    clocks_of,
    closed,
    co_handlers,
    documents_of,
    hand_overs_of,
    hold,
    last_shared,
    matter,
    matter_unguarded,
    moves_for,
    seen,
    sees,
    standing_of,
    stops_of,
    supervisions_of,
    timeline,
)
from huizhi.apps.casework.reckoning import civil_day, until
from huizhi.apps.casework.retention import Erased, erase_due
from huizhi.apps.casework.retiming import open_matters_for_law, retime
from huizhi.apps.casework.saved import drop_filter, save_filter, saved_filters
from huizhi.apps.casework.scope import Sight, keep_back, sight_of
from huizhi.apps.casework.standing import Party, works_any
from huizhi.apps.casework.team import Load, UnitLoad, supervisions, team
from huizhi.apps.casework.titles import METHODS, show_words, title_of
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
    "CAP", "HEAD", "INTAKE", "METHODS", "PARTIES", "PARTY", "PUBLIC", "REVIEWER", "STAFF", "SUPERIOR", "SYSTEM",
    "WORKER", "Asked", "AttachmentCard", "BulkResult", "ClockBasis", "ClockCard", "ClockRule", "DocumentCard",
    "EntryCard", "Erased", "HandOverCard", "InboxLine", "InboxPage", "Kind", "Lifecycle", "Load", "MatterCard",
    "Move", "Opening", "Paper", "PaperCard", "Party", "Row", "Sight", "State", "SupervisionCard", "ToldOnce",
    "UnitLoad", "Who", "accept_hand_over", "answer_supervision", "assign", "attach", "attachments_for",
    "attachments_of", "bases_of", "beside", "bulk", "cards_of", "civil_day", "clocks_of", "closed", "co_handlers",
    "comment",
    "counts", "declare", "documents_of", "draft_of", "drop_filter", "erase_due", "extend", "file_for", "file_of",
    "hand_over", "hand_overs_of", "hold", "hold_series", "inbox", "issue_document", "keep_back", "kind_of", "kinds",
    "last_shared", "matter", "matter_unguarded", "move", "moves_for", "name_co_handlers", "neighbours", "next_number",
    "office_calendar", "open_matter", "open_matters_for_law", "papers_declared", "papers_for", "papers_of",
    "patiently", "pause", "pictures_of", "refuse_hand_over", "resume", "retime", "return_to_intake", "rows_of",
    "save_filter", "saved_filters", "seen", "sees", "serve_document", "show_words", "sight_of", "stand_beside",
    "standing_of", "stops_of", "supervise", "supervisions", "supervisions_of", "take", "team", "terms_of", "timeline",
    "title_of", "until", "versions", "works_any",
]  # fmt: skip
