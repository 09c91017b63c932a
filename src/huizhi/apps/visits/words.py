"""What the phone's page says, in the language of the page: its script has no words of its own."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Name -> words; {n} and the like are filled in on the phone."""
    return {**_opening(), **_states(), **_visit(), **_evidence()}


def _opening() -> dict[str, str]:
    return {
        "title": _("现场检查"),
        "part_result": _("{department}的检查结果"),
        "first_online": _("请先在有信号时登录并打开一次本页，之后没有信号也能使用。"),
        "sign_in": _("登录"),
        "account": _("账号"),
        "phrase": _("本机口令"),
        "phrase_again": _("再输入一次"),
        "phrase_new": _("设定本机口令。检查资料在本机加密保存，没有信号时用它打开；忘记后无法找回，请先上传再退出。"),
        "phrase_old": _("输入本机口令，打开保存在本机的检查资料。"),
        "phrase_short": _("口令太短。"),
        "phrase_differs": _("两次输入的口令不同。"),
        "phrase_wrong": _("口令不对。"),
        "expired_unlock": _("登录已过期。资料都在本机，打开后可以继续填写；上传前需要重新登录。"),
        "begin": _("开始使用"),
        "unlock": _("打开"),
        "sign_out": _("退出并清除本机资料"),
        "leave_waiting": _("还有{n}项没有上传，退出后将无法找回。"),
        "leave_anyway": _("仍然退出"),
    }


def _states() -> dict[str, str]:
    return {
        "state_idle": _("正在连接"),
        "state_offline": _("没有信号：{n}项待上传，都保存在本机。"),
        "state_waiting": _("{n}项待上传，随后自动上传。"),
        "state_sent": _("已全部上传。"),
        "state_expired": _("登录已过期：{n}项待上传，都保存在本机，可以继续填写。"),
        "state_another": _("本浏览器现在登录的是另一账号：{n}项待上传，都保存在本机。"),
        "state_trouble": _("没有全部上传：{n}项待上传，都保存在本机，稍后自动重试。"),
        "some_refused": _("有{n}项没有被接收。"),
        "mark_planned": _("未开始"),
        "mark_begun": _("进行中"),
        "mark_waiting": _("{n}项待上传"),
        "mark_conflict": _("内容不一致，待确认"),
        "mark_lacking": _("未填完"),
        "mark_finished": _("已完成"),
        "mark_cancelled": _("已取消"),
        "tasks": _("检查任务"),
        "no_tasks": _("没有检查任务。"),
        "no_name": _("未填名称"),
        "new_visit": _("新建检查"),
        "send_now": _("立即上传"),
        "refused": _("没有被接收的修改"),
        "refused_safe": _("它们仍保存在本机，并已在服务器隔离保存，请联系单位负责人。"),
    }


def _visit() -> dict[str, str]:
    return {
        "back": _("返回任务"),
        "business": _("经营主体"),
        "business_name": _("名称"),
        "business_code": _("统一社会信用代码"),
        "business_address": _("地址"),
        "answer_ok": _("符合"),
        "answer_problem": _("不符合"),
        "answer_na": _("不适用"),
        "settled": _("已据公示数据核实"),
        "outcome": _("检查结果"),
        "result": _("结果"),
        "companion": _("同行检查人员"),
        "companion_hint": _("任务只派给一人时，填写同行人员姓名和执法证号。"),
        "note": _("备注"),
        "finish": _("完成检查"),
        "is_finished": _("检查已完成，结果须在{due}前公示。"),
        "is_correction": _("已责令改正，编号{number}。"),
        "is_cancelled": _("这次检查已取消：数据已能说明情况，不必到场。"),
        "end_waiting": _("已填写完成，有信号后自动提交。"),
        "end_lacking": _("还不能完成：{what}"),
        "missing": _("还有修改记录没有传到，请让同行人员的手机也上传。"),
        "record": _("现场检查笔录（PDF）"),
        "conflicts": _("内容不一致"),
        "conflicts_hint": _("两部手机填写了不同内容，都已保留。请选用其中一版。"),
        "torn": _("一部手机删除了“{what}”，另一部手机作了修改。"),
        "use_this": _("采用这一版"),
        "keep": _("保留"),
        "delete": _("删除"),
        "not_text": _("（签字或文件）"),
        "field_text": _("发现问题"),
        "field_answer": _("检查项目"),
        "field_result": _("结果"),
        "field_note": _("备注"),
        "field_companion": _("同行检查人员"),
        "field_strokes": _("签字"),
        "field_refused": _("未签字的原因"),
        "field_entity_name": _("名称"),
        "field_entity_code": _("统一社会信用代码"),
        "field_address": _("地址"),
    }


def _evidence() -> dict[str, str]:
    return {
        "findings": _("发现问题"),
        "finding": _("问题描述"),
        "add_finding": _("添加问题"),
        "photo": _("拍照"),
        "voice": _("录音"),
        "file_sent": _("已上传"),
        "file_waiting": _("待上传"),
        "file_refused": _("没有被接收"),
        "signature_officer": _("检查人员签字"),
        "signature_party": _("被检查单位签字"),
        "not_signed_why": _("未签字的原因"),
        "sign": _("确认签字"),
        "clear": _("重签"),
        "signed": _("已签字"),
    }
