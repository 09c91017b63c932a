"""What other rooms may ask of the draws."""

from huizhi.apps.inspections.actions import publish_draw
from huizhi.apps.inspections.campaigns import CampaignAsked, campaigns_for, open_campaign
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
    over_the_desk_of,
    publish_plan,
    return_plan,
    revise_plan,
    try_plan,
)
from huizhi.apps.inspections.lifecycle import LIVE
from huizhi.apps.inspections.queries import (
    DrawFile,
    DrawLine,
    DrawPage,
    draw,
    draw_file,
    draw_pack,
    draws,
    draws_in_reach,
    hold_draw,
    is_published,
    next_number,
    often_drawn,
)
from huizhi.apps.inspections.recusals import (
    RecusalLine,
    declare_recusal,
    end_recusal,
    is_head_of,
    recusals_for,
    recused_on,
)
from huizhi.apps.inspections.refusals import no_such_source
from huizhi.apps.inspections.results import (
    STRATUM,
    UNIT,
    WHOLE,
    Found,
    ResultLine,
    Told,
    enter_results,
    estimates,
    note_result,
    results_of,
    results_of_all,
)
from huizhi.apps.inspections.substitution import (
    SubstitutionLine,
    pairs_of,
    substitute_officer,
    substitutions,
    to_be_substituted,
)
from huizhi.apps.inspections.words import REASON_WORDS, RELATION_WORDS
from huizhi.apps.inspections.year_plans import (
    CLASSES,
    PlanRow,
    draft_year_plan,
    file_year_plan,
    publish_year_plan,
    revise_year_plan,
)
from huizhi.apps.inspections.year_reads import (
    RowProgress,
    VersionLine,
    YearPlanPage,
    open_row,
    progress_of,
    times_drawn,
    year_plan,
    year_plan_for,
    year_plans,
    year_plans_for,
)

__all__ = [
    "CLASSES", "LIVE", "REASON_WORDS", "RELATION_WORDS", "STRATUM", "UNIT", "WHOLE", "CampaignAsked",
    "CeremonyLine", "CeremonyPage", "Draft", "DrawFile", "DrawLine", "DrawPage", "Found", "PartyLine", "PlanRow",
    "RecusalLine", "ResultLine", "RowProgress", "StepLine", "SubstitutionLine", "Told", "VersionLine",
    "YearPlanPage", "abandon_draw", "approve_plan", "campaigns_for", "ceremonies", "ceremony", "chances_of",
    "commit_to_draw", "declare_recusal", "dispute_beacon", "draft_files", "draft_plan", "draft_year_plan", "draw",
    "draw_file", "draw_odds", "draw_pack", "draws", "draws_in_reach", "end_overdue", "end_recusal", "enter_beacon",
    "enter_results", "estimates", "file_year_plan", "frozen_file", "hold_draw", "is_head_of", "is_published",
    "make_draw", "next_number", "no_such_source", "note_result", "often_drawn", "open_campaign", "open_row",
    "over_the_desk_of", "pairs_of", "plan_odds", "progress_of", "publish_draw", "publish_plan", "publish_year_plan",
    "recusals_for", "recused_on", "results_of", "results_of_all", "return_plan", "reveal_secret", "revise_plan",
    "revise_year_plan", "substitute_officer", "substitutions", "times_drawn", "to_be_substituted", "try_plan",
    "year_plan", "year_plan_for", "year_plans", "year_plans_for",
]  # fmt: skip
