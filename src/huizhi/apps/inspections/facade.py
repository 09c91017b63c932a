"""What other rooms may ask of the draws."""

from huizhi.apps.inspections.actions import publish_draw
from huizhi.apps.inspections.ceremonies import (
    CeremonyLine,
    CeremonyPage,
    PartyLine,
    StepLine,
    ceremonies,
    ceremony,
    chances_of,
    draft_files,
    draw_odds,
    frozen_file,
    plan_odds,
)
from huizhi.apps.inspections.ceremony import (
    abandon_draw,
    commit_to_draw,
    dispute_beacon,
    end_overdue,
    enter_beacon,
    make_draw,
    reveal_secret,
)
from huizhi.apps.inspections.drafting import (
    Draft,
    approve_plan,
    draft_plan,
    publish_plan,
    return_plan,
    revise_plan,
    try_plan,
)
from huizhi.apps.inspections.lifecycle import LIVE
from huizhi.apps.inspections.queries import DrawFile, DrawLine, DrawPage, draw, draw_file, draw_pack, draws, often_drawn
from huizhi.apps.inspections.results import STRATUM, UNIT, WHOLE, Told, enter_results, estimates
from huizhi.apps.inspections.substitution import SubstitutionLine, pairs_of, substitute_officer, substitutions
from huizhi.apps.inspections.words import REASON_WORDS

__all__ = [
    "LIVE", "REASON_WORDS", "STRATUM", "UNIT", "WHOLE", "CeremonyLine", "CeremonyPage", "Draft", "DrawFile",
    "DrawLine", "DrawPage", "PartyLine", "StepLine", "SubstitutionLine", "Told", "abandon_draw", "approve_plan",
    "ceremonies", "ceremony", "chances_of", "commit_to_draw", "dispute_beacon", "draft_files", "draft_plan", "draw",
    "draw_file", "draw_odds", "draw_pack", "draws", "end_overdue", "enter_beacon", "enter_results", "estimates",
    "frozen_file", "make_draw", "often_drawn", "pairs_of", "plan_odds", "publish_draw", "publish_plan",
    "return_plan", "reveal_secret", "revise_plan", "substitute_officer", "substitutions", "try_plan",
]  # fmt: skip
