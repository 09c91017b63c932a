"""What this app says when it will not do something. Nothing here ever holds what was sealed."""

from huizhi.vocabulary.refused import Refused

ERASURES = {
    "due": ("保存期限届满", "the time for keeping it has passed"),
    "request": ("个人依法要求删除", "the person asked for it, as the law allows"),
    "consent_withdrawn": ("个人撤回同意", "consent was withdrawn"),
    "purpose_fulfilled": ("处理目的已实现或不再需要", "the purpose is fulfilled or needs it no longer"),
    "unlawful": ("处理不合法", "it should not have been kept"),
}
"""Why something is erased: Personal Information Protection Law, article 47."""


def _refused(code: str, zh: str, en: str, do_zh: str, do_en: str, **context) -> Refused:
    return Refused(
        code,
        zh,
        en,
        "身份信息保持原样，未被打开",
        do_zh,
        context,
        what_is_safe_en="the identity is as it was and was not opened",
        what_to_do_en=do_en,
    )


def unknown(ref: str) -> Refused:
    """No row has this reference."""
    return _refused(
        "identity_unknown",
        "没有这条身份信息",
        "there is no such identity",
        "核对事项后重试",
        "check the matter and try again",
        ref=ref,
    )


def erased(ref: str) -> Refused:
    """It was erased; nobody can bring it back."""
    return _refused(
        "identity_erased",
        "该信息已依法删除，无法恢复",
        "this was erased and cannot be brought back",
        "事项的其他记录仍可查阅",
        "the rest of the matter's record can still be read",
        ref=ref,
    )


def no_reason() -> Refused:
    """A look needs a reason somebody can check later."""
    return _refused(
        "reason_needed",
        "查看身份信息必须写明事由（至少四个字）",
        "looking at an identity needs a reason of four characters or more",
        "写明为何需要查看，例如“电话核实举报事实”",
        "say why, for example “to verify the facts by telephone”",
    )


def not_sealable() -> Refused:
    """Fields are named texts, at least one of them not empty."""
    return _refused(
        "identity_not_sealable",
        "身份信息须为文字，且至少填写一项",
        "an identity is made of texts, at least one of them given",
        "检查填写内容后重试",
        "check what was entered and try again",
    )


def wrong_erasure(reason: str) -> Refused:
    """Erasing has a closed list of reasons."""
    return _refused(
        "erasure_reason_unknown",
        f"删除理由不在列表中：{reason[:20]}",
        f"not one of the reasons for erasing: {reason[:20]}",
        "、".join(f"{code}（{zh}）" for code, (zh, _en) in ERASURES.items()),
        "; ".join(f"{code}: {en}" for code, (_zh, en) in ERASURES.items()),
    )


def held(ref: str) -> Refused:
    """A hold forbids erasing."""
    return _refused(
        "identity_held",
        "因诉讼、复议或信访等原因暂缓删除",
        "it is on hold for a suit, a review or a petition",
        "先解除暂缓，再删除",
        "lift the hold first",
        ref=ref,
    )
