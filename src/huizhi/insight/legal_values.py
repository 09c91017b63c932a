"""One row per period of every legal value, as the law room holds it: what a table joins to say how long a term is."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import rows_of
from huizhi.lake.protocol import Lake
from huizhi.law.parameters import Parameters, parameters
from huizhi.law.reference import ROW_COLUMNS, value_rows

SCHEMA = ibis.schema(
    {
        "key": "string",
        "layer": "string",
        "in_force_from": "date",
        "in_force_to": "date",
        "value": "string",
        "unit": "string",
        "title_zh": "string",
        "title_en": "string",
        "instrument": "string",
        "article": "string",
        "support": "string",
        "to_be_confirmed": "boolean",
        "number": "int64",
        "rolls": "boolean",
        "rank": "int64",
    }
)
"""`rank` rises with the layer: of several values in force on a day, the highest holds."""


def legal_values(_lake: Lake, _as_of: date, *, law: Parameters | None = None) -> ir.Table:
    """Every period of every value; local ones after national ones."""
    law = law or parameters()
    ranks = {layer: rank for rank, layer in enumerate(law.layer_names())}
    rows = [dict(zip(ROW_COLUMNS, row, strict=True)) for row in value_rows(law)]
    return rows_of([{**row, "rank": ranks[str(row["layer"])]} for row in rows], SCHEMA)
