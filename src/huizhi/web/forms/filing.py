"""The pages of a filing, one form each. What was answered is kept as it was typed and checked again at the end."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.apps.complaints import facade as complaints
from huizhi.ui.lines import in_words
from huizhi.web import labels
from huizhi.web.forms.parts import CitizenForm, YuanField, area, check_phone, day, line, radio

KINDS = [
    ("complaint", pgettext_lazy("filing", "投诉")),
    ("report", pgettext_lazy("filing", "举报")),
    ("both", _("既投诉，又举报")),
]
WHERE = [
    ("operator", _("实体店、企业或个人经营者")),
    ("in_platform", _("网购平台上的店铺")),
    ("platform", _("网购平台本身")),
    ("own_site", _("商家自己的网站、小程序或App")),
]
ADVERTS = [
    ("internet_advertising", _("网上的广告")),
    ("mass_media_advertising", _("电视、广播、报刊上的广告")),
]
WANTS = [
    ("return", _("退货退款")),
    ("compensate", _("赔偿损失")),
    ("repair", _("修理、更换或重做")),
    ("apology", _("停止侵权、赔礼道歉")),
    ("other", _("其他")),
]
WANTS_TEXT = {"return": "退货退款", "repair": "修理、更换或重做", "apology": "停止侵权、赔礼道歉"}
"""What a wish is written as in the filing: in Chinese, whatever language the page was in."""
REACHED = [("yes", _("页面上有经营地址，联系得到")), ("no", _("没有地址，或者联系不上"))]
NAMED = [("named", _("实名举报")), ("anonymous", _("匿名举报"))]


class KindForm(CitizenForm):
    """A complaint, a report, or both."""

    say = {"kind": _("选择要投诉还是举报")}
    kind = radio(KINDS, _("您要办什么？"))
    e = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class WhereForm(CitizenForm):
    """What the business is, as the jurisdiction matrix tells them apart."""

    say = {"target": _("选择是在哪里发生的")}
    target = radio(WHERE, _("在哪里发生的？"))

    def __init__(self, *args: object, kind: str, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [*WHERE, *ADVERTS] if kind == "report" else WHERE


class AgainstForm(CitizenForm):
    """Which business: one of the register, or as it is known to whoever files."""

    say = {"name": _("写下商家的名称，不知道全称就写招牌上的字"), "reachable": _("选择能否联系到店铺")}
    entity = forms.CharField(required=False, max_length=40)
    name = line(_("商家名称"), 100, required=False, autocomplete="off")
    platform = line(_("平台名称"), 60, required=False, autocomplete="off")
    address = line(_("地址（选填）"), 150, required=False, autocomplete="off")
    division = forms.ChoiceField(label=_("在哪个区市（选填）"), required=False)
    reachable = radio(REACHED, _("店铺联系得到吗？"), required=False)
    hints = {"address": _("写到门牌号最好，方便找到商家。")}

    def __init__(self, *args: object, target: str, **kwargs: object):
        super().__init__(*args, **kwargs)
        counties = [(each.code, labels.division_words(each)) for each in labels.divisions().counties()]
        self.fields["division"].choices = [("", _("不清楚")), *counties]
        if target != "in_platform":
            del self.fields["platform"], self.fields["reachable"]
        else:
            self.fields["name"].label = _("店铺名称")
            self.say = {**self.say, "name": _("写下店铺的名称")}

    def clean(self):
        """A name is only needed where nothing was chosen from the register."""
        given = super().clean()
        if not given.get("entity"):
            if not given.get("name"):
                self.demand("name", self.say["name"])
            if "platform" in self.fields and not given.get("platform"):
                self.demand("platform", _("写下是哪个平台"))
            if "reachable" in self.fields and not given.get("reachable"):
                self.demand("reachable", self.say["reachable"])
        return given


class FactsForm(CitizenForm):
    """What happened, when, and how much it was about."""

    say = {"facts": _("写下发生了什么")}
    hints = {"facts": _("什么时间、买了什么、出了什么问题、和商家怎么谈的。请不要写身份证号和银行卡号。")}
    short = frozenset({"on", "amount"})
    facts = area(_("事情经过"), 4000, 7)
    on = day(_("购买或发生日期（选填）"))
    amount = YuanField(_("涉及金额，元（选填）"))

    def __init__(self, *args: object, today: date, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self) -> date | None:
        """Not in the future."""
        on = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError(_("日期不能晚于今天"))
        return on


class TopicForm(CitizenForm):
    """What it is about, and in which line of business."""

    say = {"topic": _("选择最接近的一类")}
    topic = radio([], _("属于哪一类问题？"))
    goods = forms.ChoiceField(label=_("商品或服务（选填）"), required=False)

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [(code, _capital(names)) for code, names in complaints.TOPICS.items()]
        goods = [(code, _capital(names)) for code, names in complaints.GOODS.items()]
        self.fields["goods"].choices = [("", _("不选")), *goods]


class ClaimForm(CitizenForm):
    """What the consumer wants of the business."""

    say = {"wants": _("选择您希望怎么解决")}
    hints = {"words": _("例如：退一赔三；上门取货；当面道歉。")}
    short = frozenset({"compensation", "asked_on"})
    wants = forms.MultipleChoiceField(
        choices=WANTS, label=_("您希望怎么解决？"), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    compensation = YuanField(_("要求赔偿的金额，元（选了赔偿损失才填）"))
    asked_on = day(_("哪天向商家提出的退货（选填）"))
    words = line(_("补充说明（选填）"), 300, required=False)

    def __init__(self, *args: object, today: date, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["asked_on"].widget.attrs["max"] = today.isoformat()

    def clean(self):
        """An amount with a compensation, words with "other"."""
        given = super().clean()
        wants = given.get("wants") or []
        if "compensate" in wants and not given.get("compensation"):
            self.demand("compensation", _("填写要求赔偿的金额，例如1000"))
        if "other" in wants and not given.get("words"):
            self.demand("words", _("选了“其他”，请写下希望怎么解决"))
        if given.get("asked_on") and given["asked_on"] > self.today:
            self.demand("asked_on", _("日期不能晚于今天"))
        return given


class WhoForm(CitizenForm):
    """Who complains or reports; a report may be made without a name."""

    say = {"named": _("选择实名还是匿名")}
    hints = {"phone": _("办理人员用这个号码联系您。"), "address": _("文书寄到这里。写到门牌号。")}
    named = radio(NAMED, _("实名还是匿名？"), required=False)
    name = line(_("姓名"), 40, required=False, autocomplete="name")
    phone = line(_("电话号码"), 20, required=False, inputmode="tel", autocomplete="tel", type="tel")
    address = line(_("通讯地址"), 150, required=False, autocomplete="street-address")

    def __init__(self, *args: object, kind: str, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == "report":
            self.fields["address"].label = _("通讯地址（选填）")
        else:
            del self.fields["named"]

    def clean_phone(self) -> str:
        """A number one can call."""
        return check_phone(self.cleaned_data["phone"])

    def clean(self):
        """A complaint names its complainant; a report only where it is made by name."""
        given = super().clean()
        if self.kind == "report" and not given.get("named"):
            self.demand("named", self.say["named"])
        elif given.get("named") != "anonymous":
            for name, words in (("name", _("写下您的姓名")), ("phone", _("写下您的电话号码"))):
                if not given.get(name):
                    self.demand(name, words)
            if self.kind != "report" and not given.get("address"):
                self.demand("address", _("写下您的通讯地址"))
        return given


class CheckForm(CitizenForm):
    """The last page: that it is true. `website` is a trap for programs; people do not see it."""

    say = {"true": _("勾选后才能提交")}
    true = forms.BooleanField(label=_("所填内容属实"))
    website = forms.CharField(required=False, max_length=200, label=_("请不要填写这一栏"))


def claim_text(claim: Mapping[str, object]) -> str:
    """What the consumer wants as one sentence of the filing, in Chinese."""
    wants = [str(each) for each in claim.get("wants") or ()]
    parts = [WANTS_TEXT[want] for want in wants if want in WANTS_TEXT]
    fen = claim.get("compensation")
    if "compensate" in wants and isinstance(fen, int):
        parts.insert(min(1, len(parts)), f"赔偿损失{fen // 100}.{fen % 100:02d}元")
    if words := str(claim.get("words") or "").strip():
        parts.append(words)
    return "；".join(parts)


def _capital(names: tuple[str, str]) -> str:
    """A name that stands alone on a line."""
    words = in_words(*names)
    return words[:1].upper() + words[1:]
