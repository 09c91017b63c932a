"""Fields as the office's own pages draw them, and forms whose fields stand in groups under headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Group:
    """Fields under one heading. `hint` says what the group is for; `wide` fields take a line of their own."""

    key: str
    title: str
    hint: str
    names: tuple[str, ...]
    wide: tuple[str, ...] = ()
    folded: bool = False
    """May be left as it is: drawn closed unless one of its fields is filled in or wrong."""


class GroupedForm(forms.Form):
    """A form drawn group by group; every field stands in exactly one group."""

    groups: Sequence[Group] = ()

    def drawn(self) -> Iterator[tuple[Group, list[tuple[Any, bool]], bool]]:
        """(group, its fields with whether each takes a whole line, whether it is open)."""
        for group in self.groups:
            fields = [(self[name], name in group.wide) for name in group.names]
            filled = any(one.errors or one.value() not in (None, "", False) for one, _wide in fields)
            yield group, fields, filled or not group.folded


def text(label: str, length: int, needed: bool = True, hint: str = "") -> forms.CharField:
    """One line of text."""
    field = forms.TextInput(attrs={"class": "inp"})
    return forms.CharField(label=label, max_length=length, required=needed, help_text=hint, widget=field)


def choice(label: str, choices: Sequence[tuple[str, str]], needed: bool = True, hint: str = "") -> forms.ChoiceField:
    """One of several, from a list."""
    field = forms.Select(attrs={"class": "inp"})
    return forms.ChoiceField(label=label, choices=choices, required=needed, help_text=hint, widget=field)


def lines(label: str, hint: str, needed: bool = True, rows: int = 4) -> forms.CharField:
    """Several lines of text."""
    area = forms.Textarea(attrs={"class": "inp", "rows": rows})
    return forms.CharField(label=label, max_length=20000, required=needed, help_text=hint, widget=area)


def whole(label: str, initial: int | None, most: int, hint: str = "", least: int = 0) -> forms.IntegerField:
    """A whole number from `least` to `most`."""
    field = forms.NumberInput(attrs={"class": "inp short"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, initial=initial, help_text=hint, widget=field,
        required=initial is not None,
    )  # fmt: skip


def day(label: str, needed: bool = True, hint: str = "") -> forms.DateField:
    """A day."""
    field = forms.DateInput(format="%Y-%m-%d", attrs={"class": "inp", "type": "date"})
    return forms.DateField(label=label, required=needed, help_text=hint, widget=field)


def moment(label: str, hint: str = "") -> forms.DateTimeField:
    """A day and a time."""
    field = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"class": "inp", "type": "datetime-local"})
    return forms.DateTimeField(label=label, help_text=hint, widget=field)
