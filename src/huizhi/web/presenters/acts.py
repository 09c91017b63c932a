"""What a party may do to its matter: the page of each act, when it is open, and the verb behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.facade import Tracked
from huizhi.web.forms import tracking as forms
from huizhi.web.forms.parts import CitizenForm


@dataclass(frozen=True)
class Act:
    """One thing to do. `consequence` is what follows, said before; `button` the word that does it."""

    verb: str
    form: type[CitizenForm]
    heading: object
    button: object
    consequence: object = ""
    when: Callable[[Tracked], bool] = lambda _found: True
    anchor: str = ""

    def open_to(self, found: Tracked) -> bool:
        """Whether this party may do it now."""
        return self.verb in found.may and self.when(found)

    def initial(self, found: Tracked) -> dict[str, object]:
        """What the form carries from the page: the version of the terms that were read."""
        return {"version": found.terms_version}


def _may_undo(found: Tracked) -> bool:
    return found.undo_until is not None


def _has_terms(found: Tracked) -> bool:
    return bool(found.terms) and found.role not in found.agreed_by


ACTS = {
    "message": Act(
        "message", forms.WordsForm, _("在调解室发言"), _("发送"), _("双方和调解人员都能看到，发送后不能改。"),
        anchor="#room",
    ),
    "supplement": Act(
        "supplement", forms.WordsForm, _("补充材料"), _("提交"), _("办理人员会看到，提交后不能改。")
    ),
    "consent": Act(
        "consent", forms.ConfirmForm, _("同意委托调解"), _("同意"), _("双方都同意后，由所列组织来调解。"),
        when=lambda found: found.mode == "delegated" and found.role not in found.consents,
    ),
    "agree": Act(
        "party_agree", forms.ConfirmForm, _("同意调解方案"), _("同意这个方案"),
        _("双方都同意后，由调解人员制作调解书或者记录履行情况，投诉办结。"), when=_has_terms, anchor="#terms",
    ),
    "refuse-terms": Act(
        "message", forms.RefuseTermsForm, _("不同意调解方案"), _("告诉对方和调解人员"),
        _("这会写进调解室。调解继续进行，可以再提新的方案。"), when=_has_terms, anchor="#room",
    ),
    "undo": Act(
        "withdraw", forms.ConfirmForm, _("撤回这次提交"), _("撤回"),
        _("投诉和举报都撤回，不再办理。可以重新提交。"), when=_may_undo,
    ),
    "withdraw": Act(
        "withdraw", forms.ConfirmForm, _("撤回"), _("撤回"),
        _("撤回后不再办理，调解终止。以后可以再提，按新的一件登记。"), when=lambda found: not _may_undo(found),
    ),
    "rate": Act("rate", forms.RateForm, _("评价办理情况"), _("提交评价"), _("评价一次，提交后不能改。")),
    "reopen": Act(
        "ask_reopen", forms.WordsForm, _("申请重新办理"), _("提交申请"), _("写明理由，由承办单位决定是否重新办理。")
    ),
}  # fmt: skip


def carry_out(act: str, given: Mapping[str, object], *, number: str, code: str, at: datetime) -> None:
    """Do it, as whoever holds the code."""
    door = {"number": number, "code": code, "at": at}
    words = str(given.get("words") or "")
    if act in ("message", "supplement"):
        complaints.party_message(text=words, **door)
    elif act == "refuse-terms":
        complaints.party_message(text=f"不同意目前的调解方案。{words}", **door)
    elif act == "consent":
        complaints.party_consent(**door)
    elif act == "agree":
        version = given.get("version")
        complaints.party_agree(terms_version=version if isinstance(version, int) else 0, **door)
    elif act == "undo":
        complaints.withdraw_filing(**door)
    elif act == "withdraw":
        complaints.withdraw(**door)
    elif act == "rate":
        complaints.rate(score=int(str(given["score"])), words=words, **door)
    elif act == "reopen":
        complaints.ask_reopen(reason=words, **door)
