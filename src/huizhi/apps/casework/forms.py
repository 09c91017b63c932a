"""The forms of the verbs common to every kind, with the choices one matter offers."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = Collection[tuple[str, str]]


class _Area(forms.Textarea):
    def __init__(self):
        super().__init__(attrs={"class": "inp", "rows": 4})


def _line(label, *, needed=True, length=120, hint=""):
    return forms.CharField(
        label=label, required=needed, max_length=length, help_text=hint, widget=forms.TextInput(attrs={"class": "inp"})
    )


def _words(label, *, needed=True, hint=""):
    return forms.CharField(label=label, required=needed, max_length=4000, help_text=hint, widget=_Area())


def _day(label, *, needed=True, hint=""):
    return forms.DateField(
        label=label, required=needed, help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "inp", "type": "date"}),
    )  # fmt: skip


def _one_of(label, choices: Choices, *, hint="", radio=False):
    widget = forms.RadioSelect() if radio else forms.Select(attrs={"class": "inp"})
    return forms.ChoiceField(label=label, choices=list(choices), help_text=hint, widget=widget)


class VerbForm(forms.Form):
    """A form whose fields are made for one matter."""

    def __init__(self, *args, made: dict[str, forms.Field] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.update(made or {})


def note_field() -> dict[str, forms.Field]:
    """An optional note."""
    return {"note": _words(_("说明"), needed=False, hint=_("选填。进入办理过程，本单位可见。"))}


def move_fields(needs: Collection[tuple[str, str]], reasons: Choices) -> dict[str, forms.Field]:
    """What a declared move needs, by (name, label); `reason` is chosen where a clock stands still."""
    made = {name: _line(label) for name, label in needs if name != "note"}
    if reasons and "reason" in made:
        made["reason"] = _one_of(made["reason"].label, reasons)
    needed = any(name == "note" for name, _label in needs)
    return made | ({"note": _words(_("说明"))} if needed else note_field())


def assign_fields(officers: Choices) -> dict[str, forms.Field]:
    """Whom to give it to."""
    return {"to": _one_of(_("承办人"), officers, radio=True), **note_field()}


def co_handler_fields(officers: Choices) -> dict[str, forms.Field]:
    """Who works it too."""
    field = forms.MultipleChoiceField(
        label=_("协办人"), choices=list(officers), required=False, widget=forms.CheckboxSelectMultiple()
    )
    return {"officers": field}


def hand_over_fields(units: Choices) -> dict[str, forms.Field]:
    """Where to, on which ground, and why."""
    grounds = [
        ("yes", _("本局无处理权限，对方有处理权限：对方接收之日重新起算受理时限")),
        ("no", _("其他原因：时限连续计算")),
    ]
    return {
        "to": _one_of(_("接收单位"), [("", _("请选择")), *units]),
        "ground": _one_of(_("移交依据"), grounds, radio=True),
        "reason": _words(_("移交理由"), hint=_("接收单位据此决定是否接收。")),
    }


def reason_fields(label) -> dict[str, forms.Field]:
    """One reason in words."""
    return {"reason": _words(label)}


def supervise_fields() -> dict[str, forms.Field]:
    """An order and the day its answer is due."""
    return {"order": _words(_("督办要求")), "answer_by": _day(_("反馈期限"))}


def answer_fields() -> dict[str, forms.Field]:
    """An answer in words."""
    return {"answer": _words(_("反馈内容"))}


def comment_fields(parties: bool) -> dict[str, forms.Field]:
    """A note, and who reads it where there is a choice."""
    readers = [("staff", _("仅工作人员")), ("parties", _("当事人也可看到"))]
    made: dict[str, forms.Field] = {"text": _words(_("批注内容"))}
    return made | ({"audience": _one_of(_("读者"), readers, radio=True)} if parties else {})


def pause_fields(clocks: Choices, reasons: Choices) -> dict[str, forms.Field]:
    """Which clock stands still from when, why, under which document."""
    return {
        "clock": _one_of(_("时限"), clocks),
        "reason": _one_of(_("中止事由"), reasons),
        "document": _line(_("文书号"), hint=_("委托检测书、中止决定书等的文号。")),
        "on": _day(_("中止首日"), needed=False, hint=_("选填，不填为今天。")),
    }


def resume_fields(clocks: Choices) -> dict[str, forms.Field]:
    """Which clock runs on after which day."""
    return {"clock": _one_of(_("时限"), clocks), "on": _day(_("中止末日"), needed=False, hint=_("选填，不填为今天。"))}


def extend_fields(terms: Choices, settled: bool) -> dict[str, forms.Field]:
    """Which extension, under which document; days only where the decision itself sets them."""
    made = {
        "term": _one_of(_("延长"), terms),
        "document": _line(_("批准文书号")),
        "approved_on": _day(_("批准日期"), needed=False, hint=_("选填，不填为今天。不得晚于届满日。")),
    }
    if settled:
        made["days"] = forms.IntegerField(
            label=_("延长天数"), required=False, min_value=1, max_value=3650,
            help_text=_("仅在由决定确定期限时填写。"), widget=forms.NumberInput(attrs={"class": "inp"}),
        )  # fmt: skip
    return made | note_field()


def attach_fields(parties: bool) -> dict[str, forms.Field]:
    """A file, and who may take it where there is a choice."""
    made: dict[str, forms.Field] = {
        "content": forms.FileField(label=_("文件"), help_text=_("图片、PDF、文档、音视频等。"))
    }
    readers = [("staff", _("仅工作人员")), ("parties", _("当事人也可看到"))]
    return made | ({"audience": _one_of(_("读者"), readers, radio=True)} if parties else {})


def issue_fields(papers: Choices) -> dict[str, forms.Field]:
    """Which paper, under which number, with what words of the handler's."""
    return {
        "template": _one_of(_("文书"), papers),
        "document_number": _line(_("文号"), needed=False, length=80, hint=_("选填，不填则按本事项顺序编号。")),
        "note": _words(_("写入文书的说明"), needed=False, hint=_("选填。写给收件人，打印在文书上。")),
    }


def serve_fields(documents: Choices, methods: Choices) -> dict[str, forms.Field]:
    """Which document reached its recipient how and when."""
    return {
        "document_number": _one_of(_("文书"), documents),
        "method": _one_of(_("送达方式"), methods),
        "on": _day(_("送达日期"), needed=False, hint=_("选填，不填为今天。")),
    }


class SaveFilterForm(forms.Form):
    """A name for the selection on show."""

    name = forms.CharField(max_length=40, strip=True)
