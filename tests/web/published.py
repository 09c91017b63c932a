"""Published complaints for the page tests, written as the act of publishing would: nobody's name stands in them."""

from datetime import UTC, date, datetime, timedelta

from huizhi.apps.complaints.models import Publication
from tests.browser.sample_office import entity_code

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
BUSINESSES = [
    ("威海示例调味食品有限公司", entity_code(0)),
    ("海韵示例食品超市", entity_code(3)),
    ("银帆示例大药房", ""),
]
TOPICS = ["food", "food", "after_sale", "price", "food", "prepaid_card"]
OUTCOMES = ["mediated", "mediated", "not_mediated"]


def publish(count: int = 30) -> None:
    """So many of them, one a day backwards."""
    Publication.objects.bulk_create(
        Publication(
            number=f"371002-TS-2026-9{n:05d}", respondent_name=BUSINESSES[n % 3][0],
            respondent_entity_id=BUSINESSES[n % 3][1], topic=TOPICS[n % 6], outcome=OUTCOMES[n % 3],
            division="371002", closed_on=date(2026, 11, 20) - timedelta(days=n), published_at=AT,
        )
        for n in range(count)
    )  # fmt: skip
