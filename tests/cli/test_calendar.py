"""`huizhi calendar`: a notice goes into the bureau's own file, or nothing does."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from huizhi.cli import calendar as command
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
