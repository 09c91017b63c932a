"""Every kind of event: its word, icon and colour, its place among the filters, and what its detail is a code of."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.insight.event_kinds.rulings import REPAIRABLE

EVENTS = {
    "penalty": (_("行政处罚"), "gavel", "bad"),
    "inspection_clean": (_("检查未发现问题"), "clipboard-check", "ok"),
    "inspection_finding": (_("检查发现问题"), "clipboard-check", "warn"),
    "inspection_serious": (_("检查发现严重问题"), "clipboard-check", "bad"),
    "obstruction": (_("不配合检查"), "ban", "bad"),
    "not_found": (_("住所无法联系"), "user-question", "bad"),
    "inspection_inactive": (_("未经营"), "clipboard-check", ""),
    "correction": (_("问题已改正"), "check", "ok"),
    "complaint": (pgettext_lazy("matter", "投诉"), "message-report", ""),
    "complaint_unsettled": (_("投诉调解不成"), "message-report", "warn"),
    "complaint_dropped": (_("投诉撤回或不予受理"), "message-report", ""),
    "report_made": (pgettext_lazy("matter", "举报"), "flag", ""),
    "report_filed": (_("举报已立案"), "flag", "warn"),
    "sample_pass": (_("抽检合格"), "test-pipe", "ok"),
    "sample_fail": (_("抽检不合格"), "test-pipe", "bad"),
    "product_fail": (_("生产的食品抽检不合格"), "test-pipe", "bad"),
    "annual_report": (_("年报按时公示"), "file-text", "ok"),
    "annual_report_late": (_("年报逾期"), "file-alert", "warn"),
    "annual_report_missing": (_("年报未报"), "file-alert", "bad"),
    "licence_issued": (_("取得许可"), "certificate", ""),
    "licence_expired": (_("许可到期"), "certificate", "warn"),
    "licence_revoked": (_("许可证被吊销"), "certificate", "bad"),
    "equipment_pass": (_("设备检验合格"), "elevator", "ok"),
    "equipment_fail": (_("设备检验不合格"), "elevator", "bad"),
    "equipment_overdue": (_("设备超期未检"), "elevator", "bad"),
    "elevator_insured": (_("电梯投保"), "shield-check", "ok"),
    "registered": (_("设立登记"), "building-store", ""),
    "status_change": (_("登记状态变更"), "building-store", "warn"),
    "related_revoked": (_("关联主体被吊销"), "alert-triangle", "warn"),
    "elevator_uninsured": (_("电梯无责任保险"), "elevator", "warn"),
    "sample_fail_superior": (_("国家、省级抽检不合格"), "test-pipe", "bad"),
    "sample_undisposed": (_("不合格食品逾期未处置"), "test-pipe", "bad"),
    "correction_overdue": (_("逾期未改正"), "clipboard-check", "bad"),
    "return_promised": (_("承诺无理由退货"), "shield-check", "ok"),
    "promise_broken": (_("未履行退货承诺"), "alert-triangle", "warn"),
    "holds_food_business": (_("持有食品经营许可"), "certificate", ""),
    "holds_food_production": (_("持有食品生产许可"), "certificate", ""),
    "holds_small_workshop": (_("已办小作坊登记"), "certificate", ""),
    "holds_drug_retail": (_("持有药品零售许可"), "certificate", ""),
    "holds_device_business": (_("持有医疗器械经营许可"), "certificate", ""),
    "holds_equipment_production": (_("持有特种设备生产许可"), "certificate", ""),
    "holds_industrial_product": (_("持有工业产品生产许可"), "certificate", ""),
    "food_tier": (_("食品许可项目"), "certificate", ""),
    "food_staff": (_("食品经营从业人数"), "certificate", ""),
    "device_in_use": (_("在用特种设备"), "elevator", ""),
    "public_device": (_("公共场所在用设备"), "elevator", ""),
    "crowded_address": (_("同址登记过多"), "alert-triangle", "warn"),
    "crowded_phone": (_("同号登记过多"), "alert-triangle", "warn"),
    "complaint_surge": (_("投诉集中"), "message-report", "warn"),
    "product_sample_pass": (_("产品抽查合格"), "test-pipe", "ok"),
    "product_sample_fail": (_("产品抽查不合格"), "test-pipe", "bad"),
    "product_sample_fail_superior": (_("国家、省级产品抽查不合格"), "test-pipe", "bad"),
    "product_unhandled": (_("不合格产品逾期未处理"), "test-pipe", "bad"),
    "platform_shop": (_("平台内网店"), "building-store", ""),
    "platform_unverified": (_("平台未核验身份"), "user-question", "warn"),
    "platform_licence_hidden": (_("网店未公示执照"), "certificate", "warn"),
    "system_certified": (_("食品安全管理体系认证"), "certificate", "ok"),
    "certificate_lapsed": (_("体系认证到期"), "certificate", "warn"),
}
"""Event kind -> (word, icon, tag colour)."""

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
            "holds_industrial_product", "food_tier", "food_staff", "system_certified", "certificate_lapsed",
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
    "system_certified": "scheme",
    "certificate_lapsed": "scheme",
    "entity_kind": "entity_kind",
}
"""Event kind or register column -> the family of the codes that stand in its detail."""
