"""A small city's bureau: units, officers, and one published night."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from huizhi.apps.people.facade import appoint_officer, found_unit
from huizhi.apps.registers import facade as registers
from tests.apps import night

AT = datetime(2026, 10, 31, 1, 30, tzinfo=UTC)
PASSWORD = "Weihai-tides-7"


@pytest.fixture
def units(db):
    """City, a county, a zone inside it, a station of the county, a station of the zone, and another county."""
    rows = [
        ("city", "威海市局", "city", "371000", "", "", ""),
        ("huancui", "环翠区局", "county", "371002", "", "", "city"),
        ("hightech", "高区分局", "zone", "371002", "371071", "", "city"),
        ("sunjiatuan", "孙家疃所", "station", "371002", "", "孙家疃所", "huancui"),
        ("tianhe", "田和所", "station", "371002", "371071", "田和所", "hightech"),
        ("rongcheng", "荣成市局", "county", "371082", "", "", "city"),
    ]
    return {
        code: found_unit(
            code=code, zh=zh, en=code.title(), kind=kind, division=division, zone=zone, station=station,
            parent=parent, by="setup", at=AT,
        )
        for code, zh, kind, division, zone, station, parent in rows
    }  # fmt: skip


@pytest.fixture
def officer(units):
    """A function that appoints an officer: officer("huancui", "inspector", …) -> Officer."""

    def appoint(unit="city", *roles, username=None, password=None, temporary=False):
        return appoint_officer(
            username=username or f"{unit}.{'.'.join(roles) or 'nobody'}",
            name="王海",
            unit=unit,
            roles=list(roles),
            password=password,
            temporary=temporary,
            by="setup",
            at=AT,
        )

    return appoint


@pytest.fixture
def published(db):
    """The small city's night of 31 October, as shown."""
    release = registers.ReleaseInfo(
        scorecard=night.CARD, as_of=date(2026, 10, 31), digest="a" * 64, digests={"grades": "b" * 64}
    )
    with transaction.atomic():
        registers.publish(release, night.rows(), by="night", at=AT)
    return release
