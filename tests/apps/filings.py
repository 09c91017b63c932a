"""Filings made up for the tests; everybody and every business in them is invented."""

from datetime import UTC, datetime, timedelta

from huizhi.apps.casework.facade import Party
from huizhi.apps.complaints import facade as complaints

AT = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)  # a Tuesday, half past nine in China
PERSON = {"name": "邹测试", "phone": "13800001111", "address": "威海市环翠区示例路1号"}
CITIZEN = Party("complainant")


def filing(**more) -> complaints.Filing:
    """A complaint about soy sauce, unless said otherwise."""
    given = {
        "channel": "web", "key": "device-1", "topic": "food", "goods": "food", "facts": "酱油有异味，瓶底有沉淀。",
        "claim": "退款并赔偿", "respondent_name": "威海示例调味食品有限公司", "respondent_address": "环翠区示例街2号",
        "division": "371002", "person": PERSON, "amount_fen": 2_990,
    }  # fmt: skip
    return complaints.Filing(**{**given, **more})


def later(**span) -> datetime:
    """An instant after AT."""
    return AT + timedelta(**span)


def file(at=AT, by=CITIZEN, **more) -> complaints.Filed:
    """File it."""
    return complaints.file_intake(filing(**more), by=by, at=at)
