"""What other rooms may ask of complaints and reports."""

from huizhi.apps.complaints.actions.accepting import accept, answer, dispute_jurisdiction, refuse, settle_jurisdiction
from huizhi.apps.complaints.actions.filing import file_intake, undo_until
from huizhi.apps.complaints.actions.importing import (
    Imported,
    import_export,
    refused_files,
    refused_rows,
    replay,
    try_export,
)
from huizhi.apps.complaints.actions.looking import look_at_person
from huizhi.apps.complaints.actions.mediating import (
    BOOKS,
    MODES,
    agree,
    invite,
    keep_closed,
    propose_terms,
    reopen,
    resume,
    stay,
    tell_both,
    terminate,
)
from huizhi.apps.complaints.actions.parties import (
    ask_reopen,
    ask_reopen_for,
    mediator_message,
    party_agree,
    party_consent,
    party_message,
    rate,
    withdraw,
    withdraw_filing,
    withdraw_for,
)
from huizhi.apps.complaints.actions.publishing import publish_complaint, unpublish
from huizhi.apps.complaints.actions.reporting import (
    decide,
    find_clue,
    finish,
    merge_repeat,
    no_authority,
    set_duty,
    tell_reporter,
    verify,
)
from huizhi.apps.complaints.actions.rewarding import claim_reward, grant_reward
from huizhi.apps.complaints.actions.sending import party_attach
from huizhi.apps.complaints.actions.teaching import adopt_router, list_first_stops, list_promises, router_data
from huizhi.apps.complaints.exported import AGAIN, SOURCES, columns_of
from huizhi.apps.complaints.filing import MATERIALS, Filed, Filing, materials_missing
from huizhi.apps.complaints.lifecycle import CHANNELS
from huizhi.apps.complaints.official import PAPERS, draft, issue, paper
from huizhi.apps.complaints.queries.counted import counted
from huizhi.apps.complaints.queries.filings import proposal_for
from huizhi.apps.complaints.queries.hints import Hints, hints, hints_for
from huizhi.apps.complaints.queries.persons import PersonKnown, identity_of
from huizhi.apps.complaints.queries.public import (
    Published,
    PublishedCounts,
    Wanted,
    awaiting_publicity,
    published,
    published_counts,
    published_tally,
)
from huizhi.apps.complaints.queries.received import Received, received, received_name
from huizhi.apps.complaints.queries.suggesting import suggest
from huizhi.apps.complaints.queries.tracking import Access, Limit, Said, Step, Tracked, opened_by, receipt_for, track
from huizhi.apps.complaints.routing import Guess, Router, read
from huizhi.apps.complaints.topics import DESKS, GOODS, OUTCOMES, TOPICS

__all__ = [
    "AGAIN", "BOOKS", "CHANNELS", "DESKS", "GOODS", "MATERIALS", "MODES", "OUTCOMES", "PAPERS", "SOURCES", "TOPICS",
    "Access", "Filed", "Filing", "Guess", "Hints", "Imported", "Limit", "PersonKnown", "Published", "PublishedCounts",
    "Received", "Router", "Said", "Step", "Tracked", "Wanted", "accept", "adopt_router", "agree", "answer",
    "ask_reopen", "ask_reopen_for", "awaiting_publicity", "claim_reward", "columns_of", "counted", "decide",
    "dispute_jurisdiction", "draft", "file_intake", "find_clue", "finish", "grant_reward", "hints", "hints_for",
    "identity_of", "import_export", "invite", "issue", "keep_closed", "list_first_stops", "list_promises",
    "look_at_person", "materials_missing", "mediator_message", "merge_repeat", "no_authority", "opened_by", "paper",
    "party_agree", "party_attach", "party_consent", "party_message", "proposal_for", "propose_terms",
    "publish_complaint", "published", "published_counts", "published_tally", "rate", "read", "receipt_for", "received",
    "received_name", "refuse", "refused_files", "refused_rows", "reopen", "replay", "resume", "router_data", "set_duty",
    "settle_jurisdiction", "stay", "suggest", "tell_both", "tell_reporter", "terminate", "track", "try_export",
    "undo_until", "unpublish", "verify", "withdraw", "withdraw_filing", "withdraw_for",
]  # fmt: skip
