"""What was measured about the classes, in words and charts; and the chance of one business, line by line."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.registers.facade import EntityHead, EventLine
from huizhi.exchange.counted import ALL, BUSINESSES, DRAWN, FOUND, VISITS
from huizhi.insight import features
from huizhi.insight.prediction import POINTS_TO_DOUBLE, Model
from huizhi.web import charts, labels
from huizhi.web.presenters.holding_rows import address

STEADY, MOVED = 0.1, 0.25
"""Where by usage a population counts as steady, and as another one."""
Told = Mapping[str, Any]


def page(found: Told) -> dict[str, Any]:
    """Everything the page shows, from one stored result."""
    card = found["card"]
    return {
        "on": found["on"], "until": found["until"], "measured_at": datetime.fromisoformat(found["measured_at"]),
        "businesses": found["businesses"], "rules": found["cards"]["then"],
        "verdicts": _verdicts(found), "classes": _classes(found), "stability": _stability(found["stability"]),
        "fairness": [
            {"title": title, "rows": [_group(row, named(row["group"])) for row in found["fairness"][by]]}
            for title, by, named in ((_("按辖区"), "division", labels.place), (_("按规模"), "size", _size))
        ],
        "reliability": _reliability(found), "models": [_model(line) for line in found["models"]],
        "drift": [_drift(line) for line in found["drift"]], "feedback": _feedback(found["feedback"]),
        "severities": _severities(found["severities"]), "card": card,
        "features": _listed(_feature(name) for name in [*features.NUMBERS, "entity_kind", "industry"]),
    }  # fmt: skip


def chance(found: Told, head: EntityHead, facts: Iterable[EventLine], as_of: date) -> dict[str, Any] | None:
    """The chance of a finding at a random visit the day after `as_of`, and the points that make it."""
    model = Model.from_json(found["model"])
    lines = [line for line in facts if line.occurred_on is not None]
    on = (as_of + timedelta(1)).toordinal()
    asked = features.Asked(
        np.array([float(on)]),
        np.array([float(head.established_on.toordinal()) if head.established_on else np.nan]),
        np.array([np.nan if head.capital_fen is None else float(head.capital_fen)]),
        np.array([head.entity_kind or ""]), np.array([head.industry_code or ""]),
        float(date.fromisoformat(found["since"]).toordinal()),
    )  # fmt: skip
    ages = np.array([float(on - line.occurred_on.toordinal()) for line in lines])
    dated = features.Dated(np.zeros(len(lines), dtype=int), np.array([line.kind for line in lines], dtype=str), ages)
    points = model.points(
        features.numbers(asked, dated, model.usual), {"entity_kind": asked.entity_kind, "industry": asked.industry}
    )  # fmt: skip
    share = float(model.chance(points)[0])
    told = [(term.feature, int(n)) for term, n in zip(model.terms, points[0], strict=True) if n]
    told.sort(key=lambda each: -abs(each[1]))
    most = max((abs(n) for _name, n in told), default=1)
    overall = found["classes"]["random"]["overall"]
    return {
        "share": _percent(share), "capped": share >= model.highest, "overall": _percent(overall), "base": model.base,
        "total": model.base + sum(n for _name, n in told), "double": POINTS_TO_DOUBLE, "href": reverse("web:holding"),
        "rows": [
            {"name": _feature(name), "detail": _behind(name, head, lines, as_of), "points": n,
             "bar": charts.reason_bar(n, most)} for name, n in told
        ],
    }  # fmt: skip


def _behind(name: str, head: EntityHead, lines: list[EventLine], as_of: date) -> str:
    """What the points rest on: how many records of the window, or the register's own word."""
    if name == "industry":
        return labels.industry(head.industry_code) or ""
    if name == "entity_kind":
        return labels.coded(head.entity_kind, "entity_kind")
    looked = (*features.FOUND, "inspection_clean")
    kinds = {"own_findings": looked, "visited": looked, **features.COUNTED}.get(name)
    if kinds is None:
        return ""
    first = as_of - timedelta(features.WINDOW_DAYS)
    count = sum(line.kind in kinds and first < line.occurred_on <= as_of for line in lines)
    return ngettext("近三年%(n)s项记录", "近三年%(n)s项记录", count) % {"n": count}


def _verdicts(found: Told) -> list[dict[str, str]]:
    """The questions in one line each, with a state for its mark."""
    random, every = found["classes"]["random"], found["classes"]["all"]
    held = found["reliability"]["random"] or found["reliability"]["all"]
    moved = [line for line in found["drift"] if line["index"] >= MOVED]
    ordered = all(told["in_order"] and told["apart"] for told in (every, random))
    return [
        {"state": "ok" if ordered else "near", "title": _("类别越差，查出越多"),
         "words": (_("全部检查：次序相符，区间互不重叠。") if every["in_order"] and every["apart"] else
                   _("全部检查：次序相符，但有区间重叠。") if every["in_order"] else _("全部检查：次序不符。"))
         + (_("仅看双随机：次序相符，区间互不重叠。") if random["in_order"] and random["apart"] else
            _("仅看双随机：次序相符，但有区间重叠。") if random["in_order"] else _("仅看双随机：次序不符。"))},
        {"state": "ok" if held["excess"] < 0.01 else "bad", "title": _("说的概率与查出的相符"),
         "words": _("双随机检查：平均偏差%(gap)s个百分点，分组偏差%(error)s，同样次数纯属偶然也有%(chance)s。") % {
             "gap": _points(held["gap"][0]), "error": _points(held["error"], sign=False),
             "chance": _points(held["by_chance"], sign=False)}},
        {"state": "near" if moved else "ok", "title": _("企业的特征有没有变"),
         "words": _("变化明显的特征：%(names)s。") % {"names": _listed(_feature(line["feature"]) for line in moved)}
         if moved else _("没有变化明显的特征。")},
    ]  # fmt: skip


def _classes(found: Told) -> dict[str, Any]:
    every, drawn = found["classes"]["all"], found["classes"]["random"]
    pairs = list(zip(every["rows"], drawn["rows"], strict=True))
    return {
        "chart": charts.by_class([(a["grade"], a, b) for a, b in pairs], _("各类首次检查查出问题的比例及95%区间")),
        "rows": [
            {"grade": a["grade"], "businesses": a["businesses"], "all": _opened(ALL, a), "random": _opened(DRAWN, b),
             "href": address(ALL, BUSINESSES, a["grade"]), "lift": _lift(a), "by_chance": _span(a["by_chance"])}
            for a, b in reversed(pairs)
        ],
        "href": address(ALL, BUSINESSES),
        "all": _percent(every["overall"]), "random": _percent(drawn["overall"]),
    }  # fmt: skip


def _opened(part: str, told: Told) -> dict[str, Any]:
    """A share whose two counts open to the visits they count."""
    at = {f"{name}_href": address(part, count, told["grade"]) for name, count in (("found", FOUND), ("of", VISITS))}
    return {**_rate(told), **at}


def _stability(told: Told) -> dict[str, Any]:
    rows = sorted(told["moves"], key=lambda move: -move["businesses"])[:6]
    return {
        "rate": _rate(told), "from": told["from"], "to": told["to"],
        "rows": [{"move": f"{move['from']} → {move['to']}", "businesses": move["businesses"]} for move in rows],
    }  # fmt: skip


def _group(row: Told, name: str) -> dict[str, Any]:
    parts = {part: {**_rate(row[part]), "difference": _gap(row[part]["difference"])}
             for part in ("classed_high", "found", "false_alarm", "missed")}  # fmt: skip
    return {"name": name, "businesses": row["businesses"], "gap": _gap(row["gap"]), **parts}


def _reliability(found: Told) -> dict[str, Any]:
    told = found["reliability"]
    random = told["random"] or told["all"]
    return {
        "chart": charts.against(random["bins"], _("双随机检查：预测的概率与查出的比例")),
        "rows": [{"stated": _percent(each["stated"]), **_rate(each)} for each in random["bins"]],
        "slices": [
            {"name": name, "visits": each["visits"], "gap": _gap(each["gap"]),
             "error": _points(each["error"], sign=False), "by_chance": _points(each["by_chance"], sign=False)}
            for name, each in ((_("双随机检查"), told["random"]), (_("全部检查"), told["all"])) if each
        ],
        "quarters": [{"from": q["from"], "to": q["to"], "stated": _percent(q["stated"]), **_rate(q)}
                     for q in found["quarters"]],
    }  # fmt: skip


def _model(line: Told) -> dict[str, Any]:
    names = {
        "blind": _("在用模型（扣除检查人员宽严）"), "logistic": _("逻辑回归（不顾检查人员）"),
        "trees": _("提升树（不顾检查人员）"), "card": _("评分卡当日得分"), "random": _("随机次序"),
    }  # fmt: skip
    value, low, high = line["auc"]
    beside = line["against_champion"]
    return {
        "name": names[line["model"]], "champion": line["model"] == "blind", "auc": f"{value:.3f}",
        "span": f"{low:.3f}–{high:.3f}", "random": "—" if line["auc_random"] is None else f"{line['auc_random']:.3f}",
        "beside": "" if line["model"] == "blind" else _with_ends(*(f"{v:+.3f}".replace("-", "−") for v in beside)),
        "first_fifth": _percent(line["first_fifth"]),
        "error": _points(line["error"], sign=False) if "error" in line else "—",
    }  # fmt: skip


def _drift(line: Told) -> dict[str, Any]:
    index = line["index"]
    tag, words = (
        ("bad", _("变化明显"))
        if index >= MOVED
        else ("warn", _("有所变化"))
        if index >= STEADY
        else ("line", _("平稳"))
    )
    return {"name": _feature(line["feature"]), "index": f"{index:.3f}", "tag": tag, "words": words}


def _feedback(told: Told) -> dict[str, Any]:
    names = {"directed": _("非随机检查"), "random": _("双随机检查")}
    return {
        "share": _percent(told["random_visits"] / told["visits"]), "visits": told["visits"],
        "random_visits": told["random_visits"],
        "rows": [{"grade": row["grade"], "directed": _rate(row["directed"]), "random": _rate(row["random"]),
                  "difference": _gap(row["difference"])} for row in reversed(told["by_class"])],
        "beside": [{"name": names[name], "stated": _percent(each["stated"]), **_rate(each)}
                   for name, each in told["beyond_prediction"].items()],
    }  # fmt: skip


def _severities(told: Told) -> str:
    low, high = told["quantiles"][1], told["quantiles"][3]
    return _("估计了%(n)s名检查人员的宽严：中间八成在平均的%(low)s至%(high)s倍之间；%(sure)s名的95%%区间不含1。") % {
        "n": told["officers"], "low": f"{low:.2f}", "high": f"{high:.2f}", "sure": told["sure"],
    }  # fmt: skip


def _with_ends(value: str, low: str, high: str) -> str:
    return f"{value} ({low} to {high})" if labels.english() else f"{value}（{low}～{high}）"


def _listed(names: Iterable[str]) -> str:
    return (", " if labels.english() else "、").join(names)


def _feature(name: str) -> str:
    return features.NAMES[name][labels.english()]


def _size(code: str) -> str:
    return {"individual": _("个体工商户"), "small": _("企业，资本不足500万元"), "large": _("企业，资本500万元以上"),
            "other": _("其他")}[code]  # fmt: skip


def _rate(told: Told) -> dict[str, str | int]:
    span = _span([told["low"], told["high"]]) if told["value"] is not None else ""
    return {"rate": _percent(told["value"]), "span": span, "count": told["found"], "of": told["of"]}


def _lift(told: Told) -> str:
    return "—" if told["lift"] is None else _with_ends(*(f"{told[f'lift{end}']:.2f}" for end in ("", "_low", "_high")))


def _span(ends: list[float] | None) -> str:
    return "—" if ends is None else f"{ends[0] * 100:.1f}–{ends[1] * 100:.1f}%"


def _gap(values: list[float] | None) -> str:
    return "—" if values is None else _with_ends(*(_points(value) for value in values))


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value * 100:.1f}%"


def _points(value: float, *, sign: bool = True) -> str:
    return f"{value * 100:{'+' if sign else ''}.2f}".replace("-", "−")
