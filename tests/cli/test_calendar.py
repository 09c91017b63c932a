"""`huizhi calendar`: a notice goes into the bureau's own file, or nothing does."""

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from huizhi.cli import calendar as command
from huizhi.cli import law
from huizhi.vocabulary.calendar import WorkCalendar

pytestmark = pytest.mark.django_db  # reading a notice reckons the office's open matters again

NOTICE = """国务院办公厅关于2027年
部分节假日安排的通知
国办发明电〔2026〕9号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2027年元旦、春节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）、2月20日（周六）上班。
国务院办公厅
2026年11月4日
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIZHI_HOME", str(tmp_path / "home"))
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)

    def run(*words):
        return CliRunner().invoke(app, ["calendar", *words])

    return run


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="gb18030")
    return path


def test_a_new_year_is_written_to_the_bureaus_own_file(run, notice):
    result = run("import", "--notice", str(notice), "--year", "2027")
    assert result.exit_code == 0, result.output
    assert "国办发明电〔2026〕9号" in result.output
    calendar = WorkCalendar.load(extra=command.own_file())
    assert calendar.published_through.year == 2027
    assert [calendar.is_working(row.first_on) for row in calendar.rows if row.year == 2027][1:] == [
        False, False, True, True,
    ]  # fmt: skip


def test_the_same_notice_twice_changes_nothing(run, notice):
    run("import", "--notice", str(notice), "--year", "2027")
    before = command.own_file().read_bytes()
    again = run("import", "--notice", str(notice), "--year", "2027")
    assert (again.exit_code, command.own_file().read_bytes()) == (0, before)
    assert "nothing changed" in again.output


def test_a_corrected_notice_replaces_the_years_rows(run, notice):
    run("import", "--notice", str(notice), "--year", "2027")
    notice.write_text(NOTICE.replace("2月20日（周六）", "2月21日（周日）"), encoding="utf-8")
    run("import", "--notice", str(notice), "--year", "2027")
    text = command.own_file().read_text(encoding="utf-8")
    assert "2027-02-21" in text
    assert "2027-02-20" not in text
    assert text.count("published") == 1


def test_a_notice_not_understood_writes_nothing(run, notice):
    notice.write_text(NOTICE.replace("共7天", "共九天"), encoding="utf-8")
    result = run("import", "--notice", str(notice), "--year", "2027")
    assert result.exit_code == 1
    assert "notice_not_understood" in result.output
    assert not command.own_file().exists()


def test_a_year_that_came_with_the_program_is_not_overwritten(run, notice):
    first, _, last = NOTICE.replace("2027年", "2024年").partition("一、")
    body = "一、元旦：1月1日放假。\n二、春节：2月10日至17日放假，共8天。\n" + last[last.index("国务院办公厅") :]
    notice.write_text(first + body, encoding="utf-8")
    result = run("import", "--notice", str(notice), "--year", "2024")
    assert result.exit_code == 1
    assert "calendar_year_differs" in result.output
    assert not command.own_file().exists()


def test_a_file_that_is_no_text_is_refused(run, notice):
    notice.write_bytes(b"\xff\xff\xff")
    result = run("import", "--notice", str(notice), "--year", "2027")
    assert result.exit_code == 1
    assert "notice_encoding" in result.output


def test_a_known_year_is_printed_with_its_notice(run):
    result = run("show", "--year", "2026")
    for words in ("国办发明电〔2025〕7号", "2026-10-01 周四 — 2026-10-07 周三", "248 working days", "29-31 December"):
        assert words in result.output


def test_an_unknown_year_is_said_to_be_provisional(run):
    result = run("show", "--year", "2031")
    assert result.exit_code == 0
    assert "provisional" in result.output


def test_a_broken_file_of_the_bureau_is_named(run):
    command.own_file().parent.mkdir(parents=True)
    command.own_file().write_text("year,kind\n", encoding="utf-8")
    result = run("show", "--year", "2026")
    assert result.exit_code == 1
    assert "calendar.csv" in result.output


MATTERS = (
    "number,key,started_on\n"
    "moved,complaint.acceptance,2027-02-02\n"  # the notice adds 9-11 February and two make-up days
    "firm,complaint.acceptance,2026-12-30\n"  # seven working days after New Year, whatever it says
    "rolled,penalty.case,2026-10-04\n"  # ninety days end on 2 January, which the notice puts into the break
    "before,complaint.acceptance,2026-09-18\n"
    "seizure,penalty.seizure,2027-02-01\n"  # a seizure simply ends
    "mediation,complaint.mediation_limit,2026-04-20\n"
)


def test_a_notice_given_as_text_retimes_the_provisional_deadlines_and_nothing_else(run, notice, tmp_path):
    matters = tmp_path / "open.csv"
    matters.write_text(MATTERS, encoding="utf-8")
    shown = run("import", "--notice", str(notice), "--year", "2027", "--matters", str(matters))
    assert shown.exit_code == 0, shown.output
    told = dict(re.findall(r"^  (\w+)  投诉受理时限  (.*)$|^$", shown.output, re.M))
    assert told["moved"] == "2027-02-15 → 2027-02-17"
    assert told["firm"] == "2027-01-11 确定 firm"
    assert "  rolled  普通程序办案期限  2027-01-02 → 2027-01-04" in shown.output
    for untouched in ("before", "seizure", "mediation"):
        assert f"  {untouched}  " not in shown.output
    assert "Of 6 matters 2 move, 1 become firm, the rest stay." in shown.output


def test_after_the_notice_the_command_line_reckons_by_it(run, notice):
    app = typer.Typer()
    law.register(app)
    app.callback()(lambda: None)

    def due(start):
        return CliRunner().invoke(app, ["law", "due", "complaint.acceptance", "--start", start]).output

    before = {start: due(start) for start in ("2026-09-18", "2026-12-30", "2027-02-02")}
    assert "Provisional" in before["2027-02-02"] and "2027-02-15" in before["2027-02-02"]
    run("import", "--notice", str(notice), "--year", "2027")
    assert due("2026-09-18") == before["2026-09-18"]
    assert "2027-02-17" in due("2027-02-02")
    assert "Provisional" not in due("2027-02-02") + due("2026-12-30")


def test_matters_that_cannot_be_read_leave_the_calendar_alone(run, notice, tmp_path):
    matters = tmp_path / "open.csv"
    matters.write_text("number\n1\n", encoding="utf-8")
    refused = run("import", "--notice", str(notice), "--year", "2027", "--matters", str(matters))
    assert refused.exit_code == 1
    assert not command.own_file().exists()
