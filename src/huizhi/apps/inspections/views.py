"""Downloads of published draws, for anybody with a browser or a command line."""

import base64

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from huizhi.apps.inspections.ceremonies import frozen_file
from huizhi.apps.inspections.queries import DrawFile, draw_file, draw_pack
from huizhi.apps.people.facade import public

CONTENT_TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


@public
@require_safe
def download(request, number: str, name: str) -> HttpResponse:
    """One file of a draw. Its ETag is its SHA-256; the digest also comes in RFC 9530 form."""
    found = draw_pack(number) if name == "pack.zip" else draw_file(number, name)
    if found is None:
        raise Http404(f"{number}/{name}")
    return _sent(request, found)


@public
@require_safe
def frozen(request, number: str, name: str) -> HttpResponse:
    """One file of a published plan, before and after its draw."""
    found = frozen_file(number, name)
    if found is None:
        raise Http404(f"{number}/{name}")
    return _sent(request, found)


def _sent(request, file: DrawFile) -> HttpResponse:
    etag = f'"{file.sha256}"'
    if etag in [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(file.content, content_type=CONTENT_TYPES[file.name.rsplit(".", 1)[1]])
        disposition = "attachment" if file.name.endswith(".zip") else "inline"
        response["Content-Disposition"] = f'{disposition}; filename="{file.name}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=3600"
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    response["Access-Control-Allow-Origin"] = "*"
    return response
