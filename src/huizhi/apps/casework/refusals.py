"""What casework refuses, in words a person can act on."""

from datetime import date

from huizhi.apps.casework.lifecycle import WHO_WORDS, ClockRule, Move
from huizhi.vocabulary.refused import Refused

_SAFE = "事项没有改变，您填写的内容仍在页面上。"
_SAFE_EN = "The matter is unchanged and what you typed is still on the page."


def refused(code: str, zh: str, en: str, do: str, do_en: str, **context: object) -> Refused:
    """A refusal that changed nothing."""
    return Refused(code, zh, en, _SAFE, do, context, what_is_safe_en=_SAFE_EN, what_to_do_en=do_en)


def no_such_matter(number: str) -> Refused:
    """There is none of that number, or not for this viewer: both say the same."""
    return refused(
        "no_such_matter", f"没有编号为“{number}”的事项，或者不在您的管辖范围内",
        f"there is no matter {number!r}, or it lies outside your area",
        "请核对编号，或请承办单位查看。", "Check the number, or ask the unit that holds it.", number=number,
    )  # fmt: skip


def matter_changed(seen: int, since: list[tuple[str, str, str]]) -> Refused:
    """Somebody acted since the page was opened; `since` is (who, when, what) of each act."""
    words = "；".join(f"{at} {who}：{what}" for who, at, what in since)
    return refused(
        "matter_changed",
        f"您打开页面之后，事项已有变化：{words}",
        f"the matter changed after you opened the page: {words}",
        "请看清变化后再决定是否提交。", "Read what changed, then decide whether to submit again.", seen=seen,
    )  # fmt: skip


def not_yours(move_zh: str, move_en: str, who: tuple) -> Refused:
    """The verb belongs to somebody else."""
    zh, en = ("、".join(WHO_WORDS[each][0] for each in who), ", ".join(WHO_WORDS[each][1] for each in who))
    return refused(
        "not_yours", f"“{move_zh}”应由{zh}办理", f"{move_en!r} is for {en}",
        f"请联系{zh}。", f"Ask {en}.",
    )  # fmt: skip


def number_taken(number: str) -> Refused:
    """Another paper of the matter has this number."""
    return refused(
        "number_taken", f"文号“{number}”已被本事项的另一份文书使用",
        f"another paper of the matter has the number {number!r}",
        "请换一个文号，或者留空自动编号。", "Choose another, or leave it empty.", number=number,
    )  # fmt: skip


def upload_too_large() -> Refused:
    """More came than one request may carry."""
    return refused(
        "upload_too_large", "文件太大，没有收到", "the file is too large and was not received",
        "请压缩文件，或者分几次添加。", "Make it smaller, or add it in parts.",
    )  # fmt: skip


def missing(move: Move, names: list[str]) -> Refused:
    """Fields the move needs were not given."""
    return refused(
        "fields_missing", f"“{move.zh}”还缺少：{'、'.join(names)}", f"{move.en!r} still needs: {', '.join(names)}",
        "请补充后再提交。", "Fill them in and submit again.", fields=names,
    )  # fmt: skip


def bad_unit_code(code: str) -> Refused:
    """A unit's code stands in numbers and addresses."""
    return refused(
        "unit_code_not_for_numbers",
        f"单位代码“{code}”不能用于编号",
        f"the unit code {code!r} cannot stand in a number",
        "请系统管理员改用字母、数字和下划线。", "Let the administrator use letters, digits and underscores.", unit=code,
    )  # fmt: skip


def clock_runs(rule: ClockRule) -> Refused:
    """A clock of that name is open."""
    return refused(
        "clock_already_runs", f"“{rule.zh}”时限正在计算", f"the clock {rule.en!r} is running already",
        "无需再次起算。", "It need not be started again.", key=rule.key,
    )  # fmt: skip


def clock_not_running(rule: ClockRule) -> Refused:
    """The clock is not in the state the verb needs."""
    return refused(
        "clock_not_running",
        f"“{rule.zh}”时限不在可以这样处理的状态",
        f"the clock {rule.en!r} is not in a state for this",
        "请核对时限的状态。", "Check the state of the clock.", key=rule.key,
    )  # fmt: skip


def clock_over(rule: ClockRule, due_on: date) -> Refused:
    """A clock that is over cannot be stopped after the fact."""
    return refused(
        "clock_already_over",
        f"“{rule.zh}”时限已于{due_on}届满，不能再中止",
        f"{rule.en!r} was over on {due_on}: too late to stop it",
        "请如实办结并说明超期原因。", "Finish the matter and say why it is late.", key=rule.key,
    )  # fmt: skip


def not_stopped(rule: ClockRule, reason: str) -> Refused:
    """The legal office has not said that this reason stops this clock."""
    return refused(
        "reason_does_not_stop",
        f"“{reason}”目前不扣除“{rule.zh}”时限",
        f"{reason!r} does not stop {rule.en!r} at present",
        "时限继续计算。", "The clock runs on.", key=rule.key,
    )  # fmt: skip


def matter_closed(number: str) -> Refused:
    """A closed matter stays as it is."""
    return refused(
        "matter_closed", f"“{number}”已办结", f"{number} is closed",
        "确需再办的，请按该类事项的规程重新开启。", "Open it again as its rules allow, if it must be.", number=number,
    )  # fmt: skip


def not_a_worker(username: str, unit: str) -> Refused:
    """Work is given to officers of the unit that holds the matter."""
    return refused(
        "not_a_worker_of_the_unit",
        f"“{username}”不是承办单位的承办人",
        f"{username} does not handle matters in the unit {unit}",
        "请选择本单位的承办人，或者移交给其所在单位。",
        "Choose a handler of the unit, or hand the matter over to theirs.",
        username=username, unit=unit,
    )  # fmt: skip


def already_assigned(name: str) -> Refused:
    """Somebody works it."""
    return refused(
        "already_assigned", f"已由{name}承办", f"{name} works it already",
        "请联系承办人或单位负责人。", "Ask the officer or the head of the unit.",
    )  # fmt: skip


def no_such_unit(code: str) -> Refused:
    """The unit is unknown, or is the one that holds the matter."""
    return refused(
        "no_unit_to_receive", f"不能移交给“{code}”", f"the matter cannot go to {code!r}",
        "请从列表中选择另一单位。", "Choose another unit of the list.", unit=code,
    )  # fmt: skip


def nothing_pending(zh: str, en: str) -> Refused:
    """There is nothing to answer, or it is answered."""
    return refused(
        "nothing_pending", f"没有待处理的{zh}", f"there is no open {en}",
        "请刷新页面。", "Reload the page.",
    )  # fmt: skip


def words_missing(zh: str, en: str) -> Refused:
    """The verb needs words."""
    return refused(
        "words_missing", f"请写明{zh}", f"write down {en}", "请补充后再提交。", "Fill it in and submit again.",
    )  # fmt: skip


def still_pending() -> Refused:
    """One hand-over at a time."""
    return refused(
        "hand_over_pending", "移交正在等待接收", "a hand-over waits for its answer",
        "请等待接收单位答复。", "Wait for the receiving unit's answer.",
    )  # fmt: skip
