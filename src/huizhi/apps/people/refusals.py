"""Refusals of this room: nothing was written, correct what is named."""

from huizhi.vocabulary.refused import Refused


def refused(
    code: str, zh: str, en: str, *, do: str = "按提示修改后重试", do_en: str = "correct what is named and try again",
    **context: object,
) -> Refused:  # fmt: skip
    """A refusal after which everything is as before."""
    return Refused(
        code, zh, en, "没有写入任何内容", do, context, what_is_safe_en="nothing was written", what_to_do_en=do_en
    )
