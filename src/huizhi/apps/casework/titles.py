"""What the verbs common to every kind, and the figures of a list, are called."""

from django.utils.translation import gettext as _

from huizhi.apps.casework.lifecycle import Lifecycle

OPENED = "open"
COMMON: dict[str, tuple[str, str]] = {
    OPENED: ("登记", "intake"),
    "assign": ("分派", "assign"),
    "take": ("认领", "take"),
    "name_co_handlers": ("确定协办人", "name co-handlers"),
    "hand_over": ("移交", "hand over"),
    "accept_hand_over": ("接收移交", "accept a hand-over"),
    "refuse_hand_over": ("不接收移交", "refuse a hand-over"),
    "return_to_intake": ("退回登记单位", "return to intake"),
    "supervise": ("督办", "supervise"),
    "answer_supervision": ("反馈督办", "answer a supervision"),
    "comment": ("批注", "comment"),
    "attach": ("添加附件", "attach a file"),
    "pause": ("中止计时", "stop a clock"),
    "resume": ("恢复计时", "resume a clock"),
    "extend": ("延长期限", "extend a clock"),
    "retime": ("重新计算期限", "reckon deadlines again"),
    "draft_document": ("起草文书", "draft a document"),
    "issue_document": ("签发文书", "issue a document"),
    "serve_document": ("送达文书", "serve a document"),
}
"""Verb -> (Chinese, English)."""


def title_of(verb: str, lifecycle: Lifecycle) -> tuple[str, str]:
    """What a verb is called for one kind."""
    if verb in lifecycle.moves:
        return lifecycle.moves[verb].zh, lifecycle.moves[verb].en
    return COMMON.get(verb, (verb, verb))


CHANNELS: dict[str, tuple[str, str]] = {
    "web": ("网上", "web"),
    "phone": ("电话", "telephone"),
    "visit": ("来访", "visit"),
    "letter": ("来信", "letter"),
    "12315": ("12315", "12315"),
    "12345": ("12345", "12345"),
    "open311": ("开放接口", "Open311"),
    "found": ("工作中发现", "found at work"),
    "transferred": ("其他机关移送", "transferred"),
}
"""Where a matter came from, unless its kind names its own channels."""
FIELD_WORDS: dict[str, tuple[str, str]] = {
    "reason": ("事由", "reason"),
    "document": ("文书号", "document number"),
    "outcome": ("结果", "outcome"),
    "ground": ("依据情形", "ground"),
    "note": ("说明", "note"),
}
"""What a move's needs are called on a plain form."""
METHODS = {
    "direct": ("直接送达", "in person"),
    "left": ("留置送达", "left behind"),
    "electronic": ("电子送达", "electronically"),
    "post": ("邮寄送达", "by post"),
    "entrusted": ("委托送达", "by another office"),
    "notice": ("公告送达", "by public notice"),
}
"""How a document is served."""


def show_words() -> dict[str, str]:
    """What each figure of a list is called, in the language of the page."""
    return {
        "overdue": _("已超期"),
        "today": _("今日到期"),
        "near": _("三个工作日内"),
        "open": _("全部在办"),
        "mine": _("我的"),
        "unassigned": _("未分派"),
        "paused": _("暂停计时"),
        "offered": _("待接收"),
        "returned": _("被退回"),
        "supervised": _("督办"),
        "closed": _("已办结"),
    }
