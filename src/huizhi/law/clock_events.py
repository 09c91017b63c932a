"""What may happen to a running clock: it stands still, is extended, or starts again; each with its document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huizhi.law.values import SETTLED, ClockTerms, ExtensionTerm, LegalValue
from huizhi.vocabulary.refused import Refused

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Suspension:
    """Days a clock stands still, the first and the last included; `to_on` None while it lasts. Reason of STOPS."""

    from_on: date
    to_on: date | None
    reason: str
    document: str


@dataclass(frozen=True)
class Extension:
    """An extension approved on a day. `days` is needed only where the decision itself sets the length."""

    key: str
    approver: str
    approved_on: date
    document: str
    days: int = 0


@dataclass(frozen=True)
class Restart:
    """The event that starts a clock again: a reason of RESTARTS, the day it happened and its document."""

    on: date
    reason: str
    document: str


def check_suspensions(value: LegalValue, suspensions: Iterable[Suspension]) -> None:
    """Refused unless every suspension has a document, runs forward, and has a reason this clock allows."""
    allowed = value.clock.stops if value.clock else ()
    for each in suspensions:
        if each.to_on is not None and each.to_on < each.from_on:
            raise refused("suspension_backwards", "中止期间的止日早于起日", "a suspension ends before it begins", value)
        if not each.document.strip():
            raise refused("suspension_undocumented", "扣除期间没有文书号", "a suspension has no document", value)
        if each.reason not in allowed:
            raise refused(
                "suspension_not_allowed",
                f"“{each.reason}”不是该期限可以扣除的事由",
                f"{each.reason!r} does not stop this clock; these do: {', '.join(allowed) or 'none'}",
                value,
            )


def suspended_days(suspensions: Iterable[Suspension]) -> frozenset[date]:
    """Every day on which the clock stands still, once however many suspensions cover it.

    A suspension that still lasts is reckoned as if it ended on its first day, the earliest it can.
    """
    days: set[date] = set()
    for each in suspensions:
        last = each.to_on or each.from_on
        days |= {each.from_on + n * _DAY for n in range((last - each.from_on).days + 1)}
    return frozenset(days)


def term_of(value: LegalValue, extension: Extension) -> ExtensionTerm:
    """The term this clock allows the extension under; Refused without one, or with another approver, or no document."""
    allowed = value.clock.extensions if value.clock else ()
    term = next((each for each in allowed if each.key == extension.key), None)
    if term is None:
        raise refused(
            "extension_not_allowed",
            f"该期限不能按“{extension.key}”延长",
            f"this clock has no extension {extension.key!r}; it has: {', '.join(t.key for t in allowed) or 'none'}",
            value,
        )
    if term.approver != extension.approver:
        raise refused(
            "extension_approver",
            f"延长须由“{term.approver}”批准，而不是“{extension.approver}”",
            f"the extension needs the approval of {term.approver!r}, not {extension.approver!r}",
            value,
        )
    if not extension.document.strip():
        raise refused("extension_undocumented", "延长没有批准文书号", "the extension has no document", value)
    if (extension.key == SETTLED) != (extension.days > 0):
        raise refused(
            "extension_days",
            "只有由决定确定期限的延长才写明天数，且必须写明",
            "days are given for an extension that the decision settles, and only then",
            value,
        )
    return term


def in_order(value: LegalValue, extensions: Sequence[Extension]) -> list[Extension]:
    """The extensions in the order the clock names them, whatever order they are given in; each at most once."""
    keys = [term.key for term in value.clock.extensions] if value.clock else []
    for each in extensions:
        term_of(value, each)
    given = [each.key for each in extensions]
    if repeated := sorted({key for key in given if given.count(key) > 1 and key != SETTLED}):
        raise refused(
            "extension_repeated",
            f"“{repeated[0]}”只能延长一次",
            f"the extension {repeated[0]!r} can be given only once",
            value,
        )
    return sorted(extensions, key=lambda each: (keys.index(each.key), each.approved_on, each.days))


def started_again(value: LegalValue, started_on: date, restarts: Iterable[Restart]) -> date:
    """The day the clock starts from: its first start or the last restart; Refused where it has no such restart."""
    terms = value.clock or ClockTerms("", "")
    latest = started_on
    for each in restarts:
        if each.reason not in terms.restarts or not each.document.strip() or each.on < started_on:
            raise refused(
                "restart_not_allowed",
                "该期限不能因此重新起算，或者缺少文书，或者早于首次起算",
                f"{each.reason!r} does not restart this clock, or has no document, or precedes its start",
                value,
            )
        latest = max(latest, each.on)
    return latest


def refused(code: str, zh: str, en: str, value: LegalValue) -> Refused:
    """A refusal about the clock of one legal value."""
    return Refused(
        code,
        f"{value.title_zh}：{zh}",
        f"{value.title_en}: {en}",
        "期限没有改变。",
        "请核对文书和依据后重新登记。",
        {"key": value.key},
        what_is_safe_en="The deadline is unchanged.",
        what_to_do_en="Check the document and its basis and enter it again.",
    )
