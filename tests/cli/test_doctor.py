"""`huizhi doctor` names what is missing, the command that mends it, and fails only for what is required."""

import json
import shutil
import socket
import sqlite3
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from huizhi.cli import doctor as command
from huizhi.cli import machine as checks
from huizhi.cli.machine import Fix, Machine


def machine(tmp_path: Path, **changes) -> Machine:
    bare = {
        "home": tmp_path / "home",
        "root": tmp_path,
        "environment": {},
        "administrator": False,
        "which": lambda _: None,
    }
    return Machine(**(bare | changes))


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIZHI_HOME", str(tmp_path / "home"))
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    return lambda *words: CliRunner().invoke(app, ["doctor", *words])


def test_it_reports_every_check_as_json(run):
    result = run("--json")
    report = json.loads(result.output)
    assert [c["check"] for c in report["checks"]] == [check.__name__ for check in checks.CHECKS]
    assert result.exit_code == (0 if report["ok"] else 1)
    assert report["ok"] == all(c["ok"] for c in report["checks"] if c["required"])


def test_everything_wrong_comes_with_a_fix_in_both_languages(run):
    for check in json.loads(run("--json").output)["checks"]:
        assert check["ok"] or (check["fix"]["zh"] and check["fix"]["en"])


def test_the_table_names_what_is_missing_and_fails(run, monkeypatch):
    monkeypatch.setattr(checks, "OLDEST_PYTHON", (99, 0))
    monkeypatch.setattr(checks, "BROWSERS", ())
    result = run()
    assert result.exit_code == 1
    assert "缺 missing Python 版本" in result.output
    assert "python3.11-venv" in result.output


def test_a_missing_option_alone_does_not_fail(run, monkeypatch):
    monkeypatch.setattr(command, "examine", lambda m: [checks.browser(machine(m.home))])
    result = run()
    assert (result.exit_code, "可选 optional" in result.output) == (0, True)
    assert "Huizhi can run here" in result.output


def test_debian_packages_are_installed_by_root_and_asked_for_by_others(tmp_path):
    otherwise = Fix("甲", "or this")
    root = machine(tmp_path, administrator=True, which=lambda name: f"/usr/bin/{name}")
    assert root.install("chromium", otherwise) == Fix(*["apt-get install -y chromium"] * 2)
    asked = machine(tmp_path).install("chromium", otherwise)
    assert asked.en == "ask an administrator for: apt-get install -y chromium; or or this"
    assert asked.zh.endswith("；或 甲")
    elsewhere = machine(tmp_path, administrator=True)  # root, but no apt
    assert elsewhere.install("chromium", otherwise) == asked


def test_packages_are_held_against_their_pins(tmp_path):
    lock = tmp_path / "requirements" / "runtime.txt"
    lock.parent.mkdir()
    lock.write_text(f"typer=={checks.metadata.version('typer')} \\\n    --hash=sha256:00\n", encoding="utf-8")
    assert checks.packages(machine(tmp_path)).ok
    lock.write_text("typer==0.0.1 \\\nno-such-package-of-ours==1.0\n", encoding="utf-8")
    found = checks.packages(machine(tmp_path))
    assert not found.ok
    assert "≠ 0.0.1" in found.found
    assert "no-such-package-of-ours —" in found.found
    assert found.required
    lock.write_text("typer==0.0.1 \\\n", encoding="utf-8")
    assert not checks.packages(machine(tmp_path)).required


@pytest.mark.parametrize(("version", "ok"), [("v18.20.4", False), ("v20.0.0", True), ("v24.19.0", True), ("", False)])
def test_node_must_be_new_enough(tmp_path, monkeypatch, version, ok):
    monkeypatch.setattr(checks, "_output", lambda _: version)
    monkeypatch.setattr(checks.sys, "executable", str(tmp_path / "python"))
    found = checks.node(machine(tmp_path, which=lambda name: f"/usr/bin/{name}"))
    assert (found.ok, found.required) == (ok, True)


def test_node_is_optional_once_the_assets_are_built(tmp_path, monkeypatch):
    monkeypatch.setattr(checks.sys, "executable", str(tmp_path / "python"))
    (tmp_path / "src/huizhi/ui/static/built").mkdir(parents=True)
    found = checks.node(machine(tmp_path))
    assert (found.ok, found.required) == (False, False)
    assert "requirements/node.txt" in found.fix.en


def test_a_browser_is_taken_from_the_variable_the_path_or_the_npm_package(tmp_path):
    assert not checks.browser(machine(tmp_path)).ok
    assert checks.browser(machine(tmp_path, which=lambda name: "/x" if name == "google-chrome" else None)).found == "/x"
    named = tmp_path / "chrome"
    assert not checks.browser(machine(tmp_path, environment={"HUIZHI_CHROMIUM": str(named)})).ok
    named.touch()
    assert checks.browser(machine(tmp_path, environment={"HUIZHI_CHROMIUM": str(named)})).found == str(named)


def test_fonts_are_found_without_fontconfig(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "FONT_FOLDERS", (str(tmp_path),))
    assert not checks.fonts(machine(tmp_path)).ok
    (tmp_path / "noto").mkdir()
    (tmp_path / "noto" / "NotoSansCJK-Regular.ttc").touch()
    assert checks.fonts(machine(tmp_path)).found == "NotoSansCJK-Regular.ttc"
    (tmp_path / "noto" / "NotoSansCJK-Regular.ttc").unlink()
    assert "make fonts" in checks.fonts(machine(tmp_path)).fix.en
    own = tmp_path.parent / f"{tmp_path.name}-own"
    own.mkdir()
    (own / "FangSong.ttf").touch()
    assert checks.fonts(machine(tmp_path, environment={"HUIZHI_FONTS": str(own)})).found == "FangSong.ttf"


def test_the_data_folder_need_not_exist_and_is_not_made(tmp_path):
    place = machine(tmp_path, home=tmp_path / "a" / "b")
    assert checks.home(place).ok
    assert checks.disk(place).found.endswith("GiB")
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr(checks.tempfile, "NamedTemporaryFile", refuse)
    found = checks.home(machine(tmp_path))
    assert (found.ok, found.required) == (False, True)
    assert str(tmp_path) in found.fix.en


def test_a_port_in_use_is_noticed(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        found = checks.port(machine(tmp_path, port=number))
        assert (found.ok, found.required, found.found) == (False, False, "被占用 in use")
    assert checks.port(machine(tmp_path, port=number)).ok


def test_too_little_disk_or_memory_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    monkeypatch.setattr(checks, "_memory_available", lambda: 2**20)
    assert not checks.disk(machine(tmp_path)).ok
    assert not checks.memory(machine(tmp_path)).ok


def test_the_sqlite_office_is_opened_when_it_exists(tmp_path):
    place = machine(tmp_path)
    assert checks.database(place).ok
    place.home.mkdir()
    office = place.home / "office.sqlite3"
    sqlite3.connect(office).execute("CREATE TABLE t (a)").connection.close()
    assert checks.database(place).found == str(office)
    office.write_bytes(b"no database at all" * 100)
    assert not checks.database(place).ok
    elsewhere = machine(tmp_path, environment={"DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3"})
    assert checks.database(elsewhere).found == f"{tmp_path}/other.sqlite3"


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda _: object())
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        number = listening.getsockname()[1]
        url = f"postgres://huizhi:secret@127.0.0.1:{number}/huizhi"
        assert checks.database(machine(tmp_path, environment={"DATABASE_URL": url})).ok
    found = checks.database(machine(tmp_path, environment={"DATABASE_URL": url}))
    assert not found.ok
    assert "secret" not in repr(found)


def test_a_server_behind_a_socket_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda _: object())
    place = machine(tmp_path, environment={"DATABASE_URL": f"postgresql:///huizhi?host={tmp_path}"})
    assert not checks.database(place).ok
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{tmp_path}/.s.PGSQL.5432")
        listening.listen()
        assert checks.database(place).ok


def test_a_server_needs_its_driver(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda _: None)
    found = checks.database(machine(tmp_path, environment={"DATABASE_URL": "postgres://127.0.0.1/huizhi"}))
    assert (found.ok, "psycopg" in found.fix.en) == (False, True)


def test_keys_must_be_private_and_must_not_be_gone(tmp_path):
    place = machine(tmp_path)
    assert checks.keys(place).ok
    folder = place.home / "keys"
    folder.mkdir(parents=True, mode=0o700)
    (folder / "identity.0001.key").touch(mode=0o600)
    assert checks.keys(place).ok
    (folder / "identity.0001.key").chmod(0o640)
    assert "chmod" in checks.keys(place).fix.en
    (folder / "identity.0001.key").unlink()
    assert checks.keys(place).ok
    (place.home / "key-ids").touch()
    assert "restore" in checks.keys(place).fix.en
    elsewhere = machine(tmp_path, environment={"HUIZHI_KEYS": str(tmp_path / "other")})
    assert str(tmp_path / "other") in checks.keys(elsewhere).found


def test_missing_time_zones_are_noticed(tmp_path, monkeypatch):
    assert checks.timezones(machine(tmp_path)).ok

    def absent(name):
        raise checks.zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(checks.zoneinfo, "ZoneInfo", absent)
    found = checks.timezones(machine(tmp_path))
    assert not found.ok
    assert f"{sys.executable} -m pip install tzdata" in found.fix.en
