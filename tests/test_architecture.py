"""What import-linter's contract types cannot say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import grimp
import ibis.expr.types as ir
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "huizhi"
DOORS = {"facade", "urls", "apps", "offline"}  # offline: what works without Django and the office
ROOMS = {
    "config", "cli", "web", "exchange", "apps", "insight", "feeds", "city", "lake", "ui", "law", "draw", "vocabulary",
}  # fmt: skip
STANDARD_LIBRARY_ONLY = ("huizhi.draw", "huizhi.vocabulary", "huizhi.law")
BANNED_NAMES = {
    "utils",
    "helpers",
    "common",
    "misc",
    "base",
    "manager",
    "process",
    "data",
    "info",
    "services",
    "signals",
}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("huizhi", include_external_packages=True)


def test_the_import_contracts_hold():
    """`lint-imports` is the first definition of the rooms; this keeps `make test` from passing without it."""
    found = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        timeout=120,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr


def test_there_are_thirteen_rooms():
    assert {p.name for p in SOURCE.iterdir() if p.is_dir() and p.name != "__pycache__"} == ROOMS


def test_an_app_is_entered_only_by_its_doors(graph):
    broken = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            parts = imported.split(".")
            if parts[:2] != ["huizhi", "apps"] or len(parts) < 4:
                continue
            same_app = importer.startswith(f"huizhi.apps.{parts[2]}.")
            if not same_app and parts[3] not in DOORS:
                broken.append(f"{importer} -> {imported}")
    assert broken == []


def test_the_plain_rooms_use_the_standard_library_only(graph):
    broken = []
    for importer in graph.modules:
        if not importer.startswith(STANDARD_LIBRARY_ONLY):
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            top = imported.split(".")[0]
            if top not in sys.stdlib_module_names and top != "huizhi":
                broken.append(f"{importer} -> {imported}")
    assert broken == []


def test_no_file_is_longer_than_400_lines():
    long = {
        str(p.relative_to(ROOT)): n
        for p in [*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
        if "migrations" not in p.parts and (n := len(p.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing():
    vague = [str(p.relative_to(ROOT)) for p in SOURCE.rglob("*.py") if p.stem in BANNED_NAMES]
    assert vague == []


def test_no_analytical_column_shares_a_name_with_a_table_method():
    methods = {name for name in dir(ir.Table) if not name.startswith("_")}
    clashes = []
    for path in [*(SOURCE / "insight").rglob("*.py"), *(SOURCE / "lake").rglob("*.py")]:
        for block in re.findall(
            r"(?:SCHEMA\w*|ibis\.schema)\s*=?\s*(?:ibis\.schema)?\(\s*\{(.*?)\}", path.read_text(), re.S
        ):
            clashes += [f"{path.name}: {c}" for c in re.findall(r'"(\w+)"\s*:', block) if c in methods]
    assert clashes == []


def test_foreign_keys_leaving_an_app_leave_no_name_behind():
    broken = []
    for path in (SOURCE / "apps").rglob("models.py"):
        app = path.parent.name
        for call in re.findall(r"(?:ForeignKey|OneToOneField|ManyToManyField)\(([^)]*)\)", path.read_text(), re.S):
            target = re.search(r'"(\w+)\.\w+"', call)
            if target and target.group(1) != app and 'related_name="+"' not in call:
                broken.append(f"{path.relative_to(ROOT)}: {call[:60]}")
    assert broken == []
