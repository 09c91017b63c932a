"""What facts settle before a visit, and above all what they do not: stale, void, contradicted or missing facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huizhi.apps.registers.facade import DeviceLine, EventLine, PermitLine
from huizhi.exchange.settling import RULES, Known, settle
from huizhi.law.checklists import checklists

ON, DAY = date(2026, 11, 12), timedelta(days=1)


def made(card, **given):
    """A card with what is given, the rest empty."""
    return card(**{name: given.get(name) for name in card.__dataclass_fields__})


PERMIT = made(PermitLine, licence_no="SC1", licence_kind="food_production", valid_until=ON, status="valid")
LIFT = made(DeviceLine, device_kind="elevator", status="in_use", next_inspection_on=ON, last_conclusion="pass",
            insured_until=ON)  # fmt: skip


def event(kind, on):
    return made(EventLine, kind=kind, occurred_on=on)


def known(permits=(), devices=(), events=(), status="active"):
    return Known(status, permits, devices, events)


def holds(rule, facts, on=ON, detail=""):
    return bool(RULES[rule](facts, detail, on))


def test_every_settled_by_names_a_rule_and_every_item_has_an_article_and_its_support():
    found = checklists()
    assert {"food-production", "pharmacy", "registered-particulars", "special-equipment-use"} <= set(found)
    named = {item.settled_by.partition(":")[0] for each in found.values() for item in each.items} - {""}
    assert named == set(RULES)
    for each in found.values():
        assert len(each.items) >= 4
        assert all(item.basis.article and item.basis.support in ("text", "known", "unsure") for item in each.items)


@pytest.mark.parametrize(("change", "settles"), [
    ({}, True), ({"valid_until": ON - DAY}, False), ({"valid_until": None}, False), ({"status": "revoked"}, False),
    ({"licence_kind": "food_business"}, False),
])  # fmt: skip
def test_a_licence_in_force_on_the_day_of_the_visit_settles_its_item(change, settles):
    assert holds("licence", known([replace(PERMIT, **change)]), detail="food_production") is settles


def test_one_void_licence_of_the_kind_makes_it_a_question_for_the_visit():
    void = replace(PERMIT, licence_no="SC2", status="cancelled")
    assert not holds("licence", known([PERMIT, void]), detail="food_production")
    assert not holds("licence", known(), detail="food_production")


@pytest.mark.parametrize(("change", "inspected", "insured"), [
    ({}, True, True), ({"next_inspection_on": ON - DAY}, False, True), ({"last_conclusion": "fail"}, False, True),
    ({"last_conclusion": "pass_on_retest"}, True, True), ({"insured_until": ON - DAY}, True, False),
    ({"insured_until": None, "next_inspection_on": None}, False, False), ({"device_kind": "boiler"}, True, False),
])  # fmt: skip
def test_every_device_in_use_counts(change, inspected, insured):
    facts = (
        known(devices=[LIFT, replace(LIFT, **change)])
        if change.get("device_kind") is None
        else known(devices=[replace(LIFT, **change)])
    )
    assert (holds("equipment_inspected", facts), holds("elevator_insured", facts)) == (inspected, insured)


def test_devices_out_of_use_and_no_devices_settle_nothing():
    stopped = replace(LIFT, status="stopped", next_inspection_on=ON - 400 * DAY)
    assert holds("equipment_inspected", known(devices=[LIFT, stopped]))
    for facts in (known(devices=[stopped]), known()):
        assert not holds("equipment_inspected", facts) and not holds("elevator_insured", facts)


@pytest.mark.parametrize(("events", "settles"), [
    ([("annual_report", ON - 9 * DAY)], True), ([], False), ([("annual_report_late", ON - 9 * DAY)], False),
    ([("annual_report_missing", ON - 3 * DAY), ("annual_report", ON - 400 * DAY)], False),
    ([("annual_report", ON - 3 * DAY), ("annual_report_missing", ON - 400 * DAY)], True),
])  # fmt: skip
def test_the_newest_word_on_the_annual_report_counts(events, settles):
    assert holds("annual_report", known(events=[event(*each) for each in events])) is settles


@pytest.mark.parametrize(("events", "status", "settles"), [
    ([("inspection_clean", ON - 30 * DAY)], "active", True), ([("inspection_clean", ON - 400 * DAY)], "active", False),
    ([("not_found", ON - 2 * DAY), ("inspection_clean", ON - 30 * DAY)], "active", False),
    ([("status_change", ON - 2 * DAY), ("inspection_clean", ON - 30 * DAY)], "active", False),
    ([("inspection_finding", ON - 2 * DAY), ("not_found", ON - 30 * DAY)], "active", True),
    ([("inspection_clean", ON - 30 * DAY)], "moved_out", False), ([("penalty", ON - DAY)], "active", False),
])  # fmt: skip
def test_an_address_where_officers_met_the_business_of_late(events, status, settles):
    assert holds("address", known(events=[event(*each) for each in events], status=status)) is settles


def test_a_whole_checklist_is_settled_item_by_item_by_the_facts_that_hold():
    items = checklists()["special-equipment-use"].items
    assert settle(items, known(devices=[LIFT]), ON).keys() == {"inspected", "insurance"}
    assert settle(items, known(devices=[LIFT]), ON + DAY) == {}
