"""The demonstration's visits: those of its draw, some of them finished, by the verbs that phones and desks call."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.visits import facade as visits
from huizhi.exchange.visits import hand_to_case, tasks_from_draw
from huizhi.law.checklists import checklist_for

HEAD, DESK = "station", "desk"
SIGNED = {"w": 300, "h": 100, "strokes": [[10, 10, 60, 80, 120, 20], [130, 30, 200, 70]]}
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc00000030101005f4f8a700000000049454e44ae426082"
)
FINDINGS = {"6": "年度报告中的联系电话已停用，未更新", "9": "实际经营地址与登记的住所不符，门头为另一字号"}
COURSE = ("1", "6", "9", "1")
"""What the first visits end with, in their order."""


def visit_drawn(number: str, at: datetime) -> int:
    """Plan the visits of the demonstration's draw and carry the first ones to their ends; returns how many are planned.

    Once: a draw whose visits are planned already is left as it is. Visits of the head come first; where fewer than
    COURSE has fell to her, those of others follow.
    """
    officers = get_user_model().objects
    head, desk = officers.get(username=HEAD), officers.get(username=DESK)
    today = timezone.localdate(at)
    made, _waiting = tasks_from_draw(number, planned_on=today, by=desk, at=at - timedelta(hours=6))
    if not made:
        return 0
    cards = [card for card in visits.visits_from("draw", number) if card.state == "planned"]
    cards.sort(key=lambda card: (HEAD not in card.officers, card.planned_on, card.entity_code))
    for place, (card, result) in enumerate(zip(cards, COURSE, strict=False)):
        officer = head if HEAD in card.officers else officers.get(username=card.officers[0])
        _made(card, result, officer, at - timedelta(hours=5 - place))
    for card in [one for one in visits.visits_from("draw", number) if one.state == "finished"][:-1]:
        visits.publish_result(card.id, by=head, at=at)
    for card in [one for one in visits.visits_from("draw", number) if one.after == "case"][:1]:
        hand_to_case(card.id, by=head, at=at)
    _gone(number, {card.entity_code for card in visits.visits_from("draw", number)}, desk, at)
    return len(made)


def _gone(number: str, visited: set[str], desk, at: datetime) -> None:
    """One of the objects that wait for officers turns out to be deregistered."""
    waiting = sorted(one for one in inspections.pairs_of(number) if one not in visited)
    for object_id in waiting[:1]:
        found = inspections.Found(object_id, "G", timezone.localdate(at), note="注销通知书（示例）")
        inspections.note_result(number=number, found=found, by=desk, at=at)


def _made(card: visits.VisitCard, result: str, officer, at: datetime) -> None:
    """One visit as a phone sends it: answers, a finding with a photo where the result asks for one, both signatures."""
    hand = _Hand(card.id, officer.username, at)
    problem = result in FINDINGS
    for place, item in enumerate(checklist_for(card.checklist).items):
        hand.write(f"item:{item.code}", "answer", "problem" if problem and place == 0 else "ok")
    photo = hashlib.sha256(PHOTO).hexdigest()
    if problem:
        finding = hand.key("finding")
        hand.write(f"finding:{finding}", "text", FINDINGS[result])
        said = {"sha256": photo, "size": len(PHOTO), "name": "png", "finding": finding}
        hand.write(f"evidence:{hand.key('evidence')}", "file", said)
    hand.write("visit", "result", result)
    hand.write("signature:officer", "strokes", SIGNED)
    hand.write("signature:party", "strokes", SIGNED)
    hand.write("visit", "finished", True)
    visits.take_edits(hand.bodies, device=hand.device, by=officer, at=at)
    if problem:
        visits.take_piece(
            visit=card.id, sha256=photo, size=len(PHOTO), ending="png", offset=0, content=PHOTO, by=officer, at=at
        )
    visits.finish_visit(card.id, by=officer, at=at)


class _Hand:
    """A phone's chain of edits of one visit; everything on it follows from the visit's id."""

    def __init__(self, visit: str, account: str, at: datetime) -> None:
        self.visit, self.account = visit, account
        self.at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        self.device = self.key("device")
        self.bodies: list[dict] = []
        self.last = ""

    def key(self, name: str) -> str:
        """32 hex digits of their own."""
        return hashlib.sha256(f"{self.visit}/{name}".encode()).hexdigest()[:32]

    def write(self, name: str, field: str, value: object) -> None:
        """One edit more."""
        count = len(self.bodies) + 1
        body = {
            "format": "huizhi-edit-v1", "id": self.key(f"edit {count}"), "visit": self.visit, "device": self.device,
            "count": count, "previous": self.last, "account": self.account, "at": self.at, "object": name,
            "field": field, "value": value, "over": [],
        }  # fmt: skip
        self.last = visits.read_edit(body).digest
        self.bodies.append(body)
