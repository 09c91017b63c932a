"""What visitors are refused, in their words."""

from datetime import datetime

from huizhi.vocabulary.refused import Refused


def too_often(until: datetime) -> Refused:
    """A door was tried too often; it opens again by itself."""
    return Refused(
        "too_often",
        "操作次数过多，请稍后再试",
        "this was tried too often; please wait",
        "已经提交和已经填写的内容都还在。",
        "急需办理请拨打12315，人工帮您办。",
        {"until": until},
        what_is_safe_en="What you filed and what you typed is kept.",
        what_to_do_en="If it is urgent, call 12315 and somebody will do it with you.",
    )


def draft_too_large() -> Refused:
    """More was typed than a form can hold."""
    return Refused(
        "draft_too_large",
        "填写的内容太多，没有保存",
        "there is too much text; it was not kept",
        "先前保存的内容还在。",
        "请缩短文字，细节可以在提交后补充。",
        what_is_safe_en="What was kept before is still there.",
        what_to_do_en="Shorten the text; details can be added after filing.",
    )
