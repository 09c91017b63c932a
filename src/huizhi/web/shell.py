"""What stands around every page: the menu of what this officer may open, the switches, the footer."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from huizhi.apps.people import facade as people
from huizhi.ui.lines import Entry

ELDER_COOKIE = "huizhi_elder"


@dataclass(frozen=True)
class Group:
    """Lines of the menu under one heading."""

    title: str
    entries: list[Entry]


def menu(request: HttpRequest) -> list[Group]:
    """The groups of the side menu, without the pages this officer may not open."""
    plan = [
        (
            gettext("工作"),
            [
                ("work_home", gettext("工作台"), "home", None),
                ("casework:inbox", gettext("办件"), "inbox", "see_matters"),
                ("casework:team", gettext("本单位"), "users", "see_team"),
                ("casework:supervision", gettext("督办"), "eye", "see_matters"),
                ("complaints:intake", gettext("登记投诉举报"), "message-report", "file_matters"),
                ("complaints:import", gettext("导入投诉举报"), "file-import", "file_matters"),
                ("people:account", gettext("我的账号"), "user", None),
            ],
        ),
        (
            gettext("监管"),
            [
                ("search", gettext("经营主体"), "building-store", "see_entities"),
                ("year_plans", gettext("年度计划"), "file-text", "see_entities"),
                ("draws", gettext("双随机抽查"), "arrows-shuffle", "see_entities"),
                ("visits:app", gettext("手机检查"), "device-mobile", "make_visits"),
                ("visits", gettext("现场检查"), "clipboard-check", "see_visits"),
                ("campaigns", gettext("专项检查"), "flag", "plan_visits"),
                ("recusals", gettext("回避登记"), "ban", "see_recusals"),
            ],
        ),
        (
            gettext("研判"),
            [
                ("scoreboard", gettext("计划指标"), "chart-bar", "see_scoreboard"),
                ("holding", gettext("这个等级准不准"), "test-pipe", "see_class"),
            ],
        ),
        (gettext("法规"), [("law", gettext("法定数值"), "gavel", None)]),
        (
            gettext("管理"),
            [
                ("feeds", gettext("数据来源"), "database-import", "see_feeds"),
                ("ledger", gettext("操作台账"), "history", "see_ledger"),
                ("looks", gettext("查看身份的记录"), "fingerprint", "see_ledger"),
                ("retention", gettext("保存期限"), "clock", "manage_retention"),
                ("people:officers", gettext("人员与单位"), "user-cog", "appoint_officers"),
                ("people:businesses", gettext("企业账号确认"), "id-badge", "confirm_businesses"),
                ("people:team_leave", gettext("休假与代班"), "calendar", "see_team"),
            ],
        ),
    ]
    held = people.permissions_held(request.user)
    groups = []
    for title, lines in plan:
        entries = [
            Entry(name, reverse(view if ":" in view else f"web:{view}"), icon, _inside(request, view))
            for view, name, icon, permission in lines
            if permission is None or permission in held
        ]
        if entries:
            groups.append(Group(title, entries))
    return groups


SECTIONS = {
    "casework:inbox": {"inbox", "late", "matter", "act", "bulk"},
    "complaints:intake": {"intake", "filed"},
    "casework:team": {"team"},
    "casework:supervision": {"supervision"},
    "search": {"search", "entity", "evidence"},
    "year_plans": {"year_plans", "year_plan", "new_year_plan", "revise_year_plan"},
    "draws": {"draws", "draw", "draw_without_visit", "new_plan", "ceremony", "revise_plan", "ceremony_act"},
    "visits": {
        "visits",
        "plan_visits",
        "publish_visit",
        "correct_visit",
        "visit_case",
        "visit_listing",
        "rechecks",
        "visit_desk",
        "give_visit",
    },
    "scoreboard": {"scoreboard", "indicator"},
    "holding": {"holding", "holding_rows"},
    "feeds": {"feeds", "feed"},
    "law": {"law", "law_value"},
    "people:officers": {"officers", "officer", "new_officer", "change_officer", "units", "unit", "new_unit"},
    "people:team_leave": {"team_leave"},
    "people:businesses": {"businesses"},
    "people:account": {"account", "enter_leave", "end_leave", "password"},
}


def _inside(request: HttpRequest, view: str) -> bool:
    """Whether the page being shown belongs to a menu line."""
    match = request.resolver_match
    return match is not None and match.url_name in SECTIONS.get(view, {view})


def officer_words(request: HttpRequest) -> dict[str, str] | None:
    """Account, name, initial and unit of the signed-in officer."""
    officer = request.user
    if not officer.is_authenticated:
        return None
    english = (get_language() or "").startswith("en")
    unit = officer.unit.en if english else officer.unit.zh
    return {"account": officer.username, "name": officer.name, "initial": officer.name[:1], "unit": unit}


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor: `shell`, for the base templates."""
    if not hasattr(request, "user"):
        return {}
    held = people.permissions_held(request.user)
    signed_in = request.user.is_authenticated
    switch = {"next": request.get_full_path()}
    return {
        "shell": {
            "home": reverse("web:work_home"),
            "public_home": reverse("web:public_home"),
            "search": reverse("web:search") if "see_entities" in held else "",
            "may_see_team": "see_team" in held,
            "sign_in": reverse("people:sign_in"),
            "account": reverse("people:account"),
            "sign_out": reverse("people:sign_out"),
            "groups": menu(request) if signed_in else [],
            "officer": officer_words(request),
            "demo": getattr(settings, "DEMO", False),
            "now": timezone.now(),
            "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
            "elder_on": f"{reverse('web:elder')}?{urlencode({'on': 1, **switch})}",
            "elder_off": f"{reverse('web:elder')}?{urlencode({'on': 0, **switch})}",
            "footer": [
                Entry(gettext("抽查结果"), reverse("web:public_draws")),
                Entry(gettext("法定数值"), reverse("web:public_law")),
                Entry(gettext("核验回执"), reverse("web:public_receipt")),
                Entry(gettext("台账公示"), reverse("web:public_ledger")),
                Entry(gettext("关于本站"), reverse("web:about")),
                Entry(gettext("无障碍说明"), reverse("web:accessibility")),
            ],
        }
    }
