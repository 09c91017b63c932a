"""Whom the office must tell what became of a report: only where a law or a rule says so (Order 121 art. 36)."""

from dataclasses import dataclass
from datetime import date

from huizhi.law.complaints import MEASURES_ON
from huizhi.law.parameters import in_force
from huizhi.vocabulary.citation import Citation


@dataclass(frozen=True)
class Informing:
    """A duty to tell the reporter. `key`: the legal value its clock runs by, "" for "promptly"; `starts`: its event."""

    code: str
    zh: str
    en: str
    basis: Citation
    key: str = ""
    starts: str = "receipt"
    named_only: bool = False
    in_writing: bool = False

    def __str__(self) -> str:
        return self.code

    @property
    def statutory(self) -> bool:
        """False for a service standard of the bureau."""
        return self.basis.support != "local"


def _law(instrument: str, article: str, on: date, support: str = "text") -> Citation:
    return Citation(f"《{instrument}》", article, on, None, support)


_BY_FIELD = {
    "advertising": Informing(
        "CR-11a", "处理并告知投诉、举报人", "handle, and tell whoever complained or reported",
        _law("中华人民共和国广告法", "第五十三条", date(2015, 9, 1)), key="report.advertising_notice",
    ),
    "unfair_competition": Informing(
        "CR-11b", "向实名举报并提供事实和证据的举报人告知处理结果",
        "tell a named reporter who gave facts and evidence the result",
        _law("中华人民共和国反不正当竞争法（2025年修订）", "第二十条", date(2025, 10, 15)), starts="decision",
        named_only=True,
    ),
    "published_information": Informing(
        "CR-11c", "核查处理并书面告知举报人", "verify, handle and tell the reporter in writing",
        _law("企业信息公示暂行条例", "第十三条", date(2014, 10, 1)), key="report.false_information_notice",
        in_writing=True,
    ),
    "food": Informing(
        "CR-11d", "受理、答复、核实、处理；不属于本部门职责的移交并书面通知",
        "accept, answer, verify, handle; outside the duty, pass on and say so in writing",
        _law("中华人民共和国食品安全法", "第一百一十五条", date(2015, 10, 1)), starts="decision",
    ),
    "drug": Informing(
        "CR-11e", "答复、核实、处理", "answer, verify and handle",
        _law("中华人民共和国药品管理法", "第一百零六条", date(2019, 12, 1)), starts="decision",
    ),
}  # fmt: skip
FIELDS = tuple(_BY_FIELD)
"""Fields of law with a duty of their own."""

REWARD = Informing(
    "CR-11f", "符合奖励条件的告知举报人领取", "tell the reporter that a reward may be claimed",
    _law("市场监管领域重大违法行为举报奖励暂行办法", "", date(2021, 12, 1), "text-page"), starts="decision",
)  # fmt: skip


def duties(field: str, received_on: date, named: bool) -> tuple[Informing, ...]:
    """What the reporter must be told of a report in a field of law ("" for none), received on a day.

    The notice to every named reporter was statutory for reports received before the measures, and is kept since as a
    service standard as long as the bureau's switch says so.
    """
    found = [_BY_FIELD[field]] if field in _BY_FIELD else []
    found = [each for each in found if each.basis.in_force(received_on) and (named or not each.named_only)]
    if named and (received_on < MEASURES_ON or in_force("report.named_notice_kept", received_on).value == 1):
        value = in_force("report.named_notice", received_on)
        found.append(
            Informing(
                "CR-13", "告知实名举报人是否立案", "tell a named reporter whether a case is filed", value.basis,
                key="report.named_notice", starts="decision", named_only=True,
            )
        )  # fmt: skip
    return tuple(found)
