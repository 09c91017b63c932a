"""`huizhi validate grades`: classes and prediction of a past day against the year after, as tables or JSON."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from huizhi.city.build import build
from huizhi.cli.refusals import refusals
from huizhi.exchange import holding
from huizhi.exchange.arrivals import receive
from huizhi.exchange.office import bring_up_to_date
from huizhi.exchange.pack import Pack
from huizhi.exchange.trades import follow
from huizhi.insight.prediction import Severity, Taught
from huizhi.lake.release import Release
from huizhi.lake.store import LakeStore

SAMPLE_UNTIL = date(2026, 10, 31)
DUE = "到期设备 devices due"
SLICES = {"all": "全部检查 all visits", "random": "双随机检查 random draws"}
MODELS = {
    "blind": "★ 本模型 champion: blind to officers", "logistic": "逻辑回归 logistic, officers ignored",
    "trees": "提升树 boosted trees, officers ignored", "card": "评分卡 the card's score", "random": "随机 random order",
}  # fmt: skip
FAIRNESS = {"division": "辖区 district", "size": "规模 size"}

Entities = Annotated[int, typer.Option(help="样例城市的规模；0 为本机数据 Size of a sample city; 0: own home.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same sample city.")]
Followed = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day whose classes are followed; default a year back."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON and nothing else.")]


def grades(
    entities: Entities = 0,
    seed: Seed = 1,
    on: Followed = None,
    keep: Annotated[bool, typer.Option(help="Keep the result for the page (own home only).")] = True,
    as_json: AsJson = False,
) -> None:
    """验证等级与预测：某日已知的分类，其后一年查出了什么。Follow a past day's classes for a year, with intervals."""
    with refusals(), _home(entities, seed, Console(stderr=True, quiet=as_json)) as (home, until, truth, status):
        day = on.date() if on else None
        measured, taught, rows = holding.measure(
            home, Pack.of_home(home), until, on=day, at=datetime.now(UTC), tell=status.update
        )  # fmt: skip
        planted = _planted(truth, taught) if truth else None
    if keep and not entities:
        bring_up_to_date()
        holding.keep(home, measured, rows, by="system:validate", at=datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps(measured | ({"planted": planted} if planted else {}), ensure_ascii=False, indent=1))
        return
    show(measured, planted, Console(width=150))


def trades(
    entities: Entities = 0,
    seed: Seed = 1,
    on: Followed = None,
    as_json: AsJson = False,
) -> None:
    """验证专业评分卡：食品、药店、网店等各级其后一年查出了什么。Follow the trades' own classes for a year."""
    with refusals(), _home(entities, seed, Console(stderr=True, quiet=as_json)) as (home, until, _, status):
        day = on.date() if on else until - timedelta(holding.FOLLOWED_DAYS)
        told = follow(LakeStore.open(home), day, until, status.update)
    if as_json:
        typer.echo(json.dumps({"on": str(day), "until": str(until), "cards": told}, ensure_ascii=False, indent=1))
        return
    console = Console(width=150)
    for each in told:
        console.print(f"\n[bold]{each['title']['zh']} {each['title']['en']}[/bold]　{each['version']}　{day} → {until}")
        for name, title in SLICES.items():
            console.print(_class_table(each["classes"][name], title))
        if each["devices"]:
            console.print(_class_table(each["devices"], DUE, ("首台到期 first due", "未按期合格 not passed in time")))


@contextmanager
def _home(entities: int, seed: int, console: Console) -> Iterator[tuple[Path, date, Path | None, Any]]:
    """The home to measure and the last day it knows; a sample city is made, loaded and thrown away again."""
    with tempfile.TemporaryDirectory() as folder, console.status("") as status:
        if not entities:
            home = Path(settings.HUIZHI_HOME)
            yield home, Release.open(home).as_of, None, status
            return
        place = Path(folder)
        build(place, entities, seed, SAMPLE_UNTIL, lambda done, of: status.update(f"样例城市 city {done:,}/{of:,}"))
        home = place / "home"
        arrivals = receive(
            home, SAMPLE_UNTIL, Pack.built_in(), place / "deliveries",
            lambda step, what: status.update(f"{step} {what}"), lambda step: nullcontext(),
        )  # fmt: skip
        status.update("入湖 commit")
        LakeStore.open(home).commit(arrivals.typed_files())
        yield home, SAMPLE_UNTIL, place / "truth", status


def _planted(truth: Path, taught: Taught) -> dict[str, Any]:
    """How many officers' intervals hold the severity that the sample city planted."""
    with (truth / "inspectors.csv").open(encoding="utf-8") as lines:
        return covered({row["name"]: float(row["severity"]) for row in csv.DictReader(lines)}, taught.severities)


def covered(planted: Mapping[str, float], stated: Mapping[str, Severity]) -> dict[str, Any]:
    """Of the officers met, how many have an interval that holds what was planted; both as ratios to the average."""
    met = sorted(set(planted) & set(stated))
    weights = np.array([stated[name].visits for name in met])
    true = np.array([planted[name] for name in met])
    true = true / np.average(true, weights=weights)
    inside = [stated[name].low <= value <= stated[name].high for name, value in zip(met, true, strict=True)]
    told = np.corrcoef(true, [stated[name].value for name in met])[0, 1]
    return {"officers": len(met), "covered": int(sum(inside)), "correlation": round(float(told), 3)}


def show(measured: Mapping[str, Any], planted: Mapping[str, Any] | None, console: Console) -> None:
    """The result as tables for a person."""
    console.print(
        f"\n[bold]{measured['on']} 的分类，跟踪至 {measured['until']} · classes followed to the right day[/bold]"
    )
    console.print(f"{measured['cards']['then']} · {measured['businesses']:,} 家 businesses")
    for name, title in SLICES.items():
        console.print(_class_table(measured["classes"][name], title))
    console.print(_model_table(measured["models"]))
    for name, title in SLICES.items():
        console.print(_reliability_line(measured["reliability"][name], title))
    for name, title in FAIRNESS.items():
        console.print(_fairness_table(measured["fairness"][name], title))
    moved = measured["stability"]
    console.print(f"稳定性 stability {moved['from']} → {moved['to']}: {_share(moved)} 换类 changed class")
    far = ", ".join(f"{line['feature']} {line['index']:.3f}" for line in measured["drift"][:5])
    console.print(f"特征漂移 population stability (largest): {far}")
    spread = measured["severities"]
    console.print(f"检查人员 officers {spread['officers']}: 宽严标准差 spread {spread['spread']:.2f}")
    if planted:
        told = f"{planted['covered']} / {planted['officers']}, r {planted['correlation']:.2f}"
        console.print(f"植入的宽严 planted severities inside their 95 %: {told}")
    console.print(
        "预测只用于排序，不得单独作为处理依据。 The prediction orders; it is never the sole ground for an act."
    )


def _class_table(
    told: Mapping[str, Any], title: str, counts: tuple[str, str] = ("首次检查 first visits", "查出 found")
) -> Table:  # fmt: skip
    table = Table(title=f"{title} · {_compared(told)} · 全体 overall {_rate({'value': told['overall']})}")
    for head in (
        "类 class",
        "主体 businesses",
        *counts,
        "倍数 lift",
        "随机分类 by chance",
    ):
        table.add_column(head, justify="right")
    for row in told["rows"]:
        lift = "" if row["lift"] is None else f"{row['lift']:.2f}"
        chance = "" if row["by_chance"] is None else "{:.1%}–{:.1%}".format(*row["by_chance"])
        table.add_row(row["grade"], f"{row['businesses']:,}", f"{row['of']:,}", _share(row), lift, chance)
    return table


def _compared(told: Mapping[str, Any]) -> str:
    """How the classes lie to one another; nothing of the sort where fewer than two were visited."""
    if sum(row["of"] > 0 for row in told["rows"]) < 2:
        return "不足以比较 nothing to compare"
    apart = "区间互不重叠 intervals apart" if told["apart"] else "区间有重叠 intervals overlap"
    order = "次序相符 in order" if told["in_order"] else "次序不符 not in order"
    return f"{order} · {apart}"


def _model_table(lines: list[Mapping[str, Any]]) -> Table:
    table = Table(title=f"模型对照 champion and challengers · {lines[0]['visits']:,} 次检查 visits")
    for head in ("模型 model", "AUC", "双随机 random draws", "比本模型 against champion", "前五分之一 first fifth",
                 "Brier", "偏差 error (by chance)"):  # fmt: skip
        table.add_column(head, justify="left" if head.startswith("模型") else "right")
    for line in lines:
        held = f"{line['error']:.2%} ({line['by_chance']:.2%})" if "error" in line else ""
        table.add_row(MODELS[line["model"]], _three(line["auc"], ".3f"), f"{line['auc_random']:.3f}",
                      _three(line["against_champion"], "+.3f"), f"{line['first_fifth']:.1%}",
                      f"{line['brier']:.4f}" if "brier" in line else "", held)  # fmt: skip
    return table


def _reliability_line(told: Mapping[str, Any] | None, title: str) -> str:
    if told is None:
        return f"{title}: —"
    return (
        f"可靠性 reliability, {title}: 平均偏差 mean gap {_three(told['gap'], '+.2%')}; 分组偏差 by tenths "
        f"{told['error']:.2%}, 纯属偶然 by chance alone {told['by_chance']:.2%}, 超出 beyond {told['excess']:.2%}"
    )


def _fairness_table(rows: list[Mapping[str, Any]], title: str) -> Table:
    table = Table(title=f"公平性 fairness · {title} · 与其余相比 difference to all others")
    for head in ("组 group", "主体 businesses", "C/D", "查出 found (random)", "误报 false alarm", "漏报 missed",
                 "预测减查出 stated − found"):  # fmt: skip
        table.add_column(head, justify="left" if head.startswith("组") else "right")
    for row in rows:
        cells = [f"{_rate(row[name])}\n{_three(row[name]['difference'], '+.1%')}"
                 for name in ("classed_high", "found", "false_alarm", "missed")]  # fmt: skip
        table.add_row(row["group"], f"{row['businesses']:,}", *cells, _three(row["gap"], "+.1%"))
    return table


def _rate(told: Mapping[str, Any]) -> str:
    return "—" if told["value"] is None else f"{told['value']:.1%}"


def _share(told: Mapping[str, Any]) -> str:
    return "—" if told["value"] is None else f"{told['value']:.1%} [{told['low']:.1%}, {told['high']:.1%}]"


def _three(values: list[float] | None, form: str) -> str:
    if values is None:
        return "—"
    value, low, high = (format(v, form) for v in values)
    return f"{value} [{low}, {high}]"
