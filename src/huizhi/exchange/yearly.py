"""How far a year's plan is: what its rows reckon with, what their draws took, what visits found, what is published."""

from dataclasses import dataclass
from datetime import date

from huizhi.apps.inspections import facade as inspections
from huizhi.exchange.visits import results_with_visits_of


@dataclass(frozen=True)
class Progress:
    """One row of the plan in numbers of objects; `draws` are (number, state) of everything opened from it."""

    row: inspections.PlanRow
    draws: tuple[tuple[str, str], ...]
    drawn: int
    done: int
    published: int
    late: int


def progress(number: str, rows: tuple[inspections.PlanRow, ...], on: date) -> list[Progress]:
    """Every row of a plan, in its order, with how far it is by `on`."""
    known = inspections.progress_of(number)
    made = [one for line in known.values() for one, state in line.draws if state == "drawn"]
    every = results_with_visits_of(made, on)
    found = []
    for row in rows:
        line = known.get(row.key)
        if line is None:
            found.append(Progress(row, (), 0, 0, 0, 0))
            continue
        drawn = [number for number, state in line.draws if state == "drawn"]
        results = [one for each in drawn for one in every[each].values()]
        out, late = sum(one.state == "published" for one in results), sum(one.late for one in results)
        found.append(Progress(row, line.draws, line.drawn, line.done, out, late))
    return found
