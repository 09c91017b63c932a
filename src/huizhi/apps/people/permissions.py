"""Who may do what: one table from permission to roles. The only place that knows it; docs/roles.md prints it."""

from enum import StrEnum


class Role(StrEnum):
    """What an officer is appointed to do; one officer may hold several."""

    HANDLER = "handler"
    STATION_HEAD = "station_head"
    CASE_OFFICER = "case_officer"
    LEGAL_REVIEWER = "legal_reviewer"
    INSPECTOR = "inspector"
    DESK_SPECIALIST = "desk_specialist"
    LEADER = "leader"
    DATA_STEWARD = "data_steward"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.HANDLER: ("投诉举报承办人", "complaint handler"),
    Role.STATION_HEAD: ("监管所所长", "station head"),
    Role.CASE_OFFICER: ("办案人员", "case officer"),
    Role.LEGAL_REVIEWER: ("法制审核人员", "legal reviewer"),
    Role.INSPECTOR: ("检查人员", "inspector"),
    Role.DESK_SPECIALIST: ("业务科室人员", "desk specialist"),
    Role.LEADER: ("局领导", "leader"),
    Role.DATA_STEWARD: ("数据管理员", "data steward"),
    Role.AUDITOR: ("审计监督人员", "auditor"),
    Role.ADMINISTRATOR: ("系统管理员", "administrator"),
}
"""Role -> (Chinese, English)."""

_CASEWORK = {Role.HANDLER, Role.STATION_HEAD, Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.INSPECTOR}
_MATTERS = {Role.HANDLER, Role.STATION_HEAD, Role.CASE_OFFICER}
_BUSINESS = _CASEWORK | {Role.DESK_SPECIALIST, Role.LEADER}

GRID_ROLES = frozenset({Role.HANDLER})
"""All that an officer of a grid may hold: nobody without a certificate inspects or handles cases."""
STANDS_ALONE = frozenset({Role.ADMINISTRATOR})
"""Roles that are held alone: whoever opens accounts does no business, reads no audit, releases no figures."""

PERMISSIONS: dict[str, frozenset[Role]] = {
    "see_entities": frozenset(_BUSINESS | {Role.DATA_STEWARD, Role.AUDITOR}),
    "see_class": frozenset(_BUSINESS | {Role.AUDITOR}),
    "see_contacts": frozenset(_CASEWORK),
    "see_matters": frozenset(_BUSINESS),
    "file_matters": frozenset({Role.HANDLER, Role.STATION_HEAD}),
    "work_matters": frozenset(_MATTERS),
    "assign_matters": frozenset({Role.STATION_HEAD, Role.LEADER}),
    "approve_extensions": frozenset({Role.LEADER}),
    "supervise_matters": frozenset({Role.DESK_SPECIALIST, Role.LEADER}),
    "see_team": frozenset({Role.STATION_HEAD, Role.LEADER}),
    "look_at_identity": frozenset(_MATTERS),
    "export_matters": frozenset({Role.STATION_HEAD, Role.DESK_SPECIALIST, Role.LEADER}),
    "confirm_businesses": frozenset({Role.HANDLER, Role.STATION_HEAD, Role.DESK_SPECIALIST}),
    "publish_complaints": frozenset({Role.DESK_SPECIALIST, Role.LEADER}),
    "manage_retention": frozenset({Role.DATA_STEWARD}),
    "see_scoreboard": frozenset(_BUSINESS | {Role.DATA_STEWARD, Role.AUDITOR}),
    "see_records": frozenset(_BUSINESS | {Role.DATA_STEWARD, Role.AUDITOR}),
    "see_feeds": frozenset({Role.DATA_STEWARD, Role.LEADER, Role.DESK_SPECIALIST, Role.AUDITOR}),
    "publish_night": frozenset({Role.DATA_STEWARD}),
    "publish_draw": frozenset({Role.DESK_SPECIALIST, Role.LEADER}),
    "plan_draws": frozenset({Role.DESK_SPECIALIST}),
    "approve_draws": frozenset({Role.LEADER}),
    "take_part_in_draws": frozenset(
        {Role.DESK_SPECIALIST, Role.LEADER, Role.LEGAL_REVIEWER, Role.STATION_HEAD, Role.AUDITOR}
    ),
    "make_visits": frozenset({Role.INSPECTOR}),
    "plan_visits": frozenset({Role.STATION_HEAD, Role.DESK_SPECIALIST}),
    "see_visits": frozenset({Role.INSPECTOR, Role.STATION_HEAD, Role.DESK_SPECIALIST, Role.LEADER}),
    "publish_visits": frozenset({Role.INSPECTOR, Role.STATION_HEAD}),
    "correct_visits": frozenset({Role.STATION_HEAD}),
    "ask_visits": frozenset({Role.HANDLER, Role.CASE_OFFICER, Role.STATION_HEAD}),
    "declare_recusals": frozenset({Role.INSPECTOR, Role.CASE_OFFICER, Role.STATION_HEAD, Role.LEADER}),
    "approve_recusals": frozenset({Role.STATION_HEAD, Role.LEADER}),
    "see_recusals": frozenset(
        {Role.INSPECTOR, Role.CASE_OFFICER, Role.STATION_HEAD, Role.DESK_SPECIALIST, Role.LEADER, Role.AUDITOR}
    ),
    "hand_to_cases": frozenset({Role.INSPECTOR, Role.STATION_HEAD}),
    "see_rechecks": frozenset({Role.DESK_SPECIALIST, Role.LEADER}),
    "plan_rechecks": frozenset({Role.DESK_SPECIALIST, Role.LEADER}),
    "propose_listings": frozenset({Role.INSPECTOR, Role.STATION_HEAD}),
    "review_cases": frozenset({Role.LEGAL_REVIEWER}),
    "see_ledger": frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    "appoint_officers": frozenset({Role.ADMINISTRATOR}),
}
"""Permission -> the roles that have it."""

PERMISSION_NAMES: dict[str, tuple[str, str]] = {
    "see_entities": ("查询经营主体", "look up market entities"),
    "see_class": ("查看信用风险分类及依据", "see credit-risk classes and their reasons"),
    "see_contacts": ("查看联系电话", "see telephone numbers"),
    "see_matters": ("查看投诉举报", "see complaints and reports"),
    "file_matters": ("登记投诉举报", "take in complaints and reports"),
    "work_matters": ("承办投诉举报", "handle complaints and reports"),
    "assign_matters": ("分派投诉举报", "assign complaints and reports"),
    "approve_extensions": ("批准延长期限", "approve extensions of time limits"),
    "supervise_matters": ("督办投诉举报", "supervise the matters of units below"),
    "see_team": ("查看本单位办理情况", "see a team's load and lateness"),
    "look_at_identity": ("查看举报人、投诉人身份", "look at who complained or reported"),
    "export_matters": ("导出投诉举报", "export complaints and reports"),
    "confirm_businesses": ("确认企业账号", "confirm whose a business account is"),
    "publish_complaints": ("公示投诉信息", "publish complaints"),
    "manage_retention": ("保存期限与删除", "manage retention and erasure"),
    "see_scoreboard": ("查看指标看板", "see the scoreboard"),
    "see_records": ("查看指标明细记录", "see the records behind an indicator"),
    "see_feeds": ("查看数据来源与隔离区", "see feeds and quarantine"),
    "publish_night": ("发布夜间结果", "publish the night's results"),
    "publish_draw": ("发布抽查结果", "publish a draw"),
    "plan_draws": ("起草和主持抽查", "draft draws and conduct them"),
    "approve_draws": ("批准抽查方案", "approve the plan of a draw"),
    "take_part_in_draws": ("作为抽查的承诺方", "be a party to a draw"),
    "make_visits": ("开展现场检查", "make inspection visits"),
    "plan_visits": ("安排现场检查", "plan inspection visits"),
    "see_visits": ("查看检查结果", "see the results of visits"),
    "publish_visits": ("公示检查结果", "publish the results of visits"),
    "correct_visits": ("更正检查结果", "correct the results of visits"),
    "ask_visits": ("从办件申请现场检查", "ask for a visit from a matter"),
    "declare_recusals": ("登记回避", "declare a recusal"),
    "approve_recusals": ("解除回避", "end a recusal"),
    "see_recusals": ("查看回避登记", "see the register of recusals"),
    "hand_to_cases": ("移交立案核查", "hand over to a penalty case"),
    "see_rechecks": ("查看盲查复核一致率", "see how blind checks agree"),
    "plan_rechecks": ("安排盲查复核", "have visits checked again blindly"),
    "propose_listings": ("提出列入经营异常名录", "propose an entry in the abnormal list"),
    "review_cases": ("审核处罚案件", "review penalty cases"),
    "see_ledger": ("查看操作台账", "see the ledger of acts"),
    "appoint_officers": ("任命人员与设置单位", "appoint officers and found units"),
}
"""Permission -> (Chinese, English)."""


def roles_with(permission: str) -> frozenset[Role]:
    """The roles that have a permission. KeyError for one that is not declared: a misspelt permission must not pass."""
    return PERMISSIONS[permission]


def permissions_of(roles: list[str]) -> frozenset[str]:
    """Everything the holders of these roles may do, together."""
    held = set(roles)
    return frozenset(name for name, allowed in PERMISSIONS.items() if held & allowed)


def mixed_wrongly(roles: list[str]) -> bool:
    """Whether a role that is held alone stands beside another."""
    return len(roles) > 1 and bool(STANDS_ALONE & set(roles))
