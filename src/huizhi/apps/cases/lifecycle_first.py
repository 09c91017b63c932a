"""The penalty case as it was first declared: cases begun under it end under it; new ones begin under `lifecycle.py`."""

from huizhi.apps.casework.facade import HEAD, WORKER, ClockRule, Lifecycle, Move, State

CASE = Lifecycle(
    kind="case",
    version="2026-11",
    word="AJ",
    zh="行政处罚案件",
    en="penalty case",
    channels={"visit": ("监督检查", "inspection visit")},
    states={
        "source": State("立案核查", "verified before filing"),
        "filed": State("已立案", "filed"),
        "not_filed": State("不予立案", "not filed", final=True),
        "decided": State("已作出决定", "decided", final=True),
    },
    clocks={
        "filing": ClockRule("penalty.filing", "立案核查", "verification before filing"),
        "case": ClockRule("penalty.case", "办案", "deciding the case"),
    },
    opens_with=("filing",),
    moves={
        "file": Move(
            "立案", "file the case", frm={"source"}, to="filed", who=HEAD, meets=("filing",), starts=("case",),
            consequence_zh="立案后起算办案期限。", consequence_en="The time to decide the case starts.",
        ),
        "not_file": Move(
            "不予立案", "do not file", frm={"source"}, to="not_filed", who=HEAD, meets=("filing",), needs=("note",),
            consequence_zh="须写明理由。", consequence_en="Reasons must be given.",
        ),
        "decide": Move(
            "作出决定", "decide", frm={"filed"}, to="decided", who=(WORKER, HEAD), meets=("case",),
            needs=("document", "note"),
        ),
    },
)  # fmt: skip
