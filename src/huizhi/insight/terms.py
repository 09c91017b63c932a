"""The legal terms analysis counts by, read from the law room; one function per term, dates in and out."""

from datetime import date

from huizhi.law.values import in_force


def annual_report_due(year: int) -> date:
    """The last day to publish the annual report for `year`: a month-day of the year after."""
    month, day = str(in_force("annual_report.due", date(year + 1, 1, 1)).value).split("-")
    return date(year + 1, int(month), int(day))
