"""The page of a matter as its party reads it."""

from django.utils.translation import gettext as _

from huizhi.apps.complaints.facade import Tracked
from huizhi.vocabulary.refused import Refused
from huizhi.web.presenters import promises
from huizhi.web.presenters.acts import ACTS

PRIMARY = ("rate", "supplement", "consent")
"""What stands as a button of its own; the rest is a line of links, or beside what it is about."""
BESIDE = ("message", "agree", "refuse-terms")


def page(found: Tracked) -> dict[str, object]:
    """Everything the page shows."""
    open_now = {name: act for name, act in ACTS.items() if act.open_to(found)}
    return {
        "matter": found, "limits": promises.standing(found), "role": role_words(found.role),
        "said": [(each, role_words(each.role), each.role == found.role) for each in found.messages],
        "agreed": _("、").join(role_words(role) for role in found.agreed_by),
        "acts": [(name, act) for name, act in open_now.items() if name not in BESIDE],
        "may_speak": "message" in open_now, "may_agree": "agree" in open_now, "forms": open_now,
        "room": bool(found.messages or "message" in open_now), "mine": found.role != "respondent",
    }  # fmt: skip


def role_words(role: str) -> str:
    """Who spoke, without a name."""
    return {
        "complainant": _("投诉人"), "respondent": _("经营者"), "mediator": _("调解人员"), "reporter": _("举报人"),
    }.get(role, role)  # fmt: skip


def not_now() -> Refused:
    """The matter has moved on since the page was opened."""
    return Refused(
        "not_now", "现在不能这样办：办理状态已经变化", "this is not possible now: the matter has moved on",
        "没有写入任何内容。", "请看本页最新的进度。",
        what_is_safe_en="Nothing was written.", what_to_do_en="See the newest state on this page.",
    )  # fmt: skip
