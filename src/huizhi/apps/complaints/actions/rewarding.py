"""Rewards (举报奖励): reckoned by law, fixed by the head, told, and claimed within the window."""

from datetime import date, datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.own_rows import move_report, report_of
from huizhi.apps.complaints.models import CaseReferral, ReportDetail, Reward
from huizhi.apps.ledger.facade import Actor
from huizhi.law.rewards import EXCLUDED, LEVELS, claim_due, needs_finance, reward_bounds, reward_fen


def grant_reward(
    *, number: str, level: int, counted_fen: int, by: Actor, at: datetime, version: int | None = None,
    adjusted_fen: int | None = None, excluded: str = "", note: str = "",
):  # fmt: skip
    """Fix a reward for a verified report and tell the reporter. `adjusted_fen` is what the office weighed it to be.

    Refused for an anonymous report nobody can be paid for, for one without a case, and for those the measures exclude.
    """
    if excluded:
        if excluded not in EXCLUDED:
            raise refusals.unknown_choice("不予奖励情形", list(EXCLUDED))
        raise refusals.not_now(f"不予奖励：{EXCLUDED[excluded][0]}", f"no reward: {EXCLUDED[excluded][1]}")
    report_of(number, by=by, at=at)
    on = casework.civil_day(at)
    reckoned = _reckoned(level, counted_fen, on)
    amount = reckoned if adjusted_fen is None else _within(adjusted_fen, level, on)

    def also(matter) -> None:
        _require_first_of_a_case(report_of(number, by=by, at=at))
        if Reward.objects.filter(report_number=number).exists():
            raise refusals.not_now("奖励已经确定", "the reward is fixed already")
        Reward.objects.create(
            report_number=number, level=level, counted_fen=counted_fen, reckoned_fen=reckoned, amount_fen=amount,
            needs_finance=needs_finance(amount, on), told_on=on,
            claim_until=claim_due(on, casework.office_calendar()).rights_due,
        )  # fmt: skip

    return move_report(
        number, "reward", by=by, at=at, version=version, note=note, also=also,
        fields={"level": level, "counted_fen": counted_fen, "amount_fen": amount},
    )  # fmt: skip


def _reckoned(level: int, counted_fen: int, on: date) -> int:
    if level not in LEVELS:
        raise refusals.unknown_choice("奖励等级", [str(each) for each in LEVELS])
    if counted_fen < 0:
        raise refusals.out_of_bounds("罚没款", 0, None)
    return reward_fen(level, counted_fen, on)


def _within(amount_fen: int, level: int, on: date) -> int:
    """What the office weighed a reward to be. Refused below the least of its level and above the most of one case."""
    least, most = reward_bounds(level, on)
    if not least <= amount_fen <= most:
        raise refusals.out_of_bounds("奖金", least, most)
    return amount_fen


def _require_first_of_a_case(row: ReportDetail) -> None:
    if not CaseReferral.objects.filter(report_number=row.number).exists() or row.repeat_of or row.intake is None:
        raise refusals.not_now("没有查实立案，或者不是第一个举报", "no case was filed, or it is not the first report")


def claim_reward(*, number: str, by, at: datetime, version: int | None = None):
    """Pay out a reward. Refused after the last day to claim it."""

    def also(matter) -> None:
        row = Reward.objects.select_for_update().filter(report_number=number, claimed_on=None).first()
        if row is None or casework.civil_day(at) > row.claim_until:
            raise refusals.not_now("没有可领取的奖励，或者已超过领取期限", "nothing to claim, or its window is over")
        row.claimed_on = casework.civil_day(at)
        row.save(update_fields=["claimed_on"])

    return move_report(number, "claim_reward", by=by, at=at, version=version, also=also)
