"""The same tables run on the embedded engine and on a Spark-Connect server give the same rows, to the last one."""

from datetime import date, datetime, timedelta
from random import Random

import pyarrow.parquet as pq
import pytest
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

from huizhi.insight import (
    deadlines,
    entities,
    events,
    frame,
    grades,
    indicator_records,
    indicator_values,
    legal_days,
    legal_values,
    links,
    reasons,
    scores,
    visits_made,
)
from huizhi.insight.event_kinds.accounts import KINDS as ACCOUNTS
from huizhi.insight.event_kinds.aggravations import KINDS as AGGRAVATIONS
from huizhi.insight.event_kinds.certificates import KINDS as CERTIFICATES
from huizhi.insight.event_kinds.changes import DATED as CHANGES
from huizhi.insight.event_kinds.changes import STATES as FREQUENT
from huizhi.insight.event_kinds.listings import KINDS as LISTINGS
from huizhi.insight.plan import Plan
from huizhi.insight.scorecard import Scorecard
from tests.insight.lake_double import MemoryLake, sql
from tests.insight.steps import grade

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
TODAY = date(2026, 10, 31)
CARD, PLAN = Scorecard.in_force(TODAY), Plan.load()
STEPS = {
    "entities": (entities.entities, entities.SCHEMA, {}),
    "links": (links.links, links.SCHEMA, {}),
    "events": (events.events, events.SCHEMA, {}),
    "visits_made": (visits_made.visits_made, visits_made.SCHEMA, {}),
    "reasons": (reasons.reasons, reasons.SCHEMA, {"scorecard": CARD}),
    "grades": (grades.grades, grades.SCHEMA, {"scorecard": CARD}),
    "scores": (scores.scores, scores.schema(CARD), {"scorecard": CARD}),
    "indicator_records": (indicator_records.indicator_records, indicator_records.SCHEMA, {"plan": PLAN}),
    "indicator_values": (indicator_values.indicator_values, indicator_values.SCHEMA, {"plan": PLAN}),
    "frame": (frame.frame, frame.SCHEMA, {}),
    "legal_values": (legal_values.legal_values, legal_values.SCHEMA, {}),
    "legal_days": (legal_days.legal_days, legal_days.SCHEMA, {}),
    "deadlines": (deadlines.deadlines, deadlines.SCHEMA, {}),
}


class Chance(Random):
    """Days, instants and absences."""

    def day(self, years=4):
        return TODAY - timedelta(days=self.randrange(365 * years))

    def instant(self):
        return datetime.combine(self.day(2), datetime.min.time()) + timedelta(seconds=self.randrange(86_400))

    def maybe(self, value, share=0.8):
        return value if self.random() < share else None


# fmt: off
def a_city(count=150):
    """A small city in which everything happens, with gaps."""
    lake, c = MemoryLake(), Chance(7)
    divisions = ["371002", "371003", "371082", "371083"]
    for n in range(count):
        lake.add("registry", credit_code=f"C{n}", registration_no=c.maybe(f"R{n}", 0.2), status=c.choice(
            ["active"] * 8 + ["cancelled", "revoked"]), name=f"威海 {n % 120}号（商行）",
            former_name=c.maybe(f"旧{n}", 0.1),
            entity_kind=c.choice(["enterprise", "individual", "cooperative"]), division=c.choice(divisions),
            zone=c.maybe("371071", 0.1), industry_code=c.choice(["C14", "F52", "H62", None]), established_on=c.day(12),
            legal_representative=f"王{n % 40}", phone=f"138000000{n % 40:02}", status_on=c.day(),
            address=f"路{n % 40}号")
        lake.add("licences", credit_code=f"C{n}", licence_no=f"JY{n}", licence_kind=c.choice(
            ["food_business", "small_workshop"]), issued_on=c.day(9), valid_until=c.maybe(c.day(1)),
            status=c.choice(["valid", "valid", "revoked", None]))
        lake.add("equipment", credit_code=f"C{n}", device_no=f"D{n}", device_kind=c.choice(["elevator", "boiler"]),
                 status=c.choice(["in_use", "in_use", "stopped"]), next_inspection_on=c.maybe(c.day(1)),
                 registered_on=c.day(9))
        for _ in range(3):
            far = {"credit_code": c.maybe(f"C{n}"), "division": c.choice(divisions), "name": f"威海{n % 120}号商行"}
            far["subject"] = f"code:C{n}" if far["credit_code"] else f"name:{far['division']}:{far['name']}"
            lake.add("penalties", **far, decided_on=c.day(), document_no="〔1〕", violation=c.choice(
                ["food_safety", "unlicensed", "advertising", "trademark", None]),
                     fine_fen=c.maybe(c.randrange(9_000_000)),
                     penalty_kinds=c.maybe(c.choice(["warning", "fine;suspension", "fine;revocation"])))
            lake.add("inspections", **far, inspected_on=c.day(), corrected_on=c.maybe(c.day(1)), inspection_no="J",
                     result=c.choice(["none_found", "ordered_correction", "pending", "obstruction", "not_found"]),
                     finding_count=c.maybe(c.randrange(6)), serious_count=c.maybe(c.randrange(2)),
                     kind=c.choice(["random", "recheck"]), item="食品")
            lake.add("complaints", **far, kind=c.choice(["complaint", "report"]), received_at=c.instant(),
                     first_response_at=c.maybe(c.instant()), accepted_on=c.maybe(c.day(1)),
                     due_on=c.maybe(c.day(1)), matter_no="T",
                     closed_on=c.maybe(c.day(1)), outcome=c.choice(["mediated", "not_mediated", "case_filed", None]),
                     amount_fen=c.maybe(c.randrange(10_000)), category=c.choice(["food", "quality", "price"]))
            lake.add("register_changes", **far, change_no="B", changed_on=c.day(2), item=c.choice(
                ["address", "representative", "capital", "scope"]), capital_before_fen=c.maybe(c.randrange(9)),
                capital_after_fen=c.maybe(c.randrange(9)))
            lake.add("listings", **far, decision_no="L", list=c.choice(["abnormal", "serious"]),
                     ground=c.choice(["no_report", "no_contact", None]), listed_on=c.day(),
                     removed_on=c.maybe(c.day(1)))
            lake.add("annual_accounts", credit_code=f"C{n}", report_year=c.randrange(2021, 2026), reported_on=c.day(),
                     state=c.choice(["open", "dormant", "liquidation", None]), assets_fen=c.maybe(c.randrange(9)),
                     liabilities_fen=c.maybe(c.randrange(9)), net_profit_fen=c.maybe(c.randrange(9) - 5),
                     insured=c.maybe(c.randrange(2)))
            lake.add("certificates", **far, certificate_no="Z", scheme="haccp", issued_on=c.day(),
                     valid_until=c.choice([None, c.day(1), date(2028, 1, 1)]),
                     status=c.choice(["valid", "expired", "withdrawn", None]))
            lake.add("annual_reports", credit_code=f"C{n}", report_year=c.randrange(2021, 2026), reported_on=c.day(),
                     employees=c.maybe(c.randrange(20)))
            lake.add("equipment_inspections", subject=f"device:D{n}", device_no=f"D{n}", inspected_on=c.day(2),
                     next_inspection_on=c.maybe(c.day(1)), conclusion=c.choice(["pass", "fail"]), report_no="R")
            lake.add("elevator_insurance", subject=f"device:D{n}", device_no=f"D{n}", starts_on=c.day(2), policy_no="P",
                     ends_on=c.maybe(c.day(1)))
            for item in (1, 2):
                lake.add("food_sampling", **far, sample_no=f"S{n}", item_no=item, product="酱油", sampled_on=c.day(2),
                         item_verdict=c.choice(["pass", "fail"]), sample_verdict=c.choice(["pass", "pass", "fail"]),
                         reported_on=c.maybe(c.day(1)), producer_code=c.maybe(f"C{n // 2}"), test_item=f"项{item}",
                         limit_text=c.choice(["不得检出", "≤1", None]),
                         disposed_on=c.maybe(c.day(1)))
    for year in (2023, 2024, 2025):
        for division in divisions:
            lake.add("population", subject=f"division:{division}", division=division, year=year, residents=1000 + year,
                     known_at=date(year + 1, 4, 20))
    rule_about(lake, c)
    return lake


def rule_about(lake, c):
    """Rulings of every sort about a third of the records, some overtaken by another, some not known yet."""
    kinds = {"penalties": ["penalty"], "inspections": ["inspection_finding", "inspection_serious", "not_found"],
             "food_sampling": ["sample_fail", "sample_undisposed"], "registry": ["annual_report_missing"]}
    for table, repairable in kinds.items():
        for fact in [fact for fact in lake.facts[table] if fact["credit_code"]]:
            for turn in range(c.choice([0, 0, 0, 0, 1, 2])):
                ruling = c.choice(["not_theirs", "annulled", "repaired", "repaired", "restored"])
                whole = ruling != "repaired" and table != "registry" and c.random() < 0.6
                decided = TODAY - timedelta(c.randrange(200))
                number = f"{fact['source_id']}-{turn}"
                lake.add("rulings", subject=fact["subject"], entity_id=fact["credit_code"], record_source=table,
                         record_id=fact["source_id"], event_kind=None if whole else c.choice(repairable),
                         event_on=date(2025, 7, 1) if table == "registry" else None, ruling=ruling,
                         decided_on=decided, known_at=decided + timedelta(c.choice([0, 1, 30, 300])),
                         ruling_no=number, unit="环翠区局", basis="依据", source="office_rulings", source_id=number)
# fmt: on


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """A Spark-Connect session on a server of our own."""
    serving = SparkConnectServer(ip="127.0.0.1", port=0)
    serving.start(background=True)
    port = serving.listening_address[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(tmp_path_factory.mktemp("spark")))  # it looks for one it does not need
        session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "Asia/Shanghai")
    yield session
    session.stop()
    serving.stop()


def lines(table):
    """Rows as sorted text, whatever the order."""
    return sorted(repr(tuple(row.values())) for row in table.to_pylist())


def test_every_table_is_the_same_on_both_engines(spark, tmp_path):
    lake = a_city()

    class Spoken:
        """The lake, with every table it hands out also known to Spark under the same name."""

        def table(self, name, as_of):
            asked = lake.table(name, as_of)
            view = asked.op().name
            path = tmp_path / f"{view}.parquet"
            pq.write_table(lake.connection.sql(f'FROM "{view}"').to_arrow_table(), path)
            spark.read.parquet(str(path)).createOrReplaceTempView(view)
            return asked

    for name, (made, schema, more) in STEPS.items():
        expression = made(Spoken(), TODAY, **more)
        there = spark.sql(sql(expression, "pyspark")).toArrow()
        lake.keep(name, expression, schema)
        here = lake.connection.sql(f"FROM {name}").to_arrow_table()
        assert here.num_rows > 0, name
        assert lines(there.select(schema.names)) == lines(here), name
    kinds = {row["kind"] for row in lake.rows(lake.table("events", TODAY))}
    assert {"penalty_repaired", "penalty_repair", "inspection_finding_repaired"} <= kinds
    assert {*CERTIFICATES, *CHANGES, *FREQUENT, *LISTINGS, *ACCOUNTS, *AGGRAVATIONS} <= kinds
    following = {"scorecard": Scorecard.in_force(date(2027, 1, 1))}
    for name, made, schema in (("reasons", reasons.reasons, reasons.SCHEMA),
                               ("scores", scores.scores, scores.schema(following["scorecard"]))):  # fmt: skip
        expression = made(Spoken(), TODAY, **following)
        there = spark.sql(sql(expression, "pyspark")).toArrow()
        here = lake.connection.sql(sql(expression)).to_arrow_table()
        assert here.num_rows > 0 and lines(there.select(schema.names)) == lines(here.select(schema.names)), name
    without = a_city()
    without.facts["rulings"].clear()
    ruled, unruled = (grade(each, TODAY, CARD) for each in (lake, without))
    assert sum(ruled[0][who]["score"] != row["score"] for who, row in unruled[0].items()) > 20
