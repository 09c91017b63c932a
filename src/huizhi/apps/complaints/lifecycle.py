"""How a complaint, a report and a clue found in mediation run by Order 121: states, moves, clocks, documents."""

from dataclasses import replace

from huizhi.apps.casework.facade import (
    HEAD,
    INTAKE,
    PARTIES,
    PARTY,
    SUPERIOR,
    SYSTEM,
    WORKER,
    ClockRule,
    Lifecycle,
    Move,
    State,
)

CHANNELS = {
    "web": ("网上登记", "web"),
    "phone": ("来电", "telephone"),
    "walk_in": ("来人来函", "walk-in or letter"),
    "12315": ("全国12315平台", "12315 platform"),
    "12345": ("12345热线", "12345 hotline"),
    "open311": ("Open311 接口", "Open311"),
    "odr": ("ODR企业转来", "passed on by an ODR business"),
    "mediation": ("调解中发现", "found in mediation"),
}
"""How a filing came in."""

VERSION = "2026-04"
_RESPONSE = ClockRule("response.hours", "首次响应", "first answer")
_OPEN = frozenset({"received", "mediating", "stayed", "ending", "reopened"})

COMPLAINT = Lifecycle(
    kind="complaint",
    version=VERSION,
    word="TS",
    zh="投诉",
    en="complaint",
    channels=CHANNELS,
    states={
        "received": State("待受理", "to be accepted"),
        "mediating": State("调解中", "in mediation"),
        "stayed": State("中止调解", "mediation stayed"),
        "ending": State("已终止待告知", "ended, to be told"),
        "reopened": State("申请重新办理", "asked to be reopened"),
        "closed": State("已办结", "closed", final=True),
        "refused": State("不予受理", "refused", final=True),
        "withdrawn": State("已撤回", "withdrawn", final=True),
    },
    clocks={
        "response": _RESPONSE,
        "acceptance": ClockRule("complaint.acceptance_wd", "受理", "acceptance"),
        "mediation": ClockRule(
            "complaint.mediation_limit", "调解", "mediation", also=("complaint.regulation_limit",),
            switches=(("recusal", "complaint.recusal_stops"),),
        ),
        "telling": ClockRule("complaint.termination_notice", "终止告知", "telling both sides"),
        "consulting": ClockRule("complaint.jurisdiction_consult", "管辖协商", "settling jurisdiction"),
    },
    opens_with=("response", "acceptance"),
    moves={
        "answer": Move("首次响应", "first answer", frm={"received"}, meets=("response",), audience=PARTIES),
        "accept": Move(
            "受理", "accept", frm={"received"}, to="mediating", who=(WORKER, HEAD), meets=("response", "acceptance"),
            starts=("mediation",), documents=("acceptance_notice",), audience=PARTIES,
            consequence_zh="告知投诉人并起算调解期限。",
            consequence_en="The complainant is told, and the limit of mediation starts.",
        ),
        "refuse": Move(
            "不予受理", "refuse", frm={"received"}, to="refused", who=(WORKER, HEAD), meets=("response", "acceptance"),
            documents=("refusal_notice",), needs=("grounds", "note"), audience=PARTIES,
            consequence_zh="须写明理由并告知其他解决途径；补正后再次提出的，作为新的投诉登记。",
            consequence_en="Reasons and the other routes must be told; what is supplemented later is a new complaint.",
        ),
        "invite": Move(
            "组织调解", "call to mediation", frm={"mediating"}, documents=("mediation_notice",), needs=("mode",),
            audience=PARTIES,
        ),
        "consent": Move("同意委托调解", "consent to delegation", frm={"mediating"}, who=PARTY, audience=PARTIES),
        "message": Move(
            "发言", "message", frm={"mediating", "stayed"}, who=(PARTY, WORKER), audience=PARTIES
        ),
        "party_agree": Move(
            "同意方案", "agree to the terms", frm={"mediating", "stayed"}, who=PARTY, audience=PARTIES
        ),
        "dispute_jurisdiction": Move(
            "提出管辖争议", "dispute jurisdiction", frm={"received"}, who=(WORKER, HEAD), starts=("consulting",)
        ),
        "settle_jurisdiction": Move(
            "管辖已确定", "jurisdiction settled", frm={"received"}, who=(WORKER, HEAD), meets=("consulting",)
        ),
        "stay": Move(
            "中止调解", "stay", frm={"mediating"}, to="stayed", pauses=("mediation",), needs=("reason", "document"),
            audience=PARTIES,
        ),
        "stay_only": Move(
            "中止调解（不扣除期限）", "stay, the clock running", frm={"mediating"}, to="stayed",
            needs=("reason", "document"), audience=PARTIES,
        ),
        "resume": Move(
            "恢复调解", "resume", frm={"stayed"}, to="mediating", resumes=("mediation",), audience=PARTIES
        ),
        "agree": Move(
            "达成协议", "settle", frm={"mediating", "stayed"}, to="closed", meets=("mediation",),
            documents=("agreement",), needs=("book",), audience=PARTIES,
            consequence_zh="投诉办结；需要调解书的，双方签字后生效。",
            consequence_en="The complaint is closed; an agreement on paper binds once both sides have signed.",
        ),
        "terminate": Move(
            "终止调解", "end mediation", frm={"mediating", "stayed"}, to="ending", meets=("mediation",),
            starts=("telling",), needs=("ground",), audience=PARTIES,
            consequence_zh="须在期限内告知双方。", consequence_en="Both sides must be told in time.",
        ),
        "tell_both": Move(
            "告知双方", "tell both sides", frm={"ending"}, to="closed", meets=("telling",),
            documents=("termination_notice",), audience=PARTIES,
        ),
        "find_clue": Move("发现违法线索", "find a clue", frm={"mediating", "stayed", "ending"}, needs=("clue",)),
        "withdraw": Move(
            "撤回", "withdraw", frm=_OPEN, to="withdrawn", who=(PARTY, INTAKE), audience=PARTIES
        ),
        "ask_reopen": Move(
            "申请重新办理", "ask to reopen", frm={"closed"}, to="reopened", who=(PARTY, INTAKE), audience=PARTIES
        ),
        "reopen": Move(
            "重新办理", "reopen", frm={"reopened"}, to="mediating", who=(WORKER, HEAD), starts=("mediation",),
            audience=PARTIES,
        ),
        "keep_closed": Move(
            "维持办结", "keep closed", frm={"reopened"}, to="closed", who=(WORKER, HEAD), needs=("note",),
            audience=PARTIES,
        ),
        "rate": Move("评价", "rate", frm={"closed", "refused"}, who=PARTY, audience=PARTIES),
        "publish": Move("公示", "publish", frm={"closed"}, who=(WORKER, HEAD, SUPERIOR, SYSTEM)),
        "unpublish": Move("撤下公示", "take down", frm={"closed"}, who=(WORKER, HEAD, SUPERIOR), needs=("note",)),
    },
)  # fmt: skip

_DECIDING = frozenset({"received", "verifying"})
REPORT = Lifecycle(
    kind="report",
    version=VERSION,
    word="JB",
    zh="举报",
    en="report",
    confidential=True,
    channels=CHANNELS,
    states={
        "received": State("待核查", "to be verified"),
        "verifying": State("核查中", "being verified"),
        "decided": State("已决定", "decided"),
        "closed": State("已办结", "closed", final=True),
        "no_authority": State("无处理权限", "no handling authority", final=True),
        "withdrawn": State("已撤回", "withdrawn", final=True),
    },
    clocks={
        "response": _RESPONSE,
        "decision": ClockRule("report.decision_wd", "核查决定", "verification and decision"),
        "advertising_notice": ClockRule("report.advertising_notice", "广告举报告知", "answer on advertising"),
        "information_notice": ClockRule("report.false_information_notice", "公示信息举报告知", "answer on information"),
        "named_notice": ClockRule("report.named_notice", "实名举报告知", "telling a named reporter"),
        "consulting": ClockRule("complaint.jurisdiction_consult", "管辖协商", "settling jurisdiction"),
    },
    opens_with=("response", "decision"),
    moves={
        "answer": Move("首次响应", "first answer", frm=_DECIDING, meets=("response",), audience=PARTIES),
        "owe_advertising_notice": Move(
            "须告知（广告法）", "to be told: advertising", frm=_DECIDING, who=(SYSTEM, WORKER),
            starts=("advertising_notice",),
        ),
        "owe_information_notice": Move(
            "须书面告知（公示信息）", "to be told in writing: published information", frm=_DECIDING,
            who=(SYSTEM, WORKER), starts=("information_notice",),
        ),
        "set_duty": Move("确定法律领域", "say which field of law it falls under", frm=_DECIDING),
        "verify": Move(
            "开始核查", "start verifying", frm={"received"}, to="verifying", who=(WORKER, HEAD), meets=("response",),
            audience=PARTIES,
        ),
        "merge_repeat": Move(
            "并入重复举报", "merge a repeat", frm=_DECIDING, who=(WORKER, HEAD, SYSTEM), needs=("document",),
            restarts="merged_report",
        ),
        "note_repeat": Move(
            "登记重复举报（无新事实）", "note a repeat without new facts",
            frm={"received", "verifying", "decided", "closed"}, who=(WORKER, HEAD, SYSTEM),
        ),
        "join": Move(
            "并入前一举报", "join an earlier report", frm=_DECIDING, to="closed", who=(WORKER, HEAD),
            needs=("into",), audience=PARTIES,
        ),
        "file_case": Move(
            "决定立案", "decide to file a case", frm=_DECIDING, to="decided", who=HEAD,
            meets=("response", "decision"), consequence_zh="移交立案办理。",
            consequence_en="It is passed on as a penalty case.",
        ),
        "not_file": Move(
            "决定不予立案", "decide not to file", frm=_DECIDING, to="decided", who=HEAD,
            meets=("response", "decision"), needs=("note",),
        ),
        "owe_named_notice": Move(
            "须告知实名举报人", "the named reporter is to be told", frm={"decided"}, who=(SYSTEM, WORKER),
            starts=("named_notice",),
        ),
        "no_authority": Move(
            "告知无处理权限", "tell that there is no authority", frm=_DECIDING, to="no_authority",
            who=(WORKER, HEAD), meets=("response", "decision"), needs=("note",), audience=PARTIES,
        ),
        "tell_reporter": Move(
            "告知举报人", "tell the reporter", frm={"decided"}, to="closed",
            meets=("advertising_notice", "information_notice", "named_notice"), documents=("report_notice",),
            audience=PARTIES,
        ),
        "finish": Move("办结", "finish", frm={"decided"}, to="closed", who=(WORKER, HEAD)),
        "withdraw": Move("撤回", "withdraw", frm=_DECIDING, to="withdrawn", who=(PARTY, INTAKE), audience=PARTIES),
        "supplement": Move("补充材料", "supplement", frm=_DECIDING, who=PARTY, audience=PARTIES),
        "reward": Move("确定奖励", "fix a reward", frm={"decided", "closed"}, who=HEAD, documents=("reward_notice",)),
        "claim_reward": Move("领取奖励", "claim the reward", frm={"decided", "closed"}, who=(PARTY, WORKER)),
        "rate": Move("评价", "rate", frm={"closed"}, who=PARTY, audience=PARTIES),
    },
)  # fmt: skip

_OF_WHO_FILED = frozenset({
    "withdraw", "supplement", "reward", "claim_reward", "rate", "tell_reporter", "owe_named_notice",
    "owe_advertising_notice", "owe_information_notice",
})  # fmt: skip
"""Moves that need somebody who filed: nobody filed a clue, nobody can take it back, and nobody is to be told."""
CLUE = replace(
    REPORT,
    kind="clue",
    word="XS",
    zh="违法线索",
    en="clue found in mediation",
    clocks={**REPORT.clocks, "decision": ClockRule("complaint.clue", "线索核查", "verification of a clue")},
    opens_with=("decision",),
    states={name: state for name, state in REPORT.states.items() if name != "withdrawn"},
    moves={verb: move for verb, move in REPORT.moves.items() if verb not in _OF_WHO_FILED},
)
"""A violation found while mediating: verified like a report, by its own clock (Order 121 art. 27)."""
