"""One tiny city for all tests of this room."""

from datetime import date
from pathlib import Path

import pytest

from huizhi.city.build import build
from tests.exchange.nights import UNTIL


@pytest.fixture(scope="session")
def deliveries(tmp_path_factory) -> Path:
    """The folder a sample city of 120 entities wrote."""
    out = tmp_path_factory.mktemp("city") / "out"
    build(out, 120, 5, date.fromisoformat(UNTIL), lambda *_: None)
    return out
