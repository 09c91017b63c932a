"""Does it hold: counted again by hand from the records, without a look ahead, and refused when too little is known."""

import json
import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import StringIO
from random import Random
from types import SimpleNamespace
from unittest.mock import ANY
from urllib.parse import parse_qs, urlsplit

import numpy as np
import polars as pl
import pytest
from rich.console import Console
from scipy.stats import binom

from huizhi.apps.ledger.models import Act
from huizhi.apps.registers.facade import EventLine, Evidence
from huizhi.apps.registers.models import Entity
from huizhi.city.build import build
from huizhi.cli.holding import covered, show
from huizhi.exchange import counted, holding, outcomes
from huizhi.exchange.arrivals import receive
from huizhi.exchange.following import before_visits, first_known, taught_by, today, usual_rate
from huizhi.exchange.pack import Pack
from huizhi.exchange.trades import follow
from huizhi.insight.entities import entities
from huizhi.insight.events import events
from huizhi.insight.links import links
from huizhi.insight.prediction import Model
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.store import LakeStore
from huizhi.vocabulary.refused import Refused
from huizhi.web.presenters import holding as pages
from tests.browser.sample_office import entity_code
from tests.web import conftest as bureau
from tests.web.test_pages import text_of

english_words, office, signed_in = bureau.english_words, bureau.office, bureau.signed_in
ON, UNTIL, AT = date(2025, 10, 31), date(2026, 10, 31), datetime(2026, 11, 1, tzinfo=UTC)


def a_home(folder, size, seed=1):
    """A sample city's lake, and the truth about it."""
    build(folder, size, seed, UNTIL)
    home = folder / "home"
    arrivals = receive(home, UNTIL, Pack.built_in(), folder / "deliveries", lambda *said: None, lambda s: nullcontext())
    LakeStore.open(home).commit(arrivals.typed_files())
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return a_home(tmp_path_factory.mktemp("holding"), 2800)


@pytest.fixture(scope="module")
def nights(home):
    return holding.look(home, Pack.built_in(), UNTIL)


@pytest.fixture(scope="module")
def measured(nights):
    return holding.weigh(nights, at=AT)


def test_the_cards_of_trades_are_followed_too(home, nights):
    """Counted again by hand: who is covered, and what the first visit to each found."""
    told = {one["card"]: one for one in follow(LakeStore.open(home), ON, UNTIL)}
    assert list(told) == ["equipment", "food", "online", "pharmacy", "product_quality"]
    first = nights.now.visits.filter(pl.col("inspected_on") > ON).sort("inspected_on", "inspection_no")
    first = first.unique("entity_id", keep="first", maintain_order=True)
    for code, one in told.items():
        card = Scorecard.in_force(UNTIL, code=code)
        rows = one["classes"]["all"]["rows"]
        assert [row["grade"] for row in rows] == [g for g in card.grades if g in {row["grade"] for row in rows}]
        assert sum(row["businesses"] for row in rows) == one["businesses"] > 0
        assert all(row["found"] <= row["of"] <= row["businesses"] for row in rows)
    with LakeStore.open(home).stage(ON) as stage:
        stage.keep("entities", entities(stage, ON), "entity_id")
        stage.keep("links", links(stage, ON))
        made = events(stage, ON)
        tiers = set(made.filter(made.kind == "food_tier").entity_id.to_pyarrow().to_pylist())
    active = tiers & set(nights.then.active["entity_id"])
    visited = first.filter(pl.col("entity_id").is_in(list(active)))
    assert [code for code, one in told.items() if one["devices"]] == ["equipment"]
    devices = told["equipment"]["devices"]["rows"]
    assert sum(row["businesses"] for row in devices) == told["equipment"]["businesses"]
    assert 0 < sum(row["found"] for row in devices) < sum(row["of"] for row in devices)
    rows = told["food"]["classes"]["all"]["rows"]
    assert len(active) == told["food"]["businesses"]
    assert (sum(r["of"] for r in rows), sum(r["found"] for r in rows)) == (len(visited), visited["found"].sum())


def test_the_shares_are_those_of_the_records(measured, nights):
    """Counted again row by row in plain Python."""
    then, now = nights.then, nights.now
    told = measured[0]["classes"]
    grade = {row["entity_id"]: row["grade"] for row in then.known.to_dicts() if row["status"] == "active"}
    for name, wanted in (("all", {"random", "routine", "campaign", "complaint", "clue"}), ("random", {"random"})):
        first = {}
        for visit in sorted(now.visits.to_dicts(), key=lambda v: (v["inspected_on"], v["inspection_no"])):
            if visit["inspected_on"] > ON and visit["kind"] in wanted and visit["entity_id"] in grade:
                first.setdefault(visit["entity_id"], visit["found"])
        for row in told[name]["rows"]:
            own = [found for who, found in first.items() if grade[who] == row["grade"]]
            assert (row["found"], row["of"]) == (sum(own), len(own))
            assert row["businesses"] == list(grade.values()).count(row["grade"])
    assert sum(row["of"] for row in told["all"]["rows"]) > 200
    assert told["random"]["visited"]["of"] < told["all"]["visited"]["of"]


def test_what_is_put_out_is_plain_numbers_without_a_name(measured, nights):
    text = json.dumps(measured[0], ensure_ascii=False)
    assert "NaN" not in text
    names = {name for who in nights.now.visits["officers"] for name in who.split("、")}
    assert names and not any(name in text for name in names)


def test_nothing_later_than_the_day_before_a_visit_is_read(nights):
    """Every fact told on the day of a visit or later taken away: the same features, row by row."""
    now = nights.now
    usual = usual_rate(now)
    seen = before_visits(now, UNTIL - timedelta(200), UNTIL, usual)
    for row in Random(1).sample(range(len(seen.rows)), 12):
        asked = seen.rows.row(row, named=True)
        cut = replace(now, facts=now.facts.filter(pl.col("told_on") < pl.lit(asked["on"])))
        again = before_visits(cut, asked["on"] - timedelta(1), asked["on"], usual)
        place = again.rows["inspection_no"].to_list().index(asked["inspection_no"])
        assert np.array_equal(again.numbers[place], seen.numbers[row], equal_nan=True)


def test_the_model_is_taught_by_what_was_known_on_the_day(home, measured, nights):
    then = nights.then
    seen = taught_by(then, usual_rate(then))
    assert seen.rows["on"].max() <= ON
    assert measured[1].model.visits == len(seen.rows)
    assert first_known(LakeStore.open(home)) == ON


def test_other_officers_give_the_same_features(nights):
    now = nights.now
    others = replace(now, visits=now.visits.with_columns(pl.lit("另一人").alias("officers")))
    usual = usual_rate(now)
    one, other = (before_visits(each, ON, UNTIL, usual) for each in (now, others))
    assert np.array_equal(one.numbers, other.numbers, equal_nan=True)


def test_today_s_chances_come_from_the_kept_model(measured, nights):
    kept = Model.from_json(json.loads(json.dumps(measured[0]["model"])))
    seen = today(nights.now, kept.usual)
    chance = kept.chance(kept.points(seen.numbers, seen.choices))
    assert len(chance) == len(nights.now.active)
    assert 0 < chance.min() < chance.mean() < chance.max() <= 1


@pytest.mark.django_db
def test_the_result_is_kept_found_again_and_on_the_ledger_once_a_month(tmp_path, measured, monkeypatch):
    assert holding.result(tmp_path) is None
    holding.keep(tmp_path, measured[0], measured[2], by="system:night", at=AT)
    assert holding.result(tmp_path) == json.loads(json.dumps(measured[0])) | {"counted": ANY}
    monkeypatch.setattr(holding, "EDITION", 0)
    assert holding.result(tmp_path) is None, "one of another shape is as if there were none"
    monkeypatch.undo()
    act = Act.objects.get(verb="grades.measured")
    assert act.payload["until"] == str(UNTIL)
    soon = UNTIL + timedelta(holding.EVERY_DAYS - 1)
    assert not holding.measure_when_due(tmp_path, Pack.built_in(), soon, by="system:night", at=AT)
    assert Act.objects.filter(verb="grades.measured").count() == 1


@pytest.mark.django_db
def test_a_night_that_knows_too_little_measures_nothing(tmp_path):
    assert not holding.measure_when_due(tmp_path, Pack.built_in(), UNTIL, by="system:night", at=AT)
    assert holding.result(tmp_path) is None


def test_it_refuses_a_day_before_anything_was_known(home, tmp_path):
    for where, on in ((home, ON - timedelta(1)), (home, UNTIL - timedelta(30)), (tmp_path, None)):
        with pytest.raises(Refused) as refused:
            holding.measure(where, Pack.built_in(), UNTIL, on=on, at=AT)
        assert refused.value.code == "grades.no_past"


def test_it_refuses_a_handful_of_visits(nights):
    few = replace(nights, now=replace(nights.now, visits=nights.now.visits.tail(holding.LEAST_VISITS - 1)))
    with pytest.raises(Refused) as refused:
        holding.weigh(few, at=AT)
    assert refused.value.code == "grades.too_few_visits"


def test_it_refuses_a_year_without_findings_and_a_class_nobody_visited_is_left_out_of_the_order(nights):
    clean = replace(nights, now=replace(nights.now, visits=nights.now.visits.with_columns(found=pl.lit(False))))
    with pytest.raises(Refused) as refused:
        holding.weigh(clean, at=AT)
    assert "findings" in refused.value.message_en
    then, now = nights.then, nights.now
    worst = then.known.filter(pl.col("grade") == "D")["entity_id"]
    spared = replace(now, visits=now.visits.filter(~pl.col("entity_id").is_in(worst.implode())))
    told = outcomes.classes(counted.counted(then, outcomes.followed(then, spared)))["all"]
    assert told["rows"][-1]["value"] is None and told["rows"][-1]["grade"] == "D"
    shares = [row["value"] for row in told["rows"][:-1]]
    assert told["in_order"] == (shares == sorted(set(shares)))


def test_the_command_s_tables_say_what_the_result_says(measured):
    told, console = measured[0], Console(record=True, width=170, file=StringIO())
    show(told, {"officers": 9, "covered": 8, "correlation": 0.5}, console)
    text = console.export_text()
    for row in told["classes"]["random"]["rows"]:
        assert row["value"] is None or f"{row['value']:.1%} [{row['low']:.1%}, {row['high']:.1%}]" in text
    for said in ("公平性 fairness", "371002", "可靠性 reliability", "challengers", "8 / 9", "never the sole ground"):
        assert said in text


def test_a_district_s_chances_are_weighed_against_what_was_found_there(measured, nights):
    """Stated less found by district adds up to the whole over random visits."""
    groups = measured[0]["fairness"]["division"]
    assert {row["group"] for row in groups} == set(nights.then.active["division"].drop_nulls())
    assert all(row["gap"][1] < row["gap"][0] < row["gap"][2] for row in groups if row["gap"])
    whole = measured[0]["reliability"]["random"]["gap"]
    assert min(row["gap"][0] for row in groups) <= whole[0] <= max(row["gap"][0] for row in groups)


def test_a_business_judged_on_its_page_has_the_night_s_chance(measured, nights):
    """From its own facts, in the page's words, against the model asked about everybody at once."""
    now, kept = nights.now, Model.from_json(measured[0]["model"])
    seen = today(now, kept.usual)
    stated = kept.chance(kept.points(seen.numbers, seen.choices))
    proof = Evidence(None, None, None, None)
    for place in Random(2).sample(range(len(seen.rows)), 40):
        row = seen.rows.row(place, named=True)
        lines = [
            EventLine(fact["kind"], fact["occurred_on"], fact["known_on"], 1, None, None, proof)
            for fact in now.facts.filter(pl.col("entity_id") == row["entity_id"]).to_dicts()
        ]
        head = SimpleNamespace(**row)
        told = pages.chance(measured[0], head, lines, now.day)
        assert told["share"] == f"{stated[place] * 100:.1f}%"
        assert sum(line["points"] for line in told["rows"]) + told["base"] == told["total"]


@pytest.fixture
def with_result(tmp_path, settings, measured, office):
    settings.HUIZHI_HOME = tmp_path
    holding.keep(tmp_path, measured[0], measured[2], by="system:night", at=AT)


def test_the_page_shows_the_numbers_with_their_counts_in_both_languages(with_result, signed_in, measured, settings):
    client = signed_in("leader")
    page = re.sub(r"<[^>]+>", "", client.get("/holding").content.decode())
    for part in ("all", "random"):
        for row in measured[0]["classes"][part]["rows"]:
            if row["of"]:
                assert f"{row['value'] * 100:.1f}%" in page and f"{row['found']:,}/{row['of']:,}" in page
    for said in ("检查不是随机样本", "不得单独作为处罚", "反馈回路", "模型说明", "环翠区"):
        assert said in page
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get("/holding").content.decode()
    assert "Does it hold?" in english and "never the sole ground" in english


def listed(client, address):
    """Every row of a list, page after page: (class, name, place, day, kind, result) as shown."""
    found = []
    while address:
        page = client.get(address).content.decode()
        for row in re.findall(r"<tr><td.*?</tr>", page, re.S):
            found.append([re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)])
        after = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page)
        address = unescape(after.group(1)) if after else ""
    return found


def test_every_number_of_the_classes_opens_to_as_many_records(with_result, signed_in, measured, nights):
    """Page by page and as a file: as many rows as the number says, each of the class, each with what it says found."""
    client, opened = signed_in("leader"), 0
    page = client.get("/holding").content.decode()
    table = re.search(r'id="classes".*?</section>', page, re.S).group()
    for address, shown in re.findall(r'<a href="(/holding/records[^"]*)">([\d,]+)</a>', table):
        address, number = unescape(address), int(shown.replace(",", ""))
        asked = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
        sheet = b"".join(client.get(address.replace("records?", "records.csv?")).streaming_content) if number else b""
        assert sheet.decode("utf-8-sig").count("\r\n") == number + (number > 0)
        if number > 400:
            continue
        rows, opened = listed(client, address), opened + 1
        assert len(rows) == number
        assert all(row[0] == asked["grade"] for row in rows)
        if asked["count"] == "found":
            assert all(row[5] == "发现问题" for row in rows)
        elif asked["count"] == "visits":
            told = next(r for r in measured[0]["classes"][asked["part"]]["rows"] if r["grade"] == asked["grade"])
            assert sum(row[5] == "发现问题" for row in rows) == told["found"]
            assert all(ON < date.fromisoformat(row[3]) <= UNTIL for row in rows)
        if asked["part"] == "random" and asked["count"] != "businesses":
            assert {row[4] for row in rows} <= {"双随机检查"}
    assert opened > 12
    assert {act.payload["count"] for act in Act.objects.filter(verb="class_rows_exported")} == set(counted.COUNTS)
    names = {name for who in nights.now.visits["officers"] for name in who.split("、")}
    assert not any(name in page for name in names) and "officers" not in measured[2].columns


def test_an_officer_sees_the_records_of_her_own_area_only(tmp_path, settings, office, measured, signed_in):
    """Rows of the whole city are counted; Rongcheng's head of station is shown hers, and told so."""
    settings.HUIZHI_HOME = tmp_path
    codes = list(Entity.objects.order_by("pk").values_list("pk", flat=True)[:40])
    visit = {"inspected_on": date(2026, 3, 1), "kind": "random", "source": "inspections", "source_id": "JC1",
             "found": True}  # fmt: skip
    both = {f"{part} {name}": value for part in counted.PARTS for name, value in visit.items()}
    rows = pl.DataFrame([{"entity_id": code, "division": "371002", "grade": "A", **both} for code in codes])
    holding.keep(tmp_path, measured[0], rows, by="system:night", at=AT)
    address = "/holding/records?part=random&count=found&grade=A"
    assert len(listed(signed_in("leader"), address)) == 40
    own = set(Entity.objects.filter(pk__in=codes, division="371082").values_list("name", flat=True))
    client = signed_in("rongcheng")
    shown = {row[1] for row in listed(client, address)}
    assert shown and shown <= own and len(shown) < 40
    assert "页面上的数字为全市的40，这里仅列出您辖区内的记录。" in text_of(client.get(address))
    sheet = b"".join(client.get(address.replace("records?", "records.csv?")).streaming_content).decode()
    assert sheet.count("\r\n") == len(shown) + 1
    for wrong in ("part=all&count=found&grade=X", "part=all&count=none&grade=A", "part=&count=found", ""):
        assert client.get(f"/holding/records?{wrong}").status_code == 404
    assert signed_in("steward").get(address).status_code == 403


def test_rows_that_are_not_those_counted_are_not_shown(with_result, signed_in, tmp_path):
    """A changed or missing file lists nothing, says so, and the numbers stay."""
    kept = next(tmp_path.glob("validation/counted-*.parquet"))
    address, client = "/holding/records?part=all&count=visits&grade=C", signed_in("leader")
    assert "测算时的明细已不在本机" not in text_of(client.get(address))
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert "测算时的明细已不在本机" in text_of(client.get(address))
    assert client.get(address.replace("records?", "records.csv?")).status_code == 404
    kept.unlink()
    assert "测算时的明细已不在本机" in text_of(client.get(address))
    assert client.get("/holding").status_code == 200


@pytest.mark.django_db
def test_the_rows_of_a_result_go_when_the_next_is_kept(tmp_path, measured):
    for rows in (measured[2], measured[2].head(5)):
        holding.keep(tmp_path, measured[0], rows, by="system:night", at=AT)
    assert len(list(tmp_path.glob("validation/counted-*"))) == 1
    assert len(counted.kept(tmp_path, holding.result(tmp_path)["counted"])) == 5


def test_the_file_of_a_business_shows_its_chance_only_once_measured_and_to_whom_classes_are_shown(
    with_result, signed_in, settings, tmp_path_factory
):
    file = f"/e/{entity_code(0)}"
    page = signed_in("inspector").get(file).content.decode()
    assert "下次检查发现问题的可能" in page and "不得单独作为处罚" in page and 'href="/holding"' in page
    assert "下次检查发现问题的可能" not in signed_in("steward").get(file).content.decode()
    assert "下次检查发现问题的可能" not in signed_in().get(f"/public{file}").content.decode()
    settings.HUIZHI_HOME = tmp_path_factory.mktemp("unmeasured")
    assert "下次检查发现问题的可能" not in signed_in("inspector").get(file).content.decode()
    assert "还没有验证结果" in signed_in("inspector").get("/holding").content.decode()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_classes_prediction_and_severities_hold_on_a_large_city(tmp_path):
    """D > C > B > A with room between the intervals, within chance of the chances stated, planted severities found."""
    told, taught, _ = holding.measure(a_home(tmp_path, 100_000), Pack.built_in(), UNTIL, at=AT)
    for part in ("all", "random"):
        assert told["classes"][part]["in_order"] and told["classes"][part]["apart"], part
        assert told["reliability"][part]["excess"] < 0.01
        assert told["reliability"][part]["gap"][1] < 0.01 and told["reliability"][part]["gap"][2] > -0.01
    lines = {line["model"]: line for line in told["models"]}
    assert lines["card"]["auc"][1] > 0.55 and lines["card"]["against_champion"][2] < 0
    rows = (tmp_path / "truth" / "inspectors.csv").read_text(encoding="utf-8").splitlines()[1:]
    planted = {row.split(",")[0]: float(row.split(",")[2]) for row in rows}
    found = covered(planted, taught.severities)
    assert found["covered"] >= binom.ppf(0.005, found["officers"], 0.95)
    assert found["correlation"] > 0.5
