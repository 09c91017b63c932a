"""How a ceremony can end without a draw, and why officers stay away, in words (Chinese, English)."""

from huizhi.apps.inspections import lifecycle

REASON_WORDS: dict[str, tuple[str, str]] = {
    lifecycle.NO_COMMITMENT: ("有承诺方没有按时提交承诺", "a party had not committed when it was due"),
    lifecycle.NO_BEACON: ("到截止时间仍没有公开随机值", "no beacon was entered in time"),
    lifecycle.NO_REVEAL: ("到截止时间有承诺方没有公开秘密数", "a party did not reveal its secret in time"),
    lifecycle.WRONG_REVEAL: ("公开的秘密数与承诺不符", "a party revealed another secret than it had committed to"),
    lifecycle.WRONG_BEACON: ("录入的公开随机值与其来源公布的不符", "what was entered is not what the source published"),
    lifecycle.CHANGED_POOL: ("公布之后名单有变", "the lists changed after their publication"),
    lifecycle.ABANDONED: ("主办科室放弃本次抽查", "the desk gave the draw up"),
}  # fmt: skip

RELATION_WORDS: dict[str, tuple[str, str]] = {
    "kin": ("近亲属在该单位任职或者经营", "close kin works there or owns it"),
    "interest": ("本人持股、投资或者有其他利害关系", "own shares, money or another interest"),
    "former": ("本人曾在该单位任职", "worked there before"),
    "other": ("其他可能影响公正的关系", "another relation that may affect fairness"),
}
