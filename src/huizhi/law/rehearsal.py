"""What a draft of a value would have done to matters already known: which deadlines it moves, who is late under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huizhi.law.clocks import Deadline
from huizhi.law.parameters import Parameters
from huizhi.law.retiming import Matter, reckon
from huizhi.law.values import LegalValue
from huizhi.vocabulary.calendar import WorkCalendar


@dataclass(frozen=True)
class Outcome:
    """One matter under the law as it was and under the draft; `done_on` is its end, or the day asked about."""

    matter: Matter
    before: Deadline
    after: Deadline
    done_on: date

    @property
    def moved(self) -> bool:
        """True when the last day changes."""
        return self.before.due != self.after.due

    @property
    def late_before(self) -> bool:
        """True when it ended, or was still open, after its last day."""
        return self.before.overdue(self.done_on)

    @property
    def late_after(self) -> bool:
        """True when it would have been late under the draft."""
        return self.after.overdue(self.done_on)


@dataclass(frozen=True)
class Rehearsal:
    """A draft and every matter it was tried on; `left_out` run by another value or began before there was any."""

    draft: LegalValue
    outcomes: tuple[Outcome, ...]
    left_out: tuple[Matter, ...]

    @property
    def moved(self) -> tuple[Outcome, ...]:
        """The matters whose last day changes."""
        return tuple(each for each in self.outcomes if each.moved)

    @property
    def newly_late(self) -> tuple[Outcome, ...]:
        """On time as the law was, late under the draft."""
        return tuple(each for each in self.outcomes if each.late_after and not each.late_before)

    @property
    def newly_on_time(self) -> tuple[Outcome, ...]:
        """Late as the law was, on time under the draft."""
        return tuple(each for each in self.outcomes if each.late_before and not each.late_after)


def rehearse_draft(
    matters: Iterable[Matter], draft: LegalValue, calendar: WorkCalendar, as_of: date, law: Parameters
) -> Rehearsal:
    """Try a draft on matters as if it had always been in force; matters still open are judged as of a day."""
    drafted = law.with_draft(draft)
    outcomes, left_out = [], []
    for matter in matters:
        if matter.key != draft.key or law.find(matter.key, matter.started_on) is None:
            left_out.append(matter)
            continue
        before, after = reckon(matter, calendar, law), reckon(matter, calendar, drafted)
        outcomes.append(Outcome(matter, before, after, matter.ended_on or as_of))
    return Rehearsal(draft, tuple(outcomes), tuple(left_out))
