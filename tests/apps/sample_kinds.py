"""Two kinds of matters made up for the tests: one open to the unit, one confidential, with clocks of real law."""

from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import (
    HEAD,
    INTAKE,
    PARTIES,
    PARTY,
    SYSTEM,
    WORKER,
    ClockRule,
    Lifecycle,
    Move,
    State,
)

DISPUTE = Lifecycle(
    kind="dispute",
    version="test",
    word="JF",
    zh="纠纷",
    en="dispute",
    states={
        "received": State("待受理", "to be accepted"),
        "mediating": State("调解中", "in mediation"),
        "closing": State("待告知", "to be told"),
        "closed": State("已办结", "closed", final=True),
    },
    clocks={
        "response": ClockRule("response.hours", "响应", "first answer"),
        "acceptance": ClockRule("complaint.acceptance_wd", "受理", "acceptance"),
        "mediation": ClockRule(
            "complaint.mediation_limit",
            "调解",
            "mediation",
            also=("complaint.regulation_limit",),
            switches=(("recusal", "complaint.recusal_stops"),),
        ),
        "telling": ClockRule("complaint.termination_notice", "告知", "telling both sides"),
    },
    opens_with=("response", "acceptance"),
    moves={
        "answer": Move("首次响应", "first answer", frm={"received"}, meets=("response",), audience=PARTIES),
        "accept": Move(
            "受理", "accept", frm={"received"}, to="mediating", meets=("response", "acceptance"),
            starts=("mediation",), audience=PARTIES, consequence_zh="受理后开始计算调解期限。",
            consequence_en="The limit of mediation starts.",
        ),
        "refuse": Move(
            "不予受理", "refuse", frm={"received"}, to="closed", meets=("response", "acceptance"), needs=("outcome",),
            audience=PARTIES,
        ),
        "stay": Move("中止调解", "stay", frm={"mediating"}, pauses=("mediation",), needs=("reason", "document")),
        "end": Move("终止调解", "end", frm={"mediating"}, to="closing", meets=("mediation",), starts=("telling",)),
        "tell": Move("告知", "tell", frm={"closing"}, to="closed", meets=("telling",), audience=PARTIES),
        "withdraw": Move("撤回", "withdraw", frm={"received", "mediating"}, to="closed", who=(PARTY, INTAKE)),
        "reopen": Move("重新办理", "reopen", frm={"closed"}, to="mediating", who=HEAD, starts=("mediation",)),
    },
)  # fmt: skip

TIP = Lifecycle(
    kind="tip",
    version="test",
    word="JD",
    zh="线索",
    en="tip",
    confidential=True,
    states={"received": State("待核查", "to be verified"), "closed": State("已办结", "closed", final=True)},
    clocks={
        "decision": ClockRule("report.decision_wd", "核查", "verification"),
        "false_record": ClockRule("report.false_record", "答复", "answer"),
    },
    opens_with=("decision",),
    moves={
        "decide": Move(
            "决定是否立案", "decide", frm={"received"}, to="closed", meets=("decision",), needs=("outcome",)
        ),
        "lapse": Move("自动办结", "lapse", frm={"received"}, to="closed", who=SYSTEM),
    },
)


def declare() -> None:
    """Make both kinds known, as an app does when it is ready."""
    casework.declare(DISPUTE)
    casework.declare(TIP)


def opened(kind: str = "dispute", office: str = "huancui", *, at: datetime, by="import", **more) -> str:
    """Open a matter and return its number."""
    given = {
        "title": "酱油有异味",
        "respondent_name": "威海示例调味食品有限公司",
        "division": "371002",
        "channel": "web",
    }
    opening = casework.Opening(kind=kind, office=office, received_at=at, **{**given, **more})
    return casework.open_matter(opening, by=by, at=at).number


__all__ = ["DISPUTE", "TIP", "WORKER", "declare", "opened"]
