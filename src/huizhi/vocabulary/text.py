"""Business names folded so that two spellings of one name are equal.

The whole rule is one `translate`: every character of TRANSLATE_FROM becomes the character at the same place of
TRANSLATE_TO, and those beyond its end are dropped. SQL's translate() does exactly the same, so a query that uses these
two strings agrees with `normalise_name` on every input.
"""

_LOWER = "abcdefghijklmnopqrstuvwxyz"
_FULL_WIDTH = {chr(c): chr(c - 0xFEE0).upper() for c in range(0xFF01, 0xFF5F)}
_OPENING, _CLOSING = "（〔［【〖｛{[<＜《〈「『", "）〕］】〗｝}]>＞》〉」』"
_DROPPED = (
    " \t\n\r\v\f\u00a0\u1680\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
    "()" + _OPENING + _CLOSING + ",.;:!?\"'`~-_/|*#^=+&@，。、；：！？＂＇｀～－＿／｜＊＃＾＝＋＆＠"
    "·•・‧∙⋅●○◆★“”‘’…—–―‐‑‒−¨．｡､"
)

REPLACEMENTS: dict[str, str] = {
    **{c: c.upper() for c in _LOWER},
    **{wide: plain for wide, plain in _FULL_WIDTH.items() if plain.isalnum()},
}
DROPPED: str = "".join(dict.fromkeys(_DROPPED))

TRANSLATE_FROM: str = "".join(REPLACEMENTS) + DROPPED
TRANSLATE_TO: str = "".join(REPLACEMENTS.values())

_TABLE = str.maketrans(TRANSLATE_FROM[: len(TRANSLATE_TO)], TRANSLATE_TO, DROPPED)


def normalise_name(text: str) -> str:
    """The name with full-width letters and digits folded, a-z in capitals, and punctuation and spaces dropped."""
    return text.translate(_TABLE)
