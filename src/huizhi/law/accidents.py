"""How grave an accident with special equipment is: by people, loss, time, and by what happened."""

from collections.abc import Collection
from datetime import date

from huizhi.law.parameters import in_force

LEVELS = {"particularly_grave": "particular", "grave": "grave", "larger": "larger"}
"""Levels of an accident above "general", gravest first, with the last word of their bounds' keys."""

EVENTS = {
    "large_unit_explosion": ("60万千瓦以上机组锅炉爆炸", "particularly_grave"),
    "explosion": ("锅炉、压力容器、压力管道爆炸", "larger"),
    "crane_overturned": ("起重机械整体倾覆", "larger"),
    "crane_broken": ("起重机械主要受力结构件折断或者起升机构坠落", "general"),
}
"""What makes an accident of a level whatever its measures: words, level."""


def accident_level(
    on: date, dead: int = 0, injured: int = 0, loss_yuan: int = 0, moved: int = 0, trapped_hours: float = 0,
    outage_hours: float = 0, stranded: int = 0, stranded_hours: float = 0, place: str = "",
    events: Collection[str] = (),
) -> str | None:  # fmt: skip
    """The level of an accident by its gravest measure, or None below the general one; every bound is included.

    Any death or grave injury is at least general. `stranded` people hang in the air for `stranded_hours` at a `place`,
    "ropeway" or "ride"; `events` are of EVENTS (KeyError for another).
    """
    counts = (("dead", dead), ("injured", injured), ("loss", loss_yuan), ("moved", moved))
    happened = {EVENTS[event][1] for event in events}
    for level, suffix in LEVELS.items():
        by_count = any(count >= _bound(f"{name}_{suffix}", on) for name, count in counts)
        if by_count or level in happened or _by_time(suffix, on, outage_hours, stranded, stranded_hours):
            return level
    general = (
        dead > 0
        or injured > 0
        or bool(happened)
        or loss_yuan >= _bound("loss_general", on)
        or moved >= _bound("moved_general", on)
        or trapped_hours >= _bound("entrapment", on)
        or (place != "" and stranded > 0 and stranded_hours * 60 >= _bound(f"stranded_{place}", on))
    )
    return "general" if general else None


def _by_time(suffix: str, on: date, outage_hours: float, stranded: int, stranded_hours: float) -> bool:
    """Whether time makes the level: a boiler's outage (grave only), or people stranded, enough of them or any."""
    if suffix == "grave" and outage_hours >= _bound("outage_grave", on):
        return True
    enough = 1 if suffix == "larger" else _bound("stranded_people", on)
    return stranded >= enough and stranded_hours >= _bound(f"stranded_{suffix}", on)


def _bound(name: str, on: date) -> int:
    return in_force(f"accident.{name}", on).number
