"""A business's representative appeals about one of its own records."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huizhi.apps.appeals import facade as appeals
from huizhi.apps.people import facade as people
from huizhi.apps.registers import facade as registers
from huizhi.vocabulary.refused import Refused
from huizhi.web import labels
from huizhi.web.forms.appeals import AppealForm
from huizhi.web.packs import pack
from huizhi.web.presenters import own_records
from huizhi.web.views.citizens.browser import citizens


@citizens
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, entity_id: str) -> HttpResponse:
    """File an objection or an application for repair about the record the address names. Nobody else's page."""
    account = people.public_account(request)
    if account is None:
        return HttpResponseRedirect(f"{reverse('people:public_sign_in')}")
    found = registers.public_entity(entity_id)
    if found is None or found.release is None or account.entity_id != entity_id:
        raise Http404(entity_id)
    as_of, records = found.release.as_of, registers.own_records(entity_id)
    kind, line = request.GET.get("kind", ""), _record(request, records)
    ready = own_records.repairable(records, as_of, pack().scorecard(as_of)) if kind == "credit_repair" else ()
    if kind not in ("record_objection", "credit_repair") or (
        kind == "credit_repair" and own_records.key_of(line) not in ready
    ):
        raise Http404(kind)
    heading = _("提出异议") if kind == "record_objection" else _("申请修复")
    form = AppealForm(request.POST if request.method == "POST" else None)
    shown = {"form": form, "heading": heading, "entity": found, "on": line.occurred_on,
             "words": f"{labels.coded(line.kind, 'event')} {labels.detail(line.kind, line.detail)}"}  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/citizens/appeal.html", shown, status=422 if request.method == "POST" else 200)
    source, record, event, on = own_records.key_of(line)
    try:
        appeals.file_appeal(
            kind=kind, record=appeals.Record(source, record, event, on), name=found.name,
            division=found.division or "", zone=found.zone or "", facts=form.cleaned_data["facts"], account=account,
            entity_id=entity_id, at=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return render(request, "web/citizens/appeal.html", {**shown, "refused": refused}, status=422)
    return HttpResponseRedirect(f"{reverse('web:public_entity', args=[entity_id])}#own")


def _record(request: HttpRequest, records: Sequence[registers.EventLine]) -> registers.EventLine:
    asked = tuple(request.GET.get(name, "") for name in ("source", "record", "event", "on"))
    for line in records:
        source, record, event, on = own_records.key_of(line)
        if (source, record, event, on.isoformat()) == asked:
            return line
    raise Http404(asked[1])
