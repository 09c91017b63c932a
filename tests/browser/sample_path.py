"""The sample bureau's first business with records of its own, graded from them as a night would."""

from datetime import date

from huizhi.apps.registers.models import Grade, Reason, TimelineEvent
from huizhi.insight.judging import Fact, Judgement, Subject, judge
from huizhi.insight.scorecard import Scorecard
from tests.browser.sample_office import AS_OF, entity_code, file_of

CODE = entity_code(0)
FACTS = (
    Fact("annual_report_missing", date(2026, 7, 1), 1, None, "2025", "registry", "R-1", "f" * 64, 4),
    Fact("penalty", date(2026, 9, 1), 2, 1_200_000, "威市监处罚〔2026〕118号", "penalties", "P-1", "f" * 64, 5),
    Fact("complaint", date(2026, 10, 3), 1, None, "T2026-104417", "complaints", "C-1", "f" * 64, 6),
)


def judge_first(facts: tuple[Fact, ...] = FACTS) -> Judgement:
    """Give it these facts and what follows from them; returns the judgement shown."""
    card = Scorecard.in_force(AS_OF)
    row = Grade.objects.get(pk=CODE)
    who = Subject({"industry_code": row.entity.industry_code}, row.entity.established_on)
    TimelineEvent.objects.filter(entity_id=CODE).delete()
    Reason.objects.filter(entity_id=CODE).delete()
    for fact in facts:
        TimelineEvent.objects.create(
            entity_id=CODE, kind=fact.kind, occurred_on=fact.occurred_on, known_on=fact.occurred_on,
            severity=fact.severity, amount_fen=fact.amount_fen, detail=fact.detail, source=fact.source,
            source_id=fact.source_id, file_digest=fact.file_digest, row_number=fact.row_number,
        )  # fmt: skip
    made = judge(facts, who, AS_OF, card)
    for ground in made.grounds:
        fact = ground.fact
        Reason.objects.create(
            entity_id=CODE, position=ground.position, indicator=ground.indicator, dimension=ground.dimension,
            points=ground.points, kind=fact.kind, detail=fact.detail, occurred_on=fact.occurred_on,
            lapses_on=ground.lapses_on, source=fact.source, source_id=fact.source_id, file_digest=fact.file_digest,
            row_number=fact.row_number,
        )  # fmt: skip
    row.score, row.grade, row.forced_by, row.scorecard = made.score, made.grade, made.forced_by, card.version
    row.reason_count = len(made.grounds)
    row.save()
    return made


def run_a_restaurant() -> None:
    """The first business: a large canteen, fined last year, food of this year not disposed of, no licence shown."""
    for kind, day, severity, fen, source, number in (
        ("food_tier", date(2024, 1, 1), 4, None, "licences", "JY1"),
        ("food_staff", date(2026, 5, 1), 60, None, "annual_reports", "N1"),
        ("penalty", date(2025, 3, 4), 2, 1_500_000, "penalties", "P1"),
        ("sample_undisposed", date(2026, 8, 2), 1, None, "food_sampling", "S2"),
        ("platform_shop", date(2025, 6, 1), 1, None, "platform_operators", "S1"),
        ("platform_licence_hidden", date(2026, 7, 20), 1, None, "platform_operators", "S1"),
    ):
        TimelineEvent.objects.create(
            entity_id=CODE, kind=kind, occurred_on=day, known_on=day, severity=severity, amount_fen=fen, detail=number,
            source=source, source_id=number, file_digest=file_of("licences"), row_number=7,
        )  # fmt: skip
