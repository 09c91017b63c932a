"""Fields as the citizens' pages draw them: one look, plain words for what is wrong, the same words above and beside."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_YUAN = 100_000_000
PHONE = re.compile(r"\+?[0-9０-９][0-9０-９\- ]{5,18}[0-9０-９]")


class CitizenForm(forms.Form):
    """A form of one page. `say` names, per field, what to write when it is empty; `look` how wide its box is."""

    say: dict[str, object] = {}
    hints: dict[str, object] = {}
    short: frozenset[str] = frozenset()

    def __init__(self, *args: object, **kwargs: object):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in self.say:
                field.error_messages["required"] = self.say[name]
            field.help_text = self.hints.get(name, "")
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.CheckboxInput):
                field.widget.attrs["class"] = "inp short" if name in self.short else "inp"

    def demand(self, name: str, message: object) -> None:
        """Say that a field is missing, in the words for it; once."""
        if not self.errors.get(name):
            self.add_error(name, message)


def radio(choices: list[tuple[str, object]], label: object, **options: object) -> forms.ChoiceField:
    """One of several, as cards to press."""
    return forms.ChoiceField(choices=choices, label=label, widget=forms.RadioSelect, **options)


def line(label: object, most: int, **attrs: object) -> forms.CharField:
    """One line of text."""
    required = bool(attrs.pop("required", True))
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.TextInput(attrs=attrs))


def area(label: object, most: int, rows: int = 6, required: bool = True) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


def day(label: object) -> forms.DateField:
    """An optional day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=False, widget=widget, error_messages={"invalid": _("日期写成2026-10-26这样")}
    )


class YuanField(forms.CharField):
    """An amount in yuan as people write it; cleaned to whole fen, None when empty."""

    def __init__(self, label: object, required: bool = False):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, required=required, max_length=20, widget=widget)

    def to_python(self, value: object) -> int | None:
        """Whole fen; commas, spaces and a yuan sign do not matter."""
        text = re.sub(r"[,，\s¥￥元]", "", str(value or ""))
        if not text:
            return None
        try:
            fen = Decimal(text) * 100
        except ArithmeticError:
            raise ValidationError(_("金额只写数字，例如31.60")) from None
        if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen <= MOST_YUAN * 100:
            raise ValidationError(_("金额写到分为止，例如31.60"))
        return int(fen)

    def validate(self, value: object) -> None:
        """Only whether it is there: a number has no length."""
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"])

    def run_validators(self, value: object) -> None:
        """Nothing more to check once it is a number."""


def check_phone(text: str) -> str:
    """A telephone number, as it was written. ValidationError for anything else."""
    if text and not PHONE.fullmatch(text):
        raise ValidationError(_("电话号码只写数字，例如13800001111或0631-5200000"))
    return text
