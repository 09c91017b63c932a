"""A night is published whole or not at all, and readers never see half of one."""

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import pytest
from django.conf import settings
from django.db import connection, transaction

from huizhi.apps.indicators import facade as indicators
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.registers import facade as registers
from huizhi.apps.registers.bulk import insert, replace_rows
from huizhi.apps.registers.models import Entity, Grade, Matter, NameKey, Release, TimelineEvent
from huizhi.vocabulary.refused import Refused
from tests.apps import night
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
FIRST = date(2026, 10, 31)


def publish(digest="a" * 64, as_of=FIRST, by="night", **changes):
    """Publish the small night, with some tables changed."""
    with transaction.atomic():
        return registers.publish(
            registers.ReleaseInfo(scorecard=night.CARD, as_of=as_of, digest=digest), night.rows(**changes), by=by, at=AT
        )


def regraded(points, grade):
    """The grades and reasons of a night in which the first business has these points."""
    reasons = [
        r if r[0] != "91371000MA001" or r[1] != 1 else (*r[:4], points - 4, *r[5:]) for r in night.rows()["reasons"]
    ]
    grades = [(*g[:1], points, grade, *g[3:]) if g[0] == "91371000MA001" else g for g in night.rows()["grades"]]
    return {"reasons": reasons, "grades": grades}


def test_a_night_is_published_with_one_act():
    done = publish()
    assert done.changed and done.rows["entities"] == 5 and done.rows["reasons"] == 6
    act = ledger.acts(units=None).acts[0]
    assert (act.verb, act.object_id) == ("night_published", "a" * 64)
    assert act.payload["rows"] == done.rows
    assert registers.current_release().as_of == FIRST
    assert ledger.verify_chain().ok


def test_the_same_night_again_changes_nothing():
    publish()
    before = ledger.head()
    assert publish() == registers.Published(False, {})
    assert (ledger.head(), Release.objects.count()) == (before, 1)


def test_a_night_published_again_after_another_is_shown_again():
    publish()
    publish("c" * 64, as_of=FIRST + timedelta(days=1))
    assert publish().changed
    assert registers.is_published("a" * 64) and not registers.is_published("c" * 64)
    assert Release.objects.count() == 3


def previous(entity_id="91371000MA001"):
    grade = Grade.objects.get(pk=entity_id)
    return grade.previous_grade, grade.previous_score, grade.previous_as_of


def test_the_class_before_is_kept_beside_the_new_one():
    publish()
    assert previous() == (None, None, None)
    publish("c" * 64, as_of=FIRST + timedelta(days=30), **regraded(70, "D"))
    assert previous() == ("C", 40, FIRST)
    assert Grade.objects.get(pk="91371000MA001").grade == "D"


def test_a_correction_of_the_same_day_keeps_comparing_with_the_day_before():
    publish()
    publish("c" * 64, as_of=FIRST + timedelta(days=30), **regraded(70, "D"))
    publish("d" * 64, as_of=FIRST + timedelta(days=30), **regraded(50, "C"))
    assert previous() == ("C", 40, FIRST)


def test_an_earlier_day_is_compared_with_nothing():
    publish()
    publish("c" * 64, as_of=FIRST - timedelta(days=1))
    assert previous() == (None, None, None)


def without(table):
    return {name: rows for name, rows in night.rows().items() if name != table}


@pytest.mark.parametrize("rows", [without("events"), {**night.rows(), "rumours": []}])
def test_a_night_with_a_table_too_few_or_too_many_is_refused(rows):
    with pytest.raises(Refused) as refused, transaction.atomic():
        registers.publish(
            registers.ReleaseInfo(scorecard=night.CARD, as_of=FIRST, digest="e" * 64), rows, by="night", at=AT
        )
    assert refused.value.code == "publication_incomplete"


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"events": [("nobody", "penalty", FIRST, FIRST, 1, None, None, *night.FROM)]}, "row_of_no_entity"),
        ({"grades": [*night.rows()["grades"][:-1], ("nobody", 0, "A", 0, None, "city-1")]}, "row_of_no_entity"),
        ({"reasons": night.rows()["reasons"][1:]}, "reasons_do_not_add_up"),
        ({"reasons": []}, "reasons_do_not_add_up"),
    ],
)
def test_rows_that_contradict_each_other_refuse_the_whole_night(changes, code):
    publish()
    with pytest.raises(Refused) as refused:
        publish("e" * 64, **changes)
    assert refused.value.code == code
    assert registers.is_published("a" * 64)
    assert Entity.objects.count() == Grade.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(Refused) as refused:
        registers.publish(
            registers.ReleaseInfo(scorecard=night.CARD, as_of=FIRST, digest="e" * 64), night.rows(), by="night", at=AT
        )
    assert refused.value.code == "act_outside_transaction"
    with pytest.raises(Refused):
        indicators.publish({}, by="night", at=AT)


def test_an_officer_needs_the_permission_to_publish(officer):
    with pytest.raises(people.NotPermitted):
        publish(by=officer("city", "leader"))
    assert publish(by=officer("city", "data_steward")).changed


@pytest.mark.django_db(transaction=True)
def test_a_failure_after_the_act_takes_rows_and_act_back():
    publish()
    before = ledger.head()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        registers.publish(
            registers.ReleaseInfo(scorecard=night.CARD, as_of=FIRST, digest="e" * 64),
            night.rows(**regraded(70, "D")),
            by="night",
            at=AT,
        )
        1 / 0  # noqa: B018
    assert ledger.head() == before
    assert registers.is_published("a" * 64)
    assert Grade.objects.get(pk="91371000MA001").grade == "C"


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_old_night_until_the_new_one_is_whole():
    publish()
    seen, half_done, go_on = [], threading.Event(), threading.Event()

    def rows_that_wait():
        half_done.set()
        go_on.wait(10)
        yield from night.rows(**regraded(70, "D"))["grades"]

    def publish_slowly():
        publish("c" * 64, grades=rows_that_wait(), reasons=regraded(70, "D")["reasons"])
        connection.close()

    writer = threading.Thread(target=publish_slowly)
    writer.start()
    assert half_done.wait(10)
    seen.append((Entity.objects.count(), Grade.objects.get(pk="91371000MA001").grade))
    go_on.set()
    writer.join()
    seen.append((Entity.objects.count(), Grade.objects.get(pk="91371000MA001").grade))
    assert seen == [(5, "C"), (5, "D")]


KILLED = """
import os, signal, sys
from datetime import date
os.environ["DJANGO_SETTINGS_MODULE"] = "huizhi.config.settings"
import django
django.setup()
from django.db import transaction
from huizhi.apps.registers import facade as registers
from tests.apps import night
from tests.apps.conftest import AT

def dying(rows):
    yield rows[0]
    os.kill(os.getpid(), signal.SIGKILL)

table = sys.argv[1]
tables = night.rows()
tables[table] = dying(tables[table])
with transaction.atomic():
    info = registers.ReleaseInfo(scorecard=night.CARD, as_of=date(2026, 10, 31), digest="e" * 64)
    registers.publish(info, tables, by="night", at=AT)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["entities", "grades", "matters"])
def test_a_night_killed_in_the_middle_leaves_the_last_one_whole(table, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the killed process opens the same SQLite file")
    publish()
    connection.close()
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{root / 'src'}:{root}",
        "HUIZHI_HOME": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{settings.DATABASES['default']['NAME']}",
    }
    command = [sys.executable, "-c", KILLED, table]
    killed = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert killed.returncode == -9, killed.stderr
    assert registers.is_published("a" * 64)
    assert Entity.objects.count() == Grade.objects.count() == 5
    assert ledger.verify_chain().ok
    assert publish("e" * 64).changed


def test_civil_time_becomes_an_instant_and_text_is_folded_for_searching():
    publish()
    assert Matter.objects.get().received_at.isoformat() == "2026-09-02T15:30:00+00:00"
    keys = dict(NameKey.objects.values_list("key", "former"))
    assert keys["威海市海之鲜餐饮有限公司"] is False
    assert keys["老海鲜馆"] is keys["海鲜小馆"] is True
    assert "ABC便利店注销" in keys


def test_a_row_with_a_column_too_few_is_an_error_and_not_a_shift():
    short = [row[:-1] for row in night.rows()["entities"]]
    with pytest.raises(Exception), transaction.atomic():  # noqa: B017 - each database has its own name for it
        insert(Entity, registers.COLUMNS["entities"], short)


@pytest.mark.long
def test_rows_go_in_at_half_the_speed_of_the_bare_database_or_better(tmp_path):
    """Same rows, same columns, same index, once through `replace_rows` and once through nothing but `sqlite3`."""
    if connection.vendor != "sqlite":
        pytest.skip("measured against sqlite3 itself")
    number, columns = 200_000, registers.COLUMNS["events"]
    rows = [
        (f"9137{n:014d}", "penalty", FIRST, FIRST, 1, 1000, "过期食品", "penalties", str(n), "f" * 64, n)
        for n in range(number)
    ]
    bare = sqlite3.connect(tmp_path / "bare.sqlite3")
    bare.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, {', '.join(columns)})")
    bare.execute("CREATE INDEX i ON t (entity_id, occurred_on DESC, id DESC)")
    ready = [(*row[:2], row[2].isoformat(), row[3].isoformat(), *row[4:]) for row in rows]

    def through_us():
        with transaction.atomic():
            assert replace_rows(TimelineEvent, columns, rows) == number

    def alone():
        with bare:
            bare.execute("DELETE FROM t")
            bare.executemany(f"INSERT INTO t ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", ready)

    ours, theirs = (min(_seconds(work) for _ in range(3)) for work in (through_us, alone))
    print(f"{number / ours:,.0f} rows per CPU second; bare sqlite3 {number / theirs:,.0f}")
    assert ours < 2 * theirs


def _seconds(work):
    start = process_time()
    work()
    return process_time() - start
