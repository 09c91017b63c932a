"""Why a row is in quarantine: every reason in two languages, said to the person who will correct the row."""

REASONS: dict[str, tuple[str, str]] = {
    "missing": ("必填项为空", "a required value is empty"),
    "bad_date": ("不是有效的日期或时间", "not a valid date or time in an agreed format"),
    "bad_number": ("不是有效的数字，或比分更细", "not a valid number, or finer than it may be"),
    "unknown_code": ("不在约定的代码表中", "not in the agreed list of codes"),
    "bad_division": ("不是本市的行政区划", "not a division of this city"),
    "out_of_range": ("超出允许的范围", "outside the allowed range"),
    "pattern": ("不符合约定的格式", "does not have the agreed pattern"),
    "too_long": ("过长", "too long"),
    "control_character": ("含有控制字符", "contains control characters"),
    "after_delivery": ("晚于交付日期", "later than the day of delivery"),
    "before_other": ("早于它应当晚于的日期", "earlier than the date it must follow"),
    "repeated_key": ("同一文件中主键重复", "its key stands earlier in the same file"),
    "wrong_field_count": ("列数与表头不一致", "the number of cells is not that of the header"),
    "undecodable": ("含有无法解码的字节", "contains bytes that are no text"),
    "unterminated_quote": ("引号没有结束", "a quote is opened and never closed"),
    "stray_quote": ("引号后面还有文字", "text follows a closing quote"),
    "not_a_record": ("不是一条记录", "not a record"),
    "missing_header": ("文件缺少必需的列", "the file lacks required columns"),
    "repeated_header": ("文件中同一列出现两次", "the file has the same column twice"),
}
"""Reason code -> what it means, in Chinese and in English."""


def explain(reason: str) -> tuple[str, str]:
    """The reason in Chinese and in English."""
    return REASONS[reason]
