"""The form on which the desk writes the plan of a draw."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import officers_of, unit_cards
from huizhi.draw.files import read_recusals
from huizhi.exchange.draw_lists import objects_on_file, officers_on_file, with_recusals_on_file
from huizhi.insight.frame import STRATA
from huizhi.law.checklists import checklists
from huizhi.law.joint_items import joint_items
from huizhi.law.risk import credit_classes
from huizhi.ui.lines import in_words
from huizhi.web.forms.desk import Group, GroupedForm, choice, lines, moment, text, whole
from huizhi.web.forms.year_plans import RATES

ITEMS, PARTIES, BEACONS = 3, 4, 2
NO_RECUSALS = b"officer_id,object_id\n"
YearRow = tuple[str, inspections.PlanRow, int]
"""A published year's plan, the row a draw belongs to, and how often a year the plan lets a business be drawn."""
KINDS = ("lottery", "index", "dice", "drand")
LARGEST_LIST = 200_000_000
"""Bytes of one uploaded list; a frame of a million rows has some fifty million."""


@dataclass(frozen=True)
class Lists:
    """The three lists of a plan, byte for byte."""

    frame: bytes
    officers: bytes
    recusals: bytes


class PlanForm(GroupedForm):
    """One plan. Lists left empty are those of the draft, or else come from the night and the register of people.

    `from_year` is the published year's plan and the row of it that this draw belongs to, if it does.
    """

    def __init__(
        self, *args: Any, plan: inspections.CeremonyPage | None = None, from_year: YearRow | None = None,
        now: datetime | None = None, **kwargs: Any,
    ):  # fmt: skip
        initial = _new(now or timezone.localtime(), from_year) if plan is None else _initial(plan)
        super().__init__(*args, initial=initial, **kwargs)
        self.plan = plan
        told = plan.declared.get("year_plan") if plan else None
        self.year_plan = (told["number"], told["row"]) if told else from_year and (from_year[0], from_year[1].key)
        self._head(plan is not None)
        self._items_asked()
        self._how_many()
        self._ceremony()
        self._lists_asked()
        self.groups = _groups()

    def _head(self, stands: bool) -> None:
        self.fields["number"] = text(_("编号"), 80, hint=_("公布后即网址的一部分，不能更改"))
        self.fields["number"].disabled = stands
        self.fields["title"] = text(_("名称"), 200, hint=_("例如：2026年第四季度食品销售者双随机抽查"))

    def _items_asked(self) -> None:
        listed = [(one.code, f"{in_words(*one.title)}（{in_words(*one.field)}）") for one in joint_items().values()]
        own = [(one.code, in_words(one.zh, one.en)) for one in checklists().values() if one.code not in joint_items()]
        for n in range(1, ITEMS + 1):
            name = {"n": n}
            self.fields[f"item_{n}_code"] = choice(
                _("事项%(n)s：清单事项") % name,
                [("", "—"), *listed, *own],
                False,
                _("决定手机上的检查表") if n == 1 else "",
            )
            hint = _("选了清单事项的，以下三项不填则照清单") if n == 1 else ""
            self.fields[f"item_{n}_title"] = text(_("事项%(n)s：检查什么") % name, 100, False, hint)
            self.fields[f"item_{n}_basis"] = text(_("事项%(n)s：法律依据") % name, 200, False)
            self.fields[f"item_{n}_unit"] = text(_("事项%(n)s：实施部门") % name, 100, False)
            hint = _("用分号隔开，没有则不填") if n == 1 else ""
            self.fields[f"item_{n}_skills"] = text(_("事项%(n)s：所需技能") % name, 100, False, hint)

    def _how_many(self) -> None:
        self.fields["rates"] = lines(_("各层比例或数量"), _("每行一层，如：S1 0.05，或：S2 12"))
        most = whole(_("同一对象每年最多抽查次数"), 0, 99, _("满额不再列入；0表示不限"))
        self.fields["most_per_year"] = most
        self.fields["exclusions"] = lines(_("不列入的对象"), _("每行一个：对象编号 原因。随方案公布"), needed=False)

    def _ceremony(self) -> None:
        units = unit_cards()
        people = [(o.username, f"{units[o.unit].zh} {o.name}") for o in officers_of(units, "take_part_in_draws")]
        for n in range(1, PARTIES + 1):
            self.fields[f"party_{n}"] = choice(_("承诺方%(n)s") % {"n": n}, [("", "—"), *people], n < 3)
            hint = _("例如：市局审计监督") if n == 1 else ""
            self.fields[f"party_{n}_name"] = text(_("承诺方%(n)s：公布的名称") % {"n": n}, 100, n < 3, hint)
        kinds = [("", "—"), *zip(KINDS, (_("彩票"), _("收盘指数"), _("现场掷骰"), "drand"), strict=True)]
        for n in range(1, BEACONS + 1):
            name = {"n": n}
            self.fields[f"beacon_{n}_kind"] = choice(_("公开随机值%(n)s：种类") % name, kinds, n < 2)
            hint = _("例如：福彩3D第2026301期") if n == 1 else ""
            self.fields[f"beacon_{n}_source"] = text(_("公开随机值%(n)s：来源") % name, 200, n < 2, hint)
            hint = _("{d3}表示三位数字，{h96}表示96位十六进制数，其余照写") if n == 1 else ""
            self.fields[f"beacon_{n}_format"] = text(_("公开随机值%(n)s：格式") % name, 120, n < 2, hint)
        self.fields["due_at"] = moment(_("公开随机值产生的时间"), _("承诺在此之前提交；过时不交，抽查终止"))
        self.fields["reveal_by"] = moment(_("公开秘密数的截止时间"), _("过时有一方不公开，抽查终止"))

    def _lists_asked(self) -> None:
        self.fields["slack"] = whole(_("每人任务上限高出平均数"), 1, 50)
        box = forms.CheckboxInput()
        self.fields["same_unit"] = forms.BooleanField(
            label=_("只派本辖区人员"), required=False, initial=True, widget=box
        )
        for name, words in (("frame", _("检查对象名录")), ("officers", _("检查人员名录")), ("recusals", _("回避名单"))):
            hint = _("CSV文件；不选则用系统中的名录")
            self.fields[name] = forms.FileField(label=words, required=False, help_text=hint)
        self.fields["recusals"].help_text = _("CSV文件；已登记的回避自动加入")

    def clean(self) -> dict[str, Any]:
        """Every item that is begun has a title and a basis, from the list or written here; the first is needed."""
        found = super().clean() or {}
        for n in range(1, ITEMS + 1):
            if n > 1 and not self._begun(n, found):
                continue
            listed = joint_items().get(found.get(f"item_{n}_code", ""))
            for key, word in (("title", _("选一个清单事项，或者写明检查什么")), ("basis", _("写明法律依据"))):
                if not found.get(f"item_{n}_{key}") and listed is None:
                    self.add_error(f"item_{n}_{key}", word)
        if found.get("due_at") and found.get("reveal_by") and found["reveal_by"] <= found["due_at"]:
            self.add_error("reveal_by", _("应晚于公开随机值产生的时间"))
        return found

    @staticmethod
    def _begun(n: int, found: Mapping[str, Any]) -> bool:
        return any(found.get(f"item_{n}_{key}") for key in ("code", "title", "basis", "unit"))

    def clean_rates(self) -> dict[str, dict[str, Any]]:
        """Stratum -> its rule: a whole number is a count, anything else a rate."""
        rules: dict[str, dict[str, Any]] = {}
        for line in self.cleaned_data["rates"].split("\n"):
            name, _space, value = line.strip().rpartition(" ")
            if not name or name in rules:
                raise forms.ValidationError(_("请每行写一层和它的比例或数量"))
            rules[name] = {"count": int(value)} if re.fullmatch("[0-9]{1,9}", value) else {"rate": value}
        return rules

    def clean_exclusions(self) -> list[tuple[str, str]]:
        """(object, reason) of each line."""
        lines = [line.strip().partition(" ") for line in self.cleaned_data["exclusions"].splitlines() if line.strip()]
        return [(object_id, reason.strip()) for object_id, _space, reason in lines]

    def draft(self, home: Path) -> inspections.Draft:
        """The plan as the verbs take it. Call on a valid form only."""
        found = self.cleaned_data
        left_out, lists = self._lists(home)
        return inspections.Draft(
            number=found["number"], title=found["title"], items=[*self._items()], strata=found["rates"],
            parties=[(found[f"party_{n}"], found[f"party_{n}_name"]) for n in self._filled("party_{}", PARTIES)],
            beacons=[
                (found[f"beacon_{n}_kind"], found[f"beacon_{n}_source"], found[f"beacon_{n}_format"])
                for n in self._filled("beacon_{}_kind", BEACONS)
            ],
            due_at=found["due_at"], reveal_by=found["reveal_by"], slack=found["slack"], same_unit=found["same_unit"],
            frame=lists.frame, officers=lists.officers, recusals=lists.recusals, exclusions=left_out,
            year_plan=self.year_plan,
        )  # fmt: skip

    def _filled(self, name: str, many: int) -> list[int]:
        return [n for n in range(1, many + 1) if self.cleaned_data[name.format(n)]]

    def _items(self) -> list[dict[str, Any]]:
        return [self._item(n) for n in range(1, ITEMS + 1) if n == 1 or self._begun(n, self.cleaned_data)]

    def _item(self, n: int) -> dict[str, Any]:
        """One item; what was left empty comes from the list."""
        said = {key: self.cleaned_data[f"item_{n}_{key}"] for key in ("code", "title", "basis", "unit", "skills")}
        listed = joint_items().get(said["code"])
        if listed:
            known = {
                "title": listed.title[0],
                "basis": listed.basis,
                "unit": "、".join((listed.lead, *listed.joined_by)),
            }
            said |= {key: value for key, value in known.items() if not said[key]}
        skills = [one.strip() for one in re.split("[;；]", said["skills"]) if one.strip()]
        return {**said, "code": said["code"] or f"{n}", "skills": skills}

    def _lists(self, home: Path) -> tuple[Sequence[tuple[str, str]], Lists]:
        """What is left out and why, and the three lists without it."""
        found = self.cleaned_data
        kept = inspections.draft_files(self.plan.line.number) if self.plan else {}
        sent = {
            name: found[name].read(LARGEST_LIST) if found[name] else b"" for name in ("frame", "officers", "recusals")
        }
        due: datetime = found["due_at"]
        left_out = dict(found["exclusions"])
        if found["most_per_year"]:
            often = inspections.often_drawn(timezone.localtime(due).year, found["most_per_year"])
            left_out |= {one: f"本年已抽查{many}次" for one, many in often.items() if one not in left_out}
        frame = sent["frame"] or kept.get("frame.csv") or objects_on_file(home) or b""
        out = {one.encode() for one in left_out}
        lines = [line for line in frame.splitlines(keepends=True) if line.split(b",", 1)[0] not in out]
        officers = sent["officers"] or kept.get("officers.csv") or officers_on_file(timezone.localdate(due))
        given = read_recusals(sent["recusals"] or kept.get("recusals.csv") or NO_RECUSALS)
        recusals = with_recusals_on_file(given, frame, officers, timezone.localdate(due))
        return list(left_out.items()), Lists(b"".join(lines), officers, recusals)


def _initial(plan: inspections.CeremonyPage) -> dict[str, Any]:
    """A draft as the form shows it."""
    told = plan.declared
    found: dict[str, Any] = {
        "number": plan.line.number, "title": plan.line.title, "due_at": plan.line.due_at,
        "reveal_by": plan.line.reveal_by, "slack": told["officer_rule"]["slack"],
        "same_unit": told["officer_rule"]["same_unit"],
        "rates": "\n".join(f"{name} {rule.get('count', rule.get('rate'))}" for name, rule in told["strata"].items()),
        "exclusions": "\n".join(f"{one['object_id']} {one['reason']}" for one in told["exclusions"]),
    }  # fmt: skip
    for n, item in enumerate(told["items"], start=1):
        found |= {f"item_{n}_{key}": item.get(key, "") for key in ("title", "basis", "unit")}
        found[f"item_{n}_code"] = item["code"] if item["code"] in {**checklists(), **joint_items()} else ""
        found[f"item_{n}_skills"] = ";".join(item["skills"])
    for one in plan.parties:
        found |= {f"party_{one.place}": one.officer, f"party_{one.place}_name": one.name}
    for n, part in enumerate(told["beacon"]["parts"], start=1):
        found |= {f"beacon_{n}_{key}": part[key] for key in ("kind", "source", "format")}
    return found


def _new(now: datetime, from_year: YearRow | None) -> dict[str, Any]:
    """What a new draft begins with: a number, times in two days' morning, rates; and the row of the year's plan."""
    due = (now + timedelta(days=2)).replace(hour=10, minute=0, second=0, microsecond=0)
    found: dict[str, Any] = {
        "number": inspections.next_number(f"{now.year}-"), "due_at": due, "reveal_by": due + timedelta(days=1),
        "rates": "\n".join(f"{STRATA[name]} {RATES[name]}" for name in credit_classes(now.date())),
    }  # fmt: skip
    if from_year:
        _number, row, most = from_year
        item = joint_items()[row.item]
        found |= {
            "title": _("%(year)s年%(what)s") % {"year": now.year, "what": item.title[0]},
            "item_1_code": row.item, "item_1_title": item.title[0], "item_1_basis": item.basis,
            "item_1_unit": "、".join(row.departments), "most_per_year": most,
            "rates": "\n".join(f"{STRATA[name]} {rate}" for name, rate in sorted(row.rates.items())),
        }  # fmt: skip
    return found


def _groups() -> tuple[Group, ...]:
    def items(n: int) -> tuple[str, ...]:
        return tuple(f"item_{n}_{key}" for key in ("code", "title", "basis", "unit", "skills"))

    wide = tuple(f"item_{n}_code" for n in range(1, ITEMS + 1))
    more = tuple(name for n in range(2, ITEMS + 1) for name in items(n))
    parties = [(f"party_{n}", f"party_{n}_name") for n in range(1, PARTIES + 1)]
    beacons = [tuple(f"beacon_{n}_{key}" for key in ("kind", "source", "format")) for n in range(1, BEACONS + 1)]
    return (
        Group("head", _("方案"), "", ("number", "title"), ("title",)),
        Group("item", _("检查什么"), _("没有列入清单的事项不检查。联合抽查的其他事项写在下一栏，一次上门一并检查。"),
              items(1), wide),
        Group("items", _("联合抽查的其他事项"), "", more, wide, folded=True),
        Group("many", _("抽多少"), _("层的名称与名录中的相同；按信用风险分类，风险高的比例高。"),
              ("rates", "most_per_year", "exclusions"), ("rates", "exclusions")),
        Group("parties", _("谁来承诺"), _("至少两方，分属不同单位。各方事先封存一个秘密数，谁都不能单独左右结果。"),
              parties[0] + parties[1]),
        Group("parties-more", _("更多承诺方"), "", parties[2] + parties[3], folded=True),
        Group("beacon", _("公开随机值和时间"), _("事先说定一个谁都控制不了的公开数值。"),
              (*beacons[0], "due_at", "reveal_by"), ("beacon_1_format",)),
        Group("beacon-more", _("合并使用的另一个公开随机值"), "", beacons[1], ("beacon_2_format",), folded=True),
        Group("lists", _("名录和派人"), _("不选文件时：对象用最近一夜的名录，人员用当日在岗、持证的检查人员。"),
              ("frame", "officers", "recusals", "slack", "same_unit")),
    )  # fmt: skip
