"""Finding an entity by a fragment of its name, a former name, or the beginning of one of its numbers."""

import re

from django.db import connection
from django.db.models import Q

from huizhi.apps.people.facade import Scope, may, require, scope_of
from huizhi.apps.registers.cards import SearchPage
from huizhi.apps.registers.models import Device, Entity, Licence, NameKey
from huizhi.apps.registers.queries import lines_of
from huizhi.vocabulary.text import normalise_name

CAP = 1000
CODE = re.compile(r"^[0-9A-Za-z]{4,}$")
NOTHING = SearchPage((), "", 0, False)


def search(text: str, *, viewer, after: str = "", limit: int = 30) -> SearchPage:
    """Entities in the viewer's area matching `text`: two or more characters of a name, or four or more of a number.

    Names that begin with the text come first, then names that contain it, each by name; `after` is the previous
    page's `next_after`. Text in the form of a number is looked up as the beginning of a credit code, registration,
    licence or device number first, and as a name only when none begins so.
    """
    require(viewer, "see_entities")
    return _search(text, scope_of(viewer), may(viewer, "see_class"), after, limit)


def public_search(text: str, *, after: str = "", limit: int = 20) -> SearchPage:
    """The same for anybody: the whole city, no class."""
    return _search(text, Scope(everything=True), False, after, limit)


def _search(text: str, scope: Scope, with_class: bool, after: str, limit: int) -> SearchPage:
    text = text.strip()
    if CODE.match(text) and not after:
        page = _by_number(text.upper(), scope, with_class, limit)
        if page.lines:
            return page
    key = normalise_name(text)
    return _by_name(key, scope, with_class, after, limit) if len(key) >= 2 else NOTHING


def _begins(field: str, text: str) -> Q:
    """Rows whose field begins with text, in the form that each database answers from its index."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + "\U0010ffff"})
    return Q(**{f"{field}__startswith": text})


def _by_number(text: str, scope: Scope, with_class: bool, limit: int) -> SearchPage:
    """Everything whose number begins with text, exact ones first; no further pages: more digits narrow it down."""
    places = (
        ("credit_code", Entity.objects, "pk", ""),
        ("registration_no", Entity.objects, "pk", ""),
        ("licence_no", Licence.objects, "entity_id", "entity__"),
        ("device_no", Device.objects, "entity_id", "entity__"),
    )
    matched: dict[str, tuple[bool, str]] = {}
    for field, rows, owner, prefix in places:
        found = rows.filter(_begins(field, text), scope.condition(prefix)).order_by(field)
        for entity_id, number in found.values_list(owner, field)[: CAP + 1]:
            if entity_id not in matched or (number == text and not matched[entity_id][0]):
                matched[entity_id] = (number == text, field)
    ids = sorted(matched, key=lambda i: (not matched[i][0], i))
    return _page({i: matched[i][1] for i in ids[:limit]}, with_class, "", min(len(ids), CAP), len(ids) > CAP)


def _by_name(key: str, scope: Scope, with_class: bool, after: str, limit: int) -> SearchPage:
    begins, contains = _begins("key", key), Q(key__contains=key) & ~_begins("key", key)
    rows = NameKey.objects.filter(scope.condition()).order_by("key", "entity_id")
    phase, start = _place(after)
    found: list[tuple[int, str, str, bool]] = []
    for number, condition in enumerate((begins, contains)):
        if number < phase or len(found) > limit:
            continue
        asked = rows.filter(condition)
        if number == phase and start:
            asked = asked.filter(Q(key__gt=start[0]) | Q(key=start[0], entity_id__gt=start[1]))
        values = asked.values_list("key", "entity_id", "former")[: limit + 1 - len(found)]
        found += [(number, *value) for value in values]
    total = rows.filter(key__contains=key).order_by()[: CAP + 1].count()
    next_after = ""
    if len(found) > limit:
        number, last_key, last_id, _former = found[limit - 1]
        next_after = f"{number}\t{last_key}\t{last_id}"
    shown = {entity_id: "former_name" if former else "name" for _n, _k, entity_id, former in reversed(found[:limit])}
    return _page(dict(reversed(shown.items())), with_class, next_after, min(total, CAP), total > CAP)


def _place(after: str) -> tuple[int, tuple[str, str] | None]:
    parts = after.split("\t")
    return (int(parts[0]), (parts[1], parts[2])) if len(parts) == 3 and parts[0] in ("0", "1") else (0, None)


def _page(matched: dict[str, str], with_class: bool, next_after: str, total: int, capped: bool) -> SearchPage:
    lines = lines_of(matched, with_class=with_class)
    shown = tuple(type(lines[i])(**{**vars(lines[i]), "matched": how}) for i, how in matched.items() if i in lines)
    return SearchPage(shown, next_after, total, capped)
