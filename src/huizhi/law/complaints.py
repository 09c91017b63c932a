"""Deadlines and grounds of complaints and reports."""

from collections.abc import Sequence
from datetime import date

from huizhi.law.clock_events import Extension, Restart, Suspension
from huizhi.law.clocks import Deadline, deadline, earliest
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar

MEASURES_ON = date(2026, 4, 15)
"""Commencement of Order 121, which replaced Order 20."""

GROUNDS = {
    "N1": ("不属于市场监督管理部门职责或者本机关无处理权限", "no duty of the authorities, or not of this office"),
    "N2": ("法院、仲裁、行政机关或者消费者组织已经受理或者处理", "the same dispute is or was handled elsewhere"),
    "N3": ("不是为生活消费需要，或者不能证明与被投诉人存在消费者权益争议", "not a consumer's dispute"),
    "N4": ("超过时效", "too late"),
    "N5": ("材料不全或者不真实", "materials missing or false"),
    "N6": ("冒用他人名义或者拒绝核实身份", "another's name, or identity not verified"),
    "N7": ("法律、法规、规章规定不予受理的其他情形", "other grounds by law"),
}
"""Grounds for not accepting a complaint (Order 121 art. 16); N6 is new in it."""

GROUND_ARTICLES = {code: f"第十六条第（{place}）项" for code, place in zip(GROUNDS, "一二三四五六七", strict=True)}
"""The item of the article each ground of GROUNDS stands in."""

TERMINATIONS = {
    "T1": ("投诉人撤回投诉或者双方自行和解", "withdrawn, or settled between the two sides"),
    "T2": ("无正当理由不参加调解或者明确拒绝调解", "absent without good reason, or mediation expressly refused"),
    "T3": ("一方认为不可能达成调解协议", "one side sees no chance of an agreement"),
    "T4": ("对鉴定、检测费用无法协商一致", "no agreement on the cost of testing"),
    "T5": ("调解期限届满未能达成协议", "no agreement within the term"),
    "T6": ("发现存在不予受理情形或者以投诉谋取不正当利益", "a ground of refusal or an abuse came to light"),
    "T7": ("自然人死亡或者组织终止且无权利义务承受人", "death or dissolution without a successor"),
    "T8": ("法律、法规、规章规定的其他情形", "other grounds by law"),
}
"""Grounds for ending mediation (Order 121 art. 23)."""

ROUTES = (
    ("与经营者协商和解", "settle with the business"),
    ("请求消费者协会或者依法成立的其他调解组织调解", "ask the consumers' association or another mediation body"),
    ("向有关行政部门投诉", "complain to the department that is competent"),
    ("根据与经营者达成的仲裁协议提请仲裁", "go to arbitration where it was agreed"),
    ("向人民法院提起诉讼", "sue in court"),
)
"""The other ways to settle a consumer's dispute (Consumer Law art. 39): a refusal names them."""


def acceptance_due(received_on: date, calendar: WorkCalendar, restarts: Sequence[Restart] = ()) -> Deadline:
    """The last day to accept or refuse a complaint and tell the complainant."""
    return deadline("complaint.acceptance_wd", received_on, calendar, restarts=restarts)


def mediation_due(
    accepted_on: date, calendar: WorkCalendar, roll: str = "holiday", suspensions: Sequence[Suspension] = ()
) -> Deadline:
    """The last day of mediation: the earlier of the measures' limit and, once in force, the regulation's.

    Deciding a recusal stops the clock only when the legal office has said so (`complaint.recusal_stops`).
    """
    stops = in_force("complaint.recusal_stops", max(accepted_on, MEASURES_ON)).value == 1
    counted = [each for each in suspensions if stops or each.reason != "recusal"]
    limits = ("complaint.mediation_limit", "complaint.regulation_limit")
    return earliest(limits, accepted_on, calendar, roll, suspensions=counted)


def decision_due(
    received_on: date, calendar: WorkCalendar, extended: bool = False, suspensions: Sequence[Suspension] = ()
) -> Deadline:
    """The last day to verify a report and decide on filing; `extended` once the head has approved an extension."""
    given = [Extension("report.extension_wd", "head", received_on, "approved")] if extended else []
    return deadline("report.decision_wd", received_on, calendar, suspensions=suspensions, extensions=given)


def named_notice_due(received_on: date, decided_on: date, calendar: WorkCalendar) -> Deadline:
    """The last day to tell a named reporter of the decision; the version is that of the day the report came in.

    Statutory for reports received through 14 April 2026, a service standard of the bureau (support "local") since.
    """
    return deadline("report.named_notice", decided_on, calendar, version_on=received_on)


def too_late(known_on: date, submitted_on: date, calendar: WorkCalendar) -> bool:
    """True when a complaint comes after its time bar (ground N4), read in the complainant's favour."""
    return submitted_on > deadline("complaint.time_bar", known_on, calendar, version_on=submitted_on).rights_due


def grounds(received_on: date) -> tuple[str, ...]:
    """The codes a complaint received on a day may be refused under."""
    return tuple(code for code in GROUNDS if code != "N6" or received_on >= MEASURES_ON)


def representatives_suffice(named: int, on: date) -> bool:
    """True when a joint complaint names at least one representative and no more than the measures allow."""
    return 1 <= named <= in_force("complaint.representatives", on).number
