"""The words for the codes that facts carry. A code without a word is shown as it is: nothing is hidden."""

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.apps.indicators.facade import CITY
from huizhi.insight.event_kinds.rulings import REPAIRABLE
from huizhi.vocabulary.divisions import Division, DivisionTable
from huizhi.vocabulary.industry import SECTIONS
from huizhi.web.acts import VERBS
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
    "event": {
        "penalty": _("行政处罚"),
        "inspection_clean": _("检查未发现问题"),
        "inspection_finding": _("检查发现问题"),
        "inspection_serious": _("检查发现严重问题"),
        "obstruction": _("不配合检查"),
        "not_found": _("住所无法联系"),
        "inspection_inactive": _("未经营"),
        "correction": _("问题已改正"),
        "complaint": pgettext_lazy("matter", "投诉"),
        "complaint_unsettled": _("投诉调解不成"),
        "complaint_dropped": _("投诉撤回或不予受理"),
        "report_made": pgettext_lazy("matter", "举报"),
        "report_filed": _("举报已立案"),
        "sample_pass": _("抽检合格"),
        "sample_fail": _("抽检不合格"),
        "product_fail": _("生产的食品抽检不合格"),
        "annual_report": _("年报按时公示"),
        "annual_report_late": _("年报逾期"),
        "annual_report_missing": _("年报未报"),
        "licence_issued": _("取得许可"),
        "licence_expired": _("许可到期"),
        "licence_revoked": _("许可证被吊销"),
        "equipment_pass": _("设备检验合格"),
        "equipment_fail": _("设备检验不合格"),
        "equipment_overdue": _("设备超期未检"),
        "elevator_insured": _("电梯投保"),
        "registered": _("设立登记"),
        "status_change": _("登记状态变更"),
        "related_revoked": _("关联主体被吊销"),
        "elevator_uninsured": _("电梯无责任保险"),
        "sample_fail_superior": _("国家、省级抽检不合格"),
        "sample_undisposed": _("不合格食品逾期未处置"),
        "correction_overdue": _("逾期未改正"),
        "return_promised": _("承诺无理由退货"),
        "promise_broken": _("未履行退货承诺"),
        "holds_food_business": _("持有食品经营许可"),
        "holds_food_production": _("持有食品生产许可"),
        "holds_small_workshop": _("已办小作坊登记"),
        "holds_drug_retail": _("持有药品零售许可"),
        "holds_device_business": _("持有医疗器械经营许可"),
        "holds_equipment_production": _("持有特种设备生产许可"),
        "holds_industrial_product": _("持有工业产品生产许可"),
        "food_tier": _("食品许可项目"),
        "food_staff": _("食品经营从业人数"),
        "device_in_use": _("在用特种设备"),
        "public_device": _("公共场所在用设备"),
        "crowded_address": _("同址登记过多"),
        "crowded_phone": _("同号登记过多"),
        "complaint_surge": _("投诉集中"),
        "product_sample_pass": _("产品抽查合格"),
        "product_sample_fail": _("产品抽查不合格"),
        "product_sample_fail_superior": _("国家、省级产品抽查不合格"),
        "product_unhandled": _("不合格产品逾期未处理"),
        "platform_shop": _("平台内网店"),
        "platform_unverified": _("平台未核验身份"),
        "platform_licence_hidden": _("网店未公示执照"),
    },
    "licence_kind": {
        "food_business": _("食品经营许可"),
        "food_production": _("食品生产许可"),
        "small_workshop": _("小作坊登记"),
        "drug_retail": _("药品零售许可"),
        "equipment_production": _("特种设备生产许可"),
        "industrial_product": _("工业产品生产许可"),
        "device_business": _("医疗器械经营许可"),
    },
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
        "population": _("常住人口"),
    },
}

EVENT_LOOKS = {
    "penalty": ("gavel", "bad"),
    "inspection_clean": ("clipboard-check", "ok"),
    "inspection_finding": ("clipboard-check", "warn"),
    "inspection_serious": ("clipboard-check", "bad"),
    "obstruction": ("ban", "bad"),
    "not_found": ("user-question", "bad"),
    "inspection_inactive": ("clipboard-check", ""),
    "correction": ("check", "ok"),
    "complaint": ("message-report", ""),
    "complaint_unsettled": ("message-report", "warn"),
    "complaint_dropped": ("message-report", ""),
    "report_made": ("flag", ""),
    "report_filed": ("flag", "warn"),
    "sample_pass": ("test-pipe", "ok"),
    "sample_fail": ("test-pipe", "bad"),
    "product_fail": ("test-pipe", "bad"),
    "annual_report": ("file-text", "ok"),
    "annual_report_late": ("file-alert", "warn"),
    "annual_report_missing": ("file-alert", "bad"),
    "licence_issued": ("certificate", ""),
    "licence_expired": ("certificate", "warn"),
    "licence_revoked": ("certificate", "bad"),
    "equipment_pass": ("elevator", "ok"),
    "equipment_fail": ("elevator", "bad"),
    "equipment_overdue": ("elevator", "bad"),
    "elevator_insured": ("shield-check", "ok"),
    "registered": ("building-store", ""),
    "status_change": ("building-store", "warn"),
    "related_revoked": ("alert-triangle", "warn"),
    "elevator_uninsured": ("elevator", "warn"),
    "sample_fail_superior": ("test-pipe", "bad"),
    "sample_undisposed": ("test-pipe", "bad"),
    "correction_overdue": ("clipboard-check", "bad"),
    "return_promised": ("shield-check", "ok"),
    "promise_broken": ("alert-triangle", "warn"),
    "holds_food_business": ("certificate", ""),
    "holds_food_production": ("certificate", ""),
    "holds_small_workshop": ("certificate", ""),
    "holds_drug_retail": ("certificate", ""),
    "holds_device_business": ("certificate", ""),
    "holds_equipment_production": ("certificate", ""),
    "holds_industrial_product": ("certificate", ""),
    "food_tier": ("certificate", ""),
    "food_staff": ("certificate", ""),
    "device_in_use": ("elevator", ""),
    "public_device": ("elevator", ""),
    "crowded_address": ("alert-triangle", "warn"),
    "crowded_phone": ("alert-triangle", "warn"),
    "complaint_surge": ("message-report", "warn"),
    "product_sample_pass": ("test-pipe", "ok"),
    "product_sample_fail": ("test-pipe", "bad"),
    "product_sample_fail_superior": ("test-pipe", "bad"),
    "product_unhandled": ("test-pipe", "bad"),
    "platform_shop": ("building-store", ""),
    "platform_unverified": ("user-question", "warn"),
    "platform_licence_hidden": ("certificate", "warn"),
}
"""Event kind -> (icon, tag colour)."""

EVENT_GROUPS = {
    "inspection": (
        _("检查"),
        (
            "inspection_clean", "inspection_finding", "inspection_serious", "inspection_inactive", "obstruction",
            "not_found", "correction", "correction_overdue",
        ),
    ),
    "sampling": (
        _("抽检"),
        (
            "sample_pass", "sample_fail", "product_fail", "sample_fail_superior", "sample_undisposed",
            "product_sample_pass", "product_sample_fail", "product_sample_fail_superior", "product_unhandled",
        ),
    ),
    "matter": (
        _("投诉举报"),
        ("complaint", "complaint_unsettled", "complaint_dropped", "report_made", "report_filed", "complaint_surge"),
    ),
    "penalty": (_("处罚"), ("penalty",)),
    "report": (_("年报"), ("annual_report", "annual_report_late", "annual_report_missing")),
    "promise": (_("消费承诺"), ("return_promised", "promise_broken")),
    "permit": (
        _("许可"),
        (
            "licence_issued", "licence_expired", "licence_revoked", "holds_food_business", "holds_food_production",
            "holds_small_workshop", "holds_drug_retail", "holds_device_business", "holds_equipment_production",
            "holds_industrial_product", "food_tier", "food_staff",
        ),
    ),
    "equipment": (
        _("设备"),
        (
            "equipment_pass", "equipment_fail", "equipment_overdue", "elevator_insured", "elevator_uninsured",
            "device_in_use", "public_device",
        ),
    ),
    "online": (_("网络经营"), ("platform_shop", "platform_unverified", "platform_licence_hidden")),
    "register": (_("登记"), ("registered", "status_change", "related_revoked", "crowded_address", "crowded_phone")),
}  # fmt: skip
EVENT_GROUPS["repair"] = (
    _("信用修复"),
    tuple(f"{kind}_{end}" for end in ("repaired", "repair") for kind in REPAIRABLE),
)
"""Timeline filter -> (name, event kinds)."""

DETAIL_FAMILIES = {
    "registered": "entity_kind",
    "status_change": "status",
    "licence_issued": "licence_kind",
    "licence_expired": "licence_kind",
    "licence_revoked": "licence_kind",
    "equipment_overdue": "device_kind",
    "holds_food_business": "licence_kind",
    "holds_food_production": "licence_kind",
    "holds_small_workshop": "licence_kind",
    "holds_drug_retail": "licence_kind",
    "holds_device_business": "licence_kind",
    "holds_equipment_production": "licence_kind",
    "holds_industrial_product": "licence_kind",
    "food_tier": "licence_kind",
    "elevator_uninsured": "device_kind",
    "device_in_use": "device_kind",
    "public_device": "device_kind",
    "entity_kind": "entity_kind",
}
"""Event kind or register column -> the family of the codes that stand in its detail."""

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
