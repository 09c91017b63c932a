"""How long one business takes to be explained on demand: the whole request, judged, sought a way out for and rendered.

    python -m bench.explained --entities 20000

A sample city of that size after its night, kept in --dir for the next run; a hundred of its businesses are given
records of others until they have 20 to 200 live ones, and are classed by them. Prints a Markdown table: median and p95
in milliseconds of whole page requests (signed in, class with its evidence, prediction, the cards of its trades, the
shortest path up and what would make it worst), beside the same page of a business that has few records.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

UNTIL = date(2026, 10, 31)
AT = datetime(2026, 11, 1, 2, tzinfo=UTC)
CROWDED, FEWEST, MOST = 100, 20, 200
TARGET_MS = 50


def ready(home: Path, count: int) -> None:
    """The city's night in the office, unless it is there already."""
    from huizhi.apps.people.facade import appoint_officer  # noqa: PLC0415
    from huizhi.apps.registers.facade import current_release  # noqa: PLC0415
    from huizhi.city.build import build  # noqa: PLC0415
    from huizhi.exchange import demo  # noqa: PLC0415
    from huizhi.exchange.night import run_night  # noqa: PLC0415
    from huizhi.exchange.pack import Pack  # noqa: PLC0415

    if current_release() is not None:
        return
    pack, city = Pack.built_in(), home / "city"
    if not city.exists():
        build(city, count, 5, UNTIL)
    demo.found(pack, AT)
    appoint_officer(username="head", name="王海", unit=pack.divisions.city.code, roles=["leader", "inspector"],
                    password=None, by="bench", at=AT)  # fmt: skip
    run_night(home, UNTIL, pack, delivered_from=city / "deliveries", at=AT, teaches=True)
    crowd(pack.scorecard(UNTIL))


def crowd(card) -> None:
    """Give some businesses records of others, and the class that follows."""
    from django.db import transaction  # noqa: PLC0415

    from huizhi.apps.registers.models import Entity, TimelineEvent  # noqa: PLC0415
    from huizhi.apps.registers.queries import STATES  # noqa: PLC0415

    chance = Random(1)
    window = TimelineEvent.objects.filter(occurred_on__gt=UNTIL - timedelta(900), occurred_on__lte=UNTIL)
    records = list(window.exclude(kind__in=(*STATES, "registered", "annual_report")).order_by("id")[:20_000])
    active = list(Entity.objects.filter(status="active").order_by("entity_id"))
    with transaction.atomic():
        for place, entity in enumerate(chance.sample(active, CROWDED)):
            wanted = FEWEST + (MOST - FEWEST) * place // (CROWDED - 1)
            for number, record in enumerate(chance.sample(records, wanted)):
                record.pk, record.entity_id = None, entity.pk
                record.source_id = f"{record.source_id}-{entity.pk[-4:]}-{number}"
                record.save(force_insert=True)
            _class(entity, card)


def _class(entity, card) -> None:
    from huizhi.apps.registers.models import Grade, Reason, TimelineEvent  # noqa: PLC0415
    from huizhi.insight.judging import Fact, Subject, judge  # noqa: PLC0415
    from huizhi.insight.scorecard import COLUMNS  # noqa: PLC0415

    facts = [
        Fact(e.kind, e.occurred_on, e.severity or 0, e.amount_fen, e.detail or "", e.source, e.source_id,
             e.file_digest, e.row_number)
        for e in TimelineEvent.objects.filter(entity_id=entity.pk, occurred_on__isnull=False)
    ]  # fmt: skip
    columns = {name: getattr(entity, name) for name in COLUMNS}
    trace = (entity.source, entity.source_id, entity.file_digest, entity.row_number)
    made = judge(facts, Subject(columns, entity.established_on, *trace), UNTIL, card)
    Reason.objects.filter(entity_id=entity.pk).delete()
    Reason.objects.bulk_create(
        Reason(
            entity_id=entity.pk, position=g.position, indicator=g.indicator, dimension=g.dimension, points=g.points,
            kind=g.fact.kind, detail=g.fact.detail, occurred_on=g.fact.occurred_on, lapses_on=g.lapses_on,
            source=g.fact.source, source_id=g.fact.source_id, file_digest=g.fact.file_digest,
            row_number=g.fact.row_number,
        )
        for g in made.grounds
    )  # fmt: skip
    Grade.objects.filter(pk=entity.pk).update(
        score=made.score, grade=made.grade, forced_by=made.forced_by, reason_count=len(made.grounds)
    )


def asked() -> dict[str, list[str]]:
    """Addresses by what they are: businesses with many live records, and others as the city has them."""
    from django.db.models import Count  # noqa: PLC0415

    from huizhi.apps.registers.models import Entity, TimelineEvent  # noqa: PLC0415

    live = TimelineEvent.objects.filter(occurred_on__gt=UNTIL - timedelta(900))
    most = live.values("entity_id").annotate(n=Count("id")).order_by("-n", "entity_id")[:CROWDED]
    crowded = [row["entity_id"] for row in most]
    every = list(Entity.objects.exclude(pk__in=crowded).order_by("entity_id").values_list("entity_id", flat=True))
    return {
        f"a business as the city has them ({len(every):,})": Random(2).sample(every, 2 * CROWDED),
        f"a business with {most[CROWDED - 1]['n']} to {most[0]['n']} live records": crowded * 2,
    }


def timed(client, addresses: list[str], **headers: str) -> tuple[float, float, float, float]:
    """Median and p95 of whole requests, then of their processor time, in milliseconds; the first ten warm up."""
    spent, worked = [], []
    for address in (*addresses[:10], *addresses):
        began, busy = time.perf_counter(), time.process_time()
        answer = client.get(address, **headers)
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    spent, worked = sorted(spent[10:]), sorted(worked[10:])
    late = int(len(spent) * 0.95)
    return statistics.median(spent), spent[late], statistics.median(worked), worked[late]


def main() -> int:
    """Make what is missing, measure, print; exit code 1 when a page misses its milliseconds at p95."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--dir", type=Path, default=Path(".huizhi") / "bench" / "explained")
    words = parser.parse_args()
    home = (words.dir / str(words.entities)).absolute()
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "HUIZHI_HOME": str(home), "HUIZHI_SECOND_FACTOR": "optional", "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "huizhi.config.settings",
    }  # fmt: skip
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from huizhi.apps.people.models import Officer  # noqa: PLC0415
    from huizhi.exchange.office import bring_up_to_date  # noqa: PLC0415

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    ready(home, words.entities)
    client = Client(HTTP_HOST="localhost")
    client.force_login(Officer.objects.get(username="head"))
    worst, write = 0.0, sys.stdout.write
    write("| request | median ms | p95 ms | processor ms | its p95 |\n|---|---:|---:|---:|---:|\n")
    for name, businesses in asked().items():
        pages = [f"/e/{entity_id}" for entity_id in businesses]
        public = [f"/public/e/{entity_id}" for entity_id in businesses]
        for what, addresses, headers in (
            ("its file", pages, {}), ("its timeline alone", pages, {"HTTP_HX_TARGET": "timeline"}),
            ("what anybody sees of it", public, {}),
        ):  # fmt: skip
            median, p95, busy, most = timed(client, addresses, **headers)
            worst = max(worst, p95)
            write(f"| {name}: {what} | {median:.0f} | {p95:.0f} | {busy:.0f} | {most:.0f} |\n")
            sys.stdout.flush()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    write(f"\nTarget: {TARGET_MS} ms at p95; load averages {load}.\n")
    return int(worst > TARGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
