"""One row per inspection that looked at a business: when, why it was made, whether something was found, and who went.

The only analytical table that reads who inspected. It teaches and tests the prediction beside the card; nothing that
grades, and no feature of the prediction, may read it.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

SCHEMA = ibis.schema(
    {
        "entity_id": "string",
        "inspection_no": "string",
        "inspected_on": "date",
        "kind": "string",
        "result": "string",
        "found": "boolean",
        "officers": "string",
        "source": "string",
        "source_id": "string",
    }
)

LOOKED = ("none_found", "ordered_correction", "pending", "obstruction")
"""Results of a visit in which somebody was there to be inspected."""
RANDOM = "random"
"""The kind of a visit that a double-random draw decided."""


def visits_made(lake: Lake, as_of: date) -> ir.Table:
    """Visits known on a day, from `entities`, `links` and the facts; re-checks follow a finding and are left out."""
    facts = about_entities(lake, as_of, "inspections")
    made = facts.filter(facts.result.isin(LOOKED), facts["kind"] != "recheck", facts.inspected_on.notnull())
    return made.select(
        entity_id=made.entity_id, inspection_no=made.inspection_no, inspected_on=made.inspected_on, kind=made["kind"],
        result=made.result, found=made.result != "none_found", officers=made.officers.fill_null(""),
        source=made.source, source_id=made.source_id,
    )  # fmt: skip
