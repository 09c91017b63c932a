"""The words for the codes that facts carry. A code without a word is shown as it is: nothing is hidden."""

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.apps.indicators.facade import CITY
from huizhi.vocabulary.divisions import Division, DivisionTable
from huizhi.vocabulary.industry import SECTIONS
from huizhi.web.acts import VERBS
from huizhi.web.event_labels import DETAIL_FAMILIES, EVENTS
from huizhi.web.packs import pack

CODES = {
    "entity_kind": {
        "enterprise": _("企业"),
        "individual": _("个体工商户"),
        "cooperative": _("农民专业合作社"),
        "branch": _("分支机构"),
    },
    "status": {
        "active": _("存续"),
        "cancelled": _("注销"),
        "revoked": _("吊销"),
        "moved_out": _("迁出"),
        "valid": _("有效"),
        "expired": _("过期"),
        "in_use": _("在用"),
        "stopped": _("停用"),
        "scrapped": _("报废"),
    },
    "event": {kind: word for kind, (word, _icon, _colour) in EVENTS.items()},
    "licence_kind": {
        "food_business": _("食品经营许可"),
        "food_production": _("食品生产许可"),
        "small_workshop": _("小作坊登记"),
        "drug_retail": _("药品零售许可"),
        "equipment_production": _("特种设备生产许可"),
        "industrial_product": _("工业产品生产许可"),
        "device_business": _("医疗器械经营许可"),
    },
    "item": {
        "name": _("名称"),
        "address": _("住所"),
        "representative": _("法定代表人"),
        "capital": _("注册资本"),
        "scope": _("经营范围"),
        "holders": _("股东"),
    },
    "ground": {
        "no_report": _("未公示年度报告"),
        "not_published": _("未按责令期限公示"),
        "false_information": _("隐瞒真实情况弄虚作假"),
        "no_contact": _("住所无法联系"),
        "food": _("食品安全"),
        "drug": _("药品医疗器械"),
        "quality": _("质量安全"),
        "consumer": _("侵害消费者权益"),
        "competition": _("破坏公平竞争"),
        "other": _("其他严重违法"),
    },
    "scheme": {"haccp": "HACCP", "iso_22000": "ISO 22000"},
    "device_kind": {
        "boiler": _("锅炉"),
        "pressure_vessel": _("压力容器"),
        "elevator": _("电梯"),
        "crane": _("起重机械"),
        "vehicle": _("场内专用机动车辆"),
        "amusement": _("大型游乐设施"),
        "pressure_pipe": _("压力管道"),
        "ropeway": _("客运索道"),
    },
    "conclusion": {"pass": _("合格"), "pass_on_retest": _("复检合格"), "fail": _("不合格")},
    "matter": {"complaint": pgettext_lazy("matter", "投诉"), "report": pgettext_lazy("matter", "举报")},
    "channel": {
        "12315_web": _("全国12315平台"),
        "12315_phone": _("12315电话"),
        "12345": _("12345热线"),
        "walk_in": _("来人来函"),
        "odr": _("ODR企业"),
    },
    "category": {
        "food": _("食品"),
        "drug": _("药品"),
        "quality": _("产品质量"),
        "price": _("价格"),
        "advertising": _("广告"),
        "after_sale": _("售后服务"),
        "contract": _("合同"),
        "false_publicity": _("虚假宣传"),
        "prepaid_card": _("预付卡"),
        "other": _("其他"),
    },
    "outcome": {
        "mediated": _("调解成功"),
        "not_mediated": _("调解不成"),
        "refused": _("不予受理"),
        "withdrawn": _("撤回"),
        "case_filed": _("立案"),
        "no_case": _("不予立案"),
        "open": _("办理中"),
    },
    "verb": VERBS,
    "object": {
        "officer": _("人员"),
        "public_account": _("公众账号"),
        "unit": _("单位"),
        "release": _("发布"),
        "draw": _("抽查"),
        "day": _("日期"),
        "measurement": _("验证"),
    },
    "source": {
        "registry": _("经营主体登记"),
        "annual_reports": _("年度报告"),
        "licences": _("行政许可"),
        "penalties": _("行政处罚"),
        "inspections": _("监督检查"),
        "complaints": _("投诉举报"),
        "food_sampling": _("食品抽检"),
        "equipment": _("特种设备"),
        "equipment_inspections": _("特种设备检验"),
        "elevator_insurance": _("电梯保险"),
        "return_promises": _("无理由退货承诺"),
        "product_sampling": _("产品质量抽查"),
        "platform_operators": _("平台经营者报送"),
        "certificates": _("体系认证"),
        "register_changes": _("变更登记"),
        "listings": _("经营异常和严重违法名单"),
        "annual_accounts": _("年报资产状况"),
        "population": _("常住人口"),
    },
}

CODE_PROBLEMS = {
    "length": _("应为18位"),
    "alphabet": _("含有不允许的字符"),
    "division_digits": _("登记机关行政区划码不是6位数字"),
    "check_character": _("末位校验码不符"),
    "organisation_check": _("主体标识码校验不符"),
}


def english() -> bool:
    """Whether the page being made is in English."""
    return (get_language() or "").startswith("en")


def coded(code: str | None, family: str) -> str:
    """The word for a code of a family, the pack's own first; a dash for none, the code where no word is known."""
    if code is None or code == "":
        return "—"
    own = pack().words.get(family, {}).get(code)
    if own:
        return own.en if english() else own.zh
    if family == "event" and code.endswith("_repaired"):
        return gettext("%(record)s（已修复）") % {"record": coded(code.removesuffix("_repaired"), family)}
    if family == "event" and code.endswith("_repair"):
        return gettext("信用修复：%(record)s") % {"record": coded(code.removesuffix("_repair"), family)}
    return str(CODES[family].get(code, code))


def detail(kind: str | None, text: str | None) -> str:
    """What an event or a register column says ("JY1371… · food_business"), its codes as words; "" for nothing."""
    if kind == "industry_code":
        return industry(text)
    family = DETAIL_FAMILIES.get(kind or "")
    if not text or not family:
        return text or ""
    return " · ".join(coded(part, family) for part in text.split(" · "))


def divisions() -> DivisionTable:
    """The city's table of divisions and zones."""
    return pack().divisions


def board_places() -> list[tuple[str, Division]]:
    """What the scoreboard is shown for: the whole city, then each county-level division, with the code it asks by."""
    table = divisions()
    return [(CITY, table.city), *((county.code, county) for county in table.counties())]


def division_words(division: Division) -> str:
    """The short name of a division in the language of the page."""
    short = division.short_zh if len(division.short_zh) >= 3 else division.zh
    return division.en if english() else short


def place(code: str | None) -> str:
    """The short name of a division or zone code; a dash for none."""
    if not code:
        return "—"
    found = divisions().city if code == CITY else divisions().find(code)
    return division_words(found) if found else code


def sections() -> list[tuple[str, str]]:
    """Sections of GB/T 4754 as (letter, name)."""
    return [(letter, names[3] if english() else names[2]) for letter, names in SECTIONS.items()]


def industry(code: str | None) -> str:
    """The section's name and the code ("批发和零售业 F52"); "" for none."""
    if not code:
        return ""
    name = dict(sections()).get(code[:1])
    return f"{name} {code}" if name else code
