"""Finding matters by a part of a number, of the respondent's name or of the title.

Many matters bear one name, so a part of a name is looked for among the names, each kept once, and the matters follow by
index. A part that very many matters bear is looked for in the matters themselves, from the newest: it soon turns up.
"""

import re

from django.db import connection
from django.db.models import Q

from huizhi.apps.casework.kinds import kinds
from huizhi.apps.casework.models import Matter, NumberSeries, Wording
from huizhi.vocabulary.text import normalise_name

MANY_WORDINGS, MANY_MATTERS = 2_000, 5_000
_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,40}")


def keys_of(title: str, respondent_name: str) -> tuple[str, str]:
    """What a matter is found by: its respondent, and what its title says besides."""
    subject = title.replace(respondent_name, "") if respondent_name else title
    return normalise_name(respondent_name)[:200], normalise_name(subject)[:200]


def keep_wordings(*texts: str) -> None:
    """Keep the texts a new matter is found by, each once."""
    wanted = {text for text in texts if text}
    wanted -= set(Wording.objects.filter(text__in=wanted).values_list("text", flat=True))
    Wording.objects.bulk_create([Wording(text=text) for text in sorted(wanted)], ignore_conflicts=True)


def found_by(text: str) -> Q:
    """The matters that bear a part of a number, name or title."""
    key, number = normalise_name(text), _numbered(text)
    if not key:
        return number
    borne = list(Wording.objects.filter(text__contains=key).values_list("text", flat=True)[: MANY_WORDINGS + 1])
    found = _known(number, borne) if len(borne) <= MANY_WORDINGS else None
    if found is not None:
        return Q(pk__in=found)
    return Q(respondent_key__contains=key) | Q(subject_key__contains=key) | number


def _known(number: Q, borne: list[str]) -> set[int] | None:
    """The matters of such numbers and texts; None when they are very many."""
    found: set[int] = set()
    for each in (number, Q(respondent_key__in=borne), Q(subject_key__in=borne)):
        found.update(Matter.objects.filter(each).order_by().values_list("pk", flat=True)[: MANY_MATTERS + 1])
    return found if len(found) <= MANY_MATTERS else None


def _numbered(text: str) -> Q:
    """Numbers that begin with the text, hold it as whole parts, or end with it: "2026-000123", "123"."""
    if not _NUMBER.fullmatch(text):
        return Q(pk__in=[])
    found, part = _begins(text), text.strip("-").lower()
    head, _, last = part.rpartition("-")
    for office, kind, year, given in NumberSeries.objects.values_list("office_id", "kind", "year", "last"):
        if kind not in kinds():
            continue
        start = f"{office}-{kinds()[kind].lifecycle.word}-{year}-"
        parts = f"-{start}".lower()
        if f"-{part}-" in parts:
            found |= _begins(start)
        elif last.isdigit() and parts.endswith(f"-{head}-" if head else "-") and int(last) <= given:
            found |= Q(number=f"{start}{int(last):06d}")
    return found


def _begins(text: str) -> Q:
    """Numbers that begin with the text, in the form each database answers from its index."""
    if connection.vendor == "sqlite":
        return Q(number__gte=text, number__lt=text + "\U0010ffff")
    return Q(number__startswith=text)
