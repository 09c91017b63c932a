"""What the pages of this room accept. Lengths are bounded so that nobody makes us hash a novel."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.apps.people.models import CertificateKind, LeaveReason, PublicKind, UnitKind
from huizhi.apps.people.permissions import ROLE_NAMES
from huizhi.ui.lines import in_words

REASONS = {
    LeaveReason.ANNUAL: _("年休假"), LeaveReason.PERSONAL: _("事假"), LeaveReason.SICK: _("病假"),
    LeaveReason.DUTY: _("公出"), LeaveReason.TRAINING: _("培训"), LeaveReason.OTHER: _("其他"),
}  # fmt: skip
CERTIFICATES = {
    CertificateKind.ENFORCEMENT: _("行政执法证"), CertificateKind.OVERSIGHT: _("行政执法监督证"),
    CertificateKind.EQUIPMENT: _("特种设备安全监察员证"),
}  # fmt: skip
PUBLIC_KINDS = {PublicKind.CITIZEN: _("市民"), PublicKind.BUSINESS: _("企业用户")}
UNIT_KINDS = {
    UnitKind.CITY: _("市局"), UnitKind.COUNTY: _("县级局"), UnitKind.ZONE: _("功能区分局"),
    UnitKind.STATION: _("监管所"), UnitKind.GRID: _("网格"),
}  # fmt: skip


def role_choices() -> list[tuple[str, str]]:
    """Every role with its name in the language of the page."""
    return [(str(role), in_words(*names)) for role, names in ROLE_NAMES.items()]


def _day(label: object) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _password(label: object, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


class OfficeForm(forms.Form):
    """A form whose boxes look like the others of the site."""

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "inp"


class SignInForm(forms.Form):
    """An account and a password."""

    account = forms.CharField(max_length=150, strip=True)
    password = forms.CharField(max_length=200, strip=False)


class PublicSignInForm(OfficeForm):
    """A chosen name and a password."""

    account = forms.CharField(
        label=_("账号"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = _password(_("密码"), "current-password")


class OpenForm(OfficeForm):
    """A new account of the public."""

    account = forms.RegexField(r"^[\w.@-]{4,60}$", label=_("账号"), max_length=60)
    password = _password(_("密码"), "new-password")
    kind = forms.ChoiceField(label=_("类别"), choices=list(PUBLIC_KINDS.items()))
    entity_id = forms.CharField(label=_("统一社会信用代码（仅企业填写）"), max_length=40, required=False)


class SubjectForm(OfficeForm):
    """What the single sign-on provider calls an officer; empty takes the link away."""

    subject = forms.CharField(label=_("统一身份标识"), max_length=255, required=False)


class CodeForm(OfficeForm):
    """Six digits from the phone, or a recovery code."""

    code = forms.CharField(
        label=_("验证码"), max_length=30, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )  # fmt: skip


class PasswordForm(OfficeForm):
    """The old password and the new one twice."""

    old = _password(_("原密码"), "current-password")
    new = _password(_("新密码"), "new-password")
    again = _password(_("再次输入新密码"), "new-password")

    def clean(self):
        """Both new ones are the same."""
        given = super().clean()
        if "new" in given and "again" in given and given["new"] != given["again"]:
            self.add_error("again", _("两次输入的新密码不一致"))
        return given


class LeaveForm(OfficeForm):
    """Days away and who stands in."""

    from_on = _day(_("自"))
    to_on = _day(_("至（含当日）"))
    stand_in = forms.ChoiceField(label=_("代班人员"))
    reason = forms.ChoiceField(label=_("事由"), choices=list(REASONS.items()))

    def __init__(self, *args: object, stand_ins: list[tuple[str, str]], **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].choices = stand_ins


class RolesForm(OfficeForm):
    """The unit and the roles of an officer."""

    unit = forms.ChoiceField(label=_("单位"))
    roles = forms.MultipleChoiceField(label=_("岗位角色"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, units: list[tuple[str, str]], **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units
        self.fields["roles"].choices = role_choices()


class AppointForm(RolesForm):
    """A new account."""

    username = forms.CharField(label=_("账号"), max_length=150)
    name = forms.CharField(label=_("姓名"), max_length=40)
    field_order = ["username", "name", "unit", "roles"]


class CertificateForm(OfficeForm):
    """A certificate to be entered."""

    number = forms.CharField(label=_("证号"), max_length=40)
    kind = forms.ChoiceField(label=_("证件类别"), choices=list(CERTIFICATES.items()))
    valid_from = _day(_("有效期自"))
    valid_to = _day(_("有效期至"))


class UnitForm(OfficeForm):
    """A unit to be founded or changed."""

    code = forms.CharField(label=_("单位代码"), max_length=40)
    zh = forms.CharField(label=_("名称"), max_length=80)
    en = forms.CharField(label=_("英文名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=list(UNIT_KINDS.items()))
    parent = forms.ChoiceField(label=_("上级单位"), required=False)
    division = forms.CharField(label=_("行政区划代码"), max_length=6)
    zone = forms.CharField(label=_("功能区代码"), max_length=10, required=False)
    station = forms.CharField(label=_("监管所名称"), max_length=80, required=False)

    def __init__(self, *args: object, units: list[tuple[str, str]], **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "—"), *units]
