"""What this app refuses."""

from huizhi.vocabulary.refused import Refused


def refused(code: str, zh: str, en: str, do: str, do_en: str) -> Refused:
    """A refusal that leaves everything as it was."""
    return Refused(code, zh, en, "没有改变任何内容。", do, what_is_safe_en="Nothing changed.", what_to_do_en=do_en)


def already_open() -> Refused:
    """An entry on this ground stands or is being decided."""
    return refused(
        "listing_open", "该主体已因同一事由列入或者正在办理", "an entry on this ground stands or is being decided",
        "请查看已有的记录。", "Look at the one there is.",
    )  # fmt: skip


def unknown_ground() -> Refused:
    """No ground of the rule."""
    return refused(
        "listing_ground", "没有这个列入事由", "no such ground", "请选择法定事由。", "Choose one of the law's."
    )


def no_proof() -> Refused:
    """Neither a record of a visit nor two letters in the interval the rule names."""
    return refused(
        "listing_proof", "无法联系须有现场检查笔录，或者间隔符合规定的两次邮寄退回",
        "needs a visit's record or two returned letters",
        "请填写两次邮寄的日期，或者从现场检查提出。", "Give the days of the two letters, or propose it from a visit.",
    )  # fmt: skip


def objected_late() -> Refused:
    """After the party's last day."""
    return refused(
        "objection_over",
        "提出异议的期限已过",
        "the time to object is over",
        "可以申请移出。",
        "Apply for removal instead.",
    )


def not_its_own() -> Refused:
    """Only the business itself asks."""
    return refused(
        "not_its_own", "只能由该企业本身提出", "only the business itself may ask", "请用该企业的账号登录。",
        "Sign in with the account of the business.",
    )  # fmt: skip


def nothing_said() -> Refused:
    """No facts."""
    return refused(
        "nothing_said", "请写明事实和理由", "say what the facts are", "请填写后提交。", "Fill it in and send it."
    )
