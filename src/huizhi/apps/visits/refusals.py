"""Why this app does not do something."""

from collections.abc import Iterable
from datetime import date

from huizhi.vocabulary.refused import Refused

EDIT_REASONS = {
    "edit_unreadable": ("修改记录无法读取", "the edit cannot be read"),
    "another_account": ("修改记录属于另一账号", "the edit belongs to another account"),
    "no_such_visit": ("这次检查不由您承办", "this visit is not yours"),
    "edit_id_taken": ("同一编号已有另一条修改记录", "another edit has this id already"),
    "visit_cancelled": ("这次检查已取消", "this visit was cancelled"),
}
"""Why one edit is kept apart: code -> (Chinese, English)."""
LACKING = {
    "edits": ("还有修改记录没有传到", "edits are still on their way"),
    "conflicts": ("有内容需要确认采用哪一版", "versions in conflict must be settled"),
    "result": ("没有选择检查结果", "no result is chosen"),
    "parts": ("联合检查的部门没有全部填写结果", "a department of the joint visit has no result"),
    "items": ("检查项目没有填完", "items are not answered"),
    "finding": ("这一结果须有发现问题的记录", "this result rests on a finding"),
    "evidence": ("证据文件没有全部传到", "evidence is still on its way"),
    "officers": ("检查人员不足", "too few officers"),
    "signature_officer": ("检查人员没有签字", "the officer has not signed"),
    "signature_party": ("被检查单位没有签字，也没有注明原因", "the business has not signed, and no reason is noted"),
}
"""What a visit lacks to be finished: code -> (Chinese, English)."""


def no_such_visit(visit: str) -> Refused:
    """There is none, or it is not for whoever asks: said alike."""
    return Refused(
        "no_such_visit", "没有这次检查，或不由您承办", "there is no such visit, or it is not yours",
        "没有写入任何内容。", "请核对任务列表。", {"visit": visit},
        what_is_safe_en="Nothing was written.", what_to_do_en="Look at the list of tasks.",
    )  # fmt: skip


def incomplete(lacking: Iterable[str]) -> Refused:
    """A visit that cannot be finished yet, and everything it lacks."""
    codes = list(lacking)
    return Refused(
        "visit_incomplete", "；".join(LACKING[code][0] for code in codes),
        "; ".join(LACKING[code][1] for code in codes),
        "已填写的内容都在。", "补齐后再提交。", {"lacking": codes},
        what_is_safe_en="Everything entered is kept.", what_to_do_en="Add it and finish again.",
    )  # fmt: skip


def not_now(state: str) -> Refused:
    """A verb that does not fit where the visit stands."""
    return Refused(
        "visit_state", "这次检查现在不能这样办理", f"a visit that is {state} cannot go through this",
        "没有改变。", "请刷新页面。", {"state": state},
        what_is_safe_en="Nothing changed.", what_to_do_en="Load the page again.",
    )  # fmt: skip


def wait_for_recheck(until: date | None) -> Refused:
    """A result that is not published yet, without saying to whom it would tell something."""
    return Refused(
        "result_waits", f"这一结果暂缓公示，最迟{until}可以公示", f"this result is published on {until} at the latest",
        "没有改变。", "请在该日再公示，或者等待通知。", {"until": until.isoformat() if until else ""},
        what_is_safe_en="Nothing changed.", what_to_do_en="Publish it on that day, or once told.",
    )  # fmt: skip


def by_lot() -> Refused:
    """Officers chosen by lot change only in the lot's own order."""
    return Refused(
        "chosen_by_lot", "抽查的检查人员由抽签产生，只能按抽签顺序替换",
        "officers of a draw change only in the order of the lot",
        "没有改变。", "请在抽查页面办理替换。", what_is_safe_en="Nothing changed.",
        what_to_do_en="Substitute on the draw's page.",
    )  # fmt: skip


def too_few() -> Refused:
    """Fewer officers than the law asks, or not of one's reach."""
    return Refused(
        "visit_officers", "检查人员不足法定人数", "fewer officers than the law asks", "没有改变。",
        "请再选择检查人员。",
        what_is_safe_en="Nothing changed.", what_to_do_en="Choose another officer.",
    )  # fmt: skip


def rechecked_already() -> Refused:
    """Days that were chosen from before."""
    return Refused(
        "rechecked_already", "这些日期已经抽取过复核，或者起止日期有误",
        "these days were chosen from before, or are the wrong way round",
        "没有安排任何检查。", "请选择其他日期。", what_is_safe_en="No visit was planned.",
        what_to_do_en="Choose other days.",
    )  # fmt: skip


def wrong_hash() -> Refused:
    """A file that is not what its phone hashed."""
    return Refused(
        "evidence_differs", "文件与拍摄时的校验值不符", "the file is not what was hashed at capture",
        "没有存入；手机上的原件不变。", "请重新上传。",
        what_is_safe_en="It was not stored; the original stays on the phone.", what_to_do_en="Send it again.",
    )  # fmt: skip


def wrong_piece() -> Refused:
    """A piece that does not fit its file."""
    return Refused(
        "evidence_piece", "文件片段有误", "the piece of the file does not fit",
        "没有存入；手机上的原件不变。", "请重新上传。",
        what_is_safe_en="It was not stored; the original stays on the phone.", what_to_do_en="Send it again.",
    )  # fmt: skip


def no_reason() -> Refused:
    """A correction without a standard result or without a reason."""
    return Refused(
        "visit_no_reason", "请选择更正后的结果，并写明理由", "choose the right result and say why",
        "没有改变。", "补齐后再提交。",
        what_is_safe_en="Nothing changed.", what_to_do_en="Add it and send again.",
    )  # fmt: skip


def objection_open(number: str) -> Refused:
    """The business has objected, and nobody has decided yet."""
    return Refused(
        "visit_objection_open", f"公示异议{number}还没有核实", f"objection {number} is not decided yet",
        "没有改变。", "先核实异议，再更正结果。", {"objection": number},
        what_is_safe_en="Nothing changed.", what_to_do_en="Decide on the objection first.",
    )  # fmt: skip


def asked_already(source: str) -> Refused:
    """A visit asked from this matter is still to be made."""
    return Refused(
        "visit_asked_already", f"{source}已申请过检查，还没有完成", f"a visit asked from {source} is still to be made",
        "没有安排新的检查。", "等检查完成后再申请。", {"source": source},
        what_is_safe_en="No visit was planned.", what_to_do_en="Wait until it is made.",
    )  # fmt: skip


def officer_recused(officers: Iterable[str]) -> Refused:
    """An officer who has declared that she stays away from this business."""
    named = "、".join(officers)
    return Refused(
        "visit_officer_recused", f"{named}已登记对该主体回避", f"{named} stays away from this business",
        "没有指派。", "请另选检查人员。", {"officers": named},
        what_is_safe_en="Nobody was given the visit.", what_to_do_en="Choose somebody else.",
    )  # fmt: skip
