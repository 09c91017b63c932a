"""Factors that may show a claim is not a consumer's (Order 121 art. 17): counts a person weighs, never a refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huizhi.law.clocks import no_later_than
from huizhi.law.parameters import in_force
from huizhi.law.values import LegalValue
from huizhi.vocabulary.calendar import WorkCalendar

FACTORS = {
    "quantity": ("购买数量明显超出通常消费习惯", "more pieces than a household buys", "第十七条第（一）项"),
    "filings": ("短时间内提起大量投诉", "many complaints in a short time", "第十七条第（二）项"),
    "same_respondent": ("短时间内对同一经营者多次投诉", "many complaints against one business", "第十七条第（二）项"),
    "same_problem": ("短时间内对同类问题多次投诉", "many complaints about one problem", "第十七条第（二）项"),
    "no_purchase": ("未能说明真实消费或者损害", "no real purchase or damage shown", "第十七条第（三）项"),
    "shared_contact": (
        "多人共用同一电话或者地址",
        "several people share one telephone or address",
        "第十七条第（四）项",
    ),
}
"""Factor -> Chinese, English and the item of the article."""


@dataclass(frozen=True)
class Filing:
    """What the factors look at. `person` and `contacts` are blind fingerprints; `quantity` 0 when not said."""

    number: str
    on: date
    person: str
    contacts: tuple[str, ...]
    respondent: str
    topic: str
    quantity: int = 0
    shows_purchase: bool = True


@dataclass(frozen=True)
class Flag:
    """One factor that speaks up: the count, the bound it reached, and the filings it counted."""

    code: str
    count: int
    bound: LegalValue | None
    numbers: tuple[str, ...]

    @property
    def zh(self) -> str:
        """The factor in Chinese."""
        return FACTORS[self.code][0]

    @property
    def en(self) -> str:
        """The factor in English."""
        return FACTORS[self.code][1]

    @property
    def article(self) -> str:
        """The item of Order 121 it stands in."""
        return FACTORS[self.code][2]


def flags(this: Filing, earlier: Iterable[Filing], calendar: WorkCalendar) -> tuple[Flag, ...]:
    """The factors a complaint shows, in the order of the article; `earlier` are other complaints of the office."""
    first = no_later_than("claimant.window", this.on, calendar).due
    within = [each for each in earlier if first <= each.on <= this.on and each.number != this.number]
    own = [each for each in within if this.person and each.person == this.person]
    sharing = [each for each in within if each.person != this.person and set(each.contacts) & set(this.contacts)]
    counted = {
        "quantity": (this.quantity, ()),
        "filings": _with(this, own),
        "same_respondent": _with(this, [e for e in own if e.respondent and e.respondent == this.respondent]),
        "same_problem": _with(this, [e for e in own if e.topic and e.topic == this.topic]),
        "shared_contact": (1 + len({e.person for e in sharing}), tuple(e.number for e in sharing)),
    }
    found = [flag for code, (count, numbers) in counted.items() if (flag := _flag(code, count, numbers, this.on))]
    if not this.shows_purchase:
        found.append(Flag("no_purchase", 1, None, ()))
    return tuple(sorted(found, key=lambda flag: list(FACTORS).index(flag.code)))


def _with(this: Filing, others: Sequence[Filing]) -> tuple[int, tuple[str, ...]]:
    return 1 + len(others), tuple(each.number for each in others)


def _flag(code: str, count: int, numbers: tuple[str, ...], on: date) -> Flag | None:
    bound = in_force(f"claimant.{code}", on)
    return Flag(code, count, bound, numbers) if count >= bound.number else None
