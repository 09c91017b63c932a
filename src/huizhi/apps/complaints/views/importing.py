"""Taking in an export of 12315 or 12345: tried first, then filed; refused rows go out and come back corrected."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.facade import (
    AGAIN,
    Imported,
    columns_of,
    import_export,
    refused_files,
    refused_rows,
    try_export,
)
from huizhi.apps.complaints.forms import ImportForm
from huizhi.apps.people.facade import needs
from huizhi.ui.lines import in_words, trail
from huizhi.vocabulary.refused import Refused

MOST_ROWS = 1_000
"""What one page may file before a browser gives up; longer files are for the command."""
MOST_BYTES = 20_000_000
SHOWN = 200


@needs("file_matters")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def take_in(request: HttpRequest) -> HttpResponse:
    """The file is tried and counted; sent once more with the digest of that trial it is filed."""
    form = ImportForm(request.POST or None, request.FILES or None)
    page = {"form": form, "trail": trail((_("工作"), ""), (_("导入投诉举报"), ""))}
    if request.method == "POST" and form.is_valid():
        try:
            page |= _result(form.cleaned_data, request)
        except Refused as why:
            page["refused"] = why
    page["files"] = refused_files(viewer=request.user)
    part = request.headers.get("HX-Target") == "result"
    wrong = request.method == "POST" and "found" not in page
    template = "complaints/_imported.html" if part else "complaints/import.html"
    response = render(request, template, page, status=422 if wrong else 200)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _result(given: dict, request: HttpRequest) -> dict[str, object]:
    """What a trial or the import came to."""
    upload, source = given["file"], given["source"]
    if upload.size > MOST_BYTES:
        raise _too_long()
    asked = {"content": upload.read(), "name": upload.name, "source": source, "by": request.user}
    found = try_export(**asked)
    if given["digest"]:
        if given["digest"] != found.digest:
            raise refusals.refused(
                "another_file", "这不是刚才试运行的文件", "this is not the file that was tried",
                "请先试运行。", "Try it first.",
            )  # fmt: skip
        if found.filed > MOST_ROWS:
            raise _too_long()
        done = import_export(**asked, at=timezone.now())
        return {"found": done, "done": True, "lines": _lines(done), "source": source}
    return {
        "found": found, "done": False, "lines": _lines(found), "source": source, "too_long": found.filed > MOST_ROWS,
        "most": MOST_ROWS,
    }  # fmt: skip


def _too_long() -> Refused:
    return refusals.refused(
        "too_many_rows", f"网页上一次最多导入{MOST_ROWS}件", f"a page imports at most {MOST_ROWS} filings at once",
        "请分成几个文件，或者用 huizhi complaints import 导入。", "Split the file, or use huizhi complaints import.",
    )  # fmt: skip


def _lines(found: Imported) -> list[dict[str, object]]:
    """The refused rows as a page shows them: where and why, never what was typed beside it."""
    return [
        {"row": number, "columns": "、".join(columns_of(why)), "why": in_words(why.message_zh, why.message_en)}
        for number, why in list(found.refused.items())[:SHOWN]
    ]


@needs("file_matters")
@require_safe
def refused_file(request: HttpRequest, source: str, digest: str) -> HttpResponse:
    """The rows of a file that wait for their correction, to be corrected in place and imported again."""
    english = (get_language() or "").startswith("en")
    rows = list(refused_rows(source=source, digest=digest, by=request.user, at=timezone.now()))
    headers = list(dict.fromkeys(name for row in rows for name in row.cells))
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Cache-Control": "private, no-store"})
    answer["Content-Disposition"] = f'attachment; filename="refused-{source}-{digest[:8]}.csv"'
    answer.write("\ufeff")
    sheet = csv.writer(answer)
    sheet.writerow([AGAIN, "行号", "退回原因", *[name for name in headers if name not in (AGAIN, "行号", "退回原因")]])
    for row in rows:
        why = row.reason_en if english else row.reason_zh
        cells = [row.cells.get(name, "") for name in headers if name not in (AGAIN, "行号", "退回原因")]
        sheet.writerow([_plain(cell) for cell in (str(row.id), str(row.row), why, *cells)])
    return answer


def _plain(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "-", "\t") else cell
