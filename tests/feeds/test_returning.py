"""Bad rows go back to the steward, come in corrected, and are then facts."""

import csv
import io

import pytest
from typer import Typer
from typer.testing import CliRunner

from huizhi.cli import quarantine
from huizhi.feeds.returning import export, waiting
from huizhi.vocabulary.refused import Refused
from tests.feeds.deliveries import CONTRACTS, code, csv_text, deliver, registry
from tests.feeds.test_formats import LICENCE, licence, penalties, workbook


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def written(path, rows, **fixes):
    """The exported file as a steward sends it back: some cells corrected, everything else as it was."""
    for row in rows:
        row.update({h: v for h, v in fixes.items() if h in row})
    file = io.StringIO()
    sheet = csv.DictWriter(file, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    return file.getvalue().encode("gb18030")


BAD_REGISTRY = (
    csv_text(registry({}, {"登记状态": "正常"}, {"成立日期": "昨天", "主体名称": "=1+1"})).encode() + b"1,2,3\n"
)


def test_rows_are_exported_under_their_own_headers_with_what_is_wrong(tmp_path):
    found = deliver(tmp_path, "registry_1.csv", BAD_REGISTRY, "registry")
    assert export(tmp_path, CONTRACTS["registry"], tmp_path / "out.csv") == 3
    first, second, third = rows_of(tmp_path / "out.csv")
    assert (first["登记状态"], first["隔离_列"], first["隔离_行号"]) == ("正常", "登记状态", "3")
    assert "unknown_code" in first["隔离_原因"] and "不在约定的代码表中" in first["隔离_原因"]
    assert second["主体名称"] == "'=1+1" and first["隔离_文件摘要"] == found.receipt.digest
    assert (third["统一社会信用代码"], third["注册号"], third["隔离_原文"]) == ("1", "2", "1,2,3")


@pytest.mark.parametrize("name", ["registry.returned-1.csv", "registry_corrected.csv"])
def test_corrected_rows_are_delivered_again_and_become_facts(tmp_path, name):
    deliver(tmp_path, "registry_1.csv", BAD_REGISTRY, "registry")
    export(tmp_path, CONTRACTS["registry"], tmp_path / "out.csv")
    content = written(tmp_path, rows_of(tmp_path / "out.csv")[:2], 登记状态="存续", 成立日期="2021-01-01")
    found = deliver(tmp_path, name, content, "registry")
    assert (found.counts.typed, found.counts.quarantined) == (2, 0)
    assert [(r["source_id"], r["name"]) for r in found.typed] == [(code(1), "威海好渔家饭店"), (code(2), "=1+1")]
    assert [(w.rows, w.open) for w in waiting(tmp_path, CONTRACTS)] == [(3, 1)]
    assert export(tmp_path, CONTRACTS["registry"], tmp_path / "rest.csv") == 1


def test_a_row_that_comes_back_wrong_waits_in_its_new_file_only(tmp_path):
    deliver(tmp_path, "registry_1.csv", csv_text(registry({"登记状态": "正常"})).encode(), "registry")
    export(tmp_path, CONTRACTS["registry"], tmp_path / "out.csv")
    deliver(
        tmp_path, "registry.returned.csv", written(tmp_path, rows_of(tmp_path / "out.csv"), 登记状态="好"), "registry"
    )
    assert [(w.file_name, w.open) for w in waiting(tmp_path, CONTRACTS)] == [
        ("registry.returned.csv", 1), ("registry_1.csv", 0),
    ]  # fmt: skip
    assert export(tmp_path, CONTRACTS["registry"], tmp_path / "again.csv") == 1
    assert rows_of(tmp_path / "again.csv")[0]["登记状态"] == "好"


def test_rows_of_a_spreadsheet_and_of_json_come_back_as_csv_too(tmp_path):
    deliver(tmp_path, "licences.xlsx", workbook([LICENCE, licence("JY1", 许可类别="食品")]), "licences")
    deliver(tmp_path, "penalties_1.json", penalties({"cf_cflb": "拘留"}), "penalties")
    for source, fixes in (("licences", {"许可类别": "食品经营许可"}), ("penalties", {"cf_cflb": "警告"})):
        export(tmp_path, CONTRACTS[source], tmp_path / "out.csv")
        content = written(tmp_path, rows_of(tmp_path / "out.csv"), **fixes)
        found = deliver(tmp_path, f"{source}.returned.csv", content, source)
        assert (found.counts.typed, found.counts.quarantined) == (1, 0), found.quarantine
    assert found.typed[0]["fine_fen"] == 500_000


def test_where_nothing_waits_nothing_is_written(tmp_path):
    with pytest.raises(Refused, match="nothing_waits"):
        export(tmp_path, CONTRACTS["registry"], tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIZHI_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    app = Typer()
    quarantine.register(app)
    app.command("other")(lambda: None)
    return lambda *words: CliRunner().invoke(app, ["quarantine", *words])


def test_the_command_lists_and_exports(command, tmp_path):
    assert "Nothing is in quarantine" in command("list").output
    deliver(tmp_path, "registry_1.csv", BAD_REGISTRY, "registry")
    deliver(tmp_path, "licences.xlsx", b"", "licences")
    listed = command("list").output
    assert "registry_1.csv" in listed and "unknown_code 1" in listed and "empty_file" in listed
    done = command("export", "--source", "registry", "--out", str(tmp_path / "out.csv"))
    assert done.exit_code == 0 and "registry.returned-1.csv" in done.output
    assert len(rows_of(tmp_path / "out.csv")) == 3


def test_the_command_says_when_there_is_no_such_source(command, tmp_path):
    done = command("export", "--source", "nobody", "--out", str(tmp_path / "out.csv"))
    assert done.exit_code == 1 and "no_such_source" in done.stderr
