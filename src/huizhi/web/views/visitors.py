"""Pages for everybody: no sign-in, no class, no telephone, no complainant."""

from urllib.parse import urlencode

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from huizhi.apps.appeals import facade as appeals
from huizhi.apps.cases import facade as cases
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people import facade as people
from huizhi.apps.people.facade import public
from huizhi.apps.registers import facade as registers
from huizhi.apps.standing import facade as standing
from huizhi.apps.visits import facade as visits
from huizhi.law.risk import is_class_told
from huizhi.web import labels
from huizhi.web.packs import pack
from huizhi.web.presenters import own_records, paths, visitors
from huizhi.web.shell import ELDER_COOKIE

ELDER_AGE = 365 * 24 * 3600


@public
def public_home(request: HttpRequest) -> HttpResponse:
    """Search first, then what can be done here, then what was published."""
    release = registers.current_release()
    return render(
        request, "web/public/home.html", {"draws": inspections.draws(limit=5), "as_of": release and release.as_of}
    )


@public
def public_search(request: HttpRequest) -> HttpResponse:
    """Entities by name or code, for everybody."""
    text, after = request.GET.get("q", "").strip()[:100], request.GET.get("after", "")
    page = registers.public_search(text, after=after) if text else None
    words = ""
    if page:
        words = ngettext("找到%(n)s家", "找到%(n)s家", page.total) % {"n": f"{page.total:,}"}
        words = _("超过%(n)s家，请输入更多字以缩小范围") % {"n": f"{page.total:,}"} if page.total_is_capped else words
    more = f"?{urlencode({'q': text, 'after': page.next_after})}" if page and page.next_after else ""
    context = {"q": text, "rows": page.lines if page else (), "found_words": words, "next_page": more}
    return render(request, "web/public/search.html", context)


@public
def public_entity(request: HttpRequest, entity_id: str) -> HttpResponse:
    """What the law makes public about one entity."""
    found = registers.public_entity(entity_id)
    if found is None or found.release is None:
        raise Http404(entity_id)
    account = people.public_account(request)
    own = account is not None and account.entity_id == entity_id
    return render(request, "web/public/entity.html", {
        "appealed": len(appeals.under_appeal(entity_id)),
        "class_told": own and is_class_told(timezone.localdate()),
        "own_records": own_records.lines(found, pack().scorecard(found.release.as_of)) if own else (),
        "entity": found, "industry": labels.industry(found.industry_code), "as_of": found.release.as_of,
        "person": visitors.masked(found.legal_representative), "permits": visitors.permits(found),
        "repairs": paths.to_put_right(found, pack().scorecard(found.release.as_of)),
        "penalties": visitors.penalties(found), "events": visitors.events(found),
        "complaints": visitors.complaints(complaints.published_counts(entity_id)),
        "visits": visits.published_of(entity_id),
        "listings": standing.published_listings(entity_id),
        "decided": cases.published_penalties(entity_id, timezone.localdate()),
    })  # fmt: skip


@public
def about(request: HttpRequest) -> HttpResponse:
    """What this site is and where its contents come from."""
    release = registers.current_release()
    return render(request, "web/public/about.html", {"as_of": release and release.as_of})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/public/accessibility.html")


@public
def elder(request: HttpRequest) -> HttpResponse:
    """Switch the large-type mode on or off and return to the page."""
    wanted = request.GET.get("next", "/")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if own else "/")
    on = request.GET.get("on") == "1"
    response.set_cookie(
        ELDER_COOKIE, "1" if on else "0", max_age=ELDER_AGE, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@public
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Whether the site and its database answer, and the day the figures are as of."""
    connection.ensure_connection()
    release = registers.current_release()
    return JsonResponse({"ok": True, "as_of": release.as_of.isoformat() if release else None})
