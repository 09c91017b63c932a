"""System checks: say plainly when a build step was left out."""

from pathlib import Path

from django.core.checks import Warning as CheckWarning
from django.core.checks import register

from huizhi.ui import built

ENGLISH = Path(__file__).resolve().parent / "locale" / "en" / "LC_MESSAGES" / "django.mo"


@register()
def built_assets_exist(**_kwargs: object) -> list[CheckWarning]:
    """ui.W001: an asset that `make assets` builds is not there; ui.W002: the English words are not compiled."""
    found = []
    if missing := built.missing():
        hint = "Run `make assets`."
        found.append(CheckWarning(f"Built assets are missing: {', '.join(missing)}", hint=hint, id="ui.W001"))
    if not ENGLISH.exists():
        hint = "Run `python tools/words.py compile`."
        found.append(CheckWarning("The English words are not compiled", hint=hint, id="ui.W002"))
    return found
