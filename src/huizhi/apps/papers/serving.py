"""How files leave: as downloads that no browser runs or keeps; pictures also as previews drawn anew."""

import io
import re

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from PIL import Image, ImageOps

from huizhi.apps.papers import refusals
from huizhi.apps.papers.kinds import PICTURES, ending_of
from huizhi.apps.papers.queries import file_card, pieces, read

LOCKED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MOST_PIXELS = 60_000_000
PREVIEW = 1600


def response_for(ref: str, as_name: str) -> StreamingHttpResponse:
    """The file as an attachment named `as_name`, with the ending of its real kind."""
    known = file_card(ref)
    answer = StreamingHttpResponse(pieces(ref), content_type=known.media_type, headers=LOCKED)
    stem = UNSAFE.sub("_", as_name).strip(" .")[:120] or "file"
    ending = "." + (ending_of(known.media_type) if known.media_type != "application/x-ole-storage" else "")
    name = stem if known.media_type == "application/x-ole-storage" or stem.lower().endswith(ending) else stem + ending
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"] = str(known.size)
    return answer


def preview(ref: str, most: int = PREVIEW) -> bytes:
    """A picture drawn anew as a JPEG of at most `most` pixels a side, without metadata. Refused for all else."""
    if file_card(ref).media_type not in PICTURES:
        raise refusals.no_preview()
    try:
        with Image.open(io.BytesIO(read(ref)), formats=["JPEG", "PNG", "GIF", "WEBP", "BMP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise refusals.no_preview()
            picture.draft("RGB", (most, most))
            drawn = ImageOps.exif_transpose(picture)
            drawn.thumbnail((most, most))
            flat = Image.new("RGB", drawn.size, "white")
            flat.paste(drawn.convert("RGBA"), mask=drawn.convert("RGBA").getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise refusals.no_preview() from None
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def preview_response(ref: str) -> HttpResponse:
    """The preview, shown in place."""
    answer = HttpResponse(preview(ref), content_type="image/jpeg", headers=LOCKED)
    answer["Content-Disposition"] = "inline"
    return answer
