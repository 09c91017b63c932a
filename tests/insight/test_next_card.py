"""What the credit card of 2027 reads anew: its points on the day it is known, and nothing once it is put right."""

from datetime import date

import pytest

from huizhi.insight.scorecard import Scorecard
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import grade

CARD = Scorecard.in_force(date(2027, 1, 1))
BEFORE = Scorecard.in_force(date(2026, 12, 31))
DAY, LATER = date(2027, 6, 10), date(2027, 9, 1)


def company(lake, code, **more):
    """An enterprise of long standing that was once warned, so that a credit has something to be taken from."""
    lake.add("registry", credit_code=code, name=f"威海{code}公司", entity_kind="enterprise", division="371002",
             status="active", **{"established_on": date(2015, 5, 5)} | more)  # fmt: skip
    lake.add("penalties", credit_code=code, document_no=f"warned {code}", penalty_kinds="warning",
             decided_on=date(2027, 6, 1))  # fmt: skip


def points(lake, day=DAY, card=CARD):
    """{business: {line: points}} of the lines the card adds."""
    _, why = grade(lake, day, card)
    new = {line.code for line in card.indicators} - {line.code for line in BEFORE.indicators}
    return {code: {r["indicator"]: r["points"] for r in some if r["indicator"] in new} for code, some in why.items()}


def certificate(lake, code, until, status="valid", **more):
    lake.add("certificates", credit_code=code, certificate_no=f"{code} {until}", scheme="haccp",
             issued_on=date(until.year - 3, 3, 1), valid_until=until, status=status, **more)  # fmt: skip


def test_a_certificate_counts_while_it_runs_and_its_lapse_until_another_is_there():
    lake = MemoryLake()
    for code in ("held", "lapsed", "renewed", "withdrawn"):
        company(lake, code)
    certificate(lake, "held", DAY)
    for code in ("lapsed", "renewed"):
        certificate(lake, code, date(2027, 6, 9))
    certificate(lake, "renewed", date(2029, 12, 31))
    certificate(lake, "withdrawn", date(2028, 1, 1), status="withdrawn")
    found = points(lake)
    assert found["held"] == found["renewed"] == {"system_certified": -3}
    assert found["lapsed"] == {"certificate_lapsed": 3} and found["withdrawn"] == {}
    certificate(lake, "lapsed", date(2030, 3, 1), known_at=date(2027, 8, 1))
    later = points(lake, LATER)
    assert later["lapsed"] == {"system_certified": -3} and later["held"] == {"certificate_lapsed": 3}


@pytest.mark.parametrize("day", [DAY, LATER])
def test_the_card_in_force_before_reads_nothing_of_it(day):
    lake = MemoryLake()
    company(lake, "lapsed")
    plain = grade(lake, day, BEFORE)[0]["lapsed"]["score"]
    certificate(lake, "lapsed", date(2027, 6, 9))
    assert grade(lake, day, BEFORE)[0]["lapsed"]["score"] == plain
    assert grade(lake, day, CARD)[0]["lapsed"]["score"] == plain + 3
