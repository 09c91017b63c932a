"""How an objection and an application for repair run: states, moves and the law's clocks."""

from huizhi.apps.casework.facade import HEAD, PARTIES, WORKER, ClockRule, Lifecycle, Move, State

CHANNELS = {"web": ("网上登记", "web")}
VERSION = "2026-11"
_DECIDERS = (WORKER, HEAD)
_LATER = {
    "consequence_zh": "下一次夜间任务起，该记录不再计入分类。",
    "consequence_en": "From the next night on the record no longer counts for the class.",
}

OBJECTION = Lifecycle(
    kind="record_objection",
    version=VERSION,
    word="JLYY",
    zh="记录异议",
    en="objection to a record",
    channels=CHANNELS,
    states={
        "received": State("待核查", "to be verified"),
        "asking": State("待其他单位核实", "others are verifying"),
        "upheld": State("异议成立", "upheld", final=True),
        "rejected": State("异议不成立", "rejected", final=True),
    },
    clocks={
        "decision": ClockRule("repair.objection", "异议处理", "settling the objection"),
        "others": ClockRule("repair.objection_others", "异议处理（需其他单位核实）", "settling it, others verifying"),
    },
    opens_with=("decision",),
    moves={
        "ask_others": Move(
            "请其他单位核实", "ask others to verify", frm={"received"}, to="asking", who=_DECIDERS, needs=("note",),
            releases=("decision",), starts=("others",), audience=PARTIES,
        ),
        "uphold": Move(
            "异议成立", "uphold", frm={"received", "asking"}, to="upheld", who=_DECIDERS, meets=("decision", "others"),
            needs=("ruling", "note"), audience=PARTIES, **_LATER,
        ),
        "reject": Move(
            "异议不成立", "reject", frm={"received", "asking"}, to="rejected", who=_DECIDERS,
            meets=("decision", "others"), needs=("note",), audience=PARTIES,
            consequence_zh="记录照常计入分类；须写明理由。",
            consequence_en="The record goes on counting; reasons must be given.",
        ),
    },
)  # fmt: skip

REPAIR = Lifecycle(
    kind="credit_repair",
    version=VERSION,
    word="XF",
    zh="信用修复申请",
    en="application for repair",
    channels=CHANNELS,
    states={
        "received": State("待受理", "to be accepted"),
        "considering": State("审查中", "being considered"),
        "granted": State("准予修复", "granted", final=True),
        "refused": State("不予修复", "refused", final=True),
    },
    clocks={
        "acceptance": ClockRule("repair.accept", "受理", "acceptance"),
        "decision": ClockRule("repair.answer", "修复决定", "decision on the repair"),
    },
    opens_with=("acceptance",),
    moves={
        "accept": Move(
            "受理", "accept", frm={"received"}, to="considering", who=_DECIDERS, meets=("acceptance",),
            starts=("decision",), audience=PARTIES,
        ),
        "grant": Move(
            "准予修复", "grant", frm={"considering"}, to="granted", who=_DECIDERS, meets=("decision",),
            needs=("note",), audience=PARTIES,
            consequence_zh="下一次夜间任务起，该记录按评分卡的修复效果计分。",
            consequence_en="From the next night on the record counts as the card says of repaired ones.",
        ),
        "refuse": Move(
            "不予修复", "refuse", frm={"received", "considering"}, to="refused", who=_DECIDERS,
            meets=("acceptance", "decision"), needs=("note",), audience=PARTIES,
            consequence_zh="须写明理由。", consequence_en="Reasons must be given.",
        ),
    },
)  # fmt: skip
