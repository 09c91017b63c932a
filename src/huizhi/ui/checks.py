"""System checks: say plainly when a build step was left out."""

from pathlib import Path

from django.core.checks import Warning as CheckWarning
from django.core.checks import register

ROOM = Path(__file__).resolve().parent
BUILT = ("site.js", "draw.js", "icons.json")


@register()
def built_assets_exist(**_kwargs: object) -> list[CheckWarning]:
    """ui.W001: an asset that `make assets` builds is not there; ui.W002: the English words are not compiled."""
    missing = [name for name in BUILT if not (ROOM / "static" / "built" / name).exists()]
    found = []
    if missing:
        hint = "Run `make assets`."
        found.append(CheckWarning(f"Built assets are missing: {', '.join(missing)}", hint=hint, id="ui.W001"))
    if not (ROOM / "locale" / "en" / "LC_MESSAGES" / "django.mo").exists():
        hint = "Run `python tools/words.py compile`."
        found.append(CheckWarning("The English words are not compiled", hint=hint, id="ui.W002"))
    return found
