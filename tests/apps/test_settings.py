"""What the environment changes, and what every answer carries."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from huizhi.config import environment
from huizhi.config.middleware import ChosenLanguage, ContentSecurityPolicy, KeepPrivate, RequestNumber
from huizhi.vocabulary.refused import Refused

ROOT = Path(__file__).resolve().parents[2]


def test_without_an_address_the_database_is_a_file_at_home(tmp_path):
    entry = environment.database_from("", tmp_path / "home")
    assert entry["ENGINE"].endswith("sqlite3")
    assert entry["NAME"] == str(tmp_path / "home" / "office.sqlite3")
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    "address, expected",
    [
        (
            "postgresql://wang:p%40ss%2Fw@db.internal:6432/huizhi?sslmode=require",
            {"USER": "wang", "PASSWORD": "p@ss/w", "HOST": "db.internal", "PORT": "6432", "NAME": "huizhi",
             "OPTIONS": {"sslmode": "require"}},
        ),
        (
            "postgres://wang@/huizhi?host=/var/run/pg",
            {"USER": "wang", "PASSWORD": "", "HOST": "", "PORT": "", "NAME": "huizhi",
             "OPTIONS": {"host": "/var/run/pg"}},
        ),
        ("postgresql://[::1]:5432/huizhi", {"HOST": "::1", "PORT": "5432", "NAME": "huizhi", "USER": ""}),
    ],
)  # fmt: skip
def test_a_postgresql_address_is_read(tmp_path, address, expected):
    entry = environment.database_from(address, tmp_path)
    assert entry["ENGINE"] == "django.db.backends.postgresql"
    assert {name: entry[name] for name in expected} == expected


def test_another_kind_of_database_is_refused_by_name(tmp_path):
    with pytest.raises(Refused) as refused:
        environment.database_from("mysql://root@localhost/huizhi", tmp_path)
    assert refused.value.code == "database_url_unknown"
    assert "root" not in str(refused.value)


def test_the_secret_key_is_made_once_and_private(tmp_path):
    home = tmp_path / "home"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: environment.secret_key(home, ""), range(16)))
    assert len(keys) == 1 and len(keys.pop()) >= 50
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("make", [environment.database_from, lambda _, home: environment.secret_key(home, "")])
def test_a_new_home_is_open_to_its_owner_only(tmp_path, make):
    make("", tmp_path / "city" / "home")
    assert stat.S_IMODE((tmp_path / "city" / "home").stat().st_mode) == 0o700


def test_a_given_secret_key_leaves_nothing_on_the_disk(tmp_path):
    assert environment.secret_key(tmp_path / "home", "x" * 50) == "x" * 50
    assert not (tmp_path / "home").exists()


def test_a_broken_secret_key_file_is_refused(tmp_path):
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(Refused) as refused:
        environment.secret_key(tmp_path, "")
    assert refused.value.code == "secret_key_broken"


@pytest.mark.parametrize("text, hosts", [("", ["localhost", "127.0.0.1", "[::1]"]), ("a.cn, b.cn ,", ["a.cn", "b.cn"])])
def test_only_this_machine_is_answered_unless_hosts_are_named(text, hosts):
    assert environment.hosts_from(text) == hosts


def settings_in(**variables):
    """Some settings as a fresh process with these variables sees them."""
    code = (
        "from huizhi.config import settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS > 0, s.SECURE_PROXY_SSL_HEADER is not None)"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HUIZHI_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, "PYTHONPATH": str(ROOT / "src"), **variables},
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout.split()  # fmt: skip


def test_debug_is_off_and_tls_settings_follow_one_switch(tmp_path):
    home = str(tmp_path)
    assert settings_in(HUIZHI_HOME=home) == ["False", "False", "False", "False", "False"]
    behind = settings_in(HUIZHI_HOME=home, HUIZHI_HTTPS="1", HUIZHI_PROXIES="1")
    assert behind == ["False", "True", "True", "True", "True"]


@pytest.mark.django_db
def test_sqlite_writes_are_on_the_disk_before_they_count():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own settings")
    with connection.cursor() as cursor:
        found = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {pragma}")
            found[pragma] = cursor.fetchone()[0]
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20000}


def answered(middleware, request=None, response=None):
    """What a middleware makes of a plain answer."""
    return middleware(lambda _request: response or HttpResponse("ok"))(request or RequestFactory().get("/"))


def test_nothing_from_elsewhere_and_nothing_inline():
    policy = answered(ContentSecurityPolicy)["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_every_answer_has_the_number_its_log_line_has(caplog):
    answer = answered(RequestNumber, response=HttpResponse(status=500))
    assert answer["X-Request-Number"] in caplog.text


@pytest.mark.parametrize(
    "cookie, language", [(None, "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("xx", "zh-hans")]
)
def test_chinese_unless_the_visitor_switched(cookie, language):
    request = RequestFactory().get("/", headers={"Accept-Language": "en-GB,en"})
    if cookie:
        request.COOKIES["django_language"] = cookie
    answer = answered(ChosenLanguage, request)
    assert answer["Content-Language"] == request.LANGUAGE_CODE == language


class _SignedIn:
    is_authenticated = True


def test_what_an_officer_saw_stays_in_no_cache():
    request = RequestFactory().get("/")
    request.user = _SignedIn()
    assert "no-store" in answered(KeepPrivate, request)["Cache-Control"]


def test_the_migrations_are_the_models(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_deployment_check_has_nothing_to_say_behind_tls(tmp_path):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HUIZHI_", "DATABASE_"))}
    variables = {"HUIZHI_HOME": str(tmp_path), "HUIZHI_HTTPS": "1", "HUIZHI_PROXIES": "1"}
    said = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--settings", "huizhi.config.settings"],
        env={**clean, "PYTHONPATH": str(ROOT / "src"), **variables}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert said.returncode == 0
    assert "security." not in said.stdout + said.stderr


def test_an_address_writes_no_line_of_its_own_into_the_log(rf, caplog):
    answered = RequestNumber(lambda _request: HttpResponse(status=500))
    answered(rf.get("/x%0a2026-01-01 ERROR forged"))
    assert "forged" in caplog.text and len(caplog.text.splitlines()) == 1
