"""From a template and its fields to a PDF: the same input, the same bytes. What a user typed is data, never markup."""

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import segno
import typst

from huizhi.apps.papers import fonts, refusals

APPS = Path(__file__).resolve().parents[1]
"""Templates may read below this folder only."""
NAME = re.compile(r"([a-z_]+):([a-z_]+)")
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
LONGEST = 500_000


def render(template: str, fields: Mapping[str, object], at: datetime, *, qr: str = "") -> bytes:
    """A document as PDF (tagged, fonts embedded, text searchable), created `at`.

    `template` is "complaints:acceptance": `papers/acceptance.typ` in that app's folder. Fields are texts, numbers,
    lists and dictionaries. `qr` is put below the text as a QR code. Refused when template and fields do not fit.
    """
    return _compile(template, fields, qr, format="pdf", timestamp=at.replace(microsecond=0))


def pages(template: str, fields: Mapping[str, object], *, qr: str = "", dots_per_inch: int = 96) -> list[bytes]:
    """The same document as PNG pictures, one per page, for a look before it is issued."""
    return _pages(_compile(template, fields, qr, format="png", ppi=float(dots_per_inch)))


def pages_as_svg(template: str, fields: Mapping[str, object], *, qr: str = "") -> list[bytes]:
    """The same document as SVG drawings, one per page."""
    return _pages(_compile(template, fields, qr, format="svg"))


def qr_svg(text: str) -> str:
    """A QR code as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, nl=False)
    return out.getvalue().decode()


def template_path(template: str) -> Path:
    """Where a template lies. Refused for a name that is none: it never becomes a path of its own making."""
    match = NAME.fullmatch(template)
    path = APPS / match[1] / "papers" / f"{match[2]}.typ" if match else None
    if path is None or not path.is_file():
        raise refusals.template_unknown(template)
    return path


def _compile(template: str, fields: Mapping[str, object], qr: str, **how):
    path = template_path(template)
    given = clean({**fields, **({"qr": qr_svg(qr)} if qr else {})})
    said = json.dumps(given, ensure_ascii=False, sort_keys=True)
    if len(said) > LONGEST:
        raise refusals.not_rendered(template, "too long")
    inputs = {"fields": said, "families": json.dumps(fonts.families(), ensure_ascii=False)}
    try:
        compiler = typst.Compiler(root=APPS, font_paths=fonts.library(), sys_inputs=inputs)
        return compiler.compile(path, **how)
    except typst.TypstError as error:
        raise refusals.not_rendered(template, _harmless(error.message, given)) from None


def clean(value):
    """The value without characters that show nothing or turn the reading direction; dictionaries and lists whole."""
    if isinstance(value, str):
        return INVISIBLE.sub("", value.replace("\r\n", "\n"))
    if isinstance(value, Mapping):
        return {str(key): clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    return value


def _pages(made) -> list[bytes]:
    return made if isinstance(made, list) else [made]


def _harmless(message: str, fields) -> str:
    """What went wrong, unless it quotes what somebody typed."""
    texts = [fields] if isinstance(fields, str) else []
    stack = [fields]
    while stack:
        each = stack.pop()
        if isinstance(each, Mapping):
            stack += each.values()
        elif isinstance(each, list):
            stack += each
        elif isinstance(each, str) and each.strip():
            texts.append(each.strip())
    return "—" if any(part and part in message for text in texts for part in (text, *text.split())) else message
