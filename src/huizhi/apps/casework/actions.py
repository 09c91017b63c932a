"""Opening a matter and moving it: the two writes every kind builds on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huizhi.apps.casework.acting import Acting, begin, finish, require_standing
from huizhi.apps.casework.clockwork import Clockwork
from huizhi.apps.casework.documents import owe
from huizhi.apps.casework.finding import keep_wordings, keys_of
from huizhi.apps.casework.handing import withdraw_offers
from huizhi.apps.casework.kinds import kind_of
from huizhi.apps.casework.lifecycle import PARTIES, Move
from huizhi.apps.casework.models import Matter
from huizhi.apps.casework.numbers import next_number
from huizhi.apps.casework.office_calendar import office_calendar
from huizhi.apps.casework.patience import patiently
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.refusals import missing
from huizhi.apps.casework.standing import Party
from huizhi.apps.casework.titles import OPENED
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import require
from huizhi.law.parameters import parameters

Also = Callable[[Matter], dict | None]
Starts = Mapping[str, datetime]


@dataclass(frozen=True)
class Opening:
    """What a new matter says of itself. Nothing a citizen typed: the title is made of topic and respondent."""

    kind: str
    office: str
    title: str
    received_at: datetime
    holder: str = ""
    topic: str = ""
    respondent_name: str = ""
    respondent_entity_id: str = ""
    division: str = ""
    zone: str = ""
    station: str = ""
    channel: str = ""
    priority: int = 0


@patiently
def open_matter(
    opening: Opening, *, by: Actor | str, at: datetime, starts: Starts | None = None, audience: str = PARTIES,
    told: dict | None = None, note: str = "", sealed: str = "", also: Also | None = None,
) -> Matter:  # fmt: skip
    """Number a new matter and start the clocks it opens with, at `received_at` or as `starts` says.

    An officer needs the kind's permission (`file_matters` unless it says another); a citizen acts as `Party`.
    `also(matter)` writes the owning app's rows in the same transaction and may return more for the act's payload.
    """
    if not isinstance(by, Party):
        require(by, kind_of(opening.kind).opened_with)
    with transaction.atomic():
        kind = kind_of(opening.kind).lifecycle
        fields = {name: value for name, value in vars(opening).items() if name not in ("office", "holder")}
        respondent, subject = keys_of(opening.title, opening.respondent_name)
        matter = Matter(
            **fields, number=next_number(office=opening.office, kind=kind.kind, on=civil_day(opening.received_at)),
            office_id=opening.office, holder_id=opening.holder or opening.office, state=kind.opening,
            lifecycle_version=kind.version, confidential=kind.confidential,
            respondent_key=respondent, subject_key=subject,
        )  # fmt: skip
        keep_wordings(respondent, subject)
        clocks = Clockwork.of(matter, office_calendar(), parameters())
        acting = Acting(matter, kind, clocks, OPENED, by, at, audience=audience, note=note, sealed=sealed)
        acting.told = {"office": opening.office, "channel": opening.channel, **(told or {})}
        for name in kind.opens_with:
            clocks.start(name, kind.clocks[name], (starts or {}).get(name, opening.received_at))
        return finish(acting, also=also)


@patiently
def move(
    number: str, verb: str, *, by: Actor | str, at: datetime, version: int | None, note: str = "", sealed: str = "",
    fields: Mapping[str, object] | None = None, starts: Starts | None = None, also: Also | None = None,
) -> Matter:  # fmt: skip
    """Make a declared move. Refused when it is not for `by`, not from this state, or lacks what it needs.

    `fields` are codes, days and numbers that go onto the ledger as they are; typed words go into `note`. `outcome`
    among them becomes the matter's; `reason` and `document` say why clocks the move pauses stand still. `starts` gives
    a clock another instant to start than `at`.
    """
    fields = dict(fields or {})
    with transaction.atomic():
        acting = begin(number, verb, by=by, at=at, version=version, note=note, sealed=sealed)
        declared = acting.lifecycle.move(verb, acting.matter.state)
        require_standing(acting, declared.actors)
        if lacking := [
            name for name in declared.needs if fields.get(name) in (None, "") and not (name == "note" and note)
        ]:
            raise missing(declared, lacking)
        acting.told, acting.audience = fields, declared.audience
        _turn_clocks(acting, declared, fields, starts or {})
        _stand(acting, declared, fields)
        owe(acting.matter, declared.documents)
        return finish(acting, also=also)


def _turn_clocks(acting: Acting, declared: Move, fields: dict, starts: Starts) -> None:
    clocks, at, on = acting.clocks, acting.at, civil_day(acting.at)
    for name in declared.meets:
        clocks.meet(name, at)
    for name in declared.releases:
        clocks.release(name, at)
    for name in declared.resumes:
        if name in clocks.open and clocks.open[name].state == "paused":
            clocks.resume(name, acting.rule(name), on)
    for name in declared.pauses:
        if name in clocks.open:
            clocks.pause(name, acting.rule(name), on, str(fields.get("reason", "")), str(fields.get("document", "")))
    if declared.restarts:
        again_on = date.fromisoformat(str(fields.get("restart_on", on)))
        clocks.restart(declared.restarts, again_on, str(fields.get("document", "")), at)
    for name in declared.starts:
        clocks.start(name, acting.rule(name), starts.get(name, at))


def _stand(acting: Acting, declared: Move, fields: dict) -> None:
    """Put the matter into its next state; a final one closes it, one that is not final opens it again."""
    matter = acting.matter
    if not declared.to:
        return
    before, matter.state = matter.state, declared.to
    acting.told = {**acting.told, "from": before, "to": declared.to}
    if acting.lifecycle.states[declared.to].final:
        acting.clocks.release_all(acting.at)
        matter.closed_at = acting.at
        matter.outcome = str(fields.get("outcome", matter.outcome))
        matter.returned = False
        withdraw_offers(matter, acting.at)
    else:
        matter.closed_at = None
