"""What each indicator counts: the month a record falls into, and whether it was achieved."""

from datetime import date, datetime, timedelta

import pytest

from huizhi.insight.formulas import FORMULAS
from huizhi.insight.formulas.shape import COLUMNS, Ground
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.divisions import DivisionTable
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import link

TODAY = date(2026, 10, 31)
GROUND = Ground.of(TODAY, WorkCalendar.load(), DivisionTable.load())


@pytest.fixture
def lake():
    """One food company in the Torch zone of Huancui."""
    lake = MemoryLake()
    lake.add("registry", credit_code="A", name="威海甲食品有限公司", entity_kind="enterprise", division="371002",
             zone="371071", established_on=date(2015, 5, 5), status="active")  # fmt: skip
    return lake


def counted(lake, formula, as_of=TODAY):
    """(month, weight, base) of each record, in the order of the days."""
    link(lake, as_of)
    ground = Ground.of(as_of, GROUND.calendar, GROUND.divisions)
    expression = FORMULAS[formula](lake, as_of, ground)
    assert set(expression.columns) == set(COLUMNS)
    rows = sorted(lake.rows(expression), key=lambda r: (r["occurred_on"], r["source_id"]))
    return [(r["month"], r["weight"], r["base"]) for r in rows]


def at(text):
    return datetime.fromisoformat(text)


def matter(lake, received, kind="complaint", **columns):
    lake.add("complaints", credit_code="A", kind=kind, received_at=at(received), matter_no="T1", **columns)


def test_the_months_counted_are_the_last_twelve():
    assert GROUND.months[0] == "2025-11" and GROUND.months[-1] == "2026-10" and len(GROUND.months) == 12
    assert GROUND.month_ends()[3] == date(2026, 2, 28)
    assert Ground.of(date(2026, 3, 15), GROUND.calendar, GROUND.divisions).month_ends()[-1] == date(2026, 3, 15)


def test_a_record_carries_its_place_and_its_row(lake):
    fact = lake.add("complaints", credit_code="A", kind="complaint", received_at=at("2026-08-01T10:00"),
                    first_response_at=at("2026-08-01T11:00"), matter_no="T1")  # fmt: skip
    link(lake, TODAY)
    (row,) = lake.rows(FORMULAS["answered_in_time"](lake, TODAY, GROUND))
    assert (row["entity_id"], row["division"], row["zone"], row["label"]) == ("A", "371002", "371071", "T1")
    assert (row["source_id"], row["row_number"]) == (fact["source_id"], fact["row_number"])


class TestComplaintsClosedOnTime:
    @pytest.mark.parametrize(
        ("accepted", "last_day"),
        [
            ("2026-04-14", date(2026, 6, 13)),  # the old rule: 45 working days, but the regulation's 60 days end first
            ("2026-04-15", date(2026, 6, 14)),  # the new rule commences: 60 days
        ],
    )
    def test_by_the_rule_of_the_day_of_acceptance(self, lake, accepted, last_day):
        for closed, achieved in ((last_day, 1), (last_day + timedelta(1), 0)):
            lake.facts["complaints"].clear()
            matter(lake, f"{accepted}T09:00", accepted_on=date.fromisoformat(accepted), closed_on=closed)
            assert counted(lake, "complaints_closed_on_time") == [("2026-06", achieved, 1)]

    def test_an_open_one_past_its_limit_is_missed_and_one_within_it_not_yet_counted(self, lake):
        matter(lake, "2026-07-01T09:00", accepted_on=date(2026, 7, 1))
        matter(lake, "2026-10-01T09:00", accepted_on=date(2026, 10, 1))
        assert counted(lake, "complaints_closed_on_time") == [("2026-08", 0, 1)]

    @pytest.mark.parametrize("outcome", ["withdrawn", "refused"])
    def test_not_when_withdrawn_or_refused(self, lake, outcome):
        matter(lake, "2026-07-01T09:00", accepted_on=date(2026, 7, 1), outcome=outcome)
        assert counted(lake, "complaints_closed_on_time") == []


class TestReportsVerifiedOnTime:
    def test_fifteen_working_days(self, lake):
        matter(lake, "2026-08-03T09:00", "report", closed_on=date(2026, 8, 24), outcome="no_case")
        matter(lake, "2026-08-03T09:00", "report", closed_on=date(2026, 8, 25), outcome="case_filed")
        assert counted(lake, "reports_verified_on_time") == [("2026-08", 1, 1), ("2026-08", 0, 1)]

    def test_an_extension_the_source_records_counts_only_as_far_as_the_law_lets_it(self, lake):
        told = {"closed_on": date(2026, 9, 10), "outcome": "no_case"}
        matter(lake, "2026-08-03T09:00", "report", due_on=date(2026, 9, 14), **told)
        matter(lake, "2026-08-03T10:00", "report", due_on=date(2026, 12, 31), **told)
        assert counted(lake, "reports_verified_on_time") == [("2026-08", 0, 1), ("2026-09", 1, 1)]


class TestAnsweredInTime:
    @pytest.mark.parametrize(("answer", "achieved"), [("2026-10-05T08:00", 1), ("2026-10-05T08:01", 0), (None, 0)])
    def test_twenty_four_clock_hours_through_a_holiday(self, lake, answer, achieved):
        matter(lake, "2026-10-04T08:00", first_response_at=answer and at(answer))
        assert counted(lake, "answered_in_time") == [("2026-10", achieved, 1)]

    def test_not_before_the_hours_are_over(self, lake):
        matter(lake, "2026-10-31T08:00")
        assert counted(lake, "answered_in_time") == []


def test_complaints_accepted_or_refused_within_seven_working_days(lake):
    matter(lake, "2026-08-03T09:00", accepted_on=date(2026, 8, 12))
    matter(lake, "2026-08-03T09:00", accepted_on=date(2026, 8, 13))
    matter(lake, "2026-08-03T09:00", outcome="refused", closed_on=date(2026, 8, 5))
    assert counted(lake, "complaints_accepted_in_time") == [("2026-08", 1, 1), ("2026-08", 0, 1), ("2026-08", 1, 1)]


def test_complaints_settled_among_those_mediated(lake):
    for outcome in ("mediated", "not_mediated", "refused", "open"):
        matter(lake, "2026-08-03T09:00", outcome=outcome, closed_on=date(2026, 9, 1))
    assert counted(lake, "complaints_mediated") == [("2026-09", 1, 1), ("2026-09", 0, 1)]


class TestFood:
    def sample(self, lake, number, verdict, **more):
        for item in (1, 2):
            lake.add("food_sampling", **{"credit_code": "A", "sampled_on": date(2026, 5, 20)} | more, sample_no=number,
                     item_no=item, product="酱油", item_verdict=verdict, sample_verdict=verdict)  # fmt: skip

    def population(self, lake, division, year, residents):
        lake.add("population", subject=f"division:{division}", division=division, year=year, residents=residents,
                 known_at=date(year + 1, 4, 20))  # fmt: skip

    def test_batches_over_the_residents_of_every_month(self, lake):
        self.sample(lake, "S1", "pass")
        self.population(lake, "371002", 2025, 1000)
        rows = counted(lake, "food_batches_per_thousand")
        assert [r for r in rows if r[1]] == [("2026-05", 1, 0)]
        assert [(month, base) for month, weight, base in rows if not weight] == [(m, 1000) for m in GROUND.months]

    def test_residents_are_the_latest_known_year_s_and_never_counted_twice(self, lake):
        for division, residents in (("371002", 1000), ("371071", 300), ("371000", 9999)):
            self.population(lake, division, 2025, residents)
        self.population(lake, "371002", 2024, 900)
        assert {base for _, _, base in counted(lake, "food_batches_per_thousand")} == {1000}
        assert {base for _, _, base in counted(lake, "food_batches_per_thousand", date(2026, 4, 19))} == {900}

    def test_the_pass_rate_counts_samples_in_the_month_of_their_report(self, lake):
        self.sample(lake, "S1", "pass", reported_on=date(2026, 6, 2))
        self.sample(lake, "S2", "fail", reported_on=date(2026, 7, 2))
        assert counted(lake, "food_samples_passed") == [("2026-06", 1, 1), ("2026-07", 0, 1)]

    @pytest.mark.parametrize(("day", "achieved"), [(date(2026, 8, 31), 1), (date(2026, 9, 1), 0), (None, 0)])
    def test_failed_food_is_disposed_of_within_ninety_days(self, lake, day, achieved):
        self.sample(lake, "S1", "fail", reported_on=date(2026, 6, 2), disposed_on=day)
        assert counted(lake, "failed_food_disposed") == [("2026-08", achieved, 1)]


class TestProducts:
    def sample(self, lake, number, verdict, key=True, **more):
        lake.add("product_sampling", credit_code="A", sample_no=number, product="电线", verdict=verdict,
                 key_product=key, task_level="city", **{"sampled_on": date(2026, 5, 20)} | more)  # fmt: skip

    def test_key_products_count_in_the_month_of_their_report(self, lake):
        self.sample(lake, "P1", "pass", reported_on=date(2026, 6, 30))
        self.sample(lake, "P2", "fail", reported_on=date(2026, 7, 1))
        self.sample(lake, "P3", "pass")
        self.sample(lake, "P4", "fail", key=False, reported_on=date(2026, 6, 2))
        self.sample(lake, "P5", "fail", key=None, reported_on=date(2026, 6, 2))
        assert counted(lake, "key_products_passed") == [("2026-05", 1, 1), ("2026-06", 1, 1), ("2026-07", 0, 1)]


class TestEquipment:
    def device(self, lake, due, number="3110", status="in_use", **more):
        lake.add("equipment", credit_code="A", device_no=number, device_kind="elevator", status=status,
                 next_inspection_on=due, **{"registered_on": date(2020, 1, 1)} | more)  # fmt: skip

    def check(self, lake, on, then, number="3110", conclusion="pass"):
        lake.add("equipment_inspections", subject=f"device:{number}", device_no=number, inspected_on=on,
                 next_inspection_on=then, conclusion=conclusion, report_no="R")  # fmt: skip

    @pytest.mark.parametrize(("done", "achieved"), [(date(2026, 6, 1), 1), (date(2026, 6, 2), 0)])
    def test_inspected_by_the_day_the_last_inspection_set(self, lake, done, achieved):
        self.device(lake, date(2027, 6, 1))
        self.check(lake, date(2025, 6, 1), date(2026, 6, 1))
        self.check(lake, done, date(2027, 6, 1))
        assert counted(lake, "equipment_inspected_on_time") == [("2026-06", achieved, 1)]

    def test_the_register_s_own_day_counts_where_no_inspection_set_one(self, lake):
        self.device(lake, date(2026, 6, 1))
        assert counted(lake, "equipment_inspected_on_time") == [("2026-06", 0, 1)]
        self.check(lake, date(2026, 5, 20), date(2027, 6, 1))
        assert counted(lake, "equipment_inspected_on_time") == [("2026-06", 1, 1)]

    @pytest.mark.parametrize("status", ["stopped", "cancelled", "scrapped"])
    def test_only_devices_in_use(self, lake, status):
        self.device(lake, date(2026, 6, 1), status=status)
        assert counted(lake, "equipment_inspected_on_time") == []

    def test_not_before_the_day(self, lake):
        self.device(lake, TODAY + timedelta(days=1))
        assert counted(lake, "equipment_inspected_on_time") == []

    def test_passing_without_a_retest(self, lake):
        self.device(lake, date(2027, 6, 1))
        for day, conclusion in ((1, "pass"), (2, "pass_on_retest"), (3, "fail")):
            self.check(lake, date(2026, 6, day), None, conclusion=conclusion)
        assert [weight for _, weight, _ in counted(lake, "equipment_passed_first_time")] == [1, 0, 0]

    def test_lifts_insured_on_the_last_day_of_each_month(self, lake):
        self.device(lake, date(2027, 6, 1), registered_on=date(2026, 7, 15))
        for starts, ends in ((date(2026, 8, 1), date(2026, 9, 29)), (date(2026, 8, 15), date(2026, 8, 31))):
            lake.add("elevator_insurance", subject="device:3110", device_no="3110", starts_on=starts, ends_on=ends)
        assert counted(lake, "elevators_insured") == [
            ("2026-07", 0, 1), ("2026-08", 1, 1), ("2026-09", 0, 1), ("2026-10", 0, 1)]  # fmt: skip


class TestInspections:
    def visit(self, lake, on, result="none_found", kind="routine", **more):
        lake.add("inspections", credit_code="A", inspection_no="J", inspected_on=on, result=result, kind=kind, **more)

    def licence(self, lake, kind, issued, **more):
        lake.add("licences", credit_code="A", licence_no="L", licence_kind=kind, issued_on=issued, **more)

    @pytest.mark.parametrize(
        ("seen", "achieved"), [(date(2026, 8, 31), 1), (date(2024, 9, 1), 1), (date(2024, 8, 31), 0)]
    )
    def test_a_food_business_seen_within_two_years_of_its_month(self, lake, seen, achieved):
        self.licence(lake, "food_business", date(2020, 8, 10))
        self.visit(lake, seen)
        assert counted(lake, "food_businesses_covered") == [("2026-08", achieved, 1)]

    def test_a_small_workshop_seen_within_a_year(self, lake):
        self.licence(lake, "small_workshop", date(2020, 8, 10))
        self.visit(lake, date(2025, 8, 31))
        assert counted(lake, "small_workshops_covered") == [("2026-08", 0, 1)]
        self.visit(lake, date(2025, 9, 1))
        assert counted(lake, "small_workshops_covered") == [("2026-08", 1, 1)]

    def test_a_visit_that_found_nobody_is_no_inspection(self, lake):
        self.licence(lake, "small_workshop", date(2020, 8, 10))
        self.visit(lake, date(2026, 8, 1), "not_found")
        assert counted(lake, "small_workshops_covered") == [("2026-08", 0, 1)]

    def test_a_licence_younger_than_the_period_or_run_out_is_not_asked(self, lake):
        self.licence(lake, "small_workshop", date(2025, 11, 10))
        self.licence(lake, "small_workshop", date(2020, 8, 10), valid_until=date(2026, 8, 30))
        assert counted(lake, "small_workshops_covered") == []

    @pytest.mark.parametrize(("day", "achieved"), [(date(2026, 7, 31), 1), (date(2026, 8, 1), 0), (None, 0)])
    def test_a_correction_ordered_is_made_within_sixty_days(self, lake, day, achieved):
        self.visit(lake, date(2026, 6, 1), "ordered_correction", corrected_on=day)
        self.visit(lake, date(2026, 6, 1), "pending")
        assert counted(lake, "findings_corrected") == [("2026-07", achieved, 1)]

    def test_the_share_chosen_by_draw_leaves_out_what_was_called_for(self, lake):
        for kind in ("random", "routine", "campaign", "complaint", "clue", "recheck"):
            self.visit(lake, date(2026, 6, 1), kind=kind)
        assert [weight for _, weight, _ in counted(lake, "random_share")] == [1, 0, 0]


class TestBusinesses:
    def test_annual_reports_published_late_and_missing(self, lake):
        for code in "BC":
            lake.add("registry", credit_code=code, name=code, entity_kind="enterprise", division="371003",
                     established_on=date(2015, 5, 5), status="active")  # fmt: skip
        lake.add("annual_reports", credit_code="A", report_year=2025, reported_on=date(2026, 6, 30))
        lake.add("annual_reports", credit_code="B", report_year=2025, reported_on=date(2026, 7, 1))
        found = counted(lake, "annual_reports_on_time")
        assert sorted(found) == [("2026-06", 0, 1), ("2026-06", 0, 1), ("2026-06", 1, 1)]

    def test_new_entities(self, lake):
        lake.add("registry", credit_code="N", name="新", division="371002", established_on=date(2026, 3, 3))
        assert counted(lake, "new_entities_per_thousand") == [("2026-03", 1, 0)]
