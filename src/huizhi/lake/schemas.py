"""Every fact table of the lake: its own columns, and the columns all facts share.

Types are Ibis type names. Money is integer fen (分). Times are civil time of the city, without zone.
A contract (see `huizhi.feeds`) may fill a subset of a table's columns; what it leaves out is null.
"""

from __future__ import annotations

FACT_COLUMNS = {
    "subject": "string",  # whom the row is about, as the source names it: "code:…", "licence:…", "device:…", "name:…"
    "occurred_at": "timestamp(6)",  # when it happened
    "known_at": "timestamp(6)",  # when the city learned it
    "source": "string",  # the contract's name
    "source_id": "string",  # the source's own record key
    "file_digest": "string",  # SHA-256 of the landed file
    "row_number": "int64",  # as a spreadsheet shows it: the header is row 1; for record files the first record is 1
    "row_digest": "string",  # SHA-256 of the typed content, to tell a repeat from a correction
    "flags": "string",  # what was odd but kept, joined by ";": e.g. "credit_code:check_character"
}

TABLES: dict[str, dict[str, str]] = {
    "registry": {
        "credit_code": "string", "registration_no": "string", "name": "string", "entity_kind": "string",
        "industry_code": "string", "division": "string", "zone": "string", "station": "string", "address": "string",
        "legal_representative": "string", "capital_fen": "int64", "established_on": "date", "status": "string",
        "status_on": "date", "scope": "string", "phone": "string", "former_name": "string",
    },
    "annual_reports": {
        "credit_code": "string", "name": "string", "report_year": "int64", "reported_on": "date",
        "employees": "int64", "revenue_fen": "int64", "contact_phone": "string",
    },
    "licences": {
        "licence_no": "string", "licence_kind": "string", "credit_code": "string", "name": "string",
        "division": "string", "premises": "string", "scope": "string", "issued_on": "date", "valid_until": "date",
        "status": "string", "authority": "string",
    },
    "penalties": {
        "document_no": "string", "credit_code": "string", "name": "string", "violation": "string",
        "violation_text": "string", "law": "string", "penalty_kinds": "string", "fine_fen": "int64",
        "confiscated_fen": "int64", "decided_on": "date", "authority": "string", "division": "string",
    },
    "inspections": {
        "inspection_no": "string", "credit_code": "string", "licence_no": "string", "name": "string",
        "division": "string", "kind": "string", "plan_no": "string", "item": "string", "inspected_on": "date",
        "officers": "string", "result": "string", "finding_count": "int64", "serious_count": "int64",
        "corrected_on": "date",
    },
    "complaints": {
        "matter_no": "string", "kind": "string", "channel": "string", "received_at": "timestamp(6)",
        "credit_code": "string", "licence_no": "string", "name": "string", "address": "string", "division": "string",
        "category": "string", "content": "string", "amount_fen": "int64", "first_response_at": "timestamp(6)",
        "accepted_on": "date", "due_on": "date", "closed_on": "date", "outcome": "string", "unit": "string",
        "goods_field": "string", "desk": "string", "stopped_days": "int64", "stopped_for": "string",
    },
    "food_sampling": {
        "sample_no": "string", "item_no": "int64", "task_level": "string", "sampled_on": "date", "product": "string",
        "food_category": "string", "producer_name": "string", "producer_code": "string", "credit_code": "string",
        "licence_no": "string", "name": "string", "division": "string", "place_kind": "string", "batch_no": "string",
        "test_item": "string", "limit_text": "string", "measured_text": "string", "measure_unit": "string",
        "item_verdict": "string", "sample_verdict": "string", "reported_on": "date", "disposed_on": "date",
        "laboratory": "string",
    },
    "equipment": {
        "device_no": "string", "device_kind": "string", "credit_code": "string", "name": "string",
        "division": "string", "location": "string", "in_public_place": "boolean", "registered_on": "date",
        "status": "string", "maintainer": "string", "next_inspection_on": "date",
    },
    "equipment_inspections": {
        "report_no": "string", "device_no": "string", "credit_code": "string", "inspected_on": "date",
        "conclusion": "string", "next_inspection_on": "date", "laboratory": "string",
    },
    "elevator_insurance": {
        "policy_no": "string", "device_no": "string", "credit_code": "string", "insurer": "string",
        "starts_on": "date", "ends_on": "date",
    },
    "return_promises": {
        "credit_code": "string", "name": "string", "division": "string", "address": "string", "term_days": "int64",
        "promised_on": "date", "returns": "int64", "returned_fen": "int64", "broken": "int64", "status": "string",
    },
    "product_sampling": {
        "sample_no": "string", "task_level": "string", "name": "string", "credit_code": "string", "division": "string",
        "stage": "string", "product": "string", "key_product": "boolean", "sampled_on": "date", "verdict": "string",
        "failed_item": "string", "reported_on": "date", "handled_on": "date", "laboratory": "string",
    },
    "platform_operators": {
        "platform": "string", "period": "string", "name": "string", "credit_code": "string", "shop_id": "string",
        "shop_name": "string", "verified": "boolean", "licence_shown": "boolean", "registered_on": "date",
        "status": "string",
    },
    "certificates": {
        "certificate_no": "string", "scheme": "string", "credit_code": "string", "name": "string", "division": "string",
        "above_scale": "boolean", "issued_on": "date", "valid_until": "date", "status": "string", "body": "string",
    },
    "register_changes": {
        "change_no": "string", "credit_code": "string", "name": "string", "division": "string", "item": "string",
        "changed_on": "date", "capital_before_fen": "int64", "capital_after_fen": "int64",
    },
    "listings": {
        "decision_no": "string", "list": "string", "ground": "string", "credit_code": "string", "name": "string",
        "division": "string", "listed_on": "date", "removed_on": "date", "authority": "string",
    },
    "annual_accounts": {
        "credit_code": "string", "name": "string", "report_year": "int64", "reported_on": "date", "state": "string",
        "assets_fen": "int64", "liabilities_fen": "int64", "net_profit_fen": "int64", "insured": "int64",
    },
    "rulings": {
        "ruling_no": "string", "entity_id": "string", "record_source": "string", "record_id": "string",
        "event_kind": "string", "event_on": "date", "ruling": "string", "decided_on": "date", "unit": "string",
        "basis": "string",
    },
    "population": {"division": "string", "year": "int64", "residents": "int64"},
}  # fmt: skip
"""Table name -> its own columns; `FACT_COLUMNS` are added to each."""


OFFICE_TABLES: dict[str, dict[str, str]] = {
    "acts": {
        "seq": "int64", "verb": "string", "officer": "string", "unit": "string", "object_kind": "string",
        "object_id": "string", "basis": "string", "digest": "string",
    },
}  # fmt: skip
"""Tables the office itself fills. No release rests on them, or a night's own acts would make the next one new."""


def columns_of(table: str) -> dict[str, str]:
    """All columns of a fact table, shared ones first. Raises KeyError for an unknown table."""
    return {**FACT_COLUMNS, **(OFFICE_TABLES.get(table) or TABLES[table])}
