"""A legal value during one period, with what it rests on and, for a period of time, the terms of its clock."""

from dataclasses import dataclass
from datetime import date

from huizhi.law.units import Value, said
from huizhi.vocabulary.citation import SUPPORTS, Citation

STOPS = {
    "testing": ("检测、检验、检疫、鉴定", "testing, inspection, quarantine or appraisal"),
    "rights_holder": ("权利人辨认或者鉴别", "identification by the rights holder"),
    "stay": ("中止", "stay"),
    "hearing": ("听证", "hearing"),
    "notice_service": ("公告", "public notice"),
    "refund": ("责令退还多收价款", "ordered refund of overcharges"),
    "recusal": ("回避决定期间", "decision on a recusal"),
    "consulting": ("商请有关部门", "consulting other departments"),
}
"""Why a clock may stand still: each clock names those that hold for it, and no others stop it."""

APPROVERS = {
    "head": ("负责人批准", "the head of the office"),
    "collective": ("负责人集体讨论决定", "the heads, collectively"),
    "organiser": ("组织抽样的部门同意", "the office that ordered the sampling"),
    "agreement": ("另有约定", "agreement"),
}
RESTARTS = {
    "transfer": ("有处理权限的机关收到", "received by the office with handling authority"),
    "merged_report": ("最后一次举报", "the last report merged"),
}
SETTLED = "decided"
"""Key of an extension whose length the decision itself sets, as no number is in the rule."""


@dataclass(frozen=True)
class ExtensionTerm:
    """An extension a clock allows: the key of its length (or SETTLED) and who must approve it (of APPROVERS)."""

    key: str
    approver: str


@dataclass(frozen=True)
class ClockTerms:
    """What starts a clock, what extends, stops or restarts it, and what follows when it is missed.

    `rolls` is False for terms that simply end (a seizure, a validity, a cycle): their last day never moves on.
    """

    start_zh: str
    start_en: str
    extensions: tuple[ExtensionTerm, ...] = ()
    stops: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    consequence_zh: str = ""
    consequence_en: str = ""
    rolls: bool = True


@dataclass(frozen=True)
class Transition:
    """For clocks started before `on` and still open then: the alarm rings at the earlier of old and new limit."""

    on: date
    basis: Citation


@dataclass(frozen=True)
class LegalValue:
    """A value of one legal parameter during one period; `unit` is a key of UNITS, `basis` what it rests on.

    `layer` is the folder it came from: "national", or the name of a local folder.
    """

    key: str
    value: Value
    unit: str
    basis: Citation
    title_zh: str
    title_en: str
    in_force_from: date
    in_force_to: date | None
    note_zh: str = ""
    note_en: str = ""
    clock: ClockTerms | None = None
    transitions: tuple[Transition, ...] = ()
    layer: str = "national"

    @property
    def provisional(self) -> bool:
        """True when the legal office has yet to confirm it; pages mark it “to be confirmed”."""
        return self.basis.to_be_confirmed

    @property
    def number(self) -> int:
        """The value as a whole number; ValueError for words, month-days and lists."""
        if not isinstance(self.value, int):
            raise ValueError(f"{self.key} is no number: {self.value} {self.unit}")
        return self.value

    @property
    def numbers(self) -> tuple[int, ...]:
        """The value as a list of numbers; ValueError for anything else."""
        if not isinstance(self.value, tuple):
            raise ValueError(f"{self.key} is no list: {self.value} {self.unit}")
        return self.value

    def covers(self, on: date) -> bool:
        """True from its first day through its last, both included."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def say(self, language: str = "zh") -> str:
        """The value with its unit, basis and support in "zh" or "en"."""
        support_zh, support_en = SUPPORTS[self.basis.support]
        text = said(self.value, self.unit, language)
        if language == "en":
            return f"{self.title_en}: {text} ({self.basis}; {support_en})"
        return f"{self.title_zh}：{text}（{self.basis}；{support_zh}）"
