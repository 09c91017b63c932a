"""What happened to a business, read from each source."""

from datetime import date, datetime, timedelta

import pytest

from tests.insight.lake_double import MemoryLake
from tests.insight.steps import happen

TODAY = date(2026, 10, 31)


@pytest.fixture
def lake():
    """One company in Huancui, founded in 2015."""
    lake = MemoryLake()
    lake.add(
        "registry",
        credit_code="A",
        name="威海甲食品有限公司",
        entity_kind="enterprise",
        division="371002",
        established_on=date(2015, 5, 5),
        status="active",
        legal_representative="王",
        phone="13812345678",
    )
    return lake


def told(lake, *kinds, as_of=TODAY, columns=("kind", "occurred_on", "severity", "detail")):
    return [tuple(e[c] for c in columns) for e in happen(lake, as_of) if e["kind"] in kinds]


def test_every_event_names_the_row_it_rests_on(lake):
    fact = lake.add("penalties", credit_code="A", decided_on=date(2026, 5, 20), document_no="〔2026〕118号")
    event = next(e for e in happen(lake, TODAY) if e["kind"] == "penalty")
    pointer = ("source", "source_id", "file_digest", "row_number")
    assert [event[c] for c in pointer] == [fact[c] for c in pointer]


@pytest.mark.parametrize(
    ("kinds", "fine", "severity"),
    [("warning", 0, 1), ("warning;fine", 50_000, 2), ("confiscate_goods", 0, 2), ("fine;suspension", 1, 3),
     ("fine;suspension;revocation", 1, 4), (None, 100, 2), (None, None, 1)],
)  # fmt: skip
def test_a_penalty_is_as_severe_as_its_gravest_kind(lake, kinds, fine, severity):
    lake.add("penalties", credit_code="A", decided_on=date(2026, 5, 20), penalty_kinds=kinds, fine_fen=fine,
             document_no="〔2026〕118号", violation_text="标签虚假标注")  # fmt: skip
    assert told(lake, "penalty") == [("penalty", date(2026, 5, 20), severity, "〔2026〕118号 · 标签虚假标注")]


def test_the_amount_of_a_penalty_is_fine_plus_confiscation(lake):
    lake.add("penalties", credit_code="A", decided_on=date(2026, 5, 20), fine_fen=1_200_000, confiscated_fen=34_500)
    assert told(lake, "penalty", columns=("amount_fen",)) == [(1_234_500,)]


@pytest.mark.parametrize(
    ("result", "findings", "serious", "expected"),
    [
        ("none_found", 0, 0, ("inspection_clean", 0)),
        ("ordered_correction", 3, 0, ("inspection_finding", 3)),
        ("pending", None, None, ("inspection_finding", 1)),
        ("ordered_correction", 3, 2, ("inspection_serious", 2)),
        ("obstruction", None, None, ("obstruction", 1)),
        ("not_found", None, None, ("not_found", 1)),
        ("closed", None, None, ("inspection_inactive", 0)),
        ("not_active", None, None, ("inspection_inactive", 0)),
    ],
)
def test_an_inspection_by_its_result(lake, result, findings, serious, expected):
    lake.add("inspections", credit_code="A", inspection_no="J1", inspected_on=date(2026, 8, 6), result=result,
             finding_count=findings, serious_count=serious, item="食品生产")  # fmt: skip
    kind, severity = expected
    assert told(lake, kind) == [(kind, date(2026, 8, 6), severity, "J1 · 食品生产")]


def test_a_finding_put_right_is_an_event_of_its_own(lake):
    lake.add("inspections", credit_code="A", inspection_no="J1", inspected_on=date(2026, 8, 6),
             result="ordered_correction", finding_count=1, corrected_on=date(2026, 8, 20))  # fmt: skip
    assert told(lake, "correction") == [("correction", date(2026, 8, 20), 0, "J1")]


@pytest.mark.parametrize(
    ("kind", "outcome", "expected"),
    [("complaint", "mediated", "complaint"), ("complaint", None, "complaint"),
     ("complaint", "not_mediated", "complaint_unsettled"), ("complaint", "refused", "complaint_dropped"),
     ("complaint", "withdrawn", "complaint_dropped"), ("report", "case_filed", "report_filed"),
     ("report", "no_case", "report_made"), ("report", "open", "report_made")],
)  # fmt: skip
def test_a_complaint_or_report_by_what_became_of_it(lake, kind, outcome, expected):
    lake.add("complaints", credit_code="A", matter_no="T7", kind=kind, outcome=outcome, content="张女士来电",
             received_at=datetime.fromisoformat("2026-10-28T23:59"))  # fmt: skip
    events = [e for e in happen(lake, TODAY) if e["source"] == "complaints"]
    assert [(e["kind"], e["occurred_on"], e["detail"]) for e in events] == [(expected, date(2026, 10, 28), "T7")]


class TestFoodSamples:
    def sample(self, lake, *verdicts, overall="fail", number="S1", **more):
        for n, verdict in enumerate(verdicts, 1):
            lake.add("food_sampling", **{"credit_code": "A"} | more, sample_no=number, item_no=n, product="酱油",
                     test_item=f"项目{n}", item_verdict=verdict, sample_verdict=overall, sampled_on=date(2026, 9, 1),
                     source_id=f"{number}-{n}")  # fmt: skip

    def test_one_event_per_sample_however_many_items(self, lake):
        self.sample(lake, "pass", "pass", "pass", overall="pass")
        assert told(lake, "sample_pass") == [("sample_pass", date(2026, 9, 1), 0, "S1 · 酱油")]

    def test_a_failed_sample_rests_on_its_first_failed_item(self, lake):
        self.sample(lake, "pass", "fail", "fail")
        columns = ("kind", "severity", "detail", "source_id")
        assert told(lake, "sample_fail", columns=columns) == [("sample_fail", 2, "S1 · 酱油 · 项目2", "S1-2")]

    def test_the_sample_s_own_verdict_decides(self, lake):
        self.sample(lake, "not_judged", "pass", overall="fail")
        assert told(lake, "sample_fail", columns=("severity",)) == [(1,)]

    def test_the_producer_answers_for_a_product_that_failed_elsewhere(self, lake):
        lake.add("registry", credit_code="P", name="威海乙酿造有限公司", division="371003", status="active",
                 entity_kind="individual", established_on=date(2010, 1, 1))  # fmt: skip
        self.sample(lake, "fail", producer_code="P")
        self.sample(lake, "fail", number="S2", producer_code="A")
        kinds = ("sample_fail", "product_fail")
        columns = ("entity_id", "kind", "detail")
        assert sorted(told(lake, *kinds, columns=columns)) == [
            ("A", "sample_fail", "S1 · 酱油 · 项目1"),
            ("A", "sample_fail", "S2 · 酱油 · 项目1"),
            ("P", "product_fail", "S1 · 酱油 · 项目1"),
        ]


class TestAnnualReports:
    @pytest.mark.parametrize(
        ("reported_on", "kind"),
        [(date(2026, 6, 29), "annual_report"), (date(2026, 6, 30), "annual_report"),
         (date(2026, 7, 1), "annual_report_late")],
    )  # fmt: skip
    def test_due_on_the_thirtieth_of_june_for_the_year_before(self, lake, reported_on, kind):
        lake.add("annual_reports", credit_code="A", report_year=2025, reported_on=reported_on)
        assert told(lake, "annual_report", "annual_report_late") == [(kind, reported_on, 1, "2025")]

    def others(self, lake, known_at=date(2026, 7, 20)):
        lake.add("registry", credit_code="B", name="乙", entity_kind="individual", division="371002", status="active",
                 established_on=date(2026, 1, 1))  # fmt: skip
        lake.add("annual_reports", credit_code="B", report_year=2025, reported_on=date(2026, 6, 1), known_at=known_at)

    def test_missing_from_the_day_after_once_the_source_has_spoken(self, lake):
        self.others(lake)
        assert told(lake, "annual_report_missing", as_of=date(2026, 7, 19)) == []
        assert told(lake, "annual_report_missing", as_of=date(2026, 7, 20)) == [
            ("annual_report_missing", date(2026, 7, 1), 1, "2025")
        ]

    def test_a_source_silent_since_before_the_due_day_proves_nothing(self, lake):
        self.others(lake, known_at=date(2026, 6, 30))
        assert told(lake, "annual_report_missing") == []

    def test_a_late_report_takes_its_place(self, lake):
        self.others(lake)
        lake.add("annual_reports", credit_code="A", report_year=2025, reported_on=date(2026, 8, 1))
        assert told(lake, "annual_report_missing", "annual_report_late", columns=("kind",)) == [("annual_report_late",)]

    def test_owed_only_by_active_enterprises_founded_by_the_year_s_end(self, lake):
        self.others(lake)
        founded = {
            "N": (date(2026, 1, 1), "active", "enterprise"),
            "Y": (date(2025, 12, 31), "active", "cooperative"),
            "X": (date(2015, 1, 1), "cancelled", "enterprise"),
            "I": (date(2015, 1, 1), "active", "individual"),
        }
        for code, (day, status, kind) in founded.items():
            lake.add("registry", credit_code=code, name=code, established_on=day, status=status, entity_kind=kind)
        assert told(lake, "annual_report_missing", columns=("entity_id",)) == [("A",), ("Y",)]

    def test_the_evidence_is_the_register_s_row(self, lake):
        self.others(lake)
        assert told(lake, "annual_report_missing", columns=("source", "row_number")) == [("registry", 2)]


class TestLicences:
    def licence(self, lake, number, until, kind="food_business", status="valid"):
        lake.add("licences", credit_code="A", licence_no=number, licence_kind=kind, issued_on=date(2020, 1, 1),
                 valid_until=until, status=status, known_at=date(2025, 6, 1))  # fmt: skip

    def test_expired_from_the_day_after_its_last(self, lake):
        self.licence(lake, "JY1", date(2026, 10, 30))
        assert told(lake, "licence_expired", as_of=date(2026, 10, 30)) == []
        expired = ("licence_expired", date(2026, 10, 31), 1, "JY1 · food_business")
        assert told(lake, "licence_expired") == [expired]

    def test_not_when_another_of_its_kind_runs_on(self, lake):
        self.licence(lake, "JY1", date(2026, 1, 1))
        self.licence(lake, "JY2", date(2031, 1, 1))
        self.licence(lake, "YP1", date(2026, 2, 1), kind="drug_retail")
        assert told(lake, "licence_expired", columns=("detail",)) == [("YP1 · drug_retail",)]

    def test_not_when_it_was_given_back(self, lake):
        self.licence(lake, "JY1", date(2026, 1, 1), status="cancelled")
        assert told(lake, "licence_expired") == []

    def test_revoked_on_the_day_the_city_learned_it(self, lake):
        self.licence(lake, "JY1", date(2031, 1, 1), status="revoked")
        assert told(lake, "licence_revoked", columns=("occurred_on",)) == [(date(2025, 6, 1),)]


class TestDevices:
    def device(self, lake, due, status="in_use"):
        lake.add("equipment", credit_code="A", device_no="3110", device_kind="elevator", status=status,
                 next_inspection_on=due, registered_on=date(2020, 1, 1))  # fmt: skip

    def check(self, lake, on, conclusion="pass", then=None):
        lake.add("equipment_inspections", subject="device:3110", device_no="3110", report_no=f"R{on:%m%d}",
                 inspected_on=on, conclusion=conclusion, next_inspection_on=then)  # fmt: skip

    def test_overdue_from_the_day_after(self, lake):
        self.device(lake, TODAY)
        assert told(lake, "equipment_overdue") == []
        tomorrow = TODAY + timedelta(days=1)
        assert told(lake, "equipment_overdue", as_of=tomorrow, columns=("occurred_on",)) == [(tomorrow,)]

    def test_an_inspection_the_register_has_not_taken_in_counts(self, lake):
        self.device(lake, date(2026, 6, 1))
        self.check(lake, date(2026, 5, 20), then=date(2027, 6, 1))
        assert told(lake, "equipment_overdue") == []

    def test_stopped_devices_are_not_overdue(self, lake):
        self.device(lake, date(2026, 6, 1), status="stopped")
        assert told(lake, "equipment_overdue") == []

    def test_inspections_by_their_conclusion_through_the_device(self, lake):
        self.device(lake, date(2027, 6, 1))
        for day, conclusion in ((1, "fail"), (9, "pass_on_retest")):
            self.check(lake, date(2026, 5, day), conclusion)
        assert told(lake, "equipment_fail", "equipment_pass", columns=("kind", "detail")) == [
            ("equipment_fail", "R0501 · 3110"), ("equipment_pass", "R0509 · 3110")]  # fmt: skip


class TestRelatedEntities:
    def revoked(self, lake, **more):
        told = {"legal_representative": "王", "phone": "13812345678", "status": "revoked"} | more
        lake.add("registry", credit_code="R", name="威海丙商行", division="371002", established_on=date(2012, 1, 1),
                 status_on=date(2025, 3, 3), **told)  # fmt: skip

    def test_the_same_person_and_telephone(self, lake):
        self.revoked(lake)
        assert told(lake, "related_revoked", columns=("entity_id", "occurred_on", "detail", "row_number")) == [
            ("A", date(2025, 3, 3), "威海丙商行 · R", 3)
        ]

    @pytest.mark.parametrize("more", [{"phone": "13900000000"}, {"phone": None}, {"legal_representative": "李"},
                                      {"status": "cancelled"}])  # fmt: skip
    def test_not_by_either_alone(self, lake, more):
        self.revoked(lake, **more)
        assert told(lake, "related_revoked") == []

    def test_a_masked_telephone_identifies_nobody(self):
        lake = MemoryLake()
        for code, status in (("A", "active"), ("R", "revoked")):
            lake.add("registry", credit_code=code, name=code, established_on=date(2012, 1, 1), status=status,
                     legal_representative="王", phone="138****5678", status_on=date(2025, 1, 1))  # fmt: skip
        assert told(lake, "related_revoked") == []


def test_facts_about_nobody_in_the_register_are_left_out(lake):
    lake.add("penalties", credit_code="ELSEWHERE", decided_on=date(2026, 5, 20))
    assert told(lake, "penalty") == []


def test_what_happens_after_the_day_is_not_known(lake):
    lake.add("elevator_insurance", credit_code="A", policy_no="P1", starts_on=date(2026, 11, 1),
             ends_on=date(2027, 10, 31), known_at=date(2026, 10, 1))  # fmt: skip
    assert told(lake, "elevator_insured") == []
    assert told(lake, "elevator_insured", as_of=date(2026, 11, 1), columns=("detail",)) == [("P1",)]
