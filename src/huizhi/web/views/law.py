"""The law as pages: every legal value by subject, and one value with its periods, terms, cases and a reckoning."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.people.facade import SIGNED_IN, needs, public
from huizhi.law.parameters import parameters
from huizhi.law.values import LegalValue
from huizhi.ui.lines import trail
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.web.presenters import legal, reckoning

LONGEST_SEARCH = 60


@needs(SIGNED_IN)
def law(request: HttpRequest) -> HttpResponse:
    """Every legal value, for officers."""
    return _list(request, "ui/base.html", "web:law", "web:law_value")


@public
def public_law(request: HttpRequest) -> HttpResponse:
    """Every legal value, for everybody."""
    return _list(request, "ui/public_base.html", "web:public_law", "web:public_law_value")


@needs(SIGNED_IN)
def law_value(request: HttpRequest, key: str) -> HttpResponse:
    """One legal value, for officers."""
    return _value(request, key, "ui/base.html", "web:law", "web:law_value")


@public
def public_law_value(request: HttpRequest, key: str) -> HttpResponse:
    """One legal value, for everybody."""
    return _value(request, key, "ui/public_base.html", "web:public_law", "web:public_law_value")


def _list(request: HttpRequest, base: str, page: str, value_page: str) -> HttpResponse:
    known, today = parameters(), timezone.localdate()
    text, unsure = request.GET.get("q", "").strip()[:LONGEST_SEARCH], request.GET.get("unsure") == "1"
    groups = legal.groups(known, today, value_page, text, unsure)
    count = sum(len(group["lines"]) for group in groups)
    waiting = sum(any(value.provisional for value in known.periods(key)) for key in known)
    return render(request, "web/law.html", {
        "base": base, "staff": base == "ui/base.html", "trail": trail((_("法规"), ""), (_("法定数值"), "")),
        "groups": groups, "q": text, "unsure": unsure, "page": reverse(page), "today": today,
        "count_words": ngettext("共%(n)s项", "共%(n)s项", count) % {"n": f"{count:,}"},
        "waiting_words": ngettext("%(n)s项待确认", "%(n)s项待确认", waiting) % {"n": f"{waiting:,}"},
    })  # fmt: skip


def _value(request: HttpRequest, key: str, base: str, page: str, value_page: str) -> HttpResponse:
    known, today = parameters(), timezone.localdate()
    if key not in known:
        raise Http404(key)
    sheet = legal.sheet(known, key, today, value_page)
    sent, extended = request.GET.dict(), request.GET.getlist("extension")
    return render(request, "web/law_value.html", {
        "base": base, "staff": base == "ui/base.html",
        "trail": trail((_("法规"), ""), (_("法定数值"), reverse(page)), (sheet["title"], "")), "list": reverse(page),
        "value": sheet, "form": reckoning.form(_shown(key, today), known, sent, extended), "today": today,
        "answer": reckoning.answer(key, sent, extended, _calendar(), known),
    })  # fmt: skip


def _shown(key: str, on: date) -> LegalValue:
    """The value in force on a day, or its latest."""
    return parameters().find(key, on) or parameters().periods(key)[-1]


def _calendar() -> WorkCalendar:
    """The calendar with the notices this bureau has imported."""
    return WorkCalendar.load(extra=settings.HUIZHI_HOME / "calendar.csv")
