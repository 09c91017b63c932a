"""What a phone sends and fetches. Answers are JSON; the account a page belongs to must be the one signed in."""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from huizhi.apps.papers.facade import response_for
from huizhi.apps.people.facade import needs
from huizhi.apps.visits.closing import finish_visit
from huizhi.apps.visits.evidence import take_piece
from huizhi.apps.visits.queries import batch_of, checklist_words, tasks_of, visit_for
from huizhi.apps.visits.refusals import EDIT_REASONS, no_such_visit
from huizhi.apps.visits.taking import receipt_of, take_edits
from huizhi.law.checklists import checklists, results
from huizhi.vocabulary.refused import Refused

ACCOUNT = "X-Huizhi-Account"
DEVICE = "X-Huizhi-Device"
STATUS = {"no_such_visit": 404, "another_account": 409}


def told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a refusal as JSON, and refuse a page that belongs to another account than the one signed in."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        account = request.headers.get(ACCOUNT)
        if account is not None and account != request.user.username:
            return JsonResponse({"code": "another_account"}, status=409)
        try:
            return view(request, *args, **kwargs)
        except Refused as why:
            said = {"code": why.code, "zh": why.message_zh, "en": why.message_en, "context": why.context}
            return JsonResponse(said, status=STATUS.get(why.code, 422))

    return answered


@needs("make_visits")
@require_safe
@told
def tasks(request: HttpRequest) -> HttpResponse:
    """The account, its tasks with the edits taken so far, and everything a phone needs without signal."""
    language = "en" if request.LANGUAGE_CODE == "en" else "zh"
    return JsonResponse({
        "account": request.user.username, "name": request.user.name, "csrf": get_token(request),
        "tasks": tasks_of(request.user), "checklists": {code: checklist_words(code) for code in checklists()},
        "results": [{"code": each.code, "zh": each.zh, "en": each.en} for each in results().values()],
        "reasons": {code: words[language == "en"] for code, words in EDIT_REASONS.items()},
    })  # fmt: skip


@needs("make_visits")
@require_POST
@told
def edits(request: HttpRequest) -> HttpResponse:
    """Take a batch of edits: an answer for each, and receipts."""
    try:
        said = json.loads(_body(request))
        bodies = said["edits"]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"code": "batch_unreadable"}, status=400)
    device = request.headers.get(DEVICE, "")
    taken = take_edits(bodies, device=device, by=request.user, at=timezone.now())
    return JsonResponse({"answers": [asdict(each) for each in taken.answers], "receipts": taken.receipts})


@needs("make_visits")
@require_POST
@told
def evidence(request: HttpRequest, visit: str, sha256: str) -> HttpResponse:
    """Take one piece of a file; says how much is here."""
    try:
        size, offset = int(request.GET.get("size", "")), int(request.GET.get("offset", ""))
    except ValueError:
        return JsonResponse({"code": "evidence_piece"}, status=400)
    return JsonResponse(
        take_piece(
            visit=visit, sha256=sha256, size=size, ending=request.GET.get("ending", ""), offset=offset,
            content=_body(request), by=request.user, at=timezone.now(),
        )
    )  # fmt: skip


@needs("make_visits")
@require_POST
@told
def finish(request: HttpRequest, visit: str) -> HttpResponse:
    """End a visit, or say what it lacks."""
    card = finish_visit(visit, by=request.user, at=timezone.now())
    due = card.result_due_on.isoformat() if card.result_due_on else ""
    return JsonResponse({"state": card.state, "result_due_on": due, "correction": card.correction})


@needs("make_visits")
@require_safe
@told
def receipt(request: HttpRequest, batch: str) -> HttpResponse:
    """The receipt of a batch this account sent."""
    row = batch_of(request.user, batch)
    if row is None:
        raise no_such_visit(batch)
    return JsonResponse(receipt_of(row))


@needs("see_visits")
@require_safe
@told
def record(request: HttpRequest, visit: str) -> HttpResponse:
    """The record on the spot as PDF."""
    card = visit_for(request.user, visit)
    if not card.paper:
        raise no_such_visit(visit)
    return response_for(card.paper, as_name=card.number)


def _body(request: HttpRequest) -> bytes:
    """What was sent, as it is; nothing where it was sent as a form."""
    try:
        return request.body
    except RawPostDataException:
        return b""
