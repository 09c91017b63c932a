"""The penalty case by Order 2, from the clue to the closed file.

An on-the-spot decision (simple procedure) leaves the first state at once and is filed away within its own clock.
"""

from huizhi.apps.casework.facade import HEAD, PARTIES, REVIEWER, WORKER, ClockRule, Lifecycle, Move, State

_BOTH = (WORKER, HEAD)
_REASONS = {"consequence_zh": "须写明理由。", "consequence_en": "Reasons must be given."}
_HEARING = {
    "frm": {"told"}, "to": "hearing", "who": _BOTH, "meets": ("statement",), "starts": ("hearing_chair",),
    "audience": PARTIES,
    "consequence_zh": "听证期间不计入办案期限。",
    "consequence_en": "The hearing does not count towards the case's time.",
}  # fmt: skip
_DECIDING = {
    "frm": {"heard"}, "to": "decided", "who": HEAD, "meets": ("case",), "documents": ("decision",), "audience": PARTIES,
    "consequence_zh": "起算送达期限；依法应当公示的同时起算公示期限。",
    "consequence_en": "The time to serve starts and, where the penalty is public, the time to publish.",
}  # fmt: skip
_SERVING = {"frm": {"decided"}, "to": "served", "who": _BOTH, "meets": ("service",), "audience": PARTIES}

CASE = Lifecycle(
    kind="case",
    version="2026-12",
    word="AJ",
    zh="行政处罚案件",
    en="penalty case",
    respondent=("当事人", "Party"),
    channels={"visit": ("监督检查", "inspection visit"), "spot": ("当场处罚", "on the spot")},
    states={
        "source": State("立案核查", "verified before filing"),
        "filed": State("调查取证", "being investigated"),
        "reviewing": State("审核中", "under review"),
        "reviewed": State("待告知", "to be told"),
        "told": State("已告知", "told, defence open"),
        "hearing": State("听证中", "in hearing"),
        "reheard": State("听证后审核", "reviewed after the hearing"),
        "heard": State("待决定", "to be decided"),
        "decided": State("待送达", "to be served"),
        "served": State("待执行", "to be performed"),
        "performed": State("待结案", "to be closed"),
        "spot": State("当场处罚待归档", "decided on the spot, to be filed away"),
        "closed": State("已结案", "closed", final=True),
        "not_filed": State("不予立案", "not filed", final=True),
        "no_penalty": State("不予行政处罚", "no penalty", final=True),
        "transferred": State("已移送", "transferred", final=True),
        "annulled": State("决定已撤销", "decision annulled", final=True),
    },
    clocks={
        "filing": ClockRule("penalty.filing", "立案核查", "verification before filing"),
        "case": ClockRule("penalty.case", "办案", "deciding the case"),
        "review": ClockRule("penalty.review", "审核", "review"),
        "statement": ClockRule("penalty.statement", "陈述申辩和要求听证", "defence or hearing", party=True),
        "hearing_chair": ClockRule("penalty.hearing_chair", "确定听证主持人", "naming the chair"),
        "hearing_date": ClockRule("penalty.hearing_date", "确定听证时间地点", "fixing the hearing"),
        "hearing_report": ClockRule("penalty.hearing_report", "听证报告", "report on the hearing"),
        "service": ClockRule("penalty.service", "送达决定书", "serving the decision"),
        "publication": ClockRule("publicity.same_province", "处罚信息公示", "publishing the penalty"),
        "payment": ClockRule("penalty.payment", "缴纳罚款", "paying the fine", party=True),
        "demand": ClockRule("penalty.demand", "催告后等待", "wait after the demand", party=True),
        "closing": ClockRule("penalty.close_file", "结案", "closing the file"),
        "spot_file": ClockRule("penalty.simple_file", "简易程序归档", "filing away an on-the-spot decision"),
    },
    opens_with=("filing",),
    moves={
        "file": Move(
            "立案", "file the case", frm={"source"}, to="filed", who=HEAD, meets=("filing",), starts=("case",),
            consequence_zh="立案后起算办案期限。", consequence_en="The time to decide the case starts.",
        ),
        "not_file": Move(
            "不予立案", "do not file", frm={"source"}, to="not_filed", who=HEAD, meets=("filing",), needs=("note",),
            **_REASONS,
        ),
        "decide_on_the_spot": Move(
            "当场处罚", "decide on the spot", frm={"source"}, to="spot", who=WORKER, meets=("filing",),
            starts=("spot_file",), audience=PARTIES,
            consequence_zh="适用简易程序：警告，或者法定数额以下的罚款；当场交付决定书，期限内归档。",
            consequence_en="Simple procedure: a warning or a small fine, handed over at once, filed away in time.",
        ),
        "file_away": Move("归档结案", "file away", frm={"spot"}, to="closed", who=_BOTH, meets=("spot_file",)),
        "conclude": Move(
            "调查终结，报送审核", "end the investigation and send for review", frm={"filed"}, to="reviewing",
            who=WORKER,
            starts=("review",), consequence_zh="审核机构收到案卷后起算审核期限；办案人员不得审核本案。",
            consequence_en="The time to review starts; whoever worked the case may not review it.",
        ),
        "transfer": Move(
            "移送其他机关", "transfer to another authority", frm={"source", "filed"}, to="transferred", who=HEAD,
            meets=("filing",), releases=("case",), needs=("note",), **_REASONS,
        ),
        "return_to_handlers": Move(
            "退回补充调查", "return for more investigation", frm={"reviewing"}, to="filed", who=REVIEWER,
            meets=("review",), needs=("note",), **_REASONS,
        ),
        "approve": Move("审核通过", "approve", frm={"reviewing"}, to="reviewed", who=REVIEWER, meets=("review",),
                        needs=("note",), documents=("prior_notice",)),
        "tell": Move(
            "送达告知书", "serve the notice of rights", frm={"reviewed"}, to="told", who=_BOTH, starts=("statement",),
            audience=PARTIES,
            consequence_zh="自送达之日起，当事人可以陈述、申辩，符合条件的可以要求听证；逾期视为放弃。",
            consequence_en="From service on the party may put its defence and, with a right to one, ask for a hearing.",
        ),
        "state_defence": Move(
            "记录陈述申辩", "enter the defence", frm={"told"}, to="heard", who=_BOTH, meets=("statement",),
            needs=("note",), audience=PARTIES,
            consequence_zh="须复核当事人提出的事实、理由和证据；不得因申辩加重处罚。",
            consequence_en="What was put forward must be looked into; a defence never makes the penalty heavier.",
        ),
        "waive": Move(
            "期满未提出或者书面放弃", "no defence in time, or waived in writing", frm={"told"}, to="heard", who=_BOTH,
            releases=("statement",), audience=PARTIES,
        ),
        "ask_hearing": Move("受理听证要求", "accept the request for a hearing", pauses=("case",), **_HEARING),
        "ask_hearing_late": Move("受理听证要求（办案已超期）", "accept it, the case being late", **_HEARING),
        "name_chair": Move(
            "确定听证主持人", "name the chair", frm={"hearing"}, who=HEAD, meets=("hearing_chair",),
            starts=("hearing_date",),
        ),
        "fix_hearing": Move(
            "通知听证时间地点", "announce the hearing", frm={"hearing"}, who=(HEAD, REVIEWER), meets=("hearing_date",),
            audience=PARTIES,
        ),
        "hold_hearing": Move(
            "听证结束", "the hearing has ended", frm={"hearing"}, who=(HEAD, REVIEWER), starts=("hearing_report",),
            audience=PARTIES,
        ),
        "report_hearing": Move(
            "提交听证报告，送审", "report on the hearing", frm={"hearing"}, to="reheard", who=(HEAD, REVIEWER),
            meets=("hearing_report",), resumes=("case",), starts=("review",), needs=("note",),
        ),
        "approve_again": Move(
            "听证后法制审核通过", "approve after the hearing", frm={"reheard"}, to="heard", who=REVIEWER,
            meets=("review",), needs=("note",),
        ),
        "propose_again": Move(
            "重新调查、重新告知", "investigate and tell again", frm={"told", "heard", "reheard", "reviewed"},
            to="filed",
            who=HEAD, releases=("statement", "review"), needs=("note",),
            consequence_zh="拟处罚内容改变的，须重新审核、重新告知。",
            consequence_en="A changed proposal is reviewed and told again.",
        ),
        "decide": Move("作出处罚决定", "decide", starts=("service", "publication"), **_DECIDING),
        "decide_unpublished": Move("作出处罚决定（不公示）", "decide, unpublished", starts=("service",), **_DECIDING),
        "decide_no_penalty": Move(
            "决定不予处罚", "decide on no penalty", frm={"filed", "reviewed", "heard"}, to="no_penalty", who=HEAD,
            meets=("case",), releases=("review", "statement"), needs=("note",), audience=PARTIES,
            consequence_zh="须写明依据并对当事人进行教育。",
            consequence_en="Reasons, and a record of instruction, are needed.",
        ),
        "serve": Move("登记送达", "enter the service", starts=("payment",), **_SERVING),
        "serve_unfined": Move("登记送达（没有罚款）", "enter the service, no fine", **_SERVING),
        "publish": Move(
            "公示处罚信息", "publish the penalty", frm={"decided", "served", "performed"}, who=_BOTH,
            meets=("publication",), audience=PARTIES,
            consequence_zh="公示决定书文号、当事人、违法行为、处罚内容、机关和日期。",
            consequence_en="Number, party, act, penalty, office and day become public.",
        ),
        "demand": Move(
            "送达催告书", "serve a demand", frm={"served"}, who=_BOTH, starts=("demand",), audience=PARTIES,
        ),
        "to_court": Move(
            "申请法院强制执行", "ask the court to enforce", frm={"served"}, who=HEAD, meets=("demand",),
            needs=("document",),
        ),
        "perform": Move(
            "登记执行完毕", "enter the performance", frm={"served"}, to="performed", who=_BOTH,
            meets=("payment", "demand"), starts=("closing",), audience=PARTIES,
        ),
        "end_execution": Move(
            "终结执行", "end the execution", frm={"served"}, to="performed", who=HEAD, releases=("payment", "demand"),
            starts=("closing",), needs=("note",), **_REASONS,
        ),
        "close": Move("结案", "close the case", frm={"performed"}, to="closed", who=HEAD, meets=("closing",)),
        "reopen": Move("重新办理", "open again", frm={"closed"}, to="performed", who=HEAD, starts=("closing",),
                       needs=("note",)),
        "annul": Move(
            "撤销、变更决定", "annul the decision", frm={"decided", "served", "performed"}, to="annulled",
            who=HEAD, needs=("note",), audience=PARTIES,
            consequence_zh="已经公示的同时撤下并说明理由。",
            consequence_en="What is published comes down at once, with the reason.",
        ),
    },
)  # fmt: skip
