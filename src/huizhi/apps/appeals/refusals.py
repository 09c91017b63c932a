"""What this app refuses."""

from huizhi.vocabulary.refused import Refused


def refused(code: str, zh: str, en: str, do: str, do_en: str) -> Refused:
    """A refusal that leaves everything as it was."""
    return Refused(
        code, zh, en, "没有写入任何内容。", do, what_is_safe_en="Nothing was written.", what_to_do_en=do_en
    )  # fmt: skip


def not_yours() -> Refused:
    """Only a business's confirmed representative appeals for it."""
    return refused(
        "not_your_business", "只有经确认的企业账号可以就本企业的记录提出", "only the business's own account may ask",
        "请用企业账号登录；账号须先经市场监管人员确认。", "Sign in with the business's account, once it is confirmed.",
    )  # fmt: skip


def already_open() -> Refused:
    """One appeal at a time about a record."""
    return refused(
        "appeal_open", "该记录已有一件正在办理", "an appeal about this record is under way",
        "请等待办理结果。", "Wait for its decision.",
    )  # fmt: skip


def nothing_said() -> Refused:
    """An appeal without its reasons."""
    return refused(
        "appeal_empty", "请写明理由", "give your reasons", "写明事实和理由后再提交。", "Write them and submit again."
    )  # fmt: skip
