"""What penalties and ways of service are called."""

KINDS: dict[str, tuple[str, str]] = {
    "warning": ("警告", "warning"),
    "circulated_criticism": ("通报批评", "circulated criticism"),
    "fine": ("罚款", "fine"),
    "confiscation": ("没收违法所得、非法财物", "confiscation"),
    "downgrade": ("降低资质等级", "downgrading"),
    "revoke_licence": ("吊销许可证件", "revocation of a licence"),
    "stop_business": ("责令停产停业", "order to stop business"),
    "close": ("责令关闭", "order to close"),
    "restrict_practice": ("限制从业", "restriction of practice"),
    "other_heavy": ("其他较重的行政处罚", "another heavy penalty"),
}
"""Kind of penalty -> (Chinese, English): the codes `law.penalties` and `law.publicity` know."""
ON_THE_SPOT = ("warning", "fine")
"""The kinds an on-the-spot decision may hold."""
SERVICE: dict[str, tuple[str, str]] = {
    "direct": ("直接送达", "in person"),
    "left": ("留置送达", "left behind"),
    "electronic": ("电子送达", "electronically"),
    "post": ("邮寄送达", "by post"),
    "other_office": ("委托送达", "by another office"),
    "returned": ("邮件退回（地址变更未告知）", "mailed back, address changed untold"),
    "public_notice": ("公告送达", "by public notice"),
}
"""Way of service -> (Chinese, English), as `law.penalties.served_on` names them."""


def yuan(fen: int) -> str:
    """Money as people write it: 1,234.50."""
    return f"{fen / 100:,.2f}"


def penalty_words(kinds: list[str], fine_fen: int, confiscated_fen: int) -> str:
    """The content of a penalty in one line."""
    amounts = {"fine": fine_fen, "confiscation": confiscated_fen}
    return "；".join(
        KINDS[kind][0] + (f"{yuan(amounts[kind])}元" if amounts.get(kind) else "") for kind in KINDS if kind in kinds
    )
