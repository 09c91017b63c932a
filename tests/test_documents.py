"""What the documents say of themselves and of the program: links lead somewhere, lists are whole, commands exist."""

import re
from pathlib import Path

import pytest

from huizhi.cli import OWNERS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "src").rglob("README.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def linked(page: Path) -> set[Path]:
    """Files and folders a page links to."""
    found = LINK.findall(page.read_text(encoding="utf-8"))
    return {(page.parent / target).resolve() for target in found if "://" not in target}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    assert [str(target) for target in linked(page) if not target.exists()] == []


def test_the_index_lists_every_document():
    wanted = {page for page in DOCS.rglob("*.md") if page.name != "index.md"}
    assert sorted(str(page) for page in wanted - linked(DOCS / "index.md")) == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_the_commands_there_are(readme):
    named = re.findall(r"^\| `huizhi ([a-z-]+)", (ROOT / readme).read_text(encoding="utf-8"), re.M)
    assert sorted(named) == sorted(OWNERS)


def test_every_setting_is_explained():
    told = set(re.findall(r"^\| `(HUIZHI_[A-Z_]+)`", (DOCS / "settings.md").read_text(encoding="utf-8"), re.M))
    read = set()
    for folder in ("src", "tools", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            read |= set(re.findall(r"[\"'](HUIZHI_[A-Z_]+[A-Z])[\"']", path.read_text(encoding="utf-8")))
    assert read == told
