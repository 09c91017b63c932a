"""The tables a night publishes and the order of the columns in each row."""

EVIDENCE = ("source", "source_id", "file_digest", "row_number")

COLUMNS: dict[str, tuple[str, ...]] = {
    "entities": (
        "entity_id", "credit_code", "credit_code_ok", "registration_no", "name", "former_name", "entity_kind",
        "industry_code", "division", "zone", "station", "address", "legal_representative", "capital_fen",
        "established_on", "status", "status_on", "scope", "phone", *EVIDENCE,
    ),
    "grades": ("entity_id", "score", "grade", "reason_count", "forced_by", "scorecard"),
    "reasons": (
        "entity_id", "position", "indicator", "dimension", "points", "kind", "detail", "occurred_on", "lapses_on",
        *EVIDENCE,
    ),
    "events": (
        "entity_id", "kind", "occurred_on", "known_on", "severity", "amount_fen", "detail", *EVIDENCE,
    ),
    "licences": (
        "entity_id", "licence_no", "licence_kind", "name", "division", "premises", "scope", "issued_on", "valid_until",
        "status", "authority", *EVIDENCE,
    ),
    "devices": (
        "entity_id", "device_no", "device_kind", "division", "location", "in_public_place", "registered_on", "status",
        "maintainer", "last_inspected_on", "last_conclusion", "next_inspection_on", "insured_until", *EVIDENCE,
    ),
    "matters": (
        "entity_id", "matter_no", "kind", "channel", "received_at", "category", "content", "amount_fen",
        "first_response_at", "accepted_on", "due_on", "closed_on", "outcome", "unit", *EVIDENCE,
    ),
}  # fmt: skip
"""Table -> columns of a row tuple. Dates are `datetime.date`, instants naive civil time or aware, money integer fen."""
