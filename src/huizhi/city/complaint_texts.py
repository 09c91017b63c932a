"""What customers write, with the labels a dispatcher would give: stories in families, wordings, slips of the keys."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from huizhi.city.complaint_words import (
    DEMANDS,
    DIALECT,
    DIALECT_TAILS,
    FACES,
    FIELDS,
    FILLERS,
    OPENINGS,
    REPORT_DEMANDS,
    SLIPS,
)
from huizhi.city.industries import industries
from huizhi.city.names import choose, join, where
from huizhi.city.randomness import Dice

TOPICS = ("食品", "药品", "产品质量", "价格", "广告", "售后服务", "合同", "虚假宣传", "预付卡", "其他")
"""Categories of the export, in the order of `Asked.topic`."""
DESKS = {
    "station": "监管所", "food": "食品科", "drug": "药械科", "equipment": "特种设备科", "quality": "质量科",
    "price": "价格科", "advertising": "广告科", "ip": "知识产权科", "trade": "网监科", "elsewhere": "非本部门",
}  # fmt: skip
"""Who is responsible -> the name in the export (处理部门)."""
_DESK_OF = {
    "食品": "food", "药品": "drug", "产品质量": "quality", "价格": "price", "广告": "advertising",
    "虚假宣传": "advertising",
}  # fmt: skip
MIX = {
    "food": (46, 0, 6, 12, 3, 14, 4, 8, 3, 4),
    "pharmacy": (8, 42, 6, 16, 8, 8, 2, 8, 0, 2),
    "online": (14, 1, 26, 6, 6, 26, 5, 12, 0, 4),
    "": (1, 0, 24, 12, 6, 26, 12, 7, 8, 4),
}
"""Share of each topic of TOPICS by what a business does."""
_ROLE_OF = {"catering": "food", "food": "food", "drug": "pharmacy", "online": "online"}
_ONLINE = ("售后服务", "合同", "虚假宣传", "其他")
_FIELDS = tuple(FIELDS)


@dataclass(frozen=True)
class Story:
    """One family: a way things go wrong, its usual desk and line of business where they are its own, its wordings."""

    topic: int
    family: str
    desk: str
    field: str
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """For whom texts are wanted: `ids`, `k` choose the dice; `topic` as TOPICS; `field` as FIELDS; `report` a mask."""

    ids: np.ndarray
    k: np.ndarray
    topic: np.ndarray
    field: np.ndarray
    report: np.ndarray


@cache
def stories() -> tuple[Story, ...]:
    """Every family, by topic in file order."""
    text = files("huizhi.city").joinpath("stories.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    found = [
        Story(TOPICS.index(r["topic"]), r["family"], r["desk"], r["field"], tuple(r["wordings"].split("|")))
        for r in rows
    ]
    return tuple(sorted(found, key=lambda story: story.topic))


def field_of_industry() -> np.ndarray:
    """Line of business (place in FIELDS) of each industry of the sample city."""
    found = []
    for industry in industries():
        fits = [n for n, (_, starts, _) in enumerate(FIELDS.values()) if industry.code.startswith(starts or ("-",))]
        found.append(fits[0] if fits else len(FIELDS) - 1)
    return np.array(found)


def written(dice: Dice, asked: Asked) -> pl.DataFrame:
    """Columns text, topic, field, desk (names as exported), family and goods of every filing asked for."""
    ids, k = asked.ids, asked.k
    told = _told(dice, asked, asked.topic, 0)
    aside_topic = dice.below("aside topic", ids, len(TOPICS), k)
    aside = _told(dice, asked, aside_topic, 1)
    mixed = dice.unit("mixed topics", ids, k) < 0.08
    demand = where(
        asked.report,
        choose(REPORT_DEMANDS, dice.below("report demand", ids, len(REPORT_DEMANDS), k)),
        choose(DEMANDS, dice.below("demand", ids, len(DEMANDS), k)),
    )
    filler = choose(FILLERS, dice.below("filler", ids, len(FILLERS), k))
    body = join(
        choose(OPENINGS, dice.below("opening", ids, len(OPENINGS), k)), told["text"],
        where(filler.str.len_chars().to_numpy() > 0, join("。", filler.str.strip_suffix("。")), ""),
        where(mixed, join("。另外", aside["text"]), ""), demand,
    )  # fmt: skip
    return told.with_columns(text=_typed(dice, ids, k, body))


def _told(dice: Dice, asked: Asked, topic: np.ndarray, draw: int) -> pl.DataFrame:
    """One story each, with its goods and labels."""
    ids, k, all_stories = asked.ids, asked.k, stories()
    counts = np.bincount([s.topic for s in all_stories], minlength=len(TOPICS))
    firsts = np.cumsum(counts) - counts
    index = firsts[topic] + dice.below(f"story {draw}", ids, counts[topic], k)
    wordings = [w for s in all_stories for w in s.wordings]
    how_many = np.array([len(s.wordings) for s in all_stories])
    starts = np.cumsum(how_many) - how_many
    wording = choose(wordings, starts[index] + dice.below(f"wording {draw}", ids, how_many[index], k))
    own = np.array([_FIELDS.index(s.field) if s.field else -1 for s in all_stories])[index]
    food, drug = _FIELDS.index("food"), _FIELDS.index("drug")
    eats = np.isin(asked.field, (food, _FIELDS.index("catering")))
    field = np.where((topic == 0) & ~eats, food, np.where(topic == 1, drug, asked.field))
    field = np.where(own >= 0, own, field)
    goods = [word for _, _, words in FIELDS.values() for word in words]
    sizes = np.array([len(words) for _, _, words in FIELDS.values()])
    bases = np.cumsum(sizes) - sizes
    good = choose(goods, bases[field] + dice.below(f"goods {draw}", ids, sizes[field], k))
    parts = wording.str.splitn("{}", 2).struct
    tail = parts.field("field_1")
    return pl.DataFrame(
        {
            "text": join(parts.field("field_0"), where(tail.is_not_null().to_numpy(), good, ""), tail),
            "topic": choose(TOPICS, topic),
            "field": choose([name for name, _, _ in FIELDS.values()], field),
            "desk": choose(list(DESKS.values()), _desks(all_stories, index, topic, field)),
            "family": choose([f"{TOPICS[s.topic]}/{s.family}" for s in all_stories], index),
            "goods": good,
        }
    )


def _desks(all_stories: tuple[Story, ...], index: np.ndarray, topic: np.ndarray, field: np.ndarray) -> np.ndarray:
    """Place in DESKS: the family's own, else the topic's, else the station; disputes of online trade have a desk."""
    codes = list(DESKS)
    own = np.array([codes.index(s.desk) if s.desk else -1 for s in all_stories])[index]
    usual = np.array([codes.index(_DESK_OF.get(name, "station")) for name in TOPICS])[topic]
    online = (field == _FIELDS.index("online")) & np.isin(topic, [TOPICS.index(name) for name in _ONLINE])
    return np.where(own >= 0, own, np.where(online, codes.index("trade"), usual))


def _typed(dice: Dice, ids: np.ndarray, k: np.ndarray, text: pl.Series) -> pl.Series:
    """The text as people type it: slips, words of the region, faces."""
    for stream, pairs, share in (("slip", SLIPS, 0.2), ("dialect", DIALECT, 0.1)):
        slips = dice.unit(stream, ids, k) < share
        which = dice.below(f"{stream} kind", ids, len(pairs), k)
        for number, (meant, put) in enumerate(pairs):
            text = where(slips & (which == number), text.str.replace(meant, put, literal=True), text)
    local = dice.unit("dialect", ids, k) < 0.1
    text = where(local, join(text, choose(DIALECT_TAILS, dice.below("dialect tail", ids, len(DIALECT_TAILS), k))), text)
    faced = dice.unit("face", ids, k) < 0.12
    return where(faced, join(text, choose(FACES, dice.below("face kind", ids, len(FACES), k))), text)


_USUAL_FIELDS = (16, 15, 7, 9, 8, 5, 7, 4, 5, 4, 4, 4, 2, 7, 3)
"""How often each line of business is complained about, in per cent, in the order of FIELDS."""


def labelled(seed: int, count: int) -> pl.DataFrame:
    """So many labelled texts in the city's own mixture: what a router is taught and judged by."""
    dice, ids = Dice(seed), np.arange(count)
    field = dice.pick("labelled field", ids, _USUAL_FIELDS)
    topic = np.zeros(count, dtype=np.int64)
    for line, name in enumerate(FIELDS):
        mine = field == line
        topic[mine] = dice.pick("labelled topic", ids[mine], MIX[_ROLE_OF.get(name, "")])
    report = dice.unit("labelled kind", ids) < 0.22
    return written(dice, Asked(ids, np.zeros(count, dtype=np.int64), topic, field, report))
