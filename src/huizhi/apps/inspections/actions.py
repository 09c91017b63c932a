"""Publication: a draw that verifies is published, and never touched again."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from huizhi.apps.inspections.models import Draw
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.draw import Check, verify
from huizhi.vocabulary.refused import Refused

LONGEST_NUMBER = 80


def publish_draw(
    *, record_json: bytes, frame: bytes, officers: bytes, recusals: bytes, by: Actor | str, at: datetime
) -> str:
    """Publish a draw's record with its three files, byte for byte; returns its number, the plan's own `id`.

    The draw is run again first. Refused, with the attempt on the ledger, when anything does not verify
    ("draw_does_not_verify", the failed checks in `context`), and when the number belongs to another draw
    ("draw_number_taken") or cannot stand in an address ("draw_number_bad"). The same record again changes nothing.
    """
    require(by, "publish_draw")
    checks = verify(record_json, {"frame.csv": frame, "officers.csv": officers, "recusals.csv": recusals})
    failed = [check for check in checks if not check.ok]
    digest = hashlib.sha256(record_json).hexdigest()
    if failed or not checks:
        _note_refusal(digest, [check.code for check in failed], by, at)
        raise _does_not_verify(failed)
    content = json.loads(record_json)
    number = content["plan"]["id"]
    if not can_stand_in_an_address(number):
        raise bad_number(number)
    with transaction.atomic():
        published = Draw.objects.filter(number=number).values_list("record_digest", flat=True).first()
        if published == digest:
            return number
        if published:
            raise number_taken(number)
        draw = _row(content, digest, by, at)
        draw.record, draw.frame, draw.officers, draw.recusals = record_json, frame, officers, recusals
        draw.save()
        record(
            verb="draw_published",
            by=by,
            at=at,
            object_kind="draw",
            object_id=number,
            payload={
                "record_digest": digest,
                "plan_digest": draw.plan_digest,
                "frame_rows": draw.frame_rows,
                "selected": draw.selected_count,
            },
        )
    return number


def _row(content: dict, digest: str, by: Actor | str, at: datetime) -> Draw:
    """The row of a record, without the files' bytes."""
    plan = content["plan"]
    return Draw(
        number=plan["id"],
        title=plan["title"],
        plan_digest=content["plan_digest"],
        record_digest=digest,
        frame_rows=plan["frame"]["rows"],
        selected_count=len(content["selected"]),
        drawn_at=content["drawn_at"],
        published_at=at,
        published_by=by if isinstance(by, str) else by.username,
        published_by_unit="" if isinstance(by, str) else by.unit_code,
    )


def _note_refusal(digest: str, codes: list[str], by: Actor | str, at: datetime) -> None:
    with transaction.atomic():
        record(
            verb="draw_refused",
            by=by,
            at=at,
            object_kind="draw",
            object_id=f"sha256:{digest}",
            payload={"failed": codes},
        )


def can_stand_in_an_address(number: str) -> bool:
    """Whether a draw's number can be part of an address as it is."""
    plain = number.isprintable() and not set(number) & set("/\\?#% ") and number not in (".", "..")
    return plain and 0 < len(number) <= LONGEST_NUMBER


def _does_not_verify(failed: list[Check]) -> Refused:
    return Refused(
        "draw_does_not_verify",
        f"抽查记录未通过验证：{'；'.join(check.zh for check in failed)}",
        f"the draw's record does not verify: {'; '.join(check.en for check in failed)}",
        "没有公布任何内容",
        "用 huizhi verify 查看不符之处，更正文件后重新公布",
        {"failed": [check.code for check in failed]},
        what_is_safe_en="nothing was published",
        what_to_do_en="see with huizhi verify what differs, correct the files and publish again",
    )


def bad_number(number: str) -> Refused:
    """The refusal of a number that cannot."""
    return Refused(
        "draw_number_bad",
        f"抽查编号“{number}”不能用作网址",
        f"the draw's number {number!r} cannot stand in an address",
        "没有公布任何内容",
        f"计划编号不超过 {LONGEST_NUMBER} 个字符，不含空格和 / \\ ? # %",
        what_is_safe_en="nothing was published",
        what_to_do_en=f"a plan's id has at most {LONGEST_NUMBER} characters and no space or / \\ ? # %",
    )


def number_taken(number: str) -> Refused:
    """The refusal of a number that another draw has."""
    return Refused(
        "draw_number_taken",
        f"编号 {number} 已公布了另一次抽查",
        f"another draw is already published under {number}",
        "已公布的抽查保持原样",
        "为新的抽查使用新的编号",
        what_is_safe_en="the published draw stays as it is",
        what_to_do_en="give the new draw a number of its own",
    )
