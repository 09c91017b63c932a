"""Joint visits: one visit, several departments, each with its own items and its own result.

On the phone a part is the object `part:p1`, its items are `item:p1.licence`: `p1` is its place in the plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from huizhi.apps.visits import lines
from huizhi.apps.visits.merge import Merged
from huizhi.apps.visits.models import Visit, VisitPart
from huizhi.law.checklists import Checklist, checklists, results


class Told:
    """The words of a standard result, for cards that carry its code; nothing before there is one."""

    result: str

    @property
    def result_zh(self) -> str:
        """The result in words."""
        return results()[self.result].zh if self.result else ""

    @property
    def result_en(self) -> str:
        """The result in English."""
        return results()[self.result].en if self.result else ""


@dataclass(frozen=True)
class PartCard(Told):
    """A department's part: its key on the phone, what it looks at, and its result once the visit is finished."""

    key: str
    department: str
    item: str
    checklist: str
    result: str


def parts_of(row: Visit) -> tuple[PartCard, ...]:
    """The parts of other departments, in the order of the plan."""
    rows = sorted(row.parts.all(), key=lambda each: each.pk)
    return tuple(
        PartCard(f"p{place}", each.department, each.item, each.checklist, each.result)
        for place, each in enumerate(rows, start=1)
    )


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
    for part, kept in zip(parts_of(row), sorted(row.parts.all(), key=lambda each: each.pk), strict=True):
        kept.result = str(merged.value(f"part:{part.key}", "result"))
        VisitPart.objects.filter(pk=kept.pk).update(result=kept.result)
        said.append({"department": part.department, "item": part.item, "result": kept.result})
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
