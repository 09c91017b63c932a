"""Whether what is filed is whole: rows, seals, clocks, acts, receipts and numbers tell one story."""

import re

from huizhi.apps.casework.models import Clock, Matter
from huizhi.apps.complaints.models import ComplaintDetail, Intake, ReportDetail
from huizhi.apps.complaints.queries.filings import numbers_of, receipt_of
from huizhi.apps.identities import facade as identities
from huizhi.apps.identities.models import Person, Text
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act

OPENS_WITH = {"complaint": {"response", "acceptance"}, "report": {"response", "decision"}}
ROWS = {"complaint": ComplaintDetail, "report": ReportDetail}


def whole(intake: Intake, kinds: set[str]) -> None:
    """A filing has everything a filing has."""
    numbers, about = numbers_of(intake), intake.about
    assert set(numbers) == kinds
    for kind, number in numbers.items():
        matter = Matter.objects.get(number=number)
        assert set(Clock.objects.filter(matter=matter).values_list("name", flat=True)) >= OPENS_WITH[kind]
        acts = list(Act.objects.filter(object_kind="matter", object_id=number).order_by("seq"))
        assert [act.payload["version"] for act in acts] == list(range(1, matter.version + 1))
        assert acts[0].payload["filing"] == about
        assert [entry.seq for entry in matter.entries.all()] == [act.seq for act in acts]
    persons = {ref for ref in (intake.person_ref, intake.reporter_ref, intake.agent_ref) if ref}
    texts = {ref for ref in (intake.facts_ref, intake.claim_ref, intake.salt_ref) if ref}
    assert set(Person.objects.filter(about=about).values_list("ref", flat=True)) == persons
    assert set(Text.objects.filter(about=about).values_list("ref", flat=True)) == texts
    assert None not in identities.open_texts(texts).values()
    act = Act.objects.get(seq=intake.seq)
    assert (act.verb, act.object_id, act.payload["numbers"]) == ("filing.received", about, numbers)
    agrees(receipt_of(intake), numbers.values())


def agrees(receipt, numbers) -> None:
    """A receipt holds in itself, names these numbers, and says what the ledger says."""
    verdict = ledger.check_receipt(receipt)
    assert [check.code for check in verdict.checks if not check.ok] == [] and verdict.state in ("pending", "proved")
    assert sorted(verdict.said["numbers"]) == sorted(numbers)
    assert sorted(verdict.act["payload"]["numbers"].values()) == sorted(numbers)


def nothing_left_over() -> None:
    """No row stands there without its filing, no number is missing or given twice, the ledger verifies."""
    abouts = set(Intake.objects.values_list("about", flat=True))
    assert set(Act.objects.filter(verb="filing.received").values_list("object_id", flat=True)) == abouts
    assert Act.objects.filter(verb="filing.received").count() == len(abouts)
    for rows in (Person, Text):
        assert set(rows.objects.values_list("about", flat=True)) <= abouts
    details = {number for rows in ROWS.values() for number in rows.objects.values_list("number", flat=True)}
    numbers = sorted(Matter.objects.values_list("number", flat=True))
    assert set(numbers) == details
    assert set(Act.objects.filter(object_kind="matter").values_list("object_id", flat=True)) == details
    series: dict[str, list[int]] = {}
    for number in numbers:
        head, last = re.fullmatch(r"(.+)-(\d{6})", number).groups()
        series.setdefault(head, []).append(int(last))
    assert all(given == list(range(1, len(given) + 1)) for given in series.values()), series
    assert ledger.verify_chain().ok
    assert ledger.verify_ledger().ok
