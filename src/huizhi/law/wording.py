"""A value in plain words, made from its terms: from when, how long, what extends or stops it, what follows."""

from huizhi.law.parameters import Parameters, parameters
from huizhi.law.units import PERIODS, said
from huizhi.law.values import APPROVERS, RESTARTS, SETTLED, STOPS, ClockTerms, ExtensionTerm, LegalValue


def in_words(value: LegalValue, language: str = "zh", law: Parameters | None = None) -> str:
    """What a value asks, in "zh" or "en"; for a value without a clock, its title and amount."""
    law = law or parameters()
    amount = said(value.value, value.unit, language)
    if value.clock is None:
        return f"{value.title_en}: {amount}." if language == "en" else f"{value.title_zh}：{amount}。"
    parts = _english(value, value.clock, amount, law) if language == "en" else _chinese(value, value.clock, amount, law)
    return " ".join(parts) if language == "en" else "".join(parts)


def _chinese(value: LegalValue, clock: ClockTerms, amount: str, law: Parameters) -> list[str]:
    counted = "，按小时连续计算，遇节假日不顺延。" if value.unit == "H" else "，起算当日不计入。"
    parts = [f"自{clock.start_zh}起{amount}{counted}"]
    for term in clock.extensions:
        parts.append(f"经{APPROVERS[term.approver][0]}，可以延长{_more(term, value, law, 'zh')}。")
    if clock.stops:
        parts.append(f"{'、'.join(STOPS[name][0] for name in clock.stops)}的时间不计入。")
    if clock.restarts:
        parts.append(f"{'、'.join(RESTARTS[name][0] for name in clock.restarts)}的，重新起算。")
    if value.unit in PERIODS and value.unit != "WD":
        parts.append("末日是节假日的，顺延。" if clock.rolls else "末日不顺延。")
    if clock.consequence_zh:
        parts.append(f"逾期：{clock.consequence_zh}。")
    return parts


def _english(value: LegalValue, clock: ClockTerms, amount: str, law: Parameters) -> list[str]:
    counted = "hours run through nights and holidays" if value.unit == "H" else "that day is not counted"
    parts = [f"{amount}. Start: {clock.start_en} ({counted})."]
    for term in clock.extensions:
        parts.append(f"May be extended by {_more(term, value, law, 'en')} ({APPROVERS[term.approver][1]}).")
    if clock.stops:
        parts.append(f"Not counted: {'; '.join(STOPS[name][1] for name in clock.stops)}.")
    if clock.restarts:
        parts.append(f"Starts again: {'; '.join(RESTARTS[name][1] for name in clock.restarts)}.")
    if value.unit in PERIODS and value.unit != "WD":
        parts.append("A last day on a holiday moves on." if clock.rolls else "The last day never moves on.")
    if clock.consequence_en:
        parts.append(f"If missed: {clock.consequence_en}.")
    return parts


def _more(term: ExtensionTerm, value: LegalValue, law: Parameters, language: str) -> str:
    """How long an extension is, on the day the value commences; a settled one says who settles it."""
    if term.key == SETTLED:
        return "the time the decision sets" if language == "en" else "决定确定的合理期限"
    found = law.find(term.key, value.in_force_from) or law.periods(term.key)[-1]
    return said(found.value, found.unit, language)
