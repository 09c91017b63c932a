"""Lists for administrators: the officers and units of their reach."""

from django.db.models import Q

from huizhi.apps.people.directory import UnitCard, unit_cards
from huizhi.apps.people.gate import require
from huizhi.apps.people.models import Officer
from huizhi.apps.people.queries import units_in_scope

PAGE = 50


def officers_found(*, viewer: Officer, text: str = "", unit: str = "", after: str = "") -> list[Officer]:
    """Officers in reach by account, after an account, a page and one more; `text` is part of an account or name."""
    require(viewer, "appoint_officers")
    reach = units_in_scope(viewer)
    found = Officer.objects.order_by("username")
    if reach is not None:
        found = found.filter(unit__code__in=reach)
    if text:
        found = found.filter(Q(username__icontains=text) | Q(name__icontains=text))
    if unit:
        found = found.filter(unit__code=unit)
    if after:
        found = found.filter(username__gt=after)
    return list(found[: PAGE + 1])


def units_in_reach(*, viewer: Officer) -> list[tuple[UnitCard, int]]:
    """Units in reach as a tree written out: each with its depth, under the unit it belongs to."""
    require(viewer, "appoint_officers")
    reach, units = units_in_scope(viewer), unit_cards()
    seen = {code: card for code, card in units.items() if reach is None or code in reach}
    under: dict[str, list[str]] = {}
    for code, card in sorted(seen.items()):
        under.setdefault(card.parent if card.parent in seen else "", []).append(code)
    lines: list[tuple[UnitCard, int]] = []
    waiting = [(code, 0) for code in reversed(under.get("", []))]
    while waiting:
        code, depth = waiting.pop()
        lines.append((seen[code], depth))
        waiting += [(each, depth + 1) for each in reversed(under.get(code, []))]
    return lines
