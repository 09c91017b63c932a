"""One tiny city for all tests of this room, and one night of it, whoever of the workers comes first."""

import fcntl
import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from huizhi.city.build import build
from tests.exchange.nights import UNTIL, night


def shared_folder(tmp_path_factory) -> Path:
    """A folder of this run that every worker sees."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def deliveries(tmp_path_factory) -> Path:
    """The folder a sample city of 120 entities wrote."""
    folder = shared_folder(tmp_path_factory)
    with (folder / "city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "city").exists():
            build(folder / "city.part", 120, 5, date.fromisoformat(UNTIL), lambda *_: None)
            (folder / "city.part").rename(folder / "city")
    return folder / "city"


@pytest.fixture(scope="session")
def one_night(deliveries, tmp_path_factory) -> tuple[Path, dict]:
    """A home after its first night, with the report. Not to be changed: see `first`."""
    folder = shared_folder(tmp_path_factory)
    with (folder / "night.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "night.json").exists():
            report = night(folder / "night", deliveries)
            (folder / "night.json").write_text(json.dumps(report), encoding="utf-8")
    return folder / "night", json.loads((folder / "night.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def first(one_night, tmp_path_factory) -> tuple[Path, dict]:
    """A home of the module's own after its first night, with the report."""
    home = tmp_path_factory.mktemp("first") / "home"
    shutil.copytree(one_night[0], home)
    return home, one_night[1]
