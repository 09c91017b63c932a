"""Joint visits: one visit, several departments, each with its own items and its own result.

On the phone a part is the object `part:p1`, its items are `item:p1.licence`: `p1` is its place in the plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from huizhi.apps.visits import lines
from huizhi.apps.visits.merge import Merged
from huizhi.apps.visits.models import Visit, VisitPart
from huizhi.apps.visits.refusals import no_such_visit
from huizhi.law.checklists import Checklist, checklists, results
from huizhi.law.joint_items import joint_items


class Told:
    """The words of a standard result and what follows, for cards that carry its code; nothing before there is one."""

    result: str

    @property
    def result_zh(self) -> str:
        """The result in words."""
        return results()[self.result].zh if self.result else ""

    @property
    def result_en(self) -> str:
        """The result in English."""
        return results()[self.result].en if self.result else ""

    @property
    def after(self) -> str:
        """What follows from the result."""
        return results()[self.result].after if self.result else ""


@dataclass(frozen=True)
class PartCard(Told):
    """A department's part: its key on the phone, what it looks at, its result once the visit is finished, and the
    order to correct and the case that this result led to."""

    key: str
    department: str
    item: str
    checklist: str
    result: str
    correction: str
    case: str

    @property
    def to_case(self) -> bool:
        """Whether it may be handed over to a case."""
        return self.after == "case"

    @property
    def topic(self) -> str:
        """What the part is about, in words: its checklist, else its item of the list, else the department."""
        if checklist := _checklist(self):
            return checklist.zh
        item = joint_items().get(self.item)
        return item.title[0] if item else self.department


def parts_of(row: Visit) -> tuple[PartCard, ...]:
    """The parts of other departments, in the order of the plan."""
    return tuple(
        PartCard(key, each.department, each.item, each.checklist, each.result, each.correction, each.case)
        for key, each in kept_parts(row).items()
    )


def kept_parts(row: Visit) -> dict[str, VisitPart]:
    """Key -> the row of a part, in the order of the plan."""
    rows = sorted(row.parts.all(), key=lambda each: each.pk)
    return {f"p{place}": each for place, each in enumerate(rows, start=1)}


def part_of(row: Visit, key: str) -> VisitPart:
    """The row of one part. Refused where the visit has none of this key."""
    kept = kept_parts(row).get(key)
    if kept is None:
        raise no_such_visit(f"{row.pk}:{key}")
    return kept


def lacking(row: Visit, merged: Merged, findings: int) -> Iterator[str]:
    """What the parts lack to be finished: items, results, a finding where a result rests on one."""
    for part in parts_of(row):
        result = results().get(str(merged.value(f"part:{part.key}", "result", "")))
        if result is None:
            yield "parts"
            continue
        asked = [item.code for item in _checklist(part).items] if _checklist(part) and not result.absent else []
        if any(merged.value(f"item:{part.key}.{code}", "answer") not in lines.ANSWERS for code in asked):
            yield "items"
        if result.needs_finding and not findings:
            yield "finding"


def conclude(row: Visit, merged: Merged) -> list[dict[str, str]]:
    """Write each department's result; what the act tells of them."""
    said = []
    for key, kept in kept_parts(row).items():
        kept.result = str(merged.value(f"part:{key}", "result"))
        kept.save(update_fields=["result"])
        said.append({"department": kept.department, "item": kept.item, "result": kept.result})
    return said


def printed(row: Visit, merged: Merged) -> list[dict[str, object]]:
    """The parts as the record prints them: department, items with article and answer, result."""
    return [
        {
            "department": part.department, "result": results()[part.result].zh if part.result else "",
            "items": [
                [item.zh, f"{item.basis.instrument}{item.basis.article}",
                 lines.ANSWERS.get(str(merged.value(f"item:{part.key}.{item.code}", "answer")), "—")]
                for item in (_checklist(part).items if _checklist(part) else ())
            ],
        }
        for part in parts_of(row)
    ]  # fmt: skip


def _checklist(part: PartCard) -> Checklist | None:
    return checklists().get(part.checklist)
