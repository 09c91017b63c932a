"""Judgements as tables to read: a schedule's days earlier beside chance, window by window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan

from rich.table import Table

from huizhi.exchange.chicago import Window
from huizhi.insight.schedules import Judgement, Spread

_Value = Callable[[Judgement], float]


def listed(choices: Sequence[tuple[str, str]]) -> str:
    """Choices as numbered lines, Chinese first."""
    return "\n".join(f"{n:>2}. {zh}\n    {en}" for n, (zh, en) in enumerate(choices, 1))


def window_table(windows: Sequence[Window], gap_days: int) -> Table:
    """One line per window, and the mean weighted by findings; planned without the history of the last `gap_days`."""
    gap = f"；计划前 {gap_days} 天无历史 nothing known of {gap_days} days before" if gap_days else ""
    table = Table(title=f"训练期内的时间窗 Windows inside training (95 %){gap}")
    titles = ("计划日 planned", "训练 taught", "检查 visits", "发现 found", "提前天数 days earlier", "随机 random",
              "检查员内 within", "随机 random", "前半 first half", "AUC", "内 within")  # fmt: skip
    for title in titles:
        table.add_column(title, justify="right")
    for window in windows:
        judged = window.judged
        table.add_row(str(window.planned_on), str(window.taught), str(judged.visits), str(judged.findings),
                      _spread(judged.days), _spread(judged.random_days), _spread(judged.within),
                      _spread(judged.random_within), f"{judged.first_half:.1%} ({judged.first_half_before:.1%})",
                      f"{judged.auc.value:.3f}", f"{judged.within_auc:.3f}")  # fmt: skip
    table.add_section()
    values: list[_Value] = [
        lambda j: j.days.value, lambda j: j.random_days.value, lambda j: j.within.value,
        lambda j: j.random_within.value, lambda j: j.first_half, lambda j: j.auc.value, lambda j: j.within_auc,
    ]  # fmt: skip
    means = [f"{mean(windows, value):.3f}" for value in values]
    table.add_row("均值 mean", "", "", str(sum(w.judged.findings for w in windows)), *means)
    return table


def officer_table(windows: Sequence[Window]) -> Table:
    """One line per officer over all windows; means weighted by findings."""
    table = Table(title="各检查员（打分时不看） By officer, whom no score knows")
    for title in ("检查员 officer", "检查 visits", "发现 found", "发现率 rate", "提前天数 days earlier", "AUC"):
        table.add_column(title, justify="right")
    for name in sorted({name for window in windows for name in window.officers}):
        own = [window.officers[name] for window in windows if name in window.officers]
        visits, found = sum(each.visits for each in own), sum(each.findings for each in own)
        days = sum(each.days * each.findings for each in own) / found
        told = [each for each in own if not isnan(each.auc)]
        area = sum(each.auc * each.findings for each in told) / sum(each.findings for each in told)
        table.add_row(name, str(visits), str(found), f"{found / visits:.1%}", f"{days:.2f}", f"{area:.3f}")
    return table


def mean(windows: Sequence[Window], value: _Value) -> float:
    """The mean of a figure over windows, weighted by findings."""
    return sum(value(w.judged) * w.judged.findings for w in windows) / sum(w.judged.findings for w in windows)


def _spread(spread: Spread | None) -> str:
    return "" if spread is None else f"{spread.value:.2f} [{spread.low:.1f}, {spread.high:.1f}]"
