"""Does a class hold? What the year after found, by class; the prediction beside it, and its card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huizhi.apps.people.facade import needs
from huizhi.ui.lines import trail
from huizhi.web.measured import measured
from huizhi.web.presenters import holding as told


@require_safe
@needs("see_class")
def holding(request: HttpRequest) -> HttpResponse:
    """The last result as numbers with intervals; no class of any one business and no officer is in it."""
    found = measured()
    return render(request, "web/holding.html", {
        "trail": trail((_("研判"), ""), (_("这个等级准不准"), "")), "told": told.page(found) if found else None,
    })  # fmt: skip
