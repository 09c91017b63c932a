"""Legal values as pages show them: by subject, one by one with periods, terms and cases."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huizhi.law.case_tables import Case, cases_of, rules_of
from huizhi.law.parameters import Parameters
from huizhi.law.units import PERIODS, said
from huizhi.law.values import APPROVERS, RESTARTS, SETTLED, STOPS, ClockTerms, LegalValue
from huizhi.law.wording import in_words
from huizhi.vocabulary.citation import SUPPORTS
from huizhi.web import labels

SUBJECTS = {
    "complaint": pgettext_lazy("matter", "投诉"),
    "report": pgettext_lazy("matter", "举报"),
    "response": gettext_lazy("首次响应"),
    "filing": gettext_lazy("网上提交"),
    "claimant": gettext_lazy("多次投诉的提示"),
    "retention": gettext_lazy("身份信息保存"),
    "reward": gettext_lazy("举报奖励"),
    "penalty": gettext_lazy("行政处罚程序"),
    "fine": gettext_lazy("罚款幅度"),
    "publicity": gettext_lazy("处罚信息公示"),
    "abnormal": gettext_lazy("经营异常名录"),
    "annual_report": gettext_lazy("年度报告"),
    "serious": gettext_lazy("严重违法失信名单"),
    "repair": gettext_lazy("信用修复"),
    "risk": gettext_lazy("风险分级"),
    "draw": gettext_lazy("双随机抽查"),
    "inspection": gettext_lazy("监督检查"),
    "food": gettext_lazy("不合格食品处置"),
    "sampling": gettext_lazy("食品抽样检验"),
    "recall": gettext_lazy("召回"),
    "duty": gettext_lazy("食品主体责任"),
    "workshop": gettext_lazy("小作坊、小餐饮和摊点"),
    "equipment": gettext_lazy("特种设备"),
    "accident": gettext_lazy("特种设备事故"),
    "online": gettext_lazy("网络交易"),
    "price": gettext_lazy("价格"),
    "drug": gettext_lazy("药品"),
    "product": gettext_lazy("产品质量抽查"),
    "patent": gettext_lazy("专利"),
    "trademark": gettext_lazy("商标"),
    "metrology": gettext_lazy("计量"),
    "standard": gettext_lazy("标准"),
    "certificate": gettext_lazy("检验检测机构"),
    "consumer": gettext_lazy("消费者权益"),
    "sharing": gettext_lazy("政务数据共享"),
    "privacy": gettext_lazy("网络与个人信息安全"),
}
"""The subjects in the order of the reference, by the first part of a key."""
SUPPORT_LOOKS = {"text": "ok", "text-page": "line", "known": "line", "unsure": "warn", "local": "pri"}
GIVEN = {
    "started_on": gettext_lazy("起算"), "started_at": gettext_lazy("起算"), "received_on": gettext_lazy("收到"),
    "accepted_on": gettext_lazy("受理"), "decided_on": gettext_lazy("决定"), "on": gettext_lazy("日期"),
    "event_on": gettext_lazy("事件"), "suspensions": gettext_lazy("中止"), "extensions": gettext_lazy("延长"),
    "restarts": gettext_lazy("重新起算"), "last_on": gettext_lazy("上次"), "published_on": gettext_lazy("公示"),
    "expires_on": gettext_lazy("到期"), "paid_on": gettext_lazy("缴纳"),
}  # fmt: skip
ANSWERS = {
    "yes": gettext_lazy("是"), "no": gettext_lazy("否"), "none": gettext_lazy("无"), "alarm": gettext_lazy("预警"),
    "rights": gettext_lazy("权利人"), "provisional": gettext_lazy("暂定"), "refused": gettext_lazy("拒绝计算"),
    "instrument": gettext_lazy("依据"), "support": gettext_lazy("依据程度"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One value in the list."""

    key: str
    title: str
    amount: str
    basis: str
    support: str
    look: str
    href: str
    state: str


def subject(key: str) -> str:
    """The subject of a key in words."""
    name = key.split(".")[0]
    return str(SUBJECTS.get(name, name))


def groups(law: Parameters, on: date, page: str, text: str = "", unsure: bool = False) -> list[dict[str, object]]:
    """The values by subject as they stand on a day; `text` must occur in title, key, amount or basis."""
    order = {name: n for n, name in enumerate(SUBJECTS)}
    found: dict[str, list[Line]] = {}
    for key in sorted(law, key=lambda key: (order.get(key.split(".")[0], len(order)), key)):
        line, value = _line(law, key, on, page)
        matched = text.casefold() in " ".join((key, value.title_zh, value.title_en, line.amount, line.basis)).casefold()
        if matched and (not unsure or any(each.provisional for each in law.periods(key))):
            found.setdefault(key.split(".")[0], []).append(line)
    return [{"name": name, "title": str(SUBJECTS.get(name, name)), "lines": lines} for name, lines in found.items()]


def _line(law: Parameters, key: str, on: date, page: str) -> tuple[Line, LegalValue]:
    value = law.find(key, on)
    state = "" if value else _("尚未施行或者已经失效")
    value = value or law.periods(key)[-1]
    line = Line(
        key, title(value), amount(value), str(value.basis), support(value), SUPPORT_LOOKS[value.basis.support],
        reverse(page, args=[key]), state,
    )  # fmt: skip
    return line, value


def title(value: LegalValue) -> str:
    """The title in the language of the page."""
    return value.title_en if labels.english() else value.title_zh


def amount(value: LegalValue) -> str:
    """The value with its unit in the language of the page."""
    return said(value.value, value.unit, "en" if labels.english() else "zh")


def support(value: LegalValue) -> str:
    """How sure we are of a value, in words."""
    return SUPPORTS[value.basis.support][labels.english()]


def sheet(law: Parameters, key: str, on: date, page: str) -> dict[str, object]:
    """Everything the page of one value shows but the reckoning."""
    periods, language = law.periods(key), "en" if labels.english() else "zh"
    now = law.find(key, on)
    shown = now or periods[-1]
    return {
        "key": key,
        "subject": subject(key),
        "title": title(shown),
        "other_title": shown.title_zh if labels.english() else shown.title_en,
        "words": in_words(shown, language, law),
        "amount": amount(shown),
        "in_force": now is not None,
        "provisional": any(each.provisional for each in periods),
        "rule": rules_of().get(key, ""),
        "periods": [_period(each, each is now) for each in reversed(periods)],
        "terms": _terms(shown.clock, shown.unit, page) if shown.clock else [],
        "cases": [case_row(case, key) for case in cases_of(key)],
    }


def _period(value: LegalValue, current: bool) -> dict[str, object]:
    return {
        "from": value.in_force_from,
        "to": value.in_force_to,
        "amount": amount(value),
        "instrument": value.basis.instrument,
        "article": value.basis.article,
        "support": support(value),
        "look": SUPPORT_LOOKS[value.basis.support],
        "layer": "" if value.layer == "national" else _("本地"),
        "note": value.note_en if labels.english() else value.note_zh,
        "current": current,
    }


def _terms(clock: ClockTerms, unit: str, page: str) -> list[dict[str, object]]:
    """The clock term by term: a name, its words and, for an extension that is a value, where it stands."""
    at = int(labels.english())
    rows = [{"name": _("起算"), "words": (clock.start_zh, clock.start_en)[at]}]
    for term in clock.extensions:
        settled = term.key == SETTLED
        rows.append(
            {
                "name": _("延长"),
                "words": APPROVERS[term.approver][at],
                "href": "" if settled else reverse(page, args=[term.key]),
                "key": _("由决定确定期限") if settled else term.key,
            }
        )
    for name, codes, table in ((_("不计入"), clock.stops, STOPS), (_("重新起算"), clock.restarts, RESTARTS)):
        rows += [{"name": name, "words": table[code][at]} for code in codes]
    if unit in PERIODS and unit != "WD":
        rows.append({"name": _("末日"), "words": _("遇节假日顺延") if clock.rolls else _("不顺延")})
    if clock.consequence_zh:
        rows.append({"name": _("逾期"), "words": (clock.consequence_zh, clock.consequence_en)[at]})
    return rows


def case_row(case: Case, key: str) -> dict[str, str]:
    """A case in the words of the page; its reason in the other language where this one is wanting."""
    english = labels.english() or not case.why_zh
    parts = [part.strip() for part in case.inputs.split(";")]
    return {
        "why": case.why if english else case.why_zh,
        "language": "" if labels.english() or case.why_zh else "en",
        "given": "；".join(_named(part, GIVEN) for part in parts if part != f"key={key}"),
        "answer": " ".join(_named(word, ANSWERS) for word in case.expected.split(" ")),
    }


def _named(text: str, names: dict[str, object]) -> str:
    """`name=value` or a bare word, the name in words where there are any."""
    name, between, value = text.partition("=")
    words = str(names.get(name, name))
    return f"{words} {ANSWERS.get(value, value)}" if between else words
