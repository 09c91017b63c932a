"""The English words of the site: collect Chinese msgids, compile the catalogue, say what is missing.

Usage: python tools/words.py collect | compile | check
Catalogue: src/huizhi/ui/locale/en/LC_MESSAGES/django.po. Chinese is the source language and needs no catalogue.
"""

import io
import os
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
SOURCE = ROOT / "src" / "huizhi"
CATALOGUE = SOURCE / "ui" / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def python_source(path: Path) -> bytes:
    """A file as Python: templates are rewritten by Django so that their words become gettext calls."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huizhi.config.settings")
        from django.utils.translation.template import templatize  # noqa: PLC0415 - needs the settings named first

        text = templatize(text)
    return text.encode()


def found() -> Catalog:
    """Every msgid in the Python files and templates of the site, in a stable order."""
    catalogue = Catalog(project="huizhi", charset="utf-8")
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]):
        place = path.relative_to(ROOT).as_posix()
        for _line, function, messages, _comments in extract_python(
            io.BytesIO(python_source(path)), KEYWORDS, (), {"encoding": "utf-8"}
        ):
            parts = list(messages) if isinstance(messages, tuple) else [messages]
            context = parts.pop(0) if function.lstrip("n").startswith("pgettext") else None
            words = tuple(parts[:2]) if function.startswith("n") else parts[0]
            if all(words if isinstance(words, tuple) else [words]):
                catalogue.add(words, context=context, locations=[(place, 0)])
    return catalogue


def known() -> Catalog:
    """The catalogue as it is kept."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def collect() -> None:
    """Bring the catalogue up to date: new msgids come in empty, unused ones go."""
    catalogue = known()
    catalogue.update(found(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=True, include_lineno=False, sort_output=True)


def compile_words() -> Path:
    """Write the compiled catalogue beside the source and return its path."""
    catalogue = known()
    catalogue.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ]
    target = CATALOGUE.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return target


def problems() -> list[str]:
    """Msgids without English, with doubtful English, or left over."""
    here, kept = found(), known()
    wanted = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in here if m.id}
    have = {(m.id if isinstance(m.id, str) else m.id[0], m.context): m for m in kept if m.id}
    missing = [f"missing: {text}" for text, context in sorted(wanted - have.keys(), key=str)]
    left = [f"left over: {text}" for text, context in sorted(have.keys() - wanted, key=str)]
    for (text, _context), message in sorted(have.items(), key=str):
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        if not all(strings):
            missing.append(f"empty: {text}")
        elif message.fuzzy:
            missing.append(f"fuzzy: {text}")
    return missing + left


if __name__ == "__main__":
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "collect":
        collect()
    elif verb == "compile":
        print(compile_words().relative_to(ROOT))
    elif verb == "check":
        wrong = problems()
        print("\n".join(wrong) or "complete")
        sys.exit(bool(wrong))
    else:
        sys.exit(__doc__)
