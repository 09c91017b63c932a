"""The three kinds of matters this app adds to casework, with their verbs, forms and panel."""

from huizhi.apps.casework.facade import declare
from huizhi.apps.complaints.actions.keeping import about_of
from huizhi.apps.complaints.desk import COMPLAINT_VERBS, REPORT_VERBS
from huizhi.apps.complaints.forms import COMPLAINT_FORMS, REPORT_FORMS
from huizhi.apps.complaints.lifecycle import CLUE, COMPLAINT, REPORT
from huizhi.apps.complaints.official import COMPLAINT_PAPERS, REPORT_PAPERS, draft, issue
from huizhi.apps.complaints.panels import TEMPLATE, panels, texts


def _filing_of(number: str) -> str:
    return about_of(number)[0]


def declare_kinds() -> None:
    """Make complaint, report and clue known."""
    declare(
        COMPLAINT, template=TEMPLATE, panels=panels, texts=texts, verbs=COMPLAINT_VERBS, forms=COMPLAINT_FORMS,
        papers=COMPLAINT_PAPERS, issue=issue, draft=draft, about=_filing_of,
    )  # fmt: skip
    for lifecycle in (REPORT, CLUE):
        declare(
            lifecycle, template=TEMPLATE, panels=panels, texts=texts, verbs=REPORT_VERBS, forms=REPORT_FORMS,
            papers=REPORT_PAPERS, issue=issue, draft=draft, about=_filing_of,
        )  # fmt: skip
