"""A contract is read strictly: what is wrong with it is said with the file and the key."""

from pathlib import Path

import pytest

from huizhi.feeds.contract import BUILT_IN, Contract, load_contracts
from huizhi.feeds.declaration import BadContract
from huizhi.lake.schemas import TABLES

GOOD = """
name = "shops"
title = { zh = "店", en = "Shops" }
table = "registry"
owner = { zh = "局", en = "Bureau" }
legal_basis = "某法第一条"
sharing = "internal"
freshness_days = 7
files = ["shops*.csv"]
key = ["credit_code"]
occurred_at = ["established_on"]

[format]
kind = "csv"

[[subject]]
scheme = "code"
columns = ["credit_code"]

[[columns]]
name = "credit_code"
header = "代码"
type = "credit_code"
required = true

[[columns]]
name = "established_on"
header = "日期"
type = "date"
formats = ["%Y-%m-%d"]
"""


def load(tmp_path: Path, text: str) -> Contract:
    path = tmp_path / "shops.toml"
    path.write_text(text, encoding="utf-8")
    return Contract.load(path)


@pytest.mark.parametrize(
    "old, new, key",
    [
        ('name = "shops"', 'nam = "shops"', "nam"),
        ("freshness_days = 7", "", "freshness_days"),
        ("freshness_days = 7", "freshness_days = 0", "freshness_days"),
        ("freshness_days = 7", 'freshness_days = "7"', "freshness_days"),
        ("freshness_days = 7", "freshness_days = true", "freshness_days"),
        ('legal_basis = "某法第一条"', "", "legal_basis"),
        ('legal_basis = "某法第一条"', 'legal_basis = ""', "legal_basis"),
        ('owner = { zh = "局", en = "Bureau" }', "", "owner"),
        ('owner = { zh = "局", en = "Bureau" }', 'owner = { zh = "局" }', "owner.en"),
        ('sharing = "internal"', "", "sharing"),
        ('sharing = "internal"', 'sharing = "secret"', "sharing"),
        ('table = "registry"', 'table = "shops"', "table"),
        ('name = "shops"', 'name = "Shops 1"', "name"),
        ('kind = "csv"', 'kind = "xls"', "format.kind"),
        ('kind = "csv"', 'kind = "csv"\nsheet = "a"', "format.sheet"),
        ('kind = "csv"', 'kind = "csv"\ndelimiter = ";;"', "format.delimiter"),
        ('kind = "csv"', 'kind = "csv"\nencodings = ["utf-16"]', "format.encodings"),
        ('type = "date"', 'type = "day"', "columns[2] established_on.type"),
        ('type = "date"', 'type = "text"', "columns[2] established_on.formats"),
        ('type = "date"\n', 'type = "date"\ncolour = 1\n', "columns[2] established_on.colour"),
        ('formats = ["%Y-%m-%d"]', "", "columns[2] established_on.formats"),
        ('formats = ["%Y-%m-%d"]', 'formats = ["%y-%m-%d"]', "columns[2] established_on.formats"),
        ('formats = ["%Y-%m-%d"]', 'formats = ["%Y-%m-%d"]\nnot_before = "x"', "columns established_on.not_before"),
        ('name = "established_on"', 'name = "opened_on"', "columns[2] opened_on.name"),
        ('type = "credit_code"', 'type = "integer"', "columns[1] credit_code.type"),
        ('header = "日期"', 'header = "日期"\nvalue = "x"', "columns[2] established_on.header"),
        ('header = "日期"', "", "columns[2] established_on.header"),
        ('type = "credit_code"', 'type = "text"\npattern = "("', "columns[1] credit_code.pattern"),
        ('type = "credit_code"', 'type = "text"\npattern = "(?=a)"', "columns[1] credit_code.pattern"),
        ('type = "credit_code"', 'type = "text"\nreplace = [["a"]]', "columns[1] credit_code.replace"),
        ("required = true", "", "key"),
        ('key = ["credit_code"]', 'key = ["nothing"]', "key"),
        ('occurred_at = ["established_on"]', 'occurred_at = ["credit_code"]', "occurred_at"),
        ('scheme = "code"', 'scheme = "colour"', "subject[1].scheme"),
        ('name = "shops"', 'name = "shops', "(file)"),
    ],
)
def test_a_wrong_contract_is_refused_with_its_file_and_key(tmp_path, old, new, key):
    assert old in GOOD
    with pytest.raises(BadContract) as refused:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert refused.value.context == {"file": str(tmp_path / "shops.toml"), "key": key}
    assert "shops.toml" in refused.value.message_zh and key in refused.value.message_en


def test_the_good_one_is_good(tmp_path):
    assert load(tmp_path, GOOD).column("credit_code").identifier


def test_every_contract_of_the_city_loads_and_fits_its_table():
    contracts = load_contracts()
    assert set(contracts) == {path.stem for path in BUILT_IN.glob("*.toml")} and len(contracts) >= 11
    for contract in contracts.values():
        assert {c.name for c in contract.columns} <= set(TABLES[contract.table])
        assert contract.legal_basis and contract.owner.zh and contract.title.en


def test_the_digest_changes_with_content_and_not_with_comments(tmp_path):
    first = load(tmp_path, GOOD).digest
    assert load(tmp_path, "# a remark\n" + GOOD).digest == first
    assert load(tmp_path, GOOD.replace('"%Y-%m-%d"', '"%Y/%m/%d"')).digest != first


def test_two_contracts_may_not_share_a_name(tmp_path):
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(BadContract, match="already taken"):
        load_contracts(tmp_path)
