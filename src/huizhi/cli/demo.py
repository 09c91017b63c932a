"""`huizhi demo`: a sample city (or a pack's real records), the night, a draw, and the site with its logins."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
from datetime import date, timedelta
from pathlib import Path

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from huizhi.city.build import build
from huizhi.cli.night import go, summarise
from huizhi.cli.refusals import refusals
from huizhi.exchange import demo as stage
from huizhi.exchange.demo_draws import hold_draw
from huizhi.exchange.demo_visits import visit_drawn
from huizhi.exchange.night import seal_day
from huizhi.exchange.office_day import fill_office
from huizhi.exchange.pack import Pack
from huizhi.vocabulary.refused import Refused


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def demo(
        entities: int = typer.Option(20_000, "--entities", help="Size of the sample city."),
        seed: int = typer.Option(1, "--seed", help="The same seed gives the same city."),
        until: str = typer.Option("", "--until", help="Last day of the sample city; yesterday when left out."),
        pack: str = typer.Option("", "--pack", help="A pack's name or folder instead of the sample city."),
        data: Path | None = typer.Option(None, "--data", help="With --pack: the folder with its records."),
        port: int = typer.Option(8000, "--port", help="The site's port; the next free one is taken when it is busy."),
        stay: bool = typer.Option(True, "--serve/--no-serve", help="Keep the site open, or stop after the draw."),
    ) -> None:
        """演示：样例城市、夜间任务、一次抽查与网站。A sample city, the night, a draw and the site, logins printed."""
        console = Console()
        with refusals():
            logins = _prepare(Pack.find(pack), pack, data, entities, seed, until, console)
        free = _free_port(port)
        _show(logins, f"http://localhost:{free}/", console)
        if stay:
            _become_the_site(free, invented=not pack)


def _prepare(
    pack: Pack, named: str, data: Path | None, entities: int, seed: int, until: str, console: Console
) -> list[stage.Login]:
    home = Path(settings.HUIZHI_HOME)
    pack.require(home)
    folder, day = (data, pack.as_of) if named else _sample(home, entities, seed, until, console)
    if not named and not (home / "draw.json").exists():
        month_before = day.replace(day=1) - timedelta(days=1)  # so that the first morning has something to compare with
        go(month_before.isoformat(), folder, named, Console(stderr=True), teaches=False, seals=False)
    report = go(day.isoformat(), folder, named, Console(stderr=True), seals=False)
    summarise(report, console)
    at = stage.now()
    stage.found(pack, at)
    logins = stage.open_accounts(pack, at)
    if not named:
        filed = fill_office(pack, day)
        console.print(f"已登记办理投诉举报 complaints and reports handled: {filed}")
    if report.published or not (home / "draw.json").exists():
        number = hold_draw(home, pack, at)
        (home / "draw.json").write_text(json.dumps({"number": number}), encoding="utf-8")
        console.print(f"已核验并公布抽查 verified and published draw: {number}")
        if not named:
            console.print(f"已安排现场检查 visits planned: {visit_drawn(number, at)}")
    seal_day(by=stage.BY, at=stage.now())
    return logins


def _sample(home: Path, entities: int, seed: int, until: str, console: Console) -> tuple[Path, date]:
    """The sample city's deliveries, made once; asked for another, it refuses rather than mix two cities."""
    wanted = {"entities": entities, "seed": seed, "until": until or (date.today() - timedelta(days=1)).isoformat()}  # noqa: DTZ011
    note = home / "sample-city.json"
    if note.exists():
        made = json.loads(note.read_text(encoding="utf-8"))
        if (entities, seed, until or made["until"]) != (made["entities"], made["seed"], made["until"]):
            raise _another_city(home, made)
        wanted = made
    else:
        console.print(f"样例城市 sample city: {entities:,} 家经营主体 entities, {wanted['until']}")
        _build(home / "sample-city", wanted, console)
        note.write_text(json.dumps(wanted), encoding="utf-8")
    return home / "sample-city", date.fromisoformat(wanted["until"])


def _build(folder: Path, wanted: dict[str, object], console: Console) -> None:
    """Write the city, counting its entities as they come; what an interrupted run left is written again."""
    shutil.rmtree(folder, ignore_errors=True)
    with console.status("生成交付文件 writing the deliveries") as status:
        day = date.fromisoformat(str(wanted["until"]))
        build(folder, wanted["entities"], wanted["seed"], day, lambda done, _: status.update(f"{done:,}"))


def _free_port(port: int) -> int:
    for candidate in range(port, port + 50):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", candidate)):
                return candidate
    return port


def _show(logins: list[stage.Login], address: str, console: Console) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("账号 login", "口令 password", "可以做什么 what for"):
        table.add_column(title, no_wrap=True)
    for one in logins:
        table.add_row(one.username, one.password, f"{one.zh}\n{one.en}")
    console.print(f"\n[bold]{address}[/bold]")
    console.print(table)
    console.print("公众页面无需登录 public pages need no login. Ctrl+C 停止 stops.\n")


def _become_the_site(port: int, *, invented: bool) -> None:
    """Go on as `huizhi serve`, whose pages say "sample data" if it is; a site forked from here would take along the
    night's threads and memory, and could stop at any moment."""
    os.environ["HUIZHI_DEMO"] = "1" if invented else ""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "huizhi.cli", "serve", "--port", str(port)])


def _another_city(home: Path, made: dict[str, object]) -> Refused:
    return Refused(
        "demo.another_city",
        f"{home} 中已有另一座样例城市：{made}。",
        f"{home} already holds another sample city: {made}.",
        "原有数据没有改动。",
        "用同样的参数，或以 HUIZHI_HOME 指定另一个文件夹。",
        what_is_safe_en="What is there is unchanged.",
        what_to_do_en="Use the same options, or name another folder with HUIZHI_HOME.",
    )
