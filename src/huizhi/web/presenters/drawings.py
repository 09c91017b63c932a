"""A draw's record as words: plan, sealed steps, result, files. Strata keep their published names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huizhi.apps.inspections.facade import UNIT, WHOLE, DrawPage, SubstitutionLine, Told, chances_of
from huizhi.apps.people.facade import named_publicly
from huizhi.exchange.visits import DrawnResult
from huizhi.law.checklists import without_visit
from huizhi.ui.lines import in_words
from huizhi.ui.templatetags.ui import count, moment, short_hash
from huizhi.web import labels

UNASSIGNED = {
    "pool_too_few": gettext_lazy("人员库不足两人"),
    "pool_no_lead": gettext_lazy("人员库没有可带队的人员"),
    "unit_too_few": gettext_lazy("同辖区人员不足两人"),
    "unit_no_lead": gettext_lazy("同辖区没有可带队的人员"),
    "skills_too_few": gettext_lazy("具备所需技能的人员不足两人"),
    "skills_no_lead": gettext_lazy("具备所需技能的人员中没有可带队的"),
    "recused_too_few": gettext_lazy("回避后人员不足两人"),
    "recused_no_lead": gettext_lazy("回避后没有可带队的人员"),
    "load_too_few": gettext_lazy("任务未满的人员不足两人"),
    "load_no_lead": gettext_lazy("任务未满的人员中没有可带队的"),
}
"""Why nobody could be assigned -> words."""


def title(record: Mapping) -> str:
    """The plan's title, in English on an English page if the plan has one."""
    declared = record["plan"]
    return str((labels.english() and declared.get("title_en")) or declared["title"])


def plan(record: Mapping) -> list[tuple[str, str]]:
    """What was fixed beforehand, as (name, words)."""
    declared = record["plan"]
    items = "、".join(_item(item) for item in declared.get("items", ()))
    layers = "　".join(f"{name}：{_share(rule)}" for name, rule in sorted(declared.get("strata", {}).items()))
    rows = declared.get("frame", {}).get("rows", 0)
    lines = [
        (_("计划编号"), str(declared.get("id", "—"))),
        (_("检查对象库"), ngettext("%(n)s家", "%(n)s家", rows) % {"n": count(rows)}),
        (_("抽中"), ngettext("%(n)s家", "%(n)s家", len(record["selected"])) % {"n": count(len(record["selected"]))}),
        (_("分层抽取"), layers or "—"),
        (_("检查事项"), items or "—"),
    ]
    if year := declared.get("year_plan"):
        lines.append((_("年度计划"), year_row(year)))
    return lines


def year_row(year: Mapping) -> str:
    """The row of the year's plan that a draw belongs to."""
    words = {"number": year["number"], "version": year["version"], "row": year["row"]}
    return _("%(number)s第%(version)s版第%(row)s行") % words


def _item(item: Mapping) -> str:
    """What is inspected, and on which legal basis."""
    return f"{item.get('title') or item.get('zh') or item.get('code', '')}　{item.get('basis', '')}".strip()


def _share(rule: object) -> str:
    """A stratum's rule: a count or a rate."""
    if isinstance(rule, Mapping):
        if "count" in rule:
            return str(rule["count"])
        return " ".join(f"{value}" for value in rule.values())
    return str(rule)


def steps(page: DrawPage) -> list[dict[str, object]]:
    """The four sealed steps with their times."""
    record, declared = page.record, page.record["plan"]
    beacon = declared.get("beacon", {})
    parties = declared.get("parties", ())
    return [
        {
            "title": _("名单封存"),
            "words": _("%(at)s　摘要%(digest)s")
            % {
                "at": moment(declared.get("published_at")),
                "digest": short_hash(declared.get("frame", {}).get("sha256", "")),
            },
        },
        {
            "title": _("种子承诺"),
            "words": ngettext("%(n)s方各存一份", "%(n)s方各存一份", len(parties)) % {"n": len(parties)},
        },
        {
            "title": _("公共随机数"),
            "words": f"{moment(beacon.get('due_at'))}　{beacon.get('source', '')}　{record.get('beacon_value', '')}",
        },
        {"title": _("抽取并公布"), "words": _("%(at)s　不可重抽") % {"at": moment(record.get("drawn_at"))}},
    ]


def people(page: DrawPage, done: Sequence[SubstitutionLine], *, office: bool) -> Callable[[str], str]:
    """How each officer of a draw is named: by name and certificate for everybody, with the account in the office.

    An id that is no account here stays as the published pool has it.
    """
    drawn = [one for entry in page.record["selected"] for one in entry.get("officers") or ()]
    accounts = {*drawn, *(one for each in done for one in (each.left, each.came))}
    known = named_publicly(accounts, date.fromisoformat(page.line.drawn_at[:10]))

    def named(account: str) -> str:
        one = known.get(account)
        if one is None:
            return account
        beside = account if office else one.certificate
        return f"{one.name}（{beside}）" if beside else one.name

    return named


def substituted(done: Sequence[SubstitutionLine], named: Callable[[str], str]) -> list[SubstitutionLine]:
    """The substitutions with the officers as `named`."""
    return [replace(each, left=named(each.left), came=named(each.came)) for each in done]


def selected(
    page: DrawPage, names: Mapping[str, tuple[str, str | None]], entity_page: str, named: Callable[[str], str]
) -> list[dict[str, object]]:
    """The objects drawn, in the order of the record, each with the chance it had and the officers assigned, `named`."""
    rows, had = [], chances_of(page.line.number)
    for number, entry in enumerate(page.record["selected"], start=1):
        object_id = entry["object_id"]
        name, division = names.get(object_id, ("", None))
        rows.append(
            {
                "number": number,
                "object_id": object_id,
                "name": name,
                "place": labels.place(division),
                "href": reverse(entity_page, args=[object_id]) if name else "",
                "stratum": entry["stratum"],
                "rank": entry["rank"],
                "chance": f"{had[object_id]:.2%}",
                "certain": entry.get("certain", False),
                "officers": [named(one) for one in entry.get("officers") or ()],
                "reason": UNASSIGNED.get(entry.get("reason", ""), entry.get("reason", "")),
            }
        )
    return rows


def results(
    page: DrawPage, rows: Sequence[Mapping], found: Mapping[str, DrawnResult], *, everything: bool
) -> list[dict[str, object]]:
    """What became of the objects in `rows` (as from `selected`): for the office everything, for others what is out."""
    items = {one["code"]: str(one.get("title") or one["code"]) for one in page.record["plan"]["items"]}
    told = []
    for row in rows:
        one = found.get(str(row["object_id"]))
        if one is None or not (everything or one.state == "published"):
            continue
        words = _by_item(one, items)
        told.append({
            **row, "state": one.state, "words": words, "code": one.code, "found_on": one.found_on,
            "due_on": one.due_on, "published_at": one.published_at,
            "note": one.note if everything else "", "corrected": one.corrected, "late": one.late,
            "page": reverse("web:published_visit", args=[one.visit]) if one.published_at else "",
        })  # fmt: skip
    return told


def _by_item(one: DrawnResult, items: Mapping[str, str]) -> str:
    """The result in words, item by item where they differ."""
    words = [(items.get(item, item), in_words(*said)) for item, said in one.words]
    if not words:
        return "—" if one.state == "planned" else _("已录入")
    if len({said for _item, said in words}) == 1:
        return words[0][1]
    return "；".join(f"{item}：{said}" for item, said in words)


def counted(selected: int, found: Mapping[str, DrawnResult]) -> str:
    """How many were drawn, done and published, in one line."""
    done = sum(one.state in ("finished", "published") for one in found.values())
    out = sum(one.state == "published" for one in found.values())
    return _("抽中%(all)s家，有结果%(done)s家，已公示%(out)s家") % {"all": selected, "done": done, "out": out}


def without_result(rows: Sequence[Mapping], found: Mapping[str, DrawnResult]) -> list[tuple[str, str]]:
    """(object, name) of those that have no result yet."""
    open_ones = [
        row for row in rows if getattr(found.get(str(row["object_id"])), "state", "none") in ("none", "planned")
    ]
    return [(str(row["object_id"]), str(row["name"] or row["object_id"])) for row in open_ones]


def reasons_without_visit() -> list[tuple[str, str]]:
    """The codes for an object that nobody visits, in words."""
    return [(code, in_words(each.zh, each.en)) for code, each in without_visit().items()]


def parties(record: Mapping) -> list[dict[str, str]]:
    """Who committed to a secret, and to which."""
    return [
        {"name": party.get("name", ""), "unit": party.get("unit", ""), "commitment": party.get("commitment", "")}
        for party in record["plan"].get("parties", ())
    ]


def files(page: DrawPage) -> list[dict[str, object]]:
    """The files of a draw with their sizes and digests."""
    return [
        {
            "name": name,
            "size": size,
            "digest": digest,
            "href": reverse("inspections:download", args=[page.line.number, name]),
        }
        for name, size, digest in page.files
    ]


def told(page: DrawPage, estimates: Sequence[Told]) -> list[dict[str, str]]:
    """What the visits tell, a row for each item and part of the frame; shares as percentages."""
    items = {one["code"]: str(one.get("title") or one["code"]) for one in page.record["plan"]["items"]}
    return [
        {
            "item": items[one.item],
            "part": _("全部") if one.part == WHOLE else labels.place(one.name) if one.part == UNIT else one.name,
            "drawn": f"{one.found.drawn}",
            "visited": f"{one.found.visited}",
            "complying": _percent(one.found.share),
            "interval": f"{_percent(one.found.high)}–{_percent(one.found.low)}" if one.found.low is not None else "—",
            "bounds": f"{_percent(one.found.most)}–{_percent(one.found.least)}" if one.found.missed else "—",
            "raw": "—" if one.found.raw is None else f"{one.found.raw:.1%}",
        }
        for one in estimates
    ]


def _percent(in_violation: float | None) -> str:
    """The share that complies."""
    return "—" if in_violation is None else f"{1 - in_violation:.1%}"
