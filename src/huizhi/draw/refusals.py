"""Every refusal and every check of the draw, by code, in Chinese and English: one table for Python and the browser."""

import json
from functools import cache
from pathlib import Path

from huizhi.vocabulary.refused import Refused

SAFE_ZH = "尚未抽取任何对象，文件均未改动。"
SAFE_EN = "Nothing has been picked and no file was changed."


@cache
def messages() -> dict[str, dict[str, str]]:
    """Code -> {"zh", "en"} and, for a refusal, {"do_zh", "do_en"}."""
    table: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("messages.json").read_text(encoding="utf-8"))
    return table


def refused(code: str, detail: str = "", **context: object) -> Refused:
    """The refusal `code`, with where it was found as `detail`; KeyError for a code without a message."""
    message = messages()[code]
    where = {"detail": detail, **context} if detail else context
    suffix_zh, suffix_en = (f"（{detail}）", f" ({detail})") if detail else ("", "")
    return Refused(
        code,
        message["zh"] + suffix_zh,
        message["en"] + suffix_en,
        SAFE_ZH,
        message["do_zh"],
        where,
        what_is_safe_en=SAFE_EN,
        what_to_do_en=message["do_en"],
    )


def detail_of(problem: Refused) -> str:
    """Where a refusal of this room was found, as plain text."""
    return str(problem.context.get("detail", ""))


def shown(value: object) -> str:
    """`value` for a message: at most 80 characters, so that garbage stays readable."""
    text = value if isinstance(value, str) else f"{value}"
    return text if len(text) <= 80 else text[:77] + "..."
