"""A published record as named fields, and where its row lies."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.apps.indicators.facade import RecordLine
from huizhi.apps.registers.facade import PublishedRecord
from huizhi.ui.templatetags.ui import moment, yuan
from huizhi.web import labels
from huizhi.web.presenters.entities import entity_href

TABLES = {
    "entities": gettext_lazy("经营主体"),
    "licences": gettext_lazy("行政许可"),
    "devices": gettext_lazy("特种设备"),
    "matters": gettext_lazy("投诉举报"),
    "events": gettext_lazy("事实"),
}
NAMES = {
    "credit_code": gettext_lazy("统一社会信用代码"),
    "credit_code_ok": gettext_lazy("代码校验"),
    "registration_no": gettext_lazy("注册号"),
    "name": gettext_lazy("名称"),
    "former_name": gettext_lazy("曾用名"),
    "entity_kind": gettext_lazy("类型"),
    "industry_code": gettext_lazy("行业"),
    "division": gettext_lazy("辖区"),
    "zone": gettext_lazy("功能区"),
    "station": gettext_lazy("管辖所"),
    "address": gettext_lazy("住所"),
    "legal_representative": gettext_lazy("法定代表人"),
    "capital_fen": gettext_lazy("注册资本（元）"),
    "established_on": gettext_lazy("成立日期"),
    "status": gettext_lazy("状态"),
    "status_on": gettext_lazy("状态日期"),
    "scope": gettext_lazy("范围"),
    "phone": gettext_lazy("联系电话"),
    "licence_no": gettext_lazy("编号"),
    "licence_kind": gettext_lazy("许可"),
    "premises": gettext_lazy("场所"),
    "issued_on": gettext_lazy("发证日期"),
    "valid_until": gettext_lazy("有效期至"),
    "authority": gettext_lazy("发证机关"),
    "device_no": gettext_lazy("登记编号"),
    "device_kind": gettext_lazy("设备"),
    "location": gettext_lazy("位置"),
    "in_public_place": gettext_lazy("公共场所"),
    "registered_on": gettext_lazy("登记日期"),
    "maintainer": gettext_lazy("维保单位"),
    "last_inspected_on": gettext_lazy("最近检验"),
    "last_conclusion": gettext_lazy("检验结论"),
    "next_inspection_on": gettext_lazy("下次检验"),
    "insured_until": gettext_lazy("保险至"),
    "matter_no": gettext_lazy("编号"),
    "kind": gettext_lazy("类别"),
    "channel": gettext_lazy("来源"),
    "received_at": gettext_lazy("登记时间"),
    "category": gettext_lazy("诉求类别"),
    "content": gettext_lazy("诉求"),
    "amount_fen": gettext_lazy("金额（元）"),
    "first_response_at": gettext_lazy("首次响应"),
    "accepted_on": gettext_lazy("受理日期"),
    "due_on": gettext_lazy("应办结日期"),
    "closed_on": gettext_lazy("办结日期"),
    "outcome": gettext_lazy("结果"),
    "unit": gettext_lazy("承办单位"),
    "occurred_on": gettext_lazy("发生日期"),
    "severity": gettext_lazy("程度"),
    "detail": gettext_lazy("内容"),
}
FAMILIES = {
    "entity_kind": "entity_kind",
    "status": "status",
    "licence_kind": "licence_kind",
    "device_kind": "device_kind",
    "last_conclusion": "conclusion",
    "channel": "channel",
    "category": "category",
    "outcome": "outcome",
}


def _shown(table: str, name: str, value: object) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name.endswith("_fen"):
        return yuan(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if name in ("division", "zone"):
        return labels.place(value)
    if name == "kind":
        return labels.coded(value, "matter" if table == "matters" else "event")
    return labels.coded(value, FAMILIES[name]) if name in FAMILIES else str(value)


def record(found: PublishedRecord) -> dict[str, object]:
    """One published row as a card."""
    return {
        "title": TABLES[found.table],
        "fields": [(NAMES.get(name, name), _shown(found.table, name, value)) for name, value in found.fields],
        "entity_href": entity_href(found.entity_id),
        "entity_name": found.entity_name,
    }


def counted(line: RecordLine) -> dict[str, object]:
    """One record as an indicator counts it."""
    fields = [
        (_("记录"), line.label or "—"),
        (_("发生日期"), line.occurred_on or "—"),
        (_("月份"), line.month),
        (_("辖区"), labels.place(line.zone or line.division)),
        (_("计入分子"), line.weight),
        (_("计入分母"), line.base),
    ]
    return {
        "title": _("计入指标"),
        "fields": fields,
        "entity_name": line.entity_id,
        "entity_href": entity_href(line.entity_id) if line.entity_id else "",
    }


def origin(source: str, contract: object, landed: object, proof: object) -> dict[str, object]:
    """Source, owner, legal basis, landed file and row."""
    side = "en" if labels.english() else "zh"
    return {
        "source": source,
        "owner": getattr(contract.owner, side) if contract else "",
        "legal_basis": contract.legal_basis if contract else "",
        "file_name": landed.name if landed else getattr(proof, "file_name", ""),
        "delivered_on": landed.delivered_on if landed else None,
        "file_digest": proof.file_digest,
        "row_number": proof.row_number,
    }
