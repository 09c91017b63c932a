"""One act on one matter: lock the row, ask who may, change clocks, and write row, entry and act together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huizhi.apps.casework.clockwork import Clockwork
from huizhi.apps.casework.kinds import kind_of
from huizhi.apps.casework.lifecycle import STAFF, Lifecycle, Who
from huizhi.apps.casework.models import Entry, Matter
from huizhi.apps.casework.office_calendar import office_calendar
from huizhi.apps.casework.patience import patiently
from huizhi.apps.casework.reckoning import CIVIL, civil_day
from huizhi.apps.casework.refusals import matter_changed, matter_closed, no_such_matter, not_yours
from huizhi.apps.casework.saying import digest_of_words, new_salt
from huizhi.apps.casework.scope import visible_to
from huizhi.apps.casework.standing import Party, in_place_of, standing
from huizhi.apps.casework.titles import title_of
from huizhi.apps.ledger.facade import Actor, record
from huizhi.law.parameters import parameters


@dataclass
class Acting:
    """What an act does to a matter, gathered before anything is written.

    `told` are the points its entry keeps and the ledger seals: codes, days and accounts, never what a person typed.
    """

    matter: Matter
    lifecycle: Lifecycle
    clocks: Clockwork
    verb: str
    by: Actor | str
    at: datetime
    told: dict = field(default_factory=dict)
    audience: str = STAFF
    note: str = ""
    sealed: str = ""

    def rule(self, clock: str):
        """The declaration of a clock."""
        return self.lifecycle.clocks[clock]


def begin(
    number: str, verb: str, *, by: Actor | str, at: datetime, version: int | None, note: str = "", sealed: str = ""
) -> Acting:
    """Lock a matter for one act. Refused when `by` does not see it, or it changed since `version` was read."""
    matter = Matter.objects.select_for_update().filter(number=number).first()
    if matter is None or not _sees(by, matter, at):
        raise no_such_matter(number)
    lifecycle = kind_of(matter.kind, matter.lifecycle_version).lifecycle
    if version is not None and version != matter.version:
        raise matter_changed(version, what_happened_since(matter, version, lifecycle))
    clocks = Clockwork.of(matter, office_calendar(), parameters())
    return Acting(matter, lifecycle, clocks, verb, by, at, note=note.strip(), sealed=sealed)


def what_happened_since(matter: Matter, version: int, lifecycle: Lifecycle) -> list[tuple[str, str, str]]:
    """Who did what when, since a version of the matter was read."""
    return [
        (entry.officer_name, f"{entry.at.astimezone(CIVIL):%m-%d %H:%M}", title_of(entry.verb, lifecycle)[0])
        for entry in Entry.objects.filter(matter=matter, version__gt=version)
    ]


def _sees(by: Actor | str, matter: Matter, at: datetime) -> bool:
    return isinstance(by, str | Party) or visible_to(by, civil_day(at)).filter(pk=matter.pk).exists()


def require_standing(acting: Acting, who: tuple[Who, ...]) -> None:
    """Refused unless `by` is one of these to the matter."""
    if not standing(acting.by, acting.matter, civil_day(acting.at)) & set(who):
        raise not_yours(*title_of(acting.verb, acting.lifecycle), who)


def finish(acting: Acting, *, also: Callable[[Matter], dict | None] | None = None) -> Matter:
    """Write everything under one act on the ledger: row, clocks, entry, and what `also` writes of its own."""
    matter, by = acting.matter, acting.by
    matter.next_due_at, matter.late_at = acting.clocks.ring(acting.lifecycle.clocks)
    salt = new_salt() if acting.note else ""
    if matter.pk:
        matter.version += 1
    matter.save()
    payload = {
        "kind": matter.kind, "state": matter.state, "version": matter.version, "holder": matter.holder_id,
        "assignee": matter.assignee_id or "", "told": acting.told, "clocks": acting.clocks.told,
        **in_place_of(by, matter, civil_day(acting.at)),
        **({"note_sha256": digest_of_words(salt, acting.note)} if acting.note else {}),
        **((also(matter) if also else None) or {}),
    }  # fmt: skip
    act = record(
        verb=f"matter.{acting.verb}", by=by, at=acting.at, object_kind="matter", object_id=matter.number,
        payload=payload,
    )  # fmt: skip
    acting.clocks.write(act.seq)
    name, unit_zh, unit_en = _names(by)
    Entry.objects.create(
        matter=matter, seq=act.seq, version=matter.version, at=acting.at, verb=acting.verb, officer=act.officer,
        officer_name=name, unit_zh=unit_zh, unit_en=unit_en, text=acting.note, sealed=acting.sealed, salt=salt,
        told={**acting.told, "clocks": [_brief(each) for each in acting.clocks.told]}, audience=acting.audience,
    )  # fmt: skip
    return matter


def _brief(told: dict) -> dict:
    return {name: told[name] for name in ("clock", "change", "due_at", "reason") if name in told}


def _names(by: Actor | str) -> tuple[str, str, str]:
    if isinstance(by, str):
        return by, "", ""
    if isinstance(by, Party):
        return by.username, "", ""
    return by.name, by.unit.zh, by.unit.en


@patiently
def act(
    verb: str, who: tuple[Who, ...], change: Callable[[Acting], dict | None], *, number: str, by: Actor | str,
    at: datetime, version: int | None, note: str = "", sealed: str = "", audience: str = STAFF,
    closed_too: bool = False,
) -> Matter:  # fmt: skip
    """One of the verbs common to every kind: `change` alters the matter and returns what the act tells of it.

    `who` empty: anybody who sees the matter. Refused on a closed matter unless `closed_too`.
    """
    with transaction.atomic():
        acting = begin(number, verb, by=by, at=at, version=version, note=note, sealed=sealed)
        if who:
            require_standing(acting, who)
        if acting.matter.closed_at and not closed_too:
            raise matter_closed(number)
        acting.audience = audience
        acting.told = change(acting) or {}
        return finish(acting)
