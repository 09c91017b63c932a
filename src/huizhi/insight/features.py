"""What was known of a business the day before a visit, as numbers: from its dated facts and its register entry only.

Neither who inspected nor where it lies is read: a district would say who goes. States of affairs that vanish once put
right are left out too: looked up later, they would tell what happened in between.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HALF_LIFE_DAYS, WINDOW_DAYS, YEAR_DAYS = 365, 3 * 365, 365
PRIOR_VISITS = 2.0
"""Visits' worth of the common rate mixed into a business's own share of findings."""
FOUND = ("inspection_finding", "inspection_serious", "obstruction")
COUNTED = {
    "penalties": ("penalty",),
    "complaints": ("complaint",),
    "reports": ("report_made", "report_filed"),
    "serious": ("inspection_serious",),
    "failed_samples": ("sample_fail", "product_fail"),
    "passed_samples": ("sample_pass",),
    "failed_devices": ("equipment_fail",),
    "late_reports": ("annual_report_late",),
}
"""Feature -> the kinds of dated facts whose faded count it is."""
KINDS = tuple(sorted({*FOUND, "inspection_clean", *(kind for kinds in COUNTED.values() for kind in kinds)}))
"""Every kind of event read."""
COLUMNS = ("entity_kind", "industry_code", "capital_fen", "established_on")
"""Every column of the register read."""
NUMBERS = ("own_findings", "visited", *COUNTED, "age", "young", "capital", "unseen")
NAMES = {
    "own_findings": ("以往检查发现问题的比例", "share of its earlier visits with a finding"),
    "visited": ("以往检查次数", "earlier visits"),
    "penalties": ("行政处罚", "penalties"),
    "complaints": ("投诉", "complaints"),
    "reports": ("举报", "reports"),
    "serious": ("严重问题", "serious findings"),
    "failed_samples": ("抽检不合格", "failed samples"),
    "passed_samples": ("抽检合格", "passed samples"),
    "failed_devices": ("设备检验不合格", "failed equipment inspections"),
    "late_reports": ("年报逾期", "late annual reports"),
    "age": ("成立年限", "age"),
    "young": ("成立不满一年", "younger than a year"),
    "capital": ("注册资本", "registered capital"),
    "unseen": ("记录开始以前的时间", "time before the records begin"),
    "entity_kind": ("主体类型", "kind of entity"),
    "industry": ("行业", "trade"),
}
"""Feature -> Chinese and English name; `entity_kind` and `industry` are choices."""


@dataclass(frozen=True)
class Asked:
    """Businesses asked about, one row each, and the day asked: nothing of that day or later is known.

    Days count from any one epoch; `established` and `capital` (fen) are NaN where unknown. `since`: the day the records
    begin; facts before it are not absent but unseen.
    """

    on: np.ndarray
    established: np.ndarray
    capital: np.ndarray
    entity_kind: np.ndarray
    industry: np.ndarray
    since: float = -np.inf

    def __len__(self) -> int:
        return len(self.on)


@dataclass(frozen=True)
class Dated:
    """Facts, each about the row `of` of what is asked: kind, days before the day asked on which it happened."""

    of: np.ndarray
    kind: np.ndarray
    age: np.ndarray


def numbers(asked: Asked, facts: Dated, usual: float) -> np.ndarray:
    """Rows × `NUMBERS`. `usual` is the common share of visits with a finding; facts outside the window fall away."""
    live = (facts.age > 0) & (facts.age <= WINDOW_DAYS)
    of, kind, weight = facts.of[live], facts.kind[live], 0.5 ** (facts.age[live] / HALF_LIFE_DAYS)

    def faded(kinds: tuple[str, ...]) -> np.ndarray:
        here = np.isin(kind, kinds)
        return np.bincount(of[here], weight[here], len(asked))

    found, visits = faded(FOUND), faded((*FOUND, "inspection_clean"))
    share = (found + PRIOR_VISITS * usual) / (visits + PRIOR_VISITS)
    years = np.clip((asked.on - asked.established) / YEAR_DAYS, 0, 30)
    columns = {
        "own_findings": np.log(share / (1 - share)),
        "visited": np.log1p(visits),
        **{name: np.log1p(faded(kinds)) for name, kinds in COUNTED.items()},
        "age": np.log1p(years),
        "young": np.where(np.isnan(years), np.nan, years < 1),
        "unseen": _unseen(asked.on - asked.since),
        "capital": np.log10(np.maximum(asked.capital, 1e5) / 1e5),
    }
    return np.column_stack([columns[name] for name in NUMBERS])


def _unseen(days: np.ndarray) -> np.ndarray:
    """The share of the window's weight that lies before the records begin, so many days back; 0 from a window on.

    Without it a year with more records behind it than the years that taught would look like a worse one.
    """
    seen = 1 - 0.5 ** (np.clip(days, 0, WINDOW_DAYS) / HALF_LIFE_DAYS)
    return 1 - seen / (1 - 0.5 ** (WINDOW_DAYS / HALF_LIFE_DAYS))
