"""The glossary covers what the contracts, the tables and the law call things, once each."""

import re
import tomllib
from pathlib import Path

from huizhi.law.parameters import parameters
from huizhi.vocabulary.citation import SUPPORTS

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]
WORDS = [row[0].strip("`") for row in ROWS]


def test_every_row_has_its_three_cells_and_every_word_stands_once():
    assert len(ROWS) >= 120
    assert all(len(row) == 3 and all(row) for row in ROWS)
    assert sorted({word for word in WORDS if WORDS.count(word) > 1}) == []
    assert all(re.search(r"[\u4e00-\u9fff]", row[1]) for row in ROWS)


def test_every_column_and_code_of_every_contract_is_there():
    missing = set()
    for path in (ROOT / "src/huizhi/feeds/contracts").glob("*.toml"):
        contract = tomllib.loads(path.read_text(encoding="utf-8"))
        names = {contract["table"], *(column["name"] for column in contract["columns"])}
        for column in contract["columns"]:
            if column["name"] != "zone":
                names |= {code for code in column.get("codes", {}).values() if isinstance(code, str)}
        missing |= {f"{path.stem}: {name}" for name in names - set(WORDS)}
    assert missing == set()


def test_every_support_mark_is_there_and_no_legal_value_that_is_gone():
    """Legal values carry their own titles in both languages; docs/generated/law.md is their glossary."""
    subjects = {key.split(".")[0] for key in parameters()}
    named = {word for word in WORDS if "." in word and word.split(".")[0] in subjects}
    assert named <= set(parameters())
    assert set(SUPPORTS) <= set(WORDS)
