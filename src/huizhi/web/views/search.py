"""Looking entities up, as one types or by filters."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.people import facade as people
from huizhi.apps.people.facade import needs
from huizhi.apps.registers import facade as registers
from huizhi.ui.lines import trail
from huizhi.ui.marks import grade_words
from huizhi.web import labels
from huizhi.web.views.home import scope_words

FILTERS = ("division", "grade", "industry", "status")


@needs("see_entities")
def search(request: HttpRequest) -> HttpResponse:
    """Results page; a fragment when only the results are asked for."""
    sees_class = people.may(request.user, "see_class")
    release = registers.current_release()
    boxes = [box for box in _boxes(request, release) if box["name"] != "grade" or sees_class]
    asked = {box["name"]: box["value"] for box in boxes if box["value"]}
    text = request.GET.get("q", "").strip()[:100]
    context = {
        "trail": trail((_("监管"), ""), (_("经营主体"), "")),
        "as_of": release and release.as_of,
        "show_class": sees_class,
        "scope_words": scope_words(request),
        "form": {"q": text, "boxes": boxes},
        **(_results(request, text, asked) if release else {}),
    }
    part = request.headers.get("HX-Target") == "results"
    response = render(request, "web/_results.html" if part else "web/search.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _boxes(request: HttpRequest, release: registers.ReleaseCard | None) -> list[dict[str, object]]:
    """The filters with their choices; a value nobody offers counts as none."""
    classes = release.classes if release else ()
    choices = {
        "division": (
            _("辖区"),
            [(d.code, labels.division_words(d)) for d in labels.divisions().counties()]
            + [(d.code, labels.division_words(d)) for d in labels.divisions().zones()],
        ),
        "grade": (_("类别"), [(grade, f"{grade} {words}") for grade, words in grade_words(classes).items()]),
        "industry": (_("行业"), labels.sections()),
        "status": (
            _("状态"),
            [(code, labels.coded(code, "status")) for code in ("active", "cancelled", "revoked", "moved_out")],
        ),
    }
    boxes = []
    for name in FILTERS:
        title, offered = choices[name]
        value = request.GET.get(name, "")
        boxes.append(
            {
                "name": name,
                "title": title,
                "choices": offered,
                "value": value if value in dict(offered) else "",
            }
        )
    return boxes


def _results(request: HttpRequest, text: str, asked: dict[str, str]) -> dict[str, object]:
    """One page of results and where the next one is."""
    after = request.GET.get("after", "")
    if text and not asked:
        page = registers.search(text, viewer=request.user, after=after)
        words = _capped(page)
    else:
        page = registers.browse(viewer=request.user, text=text, after=after, **_place(asked))
        words = ngettext("本页%(n)s家", "本页%(n)s家", len(page.lines)) % {"n": len(page.lines)}
    kept = {key: value for key, value in {"q": text, **asked}.items() if value}
    return {
        "rows": [
            {**vars(line), "found_as": line.former_name if line.matched == "former_name" else ""} for line in page.lines
        ],
        "found_words": words,
        "first_page": f"?{urlencode(kept)}" if after else "",
        "next_page": f"?{urlencode({**kept, 'after': page.next_after})}" if page.next_after else "",
    }


def _place(asked: dict[str, str]) -> dict[str, str]:
    """A functional zone chosen as a place is a filter of its own."""
    found = labels.divisions().find(asked.get("division", ""))
    if found is None or found.kind != "zone":
        return asked
    return {key: value for key, value in asked.items() if key != "division"} | {"zone": found.code}


def _capped(page: registers.SearchPage) -> str:
    """How many were found, or that there are more than are counted."""
    told = {"n": f"{page.total:,}"}
    if page.total_is_capped:
        return _("超过%(n)s家，请输入更多字以缩小范围") % told
    return ngettext("找到%(n)s家", "找到%(n)s家", page.total) % told
