"""Engines: settings from the environment, no network, and the same expression for another engine."""

from pathlib import Path

import pyarrow as pa
import pytest

from huizhi.lake import engines
from tests.lake.deliveries import TABLE, Delivery, day


def setting(con, name):
    return con.raw_sql(f"SELECT current_setting('{name}')").fetchone()[0]


def test_a_connection_is_set_up_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIZHI_THREADS", "1")
    monkeypatch.setenv("HUIZHI_MEMORY", "512MiB")
    con = engines.connect(tmp_path)
    assert setting(con, "threads") == 1 and setting(con, "memory_limit") == "512.0 MiB"
    assert Path(setting(con, "temp_directory")).is_relative_to(tmp_path)


def test_a_connection_never_fetches_an_extension(tmp_path):
    con = engines.connect(tmp_path)
    assert not setting(con, "autoload_known_extensions") and not setting(con, "autoinstall_known_extensions")


def test_memory_stays_below_half_the_machine_by_default(tmp_path, monkeypatch):
    monkeypatch.delenv("HUIZHI_MEMORY", raising=False)
    assert 0 < engines._default_memory() <= engines.MEMORY_CEILING
    assert setting(engines.connect(tmp_path), "memory_limit").endswith("iB")


@pytest.mark.parametrize(("engine", "quote"), [("duckdb", '"'), ("pyspark", "`")])
def test_an_as_of_table_compiles_for_every_engine(lake, engine, quote):
    sql = engines.compile_for(engine, lake.table(TABLE, day(3)).group_by("division").agg(n=lambda t: t.residents.sum()))
    assert f"{quote}division{quote}" in sql and "2026" in sql and f"{TABLE}__c0_all" in sql


def test_execute_gives_an_arrow_table(lake, deliver):
    deliver(Delivery("first", day(1), [("a", "code:1", 5)]))
    found = engines.execute(lake.table(TABLE, day(1)).select("residents"))
    assert isinstance(found, pa.Table) and found.to_pylist() == [{"residents": 5}]


def test_names_and_texts_are_quoted():
    assert engines.quoted("O'Brien") == "'O''Brien'" and engines.named('a"b') == '"a""b"'
