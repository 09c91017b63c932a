"""The ledger for everybody: roots by day, proofs, and the check of a receipt. Hashes only, nothing of what acts say."""

from datetime import date, timedelta
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.facade import public
from huizhi.ui import built
from huizhi.vocabulary.refused import Refused
from huizhi.vocabulary.whole_numbers import whole_number

SHOWN = 60
KEEP = "public, max-age=300"


@public
def public_ledger(request: HttpRequest) -> HttpResponse:
    """The roots by day, newest first, with the days that have none."""
    roots = ledger.roots()
    context = {"rows": _rows(roots[-SHOWN:]), "total": len(roots), "forks": ledger.forks(roots)}
    return render(request, "web/public/ledger.html", context)


def _rows(roots: tuple[ledger.DayRoot, ...]) -> list[dict[str, object]]:
    """One row per root and one per stretch of days without, newest first."""
    rows: list[dict[str, object]] = []
    for before, root in pairwise([None, *roots]):
        first = date.fromisoformat(before.day) + timedelta(1) if before else None
        last = date.fromisoformat(root.day) - timedelta(1)
        if first and first <= last:
            rows.append({"gap": True, "first": first, "last": last})
        rows.append(
            {"root": root, "day": date.fromisoformat(root.day), "new": root.size - (before.size if before else 0)}
        )
    return rows[::-1]


@public
def ledger_roots(_request: HttpRequest) -> HttpResponse:
    """Every root, one line of JSON per day: the copy to keep."""
    text = "".join(f"{root.line()}\n" for root in ledger.roots())
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="roots.jsonl"'
    return _open(response)


@public
def ledger_proof(request: HttpRequest, kind: str) -> HttpResponse:
    """A proof: ?seq=&size= for an inclusion proof, ?first=&second= for a consistency proof; 404 outside the ledger."""
    names = {"inclusion": ("seq", "size"), "consistency": ("first", "second")}[kind]
    one, other = (whole_number(request.GET.get(name, "")) for name in names)
    if one is None or other is None:
        raise Http404(kind)
    try:
        proof = {"inclusion": ledger.inclusion, "consistency": ledger.consistency}[kind](one, other)
        answer = {
            names[0]: one,
            names[1]: other,
            "algorithm": ledger.tree_head()[1],
            "root": ledger.root_of(other).hex(),
        }
    except Refused as refusal:
        raise Http404(refusal.code) from refusal
    return _open(JsonResponse({**answer, "proof": [step.hex() for step in proof]}))


@public
def public_receipt(request: HttpRequest) -> HttpResponse:
    """Check a receipt in the visitor's own browser; it is not sent anywhere."""
    return render(request, "web/public/receipt.html")


@public
def receipt_offline(_request: HttpRequest) -> HttpResponse:
    """The same check as one file for use without a network."""
    response = HttpResponse(ledger.offline_page(built.text_of("receipt-offline.js")), content_type="text/html")
    response["Content-Disposition"] = 'attachment; filename="huizhi-receipt-check.html"'
    return _open(response)


def _open(response: HttpResponse) -> HttpResponse:
    """Anybody's program may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = KEEP
    return response
