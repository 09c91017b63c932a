"""What a kind of matter declares: its states, who may move between them, which clocks and documents go with it. Pure.

An app declares one `Lifecycle` per kind and version; a matter keeps the version it began under.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huizhi.vocabulary.refused import Refused


class Who(StrEnum):
    """Who may make a move; what each means for one matter is decided in `standing.py`."""

    WORKER = "worker"
    HEAD = "head"
    SUPERIOR = "superior"
    INTAKE = "intake"
    PARTY = "party"
    SYSTEM = "system"
    REVIEWER = "reviewer"


WORKER, HEAD, SUPERIOR, INTAKE, PARTY, SYSTEM, REVIEWER = Who
WHO_WORDS: dict[Who, tuple[str, str]] = {
    WORKER: ("承办人", "the officer who works it"),
    HEAD: ("承办单位负责人", "the head of the unit that holds it"),
    SUPERIOR: ("上级单位", "a unit above"),
    INTAKE: ("登记单位", "the intake unit"),
    PARTY: ("当事人", "a party"),
    SYSTEM: ("系统", "the system"),
    REVIEWER: ("审核人员", "a reviewer who does not work it"),
}
"""Who -> (Chinese, English)."""

STAFF, PARTIES, PUBLIC = "staff", "parties", "public"
AUDIENCES = (STAFF, PARTIES, PUBLIC)
"""Who reads an entry of the timeline; each reads the later ones too: the public's entries are everybody's."""


@dataclass(frozen=True)
class State:
    """Where a matter stands. `final` closes it: every clock still running is released by the act that ends it."""

    zh: str
    en: str
    final: bool = False


@dataclass(frozen=True)
class ClockRule:
    """A clock by its legal value; `also` names further values that bind at once, the earliest counting.

    `zh` and `en` name the step it limits ("受理"). `switches` pairs a reason to stop with the legal value that says
    (1) whether that reason stops this clock at all. `party`: it runs against
    the party, so its end makes no officer late.
    """

    key: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    switches: tuple[tuple[str, str], ...] = ()
    party: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Every legal value that binds."""
        return (self.key, *self.also)


@dataclass(frozen=True)
class Move:
    """One verb: from which states, to which ("" stays), by whom, and what it does to clocks.

    `restarts` is a reason of `law`: whichever running clocks name it start again, from the day `restart_on`. `needs`
    are fields that must be given; `documents` are due with it; `consequence_*` is restated on the page that
    asks to confirm it, and only such moves ask. `audience` is who reads its entry.
    """

    zh: str
    en: str
    frm: frozenset[str] | set[str]
    to: str = ""
    who: Who | tuple[Who, ...] = Who.WORKER
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    restarts: str = ""
    documents: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    audience: str = STAFF
    consequence_zh: str = ""
    consequence_en: str = ""

    @property
    def actors(self) -> tuple[Who, ...]:
        """Who may make it, as a tuple."""
        return self.who if isinstance(self.who, tuple) else (self.who,)


@dataclass(frozen=True)
class Lifecycle:
    """One kind of matter in one version. `word` stands in its number (TS); `first` is the state it opens in.

    `respondent` is what the business it is about is called.
    """

    kind: str
    version: str
    word: str
    zh: str
    en: str
    states: Mapping[str, State]
    clocks: Mapping[str, ClockRule]
    moves: Mapping[str, Move]
    opens_with: tuple[str, ...] = ()
    first: str = ""
    confidential: bool = False
    channels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    respondent: tuple[str, str] = ("被投诉举报人", "Respondent")

    def __post_init__(self) -> None:
        if mistakes := list(_mistakes(self)):
            raise ValueError(f"{self.kind} {self.version}: {'; '.join(mistakes)}")

    @property
    def opening(self) -> str:
        """The state a matter opens in: `first`, or the first declared."""
        return self.first or next(iter(self.states))

    def move(self, verb: str, state: str) -> Move:
        """The move a verb makes from a state; Refused when there is none."""
        found = self.moves.get(verb)
        if found is None or state not in found.frm:
            raise _not_from_here(self, verb, state)
        return found

    def from_state(self, state: str) -> dict[str, Move]:
        """Every move that begins in a state, by verb, in the order declared."""
        return {verb: move for verb, move in self.moves.items() if state in move.frm}


def _mistakes(lifecycle: Lifecycle) -> Iterable[str]:
    states, clocks = lifecycle.states, lifecycle.clocks
    if lifecycle.opening not in states:
        yield f"opens in an unknown state {lifecycle.opening!r}"
    yield from (f"opens with an unknown clock {name!r}" for name in lifecycle.opens_with if name not in clocks)
    for verb, move in lifecycle.moves.items():
        yield from (
            f"{verb}: unknown state {name!r}" for name in (*sorted(move.frm), move.to) if name not in {*states, ""}
        )
        touched = (*move.starts, *move.meets, *move.releases, *move.pauses, *move.resumes)
        yield from (f"{verb}: unknown clock {name!r}" for name in touched if name not in clocks)
        yield from (
            f"{verb}: moves out of the final state {name!r}" for name in move.frm if _leaves(states, name, move)
        )
        if move.audience not in AUDIENCES:
            yield f"{verb}: unknown audience {move.audience!r}"
    reached = {lifecycle.opening, *(move.to for move in lifecycle.moves.values())}
    yield from (f"no move reaches the state {name!r}" for name in states if name not in reached)


def _leaves(states: Mapping[str, State], name: str, move: Move) -> bool:
    """A final state is left only by a move that opens the matter again, so one that goes to a state not final."""
    return name in states and states[name].final and bool(move.to) and states[move.to].final and move.to != name


def _not_from_here(lifecycle: Lifecycle, verb: str, state: str) -> Refused:
    allowed = lifecycle.from_state(state)
    here = lifecycle.states[state]
    word = lifecycle.moves.get(verb)
    return Refused(
        "move_not_allowed",
        f"“{here.zh}”状态下不能“{word.zh if word else verb}”",
        f"a matter that is {here.en!r} cannot go through {(word.en if word else verb)!r}",
        "事项没有改变。",
        f"现在可以：{'、'.join(move.zh for move in allowed.values()) or '没有可办的事项'}",
        {"verb": verb, "state": state},
        what_is_safe_en="The matter is unchanged.",
        what_to_do_en=f"Possible now: {', '.join(move.en for move in allowed.values()) or 'nothing'}",
    )
