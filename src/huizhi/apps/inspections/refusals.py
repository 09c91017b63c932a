"""Refusals of plans and ceremonies: nothing was written, do what is named."""

from huizhi.vocabulary.refused import Refused

SAFE = ("没有写入任何内容", "nothing was written")
FINAL = ("已公布的步骤保持原样，仍可查阅", "the steps that were published stay as they are")


def refused(
    code: str, zh: str, en: str, do: str, do_en: str, *, safe: tuple[str, str] = SAFE, **context: object
) -> Refused:
    """A refusal of this room, in both languages."""
    return Refused(code, zh, en, safe[0], do, context, what_is_safe_en=safe[1], what_to_do_en=do_en)


def unknown(number: str) -> Refused:
    """There is no such plan."""
    return refused("draw_plan_unknown", f"没有编号为 {number[:80]} 的抽查方案", f"there is no plan {number[:80]}",
                   "核对编号", "check the number")  # fmt: skip


def not_in_state(number: str, state: str) -> Refused:
    """The plan is at another point of its course."""
    return refused("draw_not_now", f"方案 {number} 目前不能进行这一步", f"plan {number} is not at this step ({state})",
                   "刷新页面，查看目前进行到哪一步", "reload the page and see how far it is", state=state)  # fmt: skip


def changed_meanwhile(number: str) -> Refused:
    """Somebody else changed the draft after this page was opened."""
    return refused("draw_plan_changed", f"方案 {number} 已被他人修改", f"plan {number} was changed by somebody else",
                   "刷新页面，核对新的内容后重试", "reload the page, read what is new, and try again")  # fmt: skip


def own_plan() -> Refused:
    """Whoever drafted a plan does not approve it."""
    return refused("draw_own_plan", "起草人不能批准自己的方案", "whoever drafted a plan does not approve it",
                   "请另一位局领导批准", "ask another leader to approve it")  # fmt: skip


def not_tried() -> Refused:
    """No dry run of the plan as it is now."""
    return refused("draw_not_tried", "方案的现有内容还没有试抽", "the plan as it stands has had no dry run",
                   "先试抽，核对各层、各单位的数量和无人可派的对象", "make a dry run first and look at it")  # fmt: skip


def not_a_party() -> Refused:
    """This account is not one of the parties, or has moved to another unit."""
    return refused("draw_not_your_part", "您的账号不是本次抽查的承诺方，或已不在方案写明的单位",
                   "this account is no party of this draw, or has left the unit that the plan names",
                   "由方案写明的承诺方本人登录办理", "the party that the plan names has to sign in")  # fmt: skip


def done_already() -> Refused:
    """The party has done this."""
    return refused("draw_step_done", "这一步您已经完成，不能更改", "you have done this step; it cannot be changed",
                   "等待其他承诺方", "wait for the other parties", safe=FINAL)  # fmt: skip


def ended(number: str, reason: str, zh: str, en: str) -> Refused:
    """The ceremony is over without a draw."""
    return refused("draw_ended", f"抽查 {number} 已终止：{zh}", f"draw {number} has ended without a result: {en}",
                   "原因已公开。如需抽查，请另立方案、另用编号",
                   "the reason is public; make another plan with a number of its own",
                   safe=FINAL, reason=reason)  # fmt: skip


def plan_wrong(zh: str, en: str, **context: object) -> Refused:
    """A draft with a flaw."""
    return refused("draw_plan_wrong", zh, en, "按提示更正后保存", "correct what is named and save again", **context)


def result_wrong(place: int) -> Refused:
    """A line of results that fits neither the draw nor the outcomes."""
    return refused("draw_result_wrong", f"第 {place} 行的对象、事项或结果不对",
                   f"line {place}: no such object, item or outcome",
                   "核对后重新提交全部结果", "correct it and send all lines again", line=place)  # fmt: skip


def not_assigned(object_id: str, officer: str) -> Refused:
    """The officer does not go to this object."""
    return refused("draw_not_assigned", f"{officer[:80]} 未派往 {object_id[:80]}",
                   f"{officer[:80]} does not go to {object_id[:80]}",
                   "核对对象和人员", "check the object and the officer")  # fmt: skip


def nobody_left() -> Refused:
    """The order in which the seed calls officers is at its end."""
    return refused("draw_nobody_left", "没有可以顺位替补的人员", "nobody is left in the order of the draw",
                   "另行组织一次抽查并说明原因", "make another draw and say why")  # fmt: skip


def recusal_wrong() -> Refused:
    """A recusal that lacks something."""
    return refused("recusal_wrong", "回避登记的人员、对象、关系、日期或者理由有误",
                   "officer, business, relation, days or reason of the recusal are not right",
                   "核对后重新提交", "correct it and send again")  # fmt: skip


def recusal_known(officer: str, object_id: str) -> Refused:
    """The same pair stands already."""
    return refused("recusal_known", f"{officer[:80]} 对 {object_id[:80]} 的回避已登记",
                   f"{officer[:80]} already stays away from {object_id[:80]}",
                   "不必重复登记", "nothing more to do")  # fmt: skip


def recusals_missing(pairs: list[tuple[str, str]]) -> Refused:
    """The list of a plan lacks pairs that the register has."""
    named = "、".join(f"{officer}—{object_id}" for officer, object_id in pairs[:5])
    return refused("draw_recusals_missing", f"回避名单缺少已登记的{len(pairs)}项：{named}",
                   f"the list of recusals lacks {len(pairs)} that are on the register: {named}",
                   "退回方案，重新保存后再试抽、批准", "give the plan back, save it again, try and approve it",
                   missing=len(pairs))  # fmt: skip


def year_plan_wrong(zh: str, en: str) -> Refused:
    """A year's plan with a flaw."""
    return refused("year_plan_wrong", zh, en, "按提示更正后保存", "correct what is named and save again")


def over_burden(most: int, objects: list[str]) -> Refused:
    """Objects stand in the frame that were drawn as often as the year allows."""
    return refused("draw_over_burden", f"名录中有{len(objects)}个对象本年抽查已满{most}次，如 {objects[0][:80]}",
                   f"{len(objects)} objects were drawn {most} times this year already, such as {objects[0][:80]}",
                   "列入不列入的对象后重新保存、试抽、批准", "leave them out, save again, try and approve",
                   objects=objects[:50])  # fmt: skip


def campaign_wrong() -> Refused:
    """A campaign that lacks something."""
    return refused("campaign_wrong", "专项检查的编号、名称、依据、理由、日期或者对象有误",
                   "number, title, basis, reason, days or objects of the campaign are not right",
                   "核对后重新提交", "correct it and send again")  # fmt: skip


def campaign_taken(number: str) -> Refused:
    """Another campaign has this number."""
    return refused("campaign_number_taken", f"编号 {number[:80]} 已有另一次专项检查",
                   f"another campaign has the number {number[:80]}",
                   "查看已有的专项检查，或者换一个编号", "look at that campaign, or take another number")  # fmt: skip


def no_such_source(number: str) -> Refused:
    """There is no such matter, or no visit can be asked for from it by this officer."""
    return refused("visit_no_source", f"不能从 {number[:80]} 申请检查", f"no visit can be asked for from {number[:80]}",
                   "核对办件和承办人", "check the matter and who works it")  # fmt: skip
