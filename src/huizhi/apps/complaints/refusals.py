"""What this app refuses, in the words of whoever meets it."""

from huizhi.vocabulary.refused import Refused


def refused(code: str, zh: str, en: str, do: str, do_en: str, **context: object) -> Refused:
    """A refusal that leaves everything as it was."""
    return Refused(
        code, zh, en, "没有写入任何内容。", do, context,
        what_is_safe_en="Nothing was written.", what_to_do_en=do_en,
    )  # fmt: skip


def incomplete(lacking: list[str], zh: list[str]) -> Refused:
    """The filing lacks something nobody can handle it without."""
    return refused(
        "filing_incomplete", f"还缺少：{'、'.join(zh)}", f"still missing: {', '.join(lacking)}",
        "请补充后再提交，已填写的内容仍在页面上。", "Fill them in and submit again; what you typed is kept.",
        fields=lacking,
    )  # fmt: skip


def unknown_choice(field: str, known: list[str]) -> Refused:
    """A code outside its list. What was given instead is not repeated: in a shifted row it may be somebody's name."""
    return refused(
        "unknown_choice", f"{field}不在可选范围内", f"what was given for {field} is not in its list",
        f"可选：{'、'.join(known)}", f"Known: {', '.join(known)}", field=field,
    )  # fmt: skip


def no_such_filing() -> Refused:
    """Number or code is wrong; which of them is not said."""
    return refused(
        "no_such_filing", "编号或者查询码不对", "the number or the code is wrong",
        "请核对回执上的编号和查询码，或者持身份证件到登记单位查询。",
        "Check both on your receipt, or ask at the office that took it in.",
    )  # fmt: skip


def not_the_worker() -> Refused:
    """Who complained or reported is known to who works the matter, to nobody else."""
    return refused(
        "not_the_worker", "只有承办人、其代班人或者协办人可以查看身份、制作写明姓名的文书",
        "only who works the matter may see the identity or make a paper that names it",
        "请联系承办人，或者由所长把您列为协办人。", "Ask the handler, or have the head name you a co-handler.",
    )  # fmt: skip


def nobody_to_look_at() -> Refused:
    """Filed without a name, or not filed by anybody."""
    return refused(
        "nobody_to_look_at", "没有可以查看的身份：匿名举报或者工作中发现的线索",
        "there is nobody to look at: it came without a name, or was found at work",
        "可以通过查询码页面与举报人交换补充材料。", "The holder of the code may add facts on its page.",
    )  # fmt: skip


def too_late_to_undo() -> Refused:
    """The minutes to take a filing back are over."""
    return refused(
        "undo_over", "已超过自行撤回的时间", "the time to take it back yourself is over",
        "可以在查询页面申请撤回，由承办单位办理。", "You may withdraw it on its page, and the unit will see to it.",
    )  # fmt: skip


def not_now(zh: str, en: str, do: str = "请刷新页面后再试。", do_en: str = "Reload the page and try again.") -> Refused:
    """The matter is not in a state for this."""
    return refused("not_now", zh, en, do, do_en)


def out_of_bounds(field: str, least_fen: int, most_fen: int | None) -> Refused:
    """An amount beyond what the law leaves to weigh; bounds in fen, None where there is none above."""
    least, most = f"{least_fen / 100:,.2f}", "" if most_fen is None else f"{most_fen / 100:,.2f}"
    return refused(
        "out_of_bounds", f"{field}不在规定的范围内", "the amount lies outside what the rules allow",
        f"不少于 {least} 元" + (f"，不超过 {most} 元。" if most else "。"),
        f"At least {least} yuan" + (f", at most {most}." if most else "."), field=field,
    )  # fmt: skip


def of_another_kind(zh: str, en: str) -> Refused:
    """The verb is for matters of another kind."""
    return refused(
        "of_another_kind", f"只能对{zh}这样办理", f"this is done with {en} only",
        "请核对编号。", "Check the number.",
    )  # fmt: skip


def bad_grounds(zh: str, en: str) -> Refused:
    """A refusal or an ending without its lawful ground and reasons."""
    return refused(
        "grounds_missing", zh, en, "请选择法定事由并写明理由。", "Choose a ground of the rule and write the reasons."
    )
