"""The page, the table and the list of changes say what the files say."""

from datetime import date

from huizhi.law.case_tables import cases_of
from huizhi.law.clocks import deadline
from huizhi.law.holidays import is_statutory, statutory_days
from huizhi.law.parameters import parameters
from huizhi.law.reference import DAY_COLUMNS, ROW_COLUMNS, changes_since, day_rows, reference_markdown, value_rows
from huizhi.vocabulary.calendar import WorkCalendar


def test_the_page_names_every_value_with_its_basis_and_marks_what_is_to_be_confirmed():
    page = reference_markdown()
    for key in parameters():
        assert f"### `{key}` " in page
    lines = page.splitlines()
    start = lines.index("### `complaint.recusal_stops` 决定回避期间是否扣除调解时限 · Whether deciding a recusal stops the mediation clock")  # fmt: skip  # noqa: E501
    row = next(line for line in lines[start:] if line.startswith("| 2026-04-15"))
    assert "2026-04-15" in row
    assert "| `unsure` **待确认** |" in row
    assert "第二十一条" in row
    assert "May be extended by 30 calendar days (the head of the office)." in page
    assert "Starts again: received by the office with handling authority." in page
    assert "逾期：终止调解。" in page
    assert "(local)" in page
    unsure = sum(any(value.provisional for value in parameters().periods(key)) for key in parameters())
    assert f"{unsure} have a period" in page
    assert unsure > 20


def test_no_cell_of_the_page_breaks_its_table():
    rows = [line for line in reference_markdown().splitlines() if line.startswith("| 2") or line.startswith("| 1")]
    assert len(rows) == sum(len(parameters().periods(key)) for key in parameters())
    assert {row.count("|") for row in rows} == {7}
    cases = [line for line in reference_markdown().splitlines() if line.startswith("| `") and line.count("`") == 2]
    assert {row.count("|") for row in cases if "." in row.split("|")[1]} == {6}


def test_one_row_per_period():
    rows = [dict(zip(ROW_COLUMNS, row, strict=True)) for row in value_rows()]
    found = [row for row in rows if row["key"] == "complaint.mediation_limit"]
    assert [(row["in_force_from"], row["in_force_to"], row["value"], row["unit"]) for row in found] == [
        (date(2020, 1, 1), date(2026, 4, 14), "45", "WD"),
        (date(2026, 4, 15), None, "60", "D"),
    ]
    assert next(row["value"] for row in rows if row["key"] == "online.report_months") == "1,7"
    numbers = {row["key"]: (row["number"], row["rolls"]) for row in rows}
    assert numbers["complaint.mediation_limit"] == (60, True)
    assert numbers["penalty.seizure"] == (30, False)
    assert numbers["online.report_months"] == numbers["annual_report.due"] == (None, True)
    assert {row["to_be_confirmed"] for row in rows} == {True, False}


def test_changes_since_a_day_begin_on_that_day():
    found = {change.key: change for change in changes_since(date(2026, 4, 15))}
    assert found["complaint.mediation_limit"].before.value == 45
    assert found["complaint.mediation_limit"].after.value == 60
    assert found["complaint.representatives"].before is None
    assert found["report.named_notice"].after.layer == "local"
    assert not changes_since(date(2026, 4, 16))
    assert "repair.minor_most" in {change.key for change in changes_since(date(2026, 4, 1))}
    days = [change.on for change in changes_since(date(2020, 1, 1))]
    assert days == sorted(days)


def test_thirteen_statutory_days_a_year_from_2025_and_eleven_before():
    counts = {year: sum(on.year == year for on in statutory_days()) for year in range(2021, 2028)}
    assert counts == {2021: 11, 2022: 11, 2023: 11, 2024: 11, 2025: 13, 2026: 13, 2027: 13}


def test_every_statutory_day_lies_in_a_published_break():
    calendar = WorkCalendar.load()
    inside = [on for on in statutory_days() if on <= calendar.published_through]
    assert all(calendar.is_holiday(on) for on in inside)
    assert all(is_statutory(calendar, on) for on in statutory_days())


def test_a_deadline_counted_in_the_tables_is_the_clocks_own():
    calendar = WorkCalendar.load()
    days = [dict(zip(DAY_COLUMNS, row, strict=True)) for row in day_rows(calendar, date(2026, 1, 1), date(2027, 3, 31))]
    values = [dict(zip(ROW_COLUMNS, row, strict=True)) for row in value_rows()]
    for start in [day["on"] for day in days if day["on"] <= date(2026, 12, 31)]:
        length = next(
            int(row["value"])
            for row in values
            if row["key"] == "complaint.acceptance_wd"
            and row["in_force_from"] <= start
            and (row["in_force_to"] is None or start <= row["in_force_to"])
        )
        worked = [day["on"] for day in days if day["worked"] and day["on"] > start]
        assert worked[length - 1] == deadline("complaint.acceptance_wd", start, calendar).due
    assert len(days) == 455
    assert sum(day["worked"] for day in days if day["on"].year == 2026) == 248
    assert sum(day["statutory_holiday"] for day in days if day["on"].year == 2026) == 13
    assert next(day["on"] for day in days if day["awaits_notice"]) == date(2026, 12, 29)
    assert sum(day["in_break"] for day in days if day["on"].month == 10) == 7


def test_a_section_of_the_page_to_the_letter():
    page = reference_markdown()
    start = page.index("### `complaint.mediation_limit`")
    end = page.index("<details>", start)
    assert page[start:end] == (
        "### `complaint.mediation_limit` 投诉调解时限 · Limit of mediation\n\n"
        "> 自受理投诉起60日，起算当日不计入。检测、检验、检疫、鉴定、回避决定期间的时间不计入。末日是节假日的，顺延。"
        "逾期：终止调解。  \n"
        "> 60 calendar days. Start: acceptance (that day is not counted). Not counted: testing, inspection, quarantine "
        "or appraisal; decision on a recusal. A last day on a holiday moves on. If missed: mediation is ended.\n\n"
        "| from | to | value | instrument and article | support | note |\n|---|---|---|---|---|---|\n"
        "| 2020-01-01 | 2026-04-14 | 45个工作日 · 45 working days | "
        "《市场监督管理投诉举报处理暂行办法》（国家市场监督管理总局令第20号） 第二十一条第（五）项 | `text` |  |\n"
        "| 2026-04-15 |  | 60日 · 60 calendar days | "
        "《市场监督管理投诉举报处理办法》（国家市场监督管理总局令第121号） 第二十三条第（五）项 | `text` |  |\n\n"
    )
    opened = page[end : page.index("### `complaint.publication`")].splitlines()
    count = len(cases_of("complaint.mediation_limit"))
    assert opened[:4] == [
        f"<details><summary>案例 cases ({count})</summary>",
        "",
        "| function | given | answer | 理由 | why |",
        "|---|---|---|---|---|",
    ]
    assert opened[4].startswith(
        "| `clocks.deadline` | key=complaint.mediation_limit; started_on=2026-02-02 | 2026-04-13 alarm=2026-04-13 "
    )
    assert opened[4 + count :] == ["", "</details>", ""]
    assert page.startswith("# Legal values 法定数值\n\n")
    assert page.count("\n## ") == len({key.split(".")[0] for key in parameters()})
    assert (
        "\n\n| mark | 依据 | basis |\n|---|---|---|\n| `text` | 已核对原文 | read in the instrument itself |\n" in page
    )
    assert (
        "legal office |\n| `local` | 本地规定 | a local service standard, not a statute |\n\n"
        "## abnormal\n\n### `abnormal.dormancy` " in page
    )
    assert page.endswith("</details>\n")
