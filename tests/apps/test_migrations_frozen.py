"""A migration says once what was true on its day: it takes nothing from code that goes on changing."""

import re
from importlib import import_module
from pathlib import Path

import pytest

MIGRATIONS = sorted(Path("src/huizhi/apps").glob("*/migrations/0*.py"))
LASTING = re.compile(r"huizhi\.apps\.(ledger\.(facade|append_only|chain|hashing|tree)|[a-z]+\.models|people\.[a-z_]+)")
"""Triggers, what a field itself names (validators, managers), and the ledger's bytes, which docs/ledger.md fixes."""


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_a_migration_uses_no_living_rule(path):
    used = re.findall(r"^(?:from|import) (huizhi[\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in used if not LASTING.fullmatch(name)] == []


def test_the_keys_of_wordings_are_those_of_the_day_they_were_first_kept():
    keys_of = import_module("huizhi.apps.casework.migrations.0005_wordings").keys_of
    name = "威海示例（食品）有限公司"
    assert keys_of(f"反映“{name}” 售卖 Ａbc 过期", name) == ("威海示例食品有限公司", "反映售卖ABC过期")
    assert keys_of("x" * 300, "") == ("", "X" * 200)
