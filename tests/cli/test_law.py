"""`huizhi law`: values with their basis, deadlines with three readings, changes with whom they move."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from huizhi.cli import law as command

LOCAL = """
title = { zh = "投诉受理时限", en = "Time to accept or refuse a complaint" }
unit = "WD"
[clock]
start = { zh = "收到投诉", en = "receipt" }
[[values]]
from = 2026-09-01
value = 5
[values.citation]
instrument = "本市服务承诺"
support = "local"
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIZHI_HOME", str(tmp_path))
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    return lambda *words: CliRunner().invoke(app, ["law", *words])


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "law" / "complaint"
    folder.mkdir(parents=True)
    (folder / "acceptance_wd.toml").write_text(LOCAL, encoding="utf-8")


def test_a_value_is_shown_with_every_period_and_its_basis(run):
    shown = run("show", "complaint.mediation_limit")
    assert shown.exit_code == 0, shown.output
    for part in ("2020-01-01 — 2026-04-14", "45个工作日", "第20号", "2026-04-15 — …", "60日", "第121号", "起算"):
        assert part in shown.output


def test_only_one_days_value_and_what_is_to_be_confirmed(run):
    shown = run("show", "penalty.publicity_years", "--on", "2026-04-01").output
    assert "待确认" in shown
    assert "2021-09-01 — 2026-03-31" not in shown


def test_a_subject_lists_its_values(run):
    shown = run("show", "reward").output
    assert "reward.rate_1" in shown
    assert "reward.cap" in shown


def test_a_deadline_by_the_name_without_its_suffix(run):
    shown = run("due", "complaint.acceptance", "--start", "2026-09-18")
    assert shown.exit_code == 0, shown.output
    assert "2026-09-29 周二" in shown.output
    assert "第121号" in shown.output
    assert "暂定" not in shown.output


def test_three_readings_of_a_last_day(run):
    shown = run("due", "complaint.mediation_limit", "--start", "2026-04-20").output
    assert "届满 due: 2026-06-22 周一" in shown
    assert "预警 alarm: 2026-06-20 周六" in shown


def test_a_provisional_deadline_says_so(run):
    assert "Provisional" in run("due", "complaint.acceptance", "--start", "2026-12-24").output


def test_an_instant_for_hours(run):
    assert "2026-10-02 09:30" in run("due", "recall.start_1", "--start", "2026-10-01T09:30").output


@pytest.mark.parametrize("words", [("show", "no.such"), ("due", "penalty.hearing_person", "--start", "2026-09-18")])
def test_what_cannot_be_said_ends_with_one(run, words):
    assert run(*words).exit_code == 1


def test_the_bureaus_own_value_wins_from_its_day(run, own):
    assert "2026-09-25" not in run("due", "complaint.acceptance", "--start", "2026-08-31").output
    assert "2026-09-24 周四" in run("due", "complaint.acceptance", "--start", "2026-09-18").output
    assert "[law]" in run("show", "complaint.acceptance").output


def test_a_bad_file_of_the_bureaus_own_is_refused(run, own, tmp_path):
    (tmp_path / "law" / "complaint" / "acceptance_wd.toml").write_text(LOCAL.replace("local", "sure"), "utf-8")
    refused = run("show", "complaint.acceptance")
    assert refused.exit_code == 1
    assert "legal_value_file" in refused.output


def test_changes_since_a_day_and_whom_they_move(run, tmp_path):
    matters = tmp_path / "open.csv"
    matters.write_text(
        "number,key,started_on\n"
        "1,complaint.mediation_limit,2026-03-02\n"  # still open on 15 April: only its alarm moves
        "2,complaint.mediation_limit,2026-01-05\n"  # ended before
        "3,complaint.mediation_limit,2026-04-20\n"  # 45 working days would have ended on 25 June
        "4,complaint.acceptance,2026-04-20\n",  # seven working days before and after
        encoding="utf-8",
    )
    shown = run("changes", "--since", "2026-04-15", "--matters", str(matters))
    assert shown.exit_code == 0, shown.output
    assert "complaint.mediation_limit: 45个工作日 → 60日" in shown.output
    assert "This change re-times 2 open matters" in shown.output
    assert "2 of 4 open matters move" in shown.output


def test_nothing_changed(run):
    assert "Nothing changed" in run("changes", "--since", "2030-01-01").output


DRAFT = LOCAL.replace("from = 2026-09-01", "from = 2027-01-01").replace("本市服务承诺", "征求意见稿")
KNOWN = (
    "number,key,started_on,ended_on\n"
    "early,complaint.acceptance,2026-09-18,2026-09-24\n"  # five working days end on 24 September, seven on the 29th
    "between,complaint.acceptance,2026-09-18,2026-09-28\n"
    "late,complaint.acceptance,2026-09-18,2026-09-30\n"
    "open,complaint.acceptance_wd,2026-09-18,\n"
    "other,penalty.case,2026-09-18,\n"
)


@pytest.fixture
def rehearsal(tmp_path):
    (tmp_path / "complaint").mkdir()
    draft, known = tmp_path / "complaint" / "acceptance_wd.toml", tmp_path / "known.csv"
    draft.write_text(DRAFT, encoding="utf-8")
    known.write_text(KNOWN, encoding="utf-8")
    return ["rehearse", str(draft), "--matters", str(known), "--as-of", "2026-09-25"]


def test_a_rehearsal_names_whom_a_draft_would_have_made_late(run, rehearsal):
    shown = run(*rehearsal)
    assert shown.exit_code == 0, shown.output
    assert "4 matters tried, 4 move" in shown.output
    assert "Late: 1 as it was, 3 under the draft" in shown.output
    assert "1 run by another value; left out" in shown.output
    assert "现行 now: 7个工作日   草案 draft: 5个工作日（征求意见稿）" in shown.output
    late = shown.output.split("late under the draft：2")[1].split("other deadlines")[0]
    assert "between" in late and "open" in late and "early" not in late
    assert "届满 2026-09-29 → 2026-09-24" in late


def test_a_rehearsal_for_a_program(run, rehearsal):
    found = json.loads(run(*rehearsal, "--json").stdout)
    assert (found["tried"], found["moved"], found["late_before"], found["late_after"]) == (4, 4, 1, 3)
    assert (found["newly_late"], found["newly_on_time"], found["left_out"]) == (["between", "open"], [], ["other"])
    assert found["matters"][0]["due_after"] == "2026-09-24"


def test_a_draft_elsewhere_names_the_value_it_replaces(run, rehearsal, tmp_path):
    elsewhere = tmp_path / "draft.toml"
    elsewhere.write_text(DRAFT.replace("value = 5", "value = 8"), encoding="utf-8")
    words = ["rehearse", str(elsewhere), *rehearsal[2:]]
    assert run(*words).exit_code == 1
    shown = run(*words, "--key", "complaint.acceptance").output
    assert "late before, on time under the draft：1" in shown


def test_a_draft_that_cannot_stand_is_refused_by_name(run, rehearsal):
    Path(rehearsal[1]).write_text(DRAFT.replace('support = "local"', ""), encoding="utf-8")
    refused = run(*rehearsal)
    assert refused.exit_code == 1
    assert "acceptance_wd.toml" in refused.output and "no citation" in refused.output


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("number,key\n1,penalty.case\n", "line 1, cannot be used: no column started_on"),
        ("number,key,started_on\n1,penalty.case,2026-13-01\n", "line 2, cannot be used: month must be"),
        ("number,key,started_on\n1,penalty.case,\n", "line 2, cannot be used: started_on is empty"),
        ("number,key,started_on,ended_on\n1,penalty.case,2026-09-18,2026-09-17\n", "ended_on comes before it"),
        ("number,key,started_on\n1,no.such,2026-09-18\n", "unknown_legal_value"),
    ],
)
def test_matters_that_cannot_be_read_are_refused_with_their_line(run, tmp_path, text, why):
    matters = tmp_path / "open.csv"
    matters.write_text(text, encoding="utf-8")
    refused = run("changes", "--since", "2026-04-15", "--matters", str(matters))
    assert refused.exit_code == 1
    assert why in refused.output
