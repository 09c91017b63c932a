"""One row per object that can be drawn: active entities by class, under stratum names that do not tell the class."""

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.lake.protocol import Lake

SCHEMA = ibis.schema({"object_id": "string", "stratum": "string", "weight": "int64", "unit": "string"})

STRATA = {"A": "S1", "B": "S2", "C": "S3", "D": "S4", "E": "S5"}
NOWHERE = "unknown"
"""The unit of an object whose division nobody delivered: it can be drawn, and nobody is assigned to it by chance."""
WEIGHTS = {"S1": 1, "S2": 2, "S3": 4, "S4": 8, "S5": 16}
"""How much likelier an object is drawn; set by the plan (风险高的提高抽查比例), here the default."""


def frame(lake: Lake, as_of: date, *, weights: Mapping[str, int] = WEIGHTS) -> ir.Table:
    """Objects sorted by id, each with its stratum's weight and its division as the unit that draws."""
    known, graded = lake.table("entities", as_of), lake.table("grades", as_of)
    active = known.filter(known.status == "active")
    both = active.inner_join(graded, active.entity_id == graded.entity_id)
    named = both.select(object_id=active.entity_id, grade=graded.grade, unit=active.division.fill_null(NOWHERE))
    placed = named.mutate(stratum=named.grade.cases(*STRATA.items(), else_=ibis.null("string")))
    weighed = placed.mutate(weight=placed.stratum.cases(*weights.items(), else_=ibis.null("int64")).cast("int64"))
    return weighed.select(*SCHEMA.names).order_by("object_id")
