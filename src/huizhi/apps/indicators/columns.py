"""The tables a night publishes to the scoreboard and the order of the columns in each row."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "indicators": (
        "number", "code", "chapter", "chapter_zh", "chapter_en", "zh", "en", "unit_zh", "unit_en", "scale", "is_count",
        "decimals", "target", "province_target", "near_within", "higher_is_better", "period", "source", "version",
        "proposed", "owner_zh", "owner_en", "formula_zh", "formula_en", "awaits",
    ),
    "values": ("indicator", "division", "month", "numerator", "denominator"),
    "records": (
        "indicator", "source", "source_id", "entity_id", "division", "zone", "occurred_on", "month", "weight", "base",
        "label", "file_digest", "row_number",
    ),
    "feeds": (
        "source", "zh", "en", "owner_zh", "owner_en", "delivered_on", "rows_in", "stored", "unchanged", "quarantined",
        "freshness_days",
    ),
    "files": (
        "digest", "source", "name", "delivered_on", "size", "rows_in", "stored", "unchanged", "quarantined",
    ),
    "quarantine": (
        "source", "file_digest", "column", "reason", "reason_zh", "reason_en", "rows", "example_row", "example_value",
    ),
}  # fmt: skip
"""Table -> columns of a row tuple. Targets are Decimal or decimal text; dates `datetime.date`; months "2026-10".

The whole city's division is CITY.
"""
