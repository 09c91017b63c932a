"""Reads the environment that settings depend on. No Django here."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from huizhi.vocabulary.refused import Refused

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SQLITE_OPENING = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
    "PRAGMA cache_size=-65536;"
)


def flag(name: str) -> bool:
    """Whether an environment variable says yes: 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def hosts_from(text: str) -> list[str]:
    """The host names the site answers to, comma separated; this machine only when none is named."""
    return [h.strip() for h in text.split(",") if h.strip()] or list(LOCAL_HOSTS)


def secret_key(home: Path, given: str) -> str:
    """The signing key: `given`, or the one kept in `home`, made on first use and readable by its owner only."""
    if given:
        return given
    path = home / "secret_key"
    if not path.exists():
        _make_home(home)
        _write_once(path, secrets.token_urlsafe(48))
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise Refused(
            "secret_key_broken",
            f"{path} 不是有效的密钥文件",
            f"{path} does not hold a valid key",
            "数据库与数据湖未受影响",
            "删除该文件后重启（已登录的人员需重新登录），或设置环境变量 HUIZHI_SECRET_KEY",
            {"path": str(path)},
            what_is_safe_en="the database and the lake are untouched",
            what_to_do_en="delete the file and restart (everybody signs in again), or set HUIZHI_SECRET_KEY",
        )
    return key


def _make_home(home: Path) -> None:
    """The folder of everything kept, its owner's alone: the database in it holds the sessions of whoever is signed in.
    One that stands already stays as its owner made it."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)


def _write_once(path: Path, text: str) -> None:
    """Write a private file whole; whoever comes second keeps the first one's."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def database_from(url: str, home: Path) -> dict[str, object]:
    """Django's database entry: PostgreSQL for postgres[ql]://user:password@host:port/name?option=…, else SQLite.

    sqlite:///relative/path and sqlite:////absolute/path name another file than office.sqlite3 in `home`.
    Raises Refused for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme in ("", "sqlite"):
        _make_home(home)
        return _sqlite(Path(unquote(parts.path[1:])) if parts.path[1:] else home / "office.sqlite3")
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise Refused(
        "database_url_unknown",
        f"DATABASE_URL 的类型“{parts.scheme}”不受支持",
        f"DATABASE_URL has the unsupported scheme {parts.scheme!r}",
        "没有连接任何数据库",
        "使用 postgresql://用户:密码@主机:端口/库名，或不设置以使用 SQLite",
        what_is_safe_en="no database was touched",
        what_to_do_en="use postgresql://user:password@host:port/name, or leave it unset for SQLite",
    )


def _sqlite(path: Path) -> dict[str, object]:
    """One writer at a time from the first statement on, readers never blocked, every commit on the disk."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_OPENING},
    }
