"""What may follow from a visit: an order to correct with its clock, and an objection to a published result."""

from huizhi.apps.casework.facade import HEAD, PARTIES, PARTY, SYSTEM, WORKER, ClockRule, Lifecycle, Move, State

CORRECTION = Lifecycle(
    kind="correction",
    version="2026-11",
    word="ZG",
    zh="责令改正",
    en="order to correct",
    respondent=("当事人", "Party"),
    channels={"visit": ("监督检查", "inspection visit")},
    states={
        "ordered": State("待改正", "to be put right"),
        "put_right": State("已改正", "put right", final=True),
        "not_put_right": State("逾期未改正", "not put right", final=True),
    },
    clocks={"correction": ClockRule("inspection.correction", "改正", "putting it right")},
    opens_with=("correction",),
    moves={
        "put_right": Move(
            "复查已改正", "found put right", frm={"ordered"}, to="put_right", who=(HEAD, WORKER, SYSTEM),
            meets=("correction",), audience=PARTIES,
        ),
        "not_put_right": Move(
            "复查未改正", "found not put right", frm={"ordered"}, to="not_put_right", who=(HEAD, WORKER, SYSTEM),
            audience=PARTIES,
        ),
    },
)  # fmt: skip

OBJECTION = Lifecycle(
    kind="objection",
    version="2026-11",
    word="YY",
    zh="公示异议",
    en="objection to a published result",
    respondent=("当事人", "Party"),
    channels={"web": ("公示网页", "the public page")},
    states={
        "received": State("待核实", "to be verified"),
        "upheld": State("异议成立", "upheld", final=True),
        "dismissed": State("异议不成立", "dismissed", final=True),
        "withdrawn": State("已撤回", "withdrawn", final=True),
    },
    clocks={},
    moves={
        "uphold": Move(
            "异议成立，撤下公示", "uphold and take down", frm={"received"}, to="upheld", who=HEAD, needs=("note",),
            audience=PARTIES,
            consequence_zh="公示的结果随即撤下，更正后重新公示。",
            consequence_en="The published result is taken down at once and published again once corrected.",
        ),
        "dismiss": Move("异议不成立", "dismiss", frm={"received"}, to="dismissed", who=HEAD, needs=("note",),
                        audience=PARTIES),
        "withdraw": Move("撤回", "withdraw", frm={"received"}, to="withdrawn", who=PARTY, audience=PARTIES),
    },
)  # fmt: skip
