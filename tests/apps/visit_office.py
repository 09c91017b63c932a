"""A bureau with inspectors, a planned visit, and a phone that writes chained edits."""

import hashlib
from datetime import UTC, date, datetime

from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.evidence import PIECE
from huizhi.law.checklists import checklist_for
from tests.apps.visit_phones import body

AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
DEVICE = "d" * 32
DRAWN = {"w": 300, "h": 100, "strokes": [[10, 10, 60, 80, 120, 20], [130, 30, 200, 70]]}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc00000030101005f4f8a700000000049454e44ae426082"
)


def planned(officer, checklist="food-production", entity="91371000MA3D00001X", origin="draw", source="WH-1") -> str:
    """A planned visit of this officer; its id."""
    task = visits.Task(
        entity, "威海示例调味食品有限公司", "示例工业园1号", checklist, officer.unit_code, date(2026, 11, 10),
        (officer.username,),
    )  # fmt: skip
    return visits.plan_visits([task], origin=origin, source=source, by="draw", at=AT)[0]


class Hand:
    """Writes the edits of one device for one visit."""

    def __init__(self, visit: str, account: str, device: str = DEVICE) -> None:
        self.visit, self.account, self.device, self.last, self.bodies = visit, account, device, "", []

    def write(self, name: str, field: str, value, over=()) -> dict:
        """One edit more; its JSON."""
        edit_id = hashlib.sha256(f"{self.visit}{self.device}{len(self.bodies)}".encode()).hexdigest()[:32]
        made = body(
            self.device, len(self.bodies) + 1, self.last, name, field, value, over, visit=self.visit,
            account=self.account, id=edit_id,
        )  # fmt: skip
        self.last = visits_digest(made)
        self.bodies.append(made)
        return made

    def whole(self, result="1", checklist="food-production") -> list[dict]:
        """Everything a visit without findings needs."""
        for item in checklist_for(checklist).items:
            self.write(f"item:{item.code}", "answer", "ok")
        self.write("visit", "result", result)
        self.write("visit", "companion", "刘同伴 15000001")
        self.write("signature:officer", "strokes", DRAWN)
        self.write("signature:party", "strokes", DRAWN)
        self.write("visit", "finished", True)
        return self.bodies

    def finding(self, text="仓库物料混放") -> list[dict]:
        """A finding with a photo."""
        self.write("finding:" + "f" * 32, "text", text)
        said = {"sha256": hashlib.sha256(PNG).hexdigest(), "size": len(PNG), "name": "png", "finding": "f" * 32}
        self.write("evidence:" + "e" * 32, "file", {**said, "place": {"lat": 37509000, "lon": 122120000, "m": 12}})
        return self.bodies


def visits_digest(made: dict) -> str:
    """The digest of an edit's JSON."""
    return visits.read_edit(made).digest


def send(hand: Hand, officer, bodies=None, at=AT):
    """Send everything of a hand, or these edits."""
    return visits.take_edits(hand.bodies if bodies is None else bodies, device=hand.device, by=officer, at=at)


def upload(visit: str, content: bytes, ending: str, officer, at=AT) -> dict:
    """Send a file in pieces."""
    sha256, said = hashlib.sha256(content).hexdigest(), {}
    for offset in range(0, len(content), PIECE):
        said = visits.take_piece(
            visit=visit, sha256=sha256, size=len(content), ending=ending, offset=offset,
            content=content[offset : offset + PIECE], by=officer, at=at,
        )  # fmt: skip
    return said
