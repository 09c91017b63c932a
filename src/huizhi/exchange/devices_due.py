"""What the next periodic inspections of devices came to: what a card of users of special equipment is followed by.

Visits are mostly about other things, and go where risk is thought to be. Every device in use falls due by law and by
its own calendar, so nobody chose whom to look at: each business counts once, with its first device due after the day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from huizhi.exchange.following import REPORTED_AFTER_DAYS
from huizhi.insight.event_kinds.devices import with_due_day
from huizhi.insight.linked import about_entities

COVERED = "device_in_use"
"""The kind of event that makes a business a user of special equipment."""


def in_use(stage: Any, day: date) -> pl.DataFrame:
    """One row per device in use as known on a day: entity_id, device_no, due_on."""
    devices = with_due_day(about_entities(stage, day, "equipment"), stage, day)
    return devices.filter(devices.status == "in_use").select("entity_id", "device_no", "due_on").to_polars()


def checks(stage: Any, day: date) -> pl.DataFrame:
    """One row per inspection of a device known on a day: device_no, inspected_on, conclusion."""
    made = stage.table("equipment_inspections", day)
    return made.select("device_no", "inspected_on", "conclusion", "report_no").to_polars()


def fell_due(then: pl.DataFrame, now: pl.DataFrame, made: pl.DataFrame, on: date, until: date) -> pl.DataFrame:
    """Devices in use on both days that fell due between them, the soonest due first, in the shape of visits.

    `then`, `now`: `in_use` of both days; `made`: `checks` known on the last. `found`: the first inspection after `on`
    did not pass at the first go, or was not made by the day due. What falls due in the last month is left out, because
    its reports may not be in yet; what was overdue on the day is too, because the card counts it.
    """
    last = until - timedelta(REPORTED_AFTER_DAYS)
    due = then.filter(pl.col("due_on").is_between(pl.lit(on), pl.lit(last), closed="right"))
    due = due.join(now.select("device_no").unique(), on="device_no", how="semi")
    after = made.filter(pl.col("inspected_on") > pl.lit(on)).sort("inspected_on", "report_no")
    first = after.unique("device_no", keep="first", maintain_order=True)
    both = due.join(first, on="device_no", how="left").sort("due_on", "device_no")
    passed = (pl.col("conclusion") == "pass") & (pl.col("inspected_on") <= pl.col("due_on"))
    return both.select(
        "entity_id", inspected_on="due_on", kind=pl.lit("due"), source=pl.lit("equipment"), source_id="device_no",
        found=~passed.fill_null(False),
    )  # fmt: skip
