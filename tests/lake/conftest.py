"""A lake of four buckets in a folder of its own."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from huizhi.lake.snapshot import Snapshot
from huizhi.lake.store import LakeStore
from tests.lake.deliveries import Delivery, write


@pytest.fixture
def lake(tmp_path: Path) -> LakeStore:
    """An empty lake."""
    return LakeStore.open(tmp_path / "home", buckets=4)


@pytest.fixture
def deliver(lake: LakeStore, tmp_path: Path) -> Callable[..., Snapshot]:
    """Commit deliveries to the lake, all at once."""

    def commit(*deliveries: Delivery) -> Snapshot:
        return lake.commit(write(tmp_path, deliveries))

    return commit


@pytest.fixture
def typed(tmp_path: Path) -> Callable[[Iterable[Delivery]], dict]:
    """Write deliveries as typed files, to be committed by the test."""
    return lambda deliveries: write(tmp_path, deliveries)
