"""What the credit card of 2027 reads anew: its points on the day it is known, and nothing once it is put right."""

from datetime import date, datetime, time

import pytest

from huizhi.insight.scorecard import Scorecard
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import grade

CARD = Scorecard.in_force(date(2027, 1, 1))
BEFORE = Scorecard.in_force(date(2026, 12, 31))
DAY, LATER = date(2027, 6, 10), date(2027, 9, 1)


def company(lake, code, **more):
    """An enterprise of long standing that was once warned, so that a credit has something to be taken from."""
    lake.add("registry", credit_code=code, name=f"威海{code}公司", entity_kind="enterprise", division="371002",
             status="active", **{"established_on": date(2015, 5, 5)} | more)  # fmt: skip
    lake.add("penalties", credit_code=code, document_no=f"warned {code}", penalty_kinds="warning",
             decided_on=date(2027, 6, 1))  # fmt: skip


def points(lake, day=DAY, card=CARD):
    """{business: {line: points}} of the lines the card adds."""
    _, why = grade(lake, day, card)
    new = {line.code for line in card.indicators} - {line.code for line in BEFORE.indicators}
    return {code: {r["indicator"]: r["points"] for r in some if r["indicator"] in new} for code, some in why.items()}


def certificate(lake, code, until, status="valid", **more):
    lake.add("certificates", credit_code=code, certificate_no=f"{code} {until}", scheme="haccp",
             issued_on=date(until.year - 3, 3, 1), valid_until=until, status=status, **more)  # fmt: skip


def test_a_certificate_counts_while_it_runs_and_its_lapse_until_another_is_there():
    lake = MemoryLake()
    for code in ("held", "lapsed", "renewed", "withdrawn"):
        company(lake, code)
    certificate(lake, "held", DAY)
    for code in ("lapsed", "renewed"):
        certificate(lake, code, date(2027, 6, 9))
    certificate(lake, "renewed", date(2029, 12, 31))
    certificate(lake, "withdrawn", date(2028, 1, 1), status="withdrawn")
    found = points(lake)
    assert found["held"] == found["renewed"] == {"system_certified": -3}
    assert found["lapsed"] == {"certificate_lapsed": 3} and found["withdrawn"] == {}
    certificate(lake, "lapsed", date(2030, 3, 1), known_at=date(2027, 8, 1))
    later = points(lake, LATER)
    assert later["lapsed"] == {"system_certified": -3} and later["held"] == {"certificate_lapsed": 3}


@pytest.mark.parametrize("day", [DAY, LATER])
def test_the_card_in_force_before_reads_nothing_of_it(day):
    lake = MemoryLake()
    company(lake, "lapsed")
    plain = grade(lake, day, BEFORE)[0]["lapsed"]["score"]
    certificate(lake, "lapsed", date(2027, 6, 9))
    assert grade(lake, day, BEFORE)[0]["lapsed"]["score"] == plain
    assert grade(lake, day, CARD)[0]["lapsed"]["score"] == plain + 3


def changed(lake, code, day, item="scope", **more):
    lake.add("register_changes", credit_code=code, change_no=f"{code} {day} {item}", item=item, changed_on=day, **more)


def test_who_represents_where_it_is_and_less_capital_count_from_the_day_of_the_change():
    lake = MemoryLake()
    for code in ("moved", "raised", "often", "twice"):
        company(lake, code)
    changed(lake, "moved", DAY, "representative")
    changed(lake, "moved", DAY, "address")
    changed(lake, "moved", DAY, "capital", capital_before_fen=2, capital_after_fen=1)
    changed(lake, "raised", DAY, "capital", capital_before_fen=1, capital_after_fen=2)
    for code, times in (("often", 3), ("twice", 2)):
        for n in range(times):
            changed(lake, code, date(2027, 1 + n, 5))
    changed(lake, "twice", date(2026, 6, 10), "name")  # a year and a day before
    found = points(lake)
    assert found["moved"] == {
        "representative_changed": 4, "address_changed": 2, "capital_reduced": 8, "changes_frequent": 8,
    }  # fmt: skip
    assert found["raised"] == found["twice"] == {} and found["often"] == {"changes_frequent": 8}
    assert "changes_frequent" not in points(lake, date(2028, 1, 5))["often"]


def listed(lake, code, day, ground, removed=None, kind="abnormal", known=None):
    lake.add("listings", credit_code=code, decision_no=f"{code} {day}", source_id=f"{code} {day}", list=kind,
             ground=ground, listed_on=day, removed_on=removed, name=code, known_at=known)  # fmt: skip


def test_a_list_counts_until_removal_and_a_missing_report_is_not_counted_twice():
    lake = MemoryLake()
    for code in ("lost", "silent", "removed", "again", "shifty"):
        company(lake, code)
    company(lake, "sister", address="示例路1号", legal_representative="王海")
    company(lake, "parent", address="示例路1号", legal_representative="王海")
    company(lake, "namesake", address="示例路2号", legal_representative="王海")
    listed(lake, "lost", date(2027, 6, 1), "no_contact")
    listed(lake, "silent", date(2026, 7, 5), "no_report")
    listed(lake, "removed", date(2027, 1, 1), "no_contact", removed=date(2027, 6, 10))
    listed(lake, "again", date(2025, 7, 5), "no_report", removed=date(2025, 9, 1))
    listed(lake, "again", date(2026, 7, 5), "no_report", removed=date(2026, 9, 1))
    listed(lake, "shifty", date(2027, 6, 1), "food", kind="serious")
    listed(lake, "parent", date(2027, 6, 1), "false_information")
    found = points(lake)
    assert found["lost"] == {"listed_abnormal": 20} == found["parent"]
    assert found["silent"] == found["removed"] == found["namesake"] == {}
    assert found["again"] == {"listed_repeatedly": 6} and found["sister"] == {"person_listed": 10}
    graded, _ = grade(lake, DAY, CARD)
    assert (graded["shifty"]["grade"], graded["shifty"]["forced_by"]) == ("D", "listed_serious")
    assert grade(lake, DAY, BEFORE)[0]["shifty"]["forced_by"] is None
    listed(lake, "lost", date(2027, 6, 1), "no_contact", removed=date(2027, 8, 1), known=date(2027, 8, 2))
    assert points(lake, LATER)["lost"] == {}


def test_whose_listing_is_ruled_away_burdens_nobody_of_the_same_person():
    lake = MemoryLake()
    for code in ("parent", "sister"):
        company(lake, code, address="示例路1号", legal_representative="王海")
    listed(lake, "parent", date(2027, 6, 1), "false_information")
    assert points(lake)["sister"] == {"person_listed": 10}
    lake.add("rulings", subject="code:parent", ruling_no="1", entity_id="parent", record_source="listings",
             record_id="parent 2027-06-01", ruling="annulled", decided_on=DAY, known_at=DAY)  # fmt: skip
    assert points(lake)["parent"] == points(lake)["sister"] == {}


def account(lake, code, year, **more):
    healthy = {"state": "open", "assets_fen": 100, "liabilities_fen": 90, "net_profit_fen": 5, "insured": 3}
    lake.add("annual_accounts", credit_code=code, report_year=year, reported_on=date(year + 1, 3, 1), **healthy | more)
    lake.add("annual_reports", credit_code=code, report_year=year, reported_on=date(year + 1, 3, 1), employees=10)


def test_the_latest_annual_report_counts_and_the_next_one_takes_it_away():
    lake = MemoryLake()
    bad = {"owing": {"liabilities_fen": 101}, "even": {"liabilities_fen": 100}, "idle": {"state": "dormant"},
           "ending": {"state": "liquidation"}, "bare": {"insured": 0}, "losing": {"net_profit_fen": -1},
           "once": {"net_profit_fen": -1}}  # fmt: skip
    for code, more in bad.items():
        company(lake, code)
        account(lake, code, 2026, **more)
    account(lake, "losing", 2025, net_profit_fen=-1)
    account(lake, "once", 2024, net_profit_fen=-1)  # not the year before
    found = points(lake)
    expected = {"owing": {"accounts_insolvent": 8}, "even": {}, "idle": {"accounts_dormant": 6},
                "ending": {"accounts_dormant": 10}, "bare": {"accounts_uninsured": 4},
                "losing": {"accounts_losses": 4}, "once": {}}  # fmt: skip
    assert {code: found[code] for code in bad} == expected
    for code in bad:
        account(lake, code, 2027)
    assert all(points(lake, date(2028, 3, 2))[code] == {} for code in bad)


def punished(lake, code, day, violation):
    lake.add("penalties", credit_code=code, document_no=f"{code} {day}", violation=violation, penalty_kinds="fine",
             fine_fen=100, decided_on=day)  # fmt: skip


def test_penalties_weigh_more_by_domain_and_when_repeated():
    lake = MemoryLake()
    lines = {"food_safety": ("penalty_safety", 8), "drug_device": ("penalty_safety", 8), "equipment":
             ("penalty_safety", 8), "unlicensed": ("penalty_unlicensed", 6), "advertising": ("penalty_deception", 4),
             "unfair_competition": ("penalty_deception", 4), "trademark": ("penalty_infringement", 4), "price": None,
             "registration": None}  # fmt: skip
    for violation in lines:
        company(lake, violation)
        punished(lake, violation, DAY, violation)
    company(lake, "again")
    punished(lake, "again", date(2024, 6, 12), "price")  # three years less two days before
    punished(lake, "again", DAY, "price")
    company(lake, "other")
    punished(lake, "other", date(2027, 1, 1), "measurement")
    punished(lake, "other", DAY, "price")
    found = points(lake)
    assert {v: found[v] for v in lines} == {v: dict([line] if line else []) for v, line in lines.items()}
    assert found["again"] == {"penalty_repeated": 10} and found["other"] == {}


def test_a_second_inspection_that_finds_again_and_samples_that_fail_again_or_with_what_is_forbidden():
    lake = MemoryLake()
    for code in ("fixed", "unfixed", "forbidden", "over", "twice"):
        company(lake, code)
    for code, result in (("fixed", "none_found"), ("unfixed", "ordered_correction")):
        lake.add("inspections", credit_code=code, inspection_no=code, kind="recheck", result=result, finding_count=1,
                 serious_count=0, inspected_on=DAY, corrected_on=DAY)  # fmt: skip
    for code, day, limit in (("forbidden", DAY, "不得检出"), ("over", DAY, "≤0.02"), ("twice", DAY, "≤1.0"),
                             ("twice", date(2026, 1, 1), "≤1.0")):  # fmt: skip
        lake.add("food_sampling", credit_code=code, sample_no=f"{code} {day}", item_no=1, product="酱油",
                 test_item="苯甲酸", limit_text=limit, item_verdict="fail", sample_verdict="fail", sampled_on=day,
                 reported_on=day, disposed_on=day)  # fmt: skip
    found = points(lake)
    assert found["fixed"] == found["over"] == {} and found["unfixed"] == {"recheck_failed": 10}
    assert found["forbidden"] == {"sample_hazard": 8} and found["twice"] == {"sample_repeated": 8}


def test_complaints_about_what_may_harm_count_from_the_second_in_a_year():
    lake = MemoryLake()
    complaints = {"two": ("food", "quality"), "mixed": ("food", "price"), "one": ("drug",)}
    for code, categories in complaints.items():
        company(lake, code)
        for n, category in enumerate(categories):
            lake.add("complaints", credit_code=code, matter_no=f"{code}{n}", kind="complaint", category=category,
                     outcome="mediated", received_at=datetime.combine(date(2027, 6, 1 + n), time(9)))  # fmt: skip
    company(lake, "dropped")
    for n in range(3):
        lake.add("complaints", credit_code="dropped", matter_no=f"d{n}", kind="complaint", category="food",
                 outcome="withdrawn", received_at=datetime.combine(date(2027, 6, 1 + n), time(9)))  # fmt: skip
    found = points(lake)
    assert found["two"] == {"complaints_grave": 5} and found["mixed"] == found["one"] == found["dropped"] == {}


def test_an_aggravation_goes_with_a_record_that_is_ruled_away_and_stays_with_one_that_is_repaired():
    lake = MemoryLake()
    for code, ruling in (("theirs", None), ("annulled", "annulled"), ("mended", "repaired")):
        company(lake, code)
        row = lake.add("penalties", credit_code=code, document_no=code, violation="food_safety", penalty_kinds="fine",
                       fine_fen=100, decided_on=date(2027, 6, 1))  # fmt: skip
        if ruling:
            lake.add("rulings", subject=f"code:{code}", ruling_no=code, entity_id=code, record_source="penalties",
                     record_id=row["source_id"], event_kind="penalty" if ruling == "repaired" else None, ruling=ruling,
                     decided_on=DAY, known_at=DAY)  # fmt: skip
    found = points(lake)
    assert found["theirs"] == found["mended"] == {"penalty_safety": 8} and found["annulled"] == {}


def test_a_record_ruled_away_repeats_nothing_and_leaves_the_others_to_repeat_each_other():
    """Three fines for the same: without the first or the last, two repeat each other; without both, none does."""
    lake, days = MemoryLake(), [date(2026, 5, 1), date(2027, 5, 1), date(2027, 6, 1)]
    for code, gone in (("theirs", ()), ("first", (0,)), ("last", (2,)), ("both", (0, 2))):
        company(lake, code)
        for n, day in enumerate(days):
            row = lake.add("penalties", credit_code=code, document_no=f"{code} {n}", violation="pricing",
                           penalty_kinds="fine", fine_fen=100, decided_on=day)  # fmt: skip
            if n in gone:
                lake.add("rulings", subject=f"code:{code}", ruling_no=f"{code} {n}", entity_id=code,
                         record_source="penalties", record_id=row["source_id"], ruling="annulled", decided_on=DAY,
                         known_at=DAY)  # fmt: skip
    found = points(lake)
    assert found["theirs"] == found["first"] == {"penalty_repeated": 10}
    assert "penalty_repeated" in found["last"] and found["both"] == {}
