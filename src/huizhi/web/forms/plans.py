"""The form on which the desk writes the plan of a draw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import officers_of, unit_cards
from huizhi.draw.files import read_recusals
from huizhi.exchange.draw_lists import objects_on_file, officers_on_file, with_recusals_on_file
from huizhi.law.checklists import checklists
from huizhi.ui.lines import in_words

ITEMS, PARTIES, BEACONS = 3, 4, 2
NO_RECUSALS = b"officer_id,object_id\n"
KINDS = ("lottery", "index", "dice", "drand")
LARGEST_LIST = 200_000_000
"""Bytes of one uploaded list; a frame of a million rows has some fifty million."""


@dataclass(frozen=True)
class Lists:
    """The three lists of a plan, byte for byte."""

    frame: bytes
    officers: bytes
    recusals: bytes


class PlanForm(forms.Form):
    """One plan. Lists left empty are those of the draft, or else come from the night and the register of people."""

    wide = (
        "item_1_skills",
        "item_2_skills",
        "item_3_skills",
        "rates",
        "beacon_1_format",
        "beacon_2_format",
        "most_per_year",
        "exclusions",
    )
    """Fields that take a line of their own."""

    def __init__(self, *args: Any, plan: inspections.CeremonyPage | None = None, **kwargs: Any):
        initial = {} if plan is None else _initial(plan)
        super().__init__(*args, initial=initial, **kwargs)
        units, self.plan = unit_cards(), plan
        people = [(o.username, f"{units[o.unit].zh} {o.name}") for o in officers_of(units, "take_part_in_draws")]
        self.fields["number"] = _text(_("编号"), 80)
        self.fields["number"].disabled = plan is not None
        self.fields["title"] = _text(_("名称"), 200)
        lists = [(one.code, in_words(one.zh, one.en)) for one in checklists().values()]
        for n in range(1, ITEMS + 1):
            self.fields[f"item_{n}_title"] = _text(_("事项%(n)s：检查什么") % {"n": n}, 100, n == 1)
            self.fields[f"item_{n}_basis"] = _text(_("事项%(n)s：法律依据") % {"n": n}, 200, n == 1)
            self.fields[f"item_{n}_unit"] = _text(_("事项%(n)s：实施部门") % {"n": n}, 100, False)
            label, choices = _("事项%(n)s：检查表") % {"n": n}, [("", "—"), *lists]
            self.fields[f"item_{n}_code"] = _choice(label, choices, needed=False)
            self.fields[f"item_{n}_skills"] = _text(_("事项%(n)s：所需技能，用分号隔开") % {"n": n}, 100, False)
        self.fields["rates"] = _lines(_("各层比例或数量"), _("每行一层，如：S1 0.05，或：S2 12"))
        for n in range(1, PARTIES + 1):
            who = forms.Select(attrs={"class": "inp"})
            label = _("承诺方%(n)s") % {"n": n}
            self.fields[f"party_{n}"] = forms.ChoiceField(
                label=label, choices=[("", "—"), *people], required=n < 3, widget=who
            )
            self.fields[f"party_{n}_name"] = _text(_("承诺方%(n)s：公布的名称") % {"n": n}, 100, n < 3)
        for n in range(1, BEACONS + 1):
            kind = forms.Select(attrs={"class": "inp"})
            kinds = [("", "—"), *zip(KINDS, (_("彩票"), _("收盘指数"), _("现场掷骰"), "drand"), strict=True)]
            label = _("公开随机值%(n)s：种类") % {"n": n}
            self.fields[f"beacon_{n}_kind"] = forms.ChoiceField(label=label, choices=kinds, required=n < 2, widget=kind)
            self.fields[f"beacon_{n}_source"] = _text(_("公开随机值%(n)s：来源") % {"n": n}, 200, n < 2)
            hint = _("{d3}表示三位数字，{h96}表示96位十六进制数，其余照写")
            self.fields[f"beacon_{n}_format"] = _text(_("公开随机值%(n)s：格式") % {"n": n}, 120, n < 2, hint)
        self.fields["due_at"] = _moment(_("公开随机值产生的时间"))
        self.fields["reveal_by"] = _moment(_("公开秘密数的截止时间"))
        self.fields["slack"] = _whole(_("每人任务上限高出平均数"), 1, 50)
        box = forms.CheckboxInput()
        self.fields["same_unit"] = forms.BooleanField(
            label=_("只派本辖区人员"), required=False, initial=True, widget=box
        )
        self.fields["most_per_year"] = _whole(_("同一对象每年最多抽查次数，满额不再列入；0表示不限"), 0, 99)
        self.fields["exclusions"] = _lines(_("不列入的对象"), _("每行一个：对象编号 原因"), needed=False)
        for name, words in (("frame", _("检查对象名录")), ("officers", _("检查人员名录")), ("recusals", _("回避名单"))):
            hint = _("CSV文件；不选则用系统中的名录")
            self.fields[name] = forms.FileField(label=words, required=False, help_text=hint)

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
        )  # fmt: skip

    def _filled(self, name: str, many: int) -> list[int]:
        return [n for n in range(1, many + 1) if self.cleaned_data[name.format(n)]]

    def _items(self) -> list[dict[str, Any]]:
        found = self.cleaned_data
        return [
            {
                "code": found[f"item_{n}_code"] or f"{n}", "title": found[f"item_{n}_title"],
                "basis": found[f"item_{n}_basis"],
                "unit": found[f"item_{n}_unit"],
                "skills": [one.strip() for one in re.split("[;；]", found[f"item_{n}_skills"]) if one.strip()],
            }
            for n in self._filled("item_{}_title", ITEMS)
        ]  # fmt: skip

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
        found[f"item_{n}_code"] = item["code"] if item["code"] in checklists() else ""
        found[f"item_{n}_skills"] = ";".join(item["skills"])
    for one in plan.parties:
        found |= {f"party_{one.place}": one.officer, f"party_{one.place}_name": one.name}
    for n, part in enumerate(told["beacon"]["parts"], start=1):
        found |= {f"beacon_{n}_{key}": part[key] for key in ("kind", "source", "format")}
    return found


def _text(label: str, length: int, needed: bool = True, hint: str = "") -> forms.CharField:
    field = forms.TextInput(attrs={"class": "inp"})
    return forms.CharField(label=label, max_length=length, required=needed, help_text=hint, widget=field)


def _choice(label: str, choices: Sequence[tuple[str, str]], needed: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=needed, widget=forms.Select(attrs={"class": "inp"})
    )  # fmt: skip


def _lines(label: str, hint: str, needed: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"class": "inp", "rows": 4})
    return forms.CharField(label=label, max_length=20000, required=needed, help_text=hint, widget=area)


def _whole(label: str, initial: int, most: int) -> forms.IntegerField:
    field = forms.NumberInput(attrs={"class": "inp short"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, initial=initial, widget=field)


def _moment(label: str) -> forms.DateTimeField:
    field = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"class": "inp", "type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=field)
