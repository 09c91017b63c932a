"""What the next inspections of devices came to, by hand: passed in time or not, and who is left out."""

from datetime import date

import polars as pl

from huizhi.exchange.counted import first
from huizhi.exchange.devices_due import fell_due

ON, UNTIL = date(2025, 10, 31), date(2026, 10, 31)
DUE = date(2026, 3, 1)
IN_TIME, LATE = date(2026, 2, 20), date(2026, 3, 2)


def due(*devices):
    """(business, device, due day) as a frame."""
    return pl.DataFrame(devices, ("entity_id", "device_no", "due_on"), orient="row")


def checked(*made):
    """(device, day, conclusion) as a frame."""
    rows = [(*each, f"R{n}") for n, each in enumerate(made)]
    names = {"device_no": pl.String, "inspected_on": pl.Date, "conclusion": pl.String, "report_no": pl.String}
    return pl.DataFrame(rows, names, orient="row")


def test_what_counts_as_not_passed_in_time():
    names = ("passed", "on the day", "retested", "failed", "late", "never", "before", "again")
    devices = due(*((name, name, DUE) for name in names))
    made = checked(
        ("passed", IN_TIME, "pass"), ("on the day", DUE, "pass"), ("retested", IN_TIME, "pass_on_retest"),
        ("failed", IN_TIME, "fail"), ("late", LATE, "pass"), ("before", ON, "pass"),
        ("again", IN_TIME, "fail"), ("again", DUE, "pass"),
    )  # fmt: skip
    found = dict(fell_due(devices, devices, made, ON, UNTIL).select("entity_id", "found").iter_rows())
    assert {name for name in names if not found[name]} == {"passed", "on the day"}
    assert len(found) == len(names)


def test_only_what_falls_due_in_the_year_counts_and_the_last_month_is_too_late():
    days = {"overdue": ON, "first": date(2025, 11, 1), "last": date(2026, 9, 30), "unreported": date(2026, 10, 1)}
    devices = due(*((name, name, day) for name, day in days.items()), ("unknown", "unknown", None))
    assert fell_due(devices, devices, checked(), ON, UNTIL)["entity_id"].to_list() == ["first", "last"]


def test_a_device_out_of_use_by_the_end_is_no_failing_and_a_business_counts_by_its_first():
    then = due(("E", "b", LATE), ("E", "a", DUE), ("F", "gone", DUE))
    now = due(("E", "a", date(2027, 3, 1)), ("E", "b", date(2027, 3, 1)))
    told = fell_due(then, now, checked(("a", IN_TIME, "pass")), ON, UNTIL)
    assert told.select("entity_id", "source_id", "found").rows() == [("E", "a", False), ("E", "b", True)]
    assert first(told).select("source_id").rows() == [("a",)]
