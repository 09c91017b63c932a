"""Rows and panels as templates read them: names looked up once per page, clocks given their faces."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from huizhi.apps.casework.cards import ClockCard, EntryCard, MatterCard
from huizhi.apps.casework.faces import CALM, Face, face
from huizhi.apps.casework.inbox import InboxLine
from huizhi.apps.casework.kinds import kind_of
from huizhi.apps.casework.lifecycle import Lifecycle
from huizhi.apps.casework.models import RUNNING
from huizhi.apps.casework.office_calendar import office_calendar
from huizhi.apps.casework.reckoning import until
from huizhi.apps.casework.titles import CHANNELS, title_of
from huizhi.apps.people.facade import OfficerCard, UnitCard, officer_cards, unit_cards
from huizhi.ui.lines import in_words


@dataclass(frozen=True)
class Said:
    """The same in both languages, for the filter `words`."""

    zh: str
    en: str


def chosen(pair: tuple[str, str]) -> str:
    """One of two words by the language of the page."""
    return in_words(*pair)


def lifecycle_of(card: MatterCard) -> Lifecycle:
    """The lifecycle a matter began under."""
    return kind_of(card.kind, card.lifecycle_version).lifecycle


def channel_words(card: MatterCard) -> str:
    """Where a matter came from."""
    own = lifecycle_of(card).channels
    return chosen(own.get(card.channel) or CHANNELS.get(card.channel, (card.channel, card.channel)))


def ringing(clocks: Iterable[ClockCard]) -> ClockCard | None:
    """The clock a list shows: the running one that rings first, else one that stands still."""
    ordered = sorted(clocks, key=lambda each: (each.state != RUNNING, each.alarm_at))
    return ordered[0] if ordered else None


def face_of(card: MatterCard, clocks: Iterable[ClockCard], at: datetime) -> Face:
    """The face of a matter in a list."""
    if found := ringing(clocks):
        return face(found, lifecycle_of(card).clocks[found.name], at, office_calendar())
    if card.closed_at:
        return Face("done", 0, gettext("已办结"))
    return Face(CALM, 0, gettext("没有在计的时限"))


@dataclass(frozen=True)
class Row:
    """One line of a list of matters."""

    card: MatterCard
    href: str
    face: Face
    kind: Said
    state: Said
    undecided: bool
    channel: str
    holder: Said
    assignee: str


def rows_of(lines: Iterable[InboxLine], at: datetime, units: dict[str, UnitCard]) -> list[Row]:
    """Lines with every name written out."""
    lines = list(lines)
    officers = officer_cards({line.card.assignee for line in lines} - {""})
    return [_row(line, at, units, officers) for line in lines]


def _row(line: InboxLine, at: datetime, units: dict[str, UnitCard], officers: dict[str, OfficerCard]) -> Row:
    card, lifecycle = line.card, lifecycle_of(line.card)
    state = lifecycle.states[card.state]
    holder = units[card.holder]
    return Row(
        card, reverse("casework:matter", args=[card.number]), face_of(card, line.clocks, at),
        Said(lifecycle.zh, lifecycle.en), Said(state.zh, state.en), card.state == lifecycle.opening,
        channel_words(card),
        Said(holder.zh, holder.en), officers[card.assignee].name if card.assignee in officers else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the timeline as shown."""

    at: datetime
    title: str
    who: str
    unit: Said
    text: str
    points: tuple[str, ...]
    audience: str
    seq: int


def lines_of(entries: Iterable[EntryCard], card: MatterCard, texts: Mapping[str, str | None]) -> list[Line]:
    """The timeline, newest first; `texts` are the sealed ones the viewer may read."""
    lifecycle, shown = lifecycle_of(card), list(entries)
    names = officer_cards(_accounts(shown))
    units = unit_cards()
    return [
        Line(
            each.at, chosen(title_of(each.verb, lifecycle)), _who(each), Said(each.unit_zh, each.unit_en),
            each.text or texts.get(each.sealed) or "", tuple(_points(each, lifecycle, names, units)), each.audience,
            each.seq,
        )
        for each in reversed(shown)
    ]  # fmt: skip


def _accounts(entries: Collection[EntryCard]) -> set[str]:
    told = [each.told for each in entries]
    single = {each[name] for each in told for name in ("to", "before") if isinstance(each.get(name), str)}
    return single | {username for each in told for username in each.get("officers", ())}


PARTY_WORDS = {
    "complainant": ("投诉人", "complainant"),
    "reporter": ("举报人", "reporter"),
    "respondent": ("被投诉人", "respondent"),
    "citizen": ("群众", "citizen"),
}


def _who(entry: EntryCard) -> str:
    if entry.officer.startswith("party:"):
        role = entry.officer.removeprefix("party:")
        return chosen(PARTY_WORDS.get(role, (role, role)))
    return gettext("系统") if entry.officer_name == entry.officer else entry.officer_name


def _points(entry: EntryCard, lifecycle: Lifecycle, names: dict[str, OfficerCard], units: dict[str, UnitCard]):
    told = entry.told
    if entry.verb in ("assign", "take") and told.get("to") in names:
        yield gettext("承办人：%(name)s") % {"name": names[told["to"]].name}
    elif told.get("to") in units:
        unit = units[told["to"]]
        yield gettext("承办单位：%(unit)s") % {"unit": chosen((unit.zh, unit.en))}
    elif told.get("to") in lifecycle.states:
        state = lifecycle.states[told["to"]]
        yield gettext("环节：%(state)s") % {"state": chosen((state.zh, state.en))}
    if officers := [names[each].name for each in told.get("officers", ()) if each in names]:
        yield gettext("协办人：%(names)s") % {"names": "、".join(officers)}
    if told.get("answer_by"):
        yield gettext("反馈期限：%(day)s") % {"day": told["answer_by"]}
    yield from (_clock_point(each, lifecycle) for each in told.get("clocks", ()))


_CHANGES = {
    "started": ("“%(clock)s”开始计时，%(due)s届满", "the clock %(clock)s starts, due %(due)s"),
    "met": ("“%(clock)s”按期完成", "%(clock)s in time"),
    "met_late": ("“%(clock)s”超期完成", "%(clock)s late"),
    "released": ("“%(clock)s”不再计算", "%(clock)s no longer runs"),
    "paused": ("“%(clock)s”中止计时", "%(clock)s stands still"),
    "resumed": ("“%(clock)s”恢复计时，%(due)s届满", "%(clock)s runs on, due %(due)s"),
    "extended": ("“%(clock)s”延长至%(due)s", "%(clock)s extended, due %(due)s"),
    "restarted": ("“%(clock)s”重新起算，%(due)s届满", "%(clock)s starts again, due %(due)s"),
    "retimed": ("“%(clock)s”重新计算，%(due)s届满", "%(clock)s reckoned again, due %(due)s"),
}


def _clock_point(told: dict, lifecycle: Lifecycle) -> str:
    rule = lifecycle.clocks[told["clock"]]
    due = until(datetime.fromisoformat(told["due_at"]))
    return chosen(_CHANGES[told["change"]]) % {"clock": chosen((rule.zh, rule.en)), "due": due}


@dataclass(frozen=True)
class Step:
    """One step of the strip above a matter: done, the current one, or still to come."""

    state: Said
    mark: str


def steps_of(card: MatterCard, entries: Iterable[EntryCard]) -> list[Step]:
    """The states a matter went through, the one it is in, and the way on that is declared first."""
    lifecycle = lifecycle_of(card)
    path = [lifecycle.opening]
    for entry in entries:
        to = entry.told.get("to")
        if to in lifecycle.states and to != path[-1] and entry.verb in lifecycle.moves:
            path = path[: path.index(to) + 1] if to in path else [*path, to]
    done = path[:-1] if path[-1] == card.state else path
    ahead, at = [], card.state
    while not lifecycle.states[at].final:
        onward = [move.to for move in lifecycle.from_state(at).values() if move.to and move.to not in (*path, *ahead)]
        if not onward:
            break
        at = onward[0]
        ahead.append(at)
    marks = [(name, "y") for name in done] + [(card.state, "c")] + [(name, "") for name in ahead]
    return [Step(Said(lifecycle.states[n].zh, lifecycle.states[n].en), mark) for n, mark in marks]
