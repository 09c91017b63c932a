"""A filing on its way: which page comes next, what was answered, and what is filed in the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huizhi.apps.complaints import facade as complaints
from huizhi.apps.identities.facade import mask
from huizhi.apps.registers import facade as registers
from huizhi.ui.lines import in_words
from huizhi.ui.templatetags.ui import yuan
from huizhi.web import labels
from huizhi.web.forms import filing as forms
from huizhi.web.forms.parts import CitizenForm

Raw = Mapping[str, Sequence[str]]
HEADINGS = {
    "kind": gettext_lazy("您要办什么？"),
    "where": gettext_lazy("在哪里发生的？"),
    "against": gettext_lazy("是哪个商家？"),
    "facts": gettext_lazy("发生了什么？"),
    "topic": gettext_lazy("属于哪一类问题？"),
    "claim": gettext_lazy("您希望怎么解决？"),
    "who": gettext_lazy("怎么联系您？"),
    "check": gettext_lazy("核对后提交"),
}
"""The pages in their order; `claim` only where there is a complaint."""
NAMES = {
    "where": gettext_lazy("发生地"),
    "against": pgettext_lazy("filing", "商家"),
    "facts": pgettext_lazy("filing", "事实"),
    "topic": pgettext_lazy("filing", "类别"),
    "claim": gettext_lazy("诉求"),
    "who": gettext_lazy("联系人"),
}


@dataclass(frozen=True)
class Row:
    """One line of the page to check: what it is about, what was said, where to change it."""

    term: str
    lines: tuple[str, ...]
    href: str
    private: bool = False


def address(step: str) -> str:
    """Where a page of the filing stands."""
    return reverse("web:filing") if step == "kind" else reverse("web:filing_step", args=[step])


class Journey:
    """The answers of one browser so far, read on a day."""

    def __init__(self, answers: Mapping[str, Raw], today: date) -> None:
        self.answers, self.today = answers, today
        given = self.cleaned("kind") if "kind" in answers else {}
        self.kind = str(given.get("kind") or "complaint")
        where = self.cleaned("where") if "where" in answers else {}
        self.target = str(where.get("target") or "operator")

    @property
    def steps(self) -> tuple[str, ...]:
        """The pages of this kind of filing."""
        return tuple(step for step in HEADINGS if step != "claim" or self.kind != "report")

    @property
    def complaint(self) -> bool:
        """Whether a complaint is part of it."""
        return self.kind != "report"

    def form(self, step: str, raw: Raw | None = None, **more: object) -> CitizenForm:
        """The form of a page: bound to what came in, else shown with what was answered before."""
        data = MultiValueDict({name: list(values) for name, values in raw.items()}) if raw is not None else None
        if step == "kind":
            return forms.KindForm(data, **more)
        if step == "where":
            return forms.WhereForm(data, kind=self.kind, **more)
        if step == "against":
            return forms.AgainstForm(data, target=self.target, **more)
        if step == "who":
            return forms.WhoForm(data, kind=self.kind, **more)
        if step in ("facts", "claim"):
            return {"facts": forms.FactsForm, "claim": forms.ClaimForm}[step](data, today=self.today, **more)
        return {"topic": forms.TopicForm, "check": forms.CheckForm}[step](data, **more)

    def shown(self, step: str, **initial: object) -> CitizenForm:
        """The form of a page with what was answered before, without judging it."""
        raw = self.answers.get(step, {})
        fields = self.form(step).fields
        before = {
            name: list(values) if name == "wants" else values[0]
            for name, values in raw.items()
            if name in fields and values
        }
        return self.form(step, initial={**initial, **before})

    def cleaned(self, step: str) -> dict[str, object]:
        """What a page was answered, checked again; empty when it would not pass now."""
        form = self.form(step, self.answers.get(step, {}))
        return form.cleaned_data if form.is_valid() else {}

    def first_open(self) -> str:
        """The first page that still needs an answer; "check" when none does."""
        return next((s for s in self.steps[:-1] if s not in self.answers or not self.cleaned(s)), "check")

    def may_show(self, step: str) -> bool:
        """Whether everything before a page is answered."""
        return step in self.steps and self.steps.index(step) <= self.steps.index(self.first_open())

    def after(self, step: str) -> str:
        """Where to go once a page is answered: straight back to the check page where nothing else is open."""
        return self.first_open()

    def before(self, step: str) -> str:
        """The page before, for the way back; "" for the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else ""

    def entity(self) -> registers.PublicEntity | None:
        """The business chosen from the register."""
        chosen = str(self.cleaned("against").get("entity") or "")
        return registers.public_entity(chosen) if chosen else None

    def anonymous(self) -> bool:
        """Whether a report is made without a name."""
        return self.kind == "report" and self.cleaned("who").get("named") == "anonymous"

    def filing(self, key: str) -> complaints.Filing:
        """What is filed."""
        against, facts, topic = self.cleaned("against"), self.cleaned("facts"), self.cleaned("topic")
        claim, who = (self.cleaned("claim") if self.complaint else {}), self.cleaned("who")
        person = {} if self.anonymous() else {n: str(who[n]) for n in ("name", "phone", "address") if who.get(n)}
        return complaints.Filing(
            channel="web", key=key, topic=str(topic["topic"]), goods=str(topic["goods"] or ""), target=self.target,
            complaint=self.complaint, report=self.kind != "complaint", facts=str(facts["facts"]),
            claim=forms.claim_text(claim), amount_fen=facts["amount"], bought_on=facts["on"],
            asked_return_on=claim.get("asked_on"), person=person, anonymous=self.anonymous(),
            reachable=against.get("reachable") != "no", **_respondent(against, self.entity()),
        )  # fmt: skip

    def rows(self) -> list[Row]:
        """Everything answered, to be checked; the phone is masked, as somebody may stand behind."""
        lines = {
            "where": [str(dict([*forms.WHERE, *forms.ADVERTS])[self.target])],
            "against": self._against_lines(), "facts": self._facts_lines(), "topic": self._topic_lines(),
            "claim": self._claim_lines() if self.complaint else [],
            "who": self._who_lines(),
        }  # fmt: skip
        kind = Row(_("事项"), (str(dict(forms.KINDS)[self.kind]),), address("kind"))
        return [kind, *(
            Row(str(NAMES[step]), tuple(each for each in lines[step] if each), address(step), step == "who")
            for step in self.steps if step in NAMES
        )]  # fmt: skip

    def _against_lines(self) -> list[str]:
        given, entity = self.cleaned("against"), self.entity()
        if entity:
            return [entity.name, entity.address or ""]
        place = labels.place(str(given["division"])) if given.get("division") else ""
        name = str(given.get("name") or "")
        return [_named(name, str(given.get("platform") or "")), " ".join(filter(None, [place, str(given["address"])]))]

    def _facts_lines(self) -> list[str]:
        given = self.cleaned("facts")
        on, amount = given.get("on"), given.get("amount")
        return [
            str(given["facts"]), _("日期%(day)s") % {"day": on.isoformat()} if isinstance(on, date) else "",
            _("涉及%(yuan)s元") % {"yuan": yuan(amount)} if isinstance(amount, int) else "",
        ]  # fmt: skip

    def _topic_lines(self) -> list[str]:
        given = self.cleaned("topic")
        goods = str(given.get("goods") or "")
        words = [in_words(*complaints.TOPICS[str(given["topic"])])]
        return [*words, in_words(*complaints.GOODS[goods])] if goods else words

    def _claim_lines(self) -> list[str]:
        """What is wanted, in the language of the page; the filing itself is in Chinese."""
        given = self.cleaned("claim")
        wants, fen = dict(forms.WANTS), given.get("compensation")
        lines = [str(wants[want]) for want in given["wants"] if want != "compensate"]
        if "compensate" in given["wants"]:
            lines.append(_("赔偿损失%(yuan)s元") % {"yuan": yuan(fen)})
        return [*lines, str(given.get("words") or "")]

    def _who_lines(self) -> list[str]:
        given = self.cleaned("who")
        if self.anonymous():
            return [_("匿名举报，不留姓名和电话")]
        return [str(given["name"]), mask("phone", str(given["phone"])), str(given["address"])]


def _named(name: str, platform: str) -> str:
    return f"{name}（{platform}）" if platform else name


def _respondent(against: Mapping[str, object], entity: registers.PublicEntity | None) -> dict[str, str]:
    """Who is complained about: from the register where it was chosen there, else as it was written."""
    if entity is None:
        return {
            "respondent_name": _named(str(against["name"]), str(against.get("platform") or "")),
            "respondent_address": str(against["address"] or ""), "division": str(against["division"] or ""),
        }  # fmt: skip
    return {
        "respondent_name": entity.name, "respondent_address": entity.address or "",
        "respondent_entity_id": entity.entity_id, "division": entity.division or "", "zone": entity.zone or "",
        "station": entity.station or "",
    }  # fmt: skip
