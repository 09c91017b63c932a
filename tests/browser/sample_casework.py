"""Matters in every state a list can show, as seen now: late, due today, near, calm, standing still, offered."""

from datetime import datetime, timedelta

from huizhi.apps.casework import facade as casework
from huizhi.apps.people.models import Officer
from tests.apps import sample_kinds
from tests.apps.sample_kinds import opened

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOODS = [
    ("预付卡余额不退", "威海示例健身有限公司"), ("手机维修后再次损坏", "环翠区示例数码店"),
    ("酱油有异味，要求退货退款", "威海示例调味食品有限公司"), ("外卖餐品中有异物", "示例快餐店"),
    ("羽绒服含绒量不符", "威海示例服饰商场"), ("电梯多次困人", "环翠区示例小区物业"),
    ("购房样板间家电未兑现", "威海示例置业"), ("标签生产日期模糊", "威海示例调味食品有限公司"),
    ("驾校退费纠纷", "示例驾校"), ("网购手表疑似仿冒", "示例商贸"), ("装修材料与合同不符", "示例装饰"),
]  # fmt: skip
FIRST = "huancui-JF-2026-000001"


def declare() -> None:
    """Make the kinds of the matters known."""
    sample_kinds.declare()


def fill(now: datetime) -> list[str]:
    """Open and move the matters; returns their numbers."""
    declare()
    head, handler = (Officer.objects.get(username=name) for name in ("head", "handler"))
    leader = Officer.objects.get(username="leader")
    ages = [12 * DAY, 23 * HOUR, 7 * DAY, 3 * DAY, 30 * DAY, HOUR, 40 * DAY, 21 * DAY, 5 * DAY, 2 * DAY, 60 * DAY]
    numbers = []
    for (title, respondent), age in zip(GOODS, ages, strict=True):
        at = now - age
        channel = ("web", "12315", "12345", "phone")[len(numbers) % 4]
        number = opened(at=at, title=title, respondent_name=respondent, channel=channel)
        if len(numbers) % 4:
            casework.assign(number=number, to="handler", by=head, at=at + HOUR / 2)
        numbers.append(number)
    for number, age in zip(numbers[4:11:2], ages[4:11:2], strict=True):
        casework.assign(number=number, to="handler", by=head, at=now - age + HOUR / 2)
        casework.move(number, "accept", by=handler, at=now - age + HOUR, version=None)
    still = {"reason": "testing", "document": "鉴〔2026〕7号"}
    casework.move(numbers[4], "stay", by=handler, at=now - 20 * DAY, version=None, fields=still)
    casework.comment(number=numbers[2], text="已电话联系双方。", by=handler, at=now - HOUR)
    casework.supervise(
        number=numbers[7], order="请说明延误原因。", answer_by=(now - DAY).date(), by=leader, at=now - 3 * DAY
    )
    tip = opened("tip", at=now - DAY, title="举报无证生产海参", respondent_name="某加工点", channel="letter")
    casework.assign(number=tip, to="handler", by=head, at=now - DAY)
    offered = opened(office="rongcheng", at=now - 2 * DAY, title="海参礼盒缺斤短两", respondent_name="示例海产")
    reason = "经营者实际经营地在环翠区。"
    clerk = Officer.objects.get(username="rongcheng")
    casework.hand_over(number=offered, to="huancui", reason=reason, for_competence=True, by=clerk, at=now - HOUR)
    return [*numbers, tip, offered]
