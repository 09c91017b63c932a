"""What a penalty case refuses: each names the rule it would break."""

from datetime import date

from huizhi.vocabulary.refused import Refused


def refused(code: str, zh: str, en: str, do: str, do_en: str, **context: object) -> Refused:
    """A refusal that leaves the case as it was."""
    return Refused(
        code, zh, en, "案件没有改变。", do, context, what_is_safe_en="The case is unchanged.", what_to_do_en=do_en
    )


def too_few(certified: int, needed: int) -> Refused:
    """Fewer certified officers work it than the law asks."""
    return refused(
        "case_officers", f"持有效执法证件的办案人员只有{certified}人，不足{needed}人",
        f"{certified} certified officers work it, {needed} are needed", "请由负责人确定承办人和协办人。",
        "Have the head name the handler and a co-handler.", certified=certified,
    )  # fmt: skip


def own_case() -> Refused:
    """Whoever worked a case does not review it."""
    return refused(
        "own_case", "办案人员不得审核本案", "whoever worked the case may not review it", "请由其他审核人员审核。",
        "Ask another reviewer.",
    )  # fmt: skip


def no_chair(chair: str) -> Refused:
    """Somebody who is not of the unit, or has no account."""
    return refused(
        "no_chair", f"{chair[:80]} 不是本单位可以主持听证的人员", f"{chair[:80]} may not chair this hearing",
        "请从列出的人员中选择。", "Choose one of those listed.",
    )  # fmt: skip


def out_of_time(due: date) -> Refused:
    """Found after the limitation period: no penalty."""
    return refused(
        "limitation", f"违法行为在{due}之后才被发现，已过追责时效，不再给予行政处罚",
        f"found after {due}, when the limitation period ended: no penalty",
        "请核对违法行为终了之日，或者决定不予处罚。",
        "Check the day the act ended, or decide on no penalty.", due=due.isoformat(),
    )  # fmt: skip


def no_penalty_named() -> Refused:
    """Kinds and amounts that do not belong together."""
    return refused(
        "case_penalty", "处罚种类与金额不一致：罚款、没收须填写金额，其他不填",
        "kinds and amounts do not belong together",
        "请选择处罚种类并核对金额。", "Choose the kinds and check the amounts.",
    )  # fmt: skip


def heavier() -> Refused:
    """Heavier than what the party was told."""
    return refused(
        "heavier_than_told", "决定的处罚重于已告知的处罚", "the penalty is heavier than what the party was told",
        "当事人不因申辩受更重的处罚；事实有变化的，请重新调查、重新告知。",
        "A defence never makes it heavier; where the facts changed, investigate and tell again.",
    )  # fmt: skip


def no_hearing_right() -> Refused:
    """The proposal gives no right to a hearing."""
    return refused(
        "no_hearing_right", "拟处罚内容不在听证范围内", "the penalty proposed gives no right to a hearing",
        "请按陈述申辩记录当事人意见。", "Enter what the party says as its defence.",
    )  # fmt: skip


def too_late(due: date) -> Refused:
    """A request or defence after its last day."""
    return refused(
        "statement_over",
        f"期限已于{due}届满",
        f"its last day was {due}",
        "请登记期满未提出。",
        "Enter that none came in time.",
    )


def still_open(due: date) -> Refused:
    """The party's period still runs."""
    return refused(
        "statement_open", f"陈述申辩期限到{due}届满", f"the party has until {due}",
        "请等待期满，或者填写当事人书面放弃的文书号。",
        "Wait, or give the number of the written waiver.",
    )  # fmt: skip


def hearing_too_soon(by: date) -> Refused:
    """A hearing announced too late."""
    return refused(
        "hearing_notice", f"听证通知应当不晚于{by}送达", f"a hearing that day is announced by {by}", "请另定听证日期。",
        "Choose a later day.", by=by.isoformat(),
    )  # fmt: skip


def hearing_first() -> Refused:
    """The hearing's steps are in order."""
    return refused(
        "hearing_order", "听证还没有确定主持人、日期或者还没有举行",
        "the hearing has no chair or day yet, or was not held",
        "请按顺序办理。", "Take the steps in order.",
    )  # fmt: skip


def collective_first() -> Refused:
    """The heads have to discuss it first."""
    return refused(
        "collective", "本案应当由负责人集体讨论决定", "the heads have to discuss this case", "请填写集体讨论的日期。",
        "Give the day of the discussion.",
    )  # fmt: skip


def not_on_the_spot() -> Refused:
    """Too heavy for the simple procedure."""
    return refused(
        "not_simple", "当场处罚限于警告，或者法定数额以下的罚款",
        "on the spot only a warning or a fine below the limit",
        "请立案后按普通程序办理。", "File the case.",
    )  # fmt: skip


def not_cash() -> Refused:
    """No cash may be taken on the spot."""
    return refused(
        "not_cash", "不符合当场收缴罚款的条件", "the fine may not be collected in cash on the spot",
        "请告知当事人到银行缴纳。",
        "Tell the party to pay at the bank.",
    )  # fmt: skip


def not_served_yet(on: date) -> Refused:
    """Service by public notice that still runs, or a day to come."""
    return refused(
        "not_served_yet", f"到{on}才视为送达", f"it counts as served on {on}", "请在送达之日后登记。",
        "Enter it once served.",
        on=on.isoformat(),
    )  # fmt: skip


def not_public() -> Refused:
    """The law does not make it public."""
    return refused(
        "not_public",
        "该处罚依法不予公示",
        "the law does not make this penalty public",
        "不需要公示。",
        "Nothing to do.",
    )


def publish_first() -> Refused:
    """A public penalty is published before the case is closed."""
    return refused(
        "publish_first",
        "处罚信息还没有公示",
        "the penalty is not published yet",
        "请先公示再结案。",
        "Publish it first.",
    )


def unpaid(lacking: str) -> Refused:
    """A fine not paid in full."""
    return refused(
        "unpaid", f"罚款还差{lacking}元", f"{lacking} yuan of the fine are unpaid",
        "请核对缴款；确需终结执行的由负责人决定。",
        "Check the payment; only the head may end the execution.",
    )  # fmt: skip


def outside_window(first: date, last: date) -> Refused:
    """Before the demand has gone unheeded and the party's remedies ended, or too late for the court."""
    return refused(
        "enforcement_window", f"可以申请强制执行的时间为{first}至{last}",
        f"the court may be asked from {first} to {last}",
        "请先催告，并在期限内申请。", "Serve a demand first, and ask in time.", first=first.isoformat(),
        last=last.isoformat(),
    )  # fmt: skip


def decision_taken(number: str) -> Refused:
    """A decision of that number exists."""
    return refused(
        "decision_taken", f"文号{number}已经使用", f"the number {number} is taken", "请核对文号。", "Check the number."
    )
