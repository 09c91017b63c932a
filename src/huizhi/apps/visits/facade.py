"""What other rooms may ask of visits."""

from huizhi.apps.visits.asking import CAMPAIGN, CLUE, COMPLAINT, DIRECTED, ask_visit, plan_campaign
from huizhi.apps.visits.closing import finish_visit, note_case, object_to_result, publish_result
from huizhi.apps.visits.correcting import correct_result
from huizhi.apps.visits.desk import BY_LOT, Desk, desk_of, give_visit
from huizhi.apps.visits.evidence import take_piece
from huizhi.apps.visits.following import follow
from huizhi.apps.visits.handing import note_listing
from huizhi.apps.visits.merge import read_edit
from huizhi.apps.visits.planning import Part, Task, plan_visits, settle_from_records
from huizhi.apps.visits.queries import (
    Counts,
    Saved,
    VisitCard,
    counts,
    hidden_from,
    planned_for,
    planned_on,
    published_of,
    published_visit,
    saved_for,
    visit_for,
    visits_for,
    visits_from,
    visits_from_all,
)
from huizhi.apps.visits.rechecks import Agreement, Round, agreement, choose_rechecks
from huizhi.apps.visits.refusals import officer_recused
from huizhi.apps.visits.taking import Taken, take_edits

__all__ = [
    "BY_LOT",
    "CAMPAIGN",
    "CLUE",
    "COMPLAINT",
    "DIRECTED",
    "Agreement",
    "Counts",
    "Desk",
    "Part",
    "Round",
    "Saved",
    "Taken",
    "Task",
    "VisitCard",
    "agreement",
    "ask_visit",
    "choose_rechecks",
    "correct_result",
    "counts",
    "desk_of",
    "finish_visit",
    "follow",
    "give_visit",
    "hidden_from",
    "note_case",
    "note_listing",
    "object_to_result",
    "officer_recused",
    "plan_campaign",
    "plan_visits",
    "planned_for",
    "planned_on",
    "publish_result",
    "published_of",
    "published_visit",
    "read_edit",
    "saved_for",
    "settle_from_records",
    "take_edits",
    "take_piece",
    "visit_for",
    "visits_for",
    "visits_from",
    "visits_from_all",
]
