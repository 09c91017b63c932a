"""Many writers at once: the ledger's numbers have no gap, no repeat, and the chain holds."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act
from huizhi.apps.people.models import RefusedSignIns
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, ACTS = 8, 25
ROOT = Path(__file__).resolve().parents[2]

WRITE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "huizhi.config.settings"
import django
django.setup()
from tests.apps.test_writers import write_acts
write_acts(sys.argv[1], int(sys.argv[2]))
"""


def write_acts(name, number):
    """Each act in its own transaction, with an effect of its own; every fifth is taken back."""
    for n in range(number):
        try:
            with transaction.atomic():
                RefusedSignIns.objects.create(key=f"{name}:{n}", first_at=AT)
                ledger.record(
                    verb="noted", by=name, at=AT, object_kind="row", object_id=f"{name}:{n}", payload={"n": n}
                )
                if n % 5 == 4:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass


def check(number):
    """The chain holds, and acts and effects are the same set."""
    found = ledger.verify_chain()
    assert found.ok, found
    assert found.acts == number
    assert list(Act.objects.values_list("seq", flat=True)) == list(range(1, number + 1))
    acts = set(Act.objects.values_list("object_id", flat=True))
    assert acts == set(RefusedSignIns.objects.values_list("key", flat=True))
    assert not any(int(key.split(":")[1]) % 5 == 4 for key in acts)


def test_eight_threads_write_without_a_gap():
    def work(name):
        try:
            write_acts(name, ACTS)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"thread{n}",)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(WRITERS * ACTS * 4 // 5)


def test_eight_processes_write_without_a_gap(tmp_path):
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "HUIZHI_HOME": str(tmp_path)}
    if connection.vendor == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{settings.DATABASES['default']['NAME']}"
    else:
        parameters = connection.get_connection_params()
        keys = ("user", "password", "host", "port", "dbname")
        user, password, host, port, name = (str(parameters.get(key) or "") for key in keys)
        environment["DATABASE_URL"] = f"postgresql://{user}:{password}@/{name}?host={host}&port={port}"
    command = [sys.executable, "-c", WRITE]
    writers = [
        subprocess.Popen([*command, f"process{n}", str(ACTS)], env=environment, stderr=subprocess.PIPE, text=True)
        for n in range(WRITERS)
    ]
    said = [writer.communicate()[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    check(WRITERS * ACTS * 4 // 5)
