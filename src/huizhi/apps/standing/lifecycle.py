"""How an entry in the list of abnormal operations runs: decided, published, objected to, removed."""

from huizhi.apps.casework.facade import HEAD, PARTIES, PARTY, WORKER, ClockRule, Lifecycle, Move, State

_BOTH = (WORKER, HEAD)
_REASONS = {"consequence_zh": "须写明理由。", "consequence_en": "Reasons must be given."}

LISTING = Lifecycle(
    kind="listing",
    version="2026-12",
    word="YC",
    zh="经营异常名录",
    en="abnormal operations",
    respondent=("当事人", "Party"),
    channels={"visit": ("监督检查", "inspection visit")},
    states={
        "proposed": State("待决定列入", "entry to be decided"),
        "listed": State("已列入", "listed"),
        "objected": State("异议待受理", "objection received"),
        "verifying": State("异议核实中", "objection being verified"),
        "applied": State("移出申请核实中", "removal being verified"),
        "removing": State("待决定移出", "removal to be decided"),
        "removed": State("已移出", "removed", final=True),
        "not_listed": State("不予列入", "not listed", final=True),
        "withdrawn": State("列入已撤销", "entry withdrawn", final=True),
    },
    clocks={
        "entry": ClockRule("abnormal.listing", "列入决定", "deciding on the entry"),
        "objection": ClockRule("abnormal.objection", "提出异议", "objecting", party=True),
        "answer": ClockRule("abnormal.objection_answer", "异议受理", "accepting the objection"),
        "verification": ClockRule("abnormal.objection_verify", "异议核实", "verifying the objection"),
        "removal": ClockRule("abnormal.removal", "移出决定", "deciding on the removal"),
    },
    opens_with=("entry",),
    moves={
        "enter": Move(
            "决定列入并公示", "enter and publish", frm={"proposed"}, to="listed", who=HEAD, meets=("entry",),
            starts=("objection",), audience=PARTIES,
            consequence_zh="列入决定随即公示；企业自公示之日起可以提出异议。",
            consequence_en="The entry is public at once; the business may object from then on.",
        ),
        "not_enter": Move(
            "不予列入", "do not enter", frm={"proposed"}, to="not_listed", who=HEAD, meets=("entry",), needs=("note",),
            **_REASONS,
        ),
        "apply": Move(
            "登记移出申请", "enter an application for removal", frm={"listed"}, to="applied", who=(PARTY, *_BOTH),
            audience=PARTIES,
        ),
        "verify": Move(
            "已查实", "verified", frm={"applied"}, to="removing", who=_BOTH, starts=("removal",), audience=PARTIES,
            consequence_zh="自查实之日起算移出决定期限。", consequence_en="The time to decide runs from this day.",
        ),
        "not_verified": Move(
            "不符合移出条件", "not yet to be removed", frm={"applied", "removing"}, to="listed", who=_BOTH,
            releases=("removal",), needs=("note",), audience=PARTIES, **_REASONS,
        ),
        "remove": Move(
            "决定移出", "remove", frm={"removing"}, to="removed", who=HEAD, meets=("removal",), audience=PARTIES,
            consequence_zh="公示随即撤下。", consequence_en="It is no longer public from then on.",
        ),
        "object": Move(
            "登记异议", "enter an objection", frm={"listed"}, to="objected", who=(PARTY, *_BOTH), meets=("objection",),
            starts=("answer",), audience=PARTIES,
        ),
        "accept_objection": Move(
            "受理异议", "accept the objection", frm={"objected"}, to="verifying", who=_BOTH, meets=("answer",),
            starts=("verification",), audience=PARTIES,
        ),
        "refuse_objection": Move(
            "不予受理异议", "refuse the objection", frm={"objected"}, to="listed", who=_BOTH, meets=("answer",),
            needs=("note",), audience=PARTIES, **_REASONS,
        ),
        "withdraw": Move(
            "异议成立，撤销列入", "withdraw the entry", frm={"verifying"}, to="withdrawn", who=HEAD,
            meets=("verification",), needs=("note",), audience=PARTIES,
            consequence_zh="公示随即撤下。", consequence_en="It is no longer public from then on.",
        ),
        "dismiss": Move(
            "异议不成立", "dismiss the objection", frm={"verifying"}, to="listed", who=HEAD, meets=("verification",),
            needs=("note",), audience=PARTIES, **_REASONS,
        ),
    },
)  # fmt: skip
