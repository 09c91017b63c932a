"""Draws for the tests: one that is sound in every part, and random ones that are strange but allowed."""

import base64
import copy
import hashlib
import json
import random
from dataclasses import dataclass
from typing import Any

from huizhi.draw import commit, run_draw

FRAME = b"""object_id,stratum,weight,unit
91371002A,S1,10,371002
91371002B,S1,10,371002
91371002C,S1,25,371002
91371002D,S2,1,371002
91371003A,S1,10,371003
91371003B,S2,4000,371003
91371003C,S2,7,371003
91371003D,S2,7,371003
"""
OFFICERS = b"""officer_id,unit,skills,lead
P01,371002,food;drug,1
P02,371002,food,0
P03,371003,food,1
P04,371003,food;drug,1
P05,371003,food,0
P06,371082,food,1
"""
RECUSALS = b"""officer_id,object_id
P03,91371003B
"""
SECRETS = [bytes(range(32)), bytes(range(32, 64))]
PLAN: dict[str, Any] = {
    "id": "2026-01",
    "title": "食品销售者抽查",
    "items": [{"code": "SP-01", "basis": "《食品安全法》第一百一十条", "skills": ["food"]}],
    "strata": {"S1": {"count": 2}, "S2": {"rate": "0.5"}},
    "parties": [
        {"name": "市场监管局", "unit": "371000", "commitment": commit(SECRETS[0])},
        {"name": "司法局", "unit": "371000-sf", "commitment": commit(SECRETS[1])},
    ],
    "beacon": {"kind": "lottery", "source": "双色球 2026005", "due_at": "2026-01-11T21:15:00+08:00"},
    "officer_rule": {"per_object": 2, "slack": 1, "same_unit": True},
    "published_at": "2026-01-08T09:00:00+08:00",
}


@dataclass
class Case:
    """Everything `run_draw` takes, to be spoilt one part at a time."""

    plan: dict[str, Any]
    frame: bytes
    officers: bytes
    recusals: bytes
    reveals: list[bytes]
    beacon: str = "03 07 12 19 24 31+08"
    drawn_at: str = "2026-01-12T10:00:00+08:00"

    def draw(self) -> dict[str, Any]:
        return run_draw(
            self.plan, self.frame, self.officers, self.recusals, self.reveals, self.beacon, self.drawn_at
        )  # fmt: skip

    @property
    def files(self) -> dict[str, bytes]:
        return {"frame.csv": self.frame, "officers.csv": self.officers, "recusals.csv": self.recusals}


def sound_case() -> Case:
    return Case(copy.deepcopy(PLAN), FRAME, OFFICERS, RECUSALS, list(SECRETS))


def line_of(record: bytes, files: dict[str, bytes], draw: bool = False) -> str:
    """One line for the JavaScript batch."""
    names = (("record", record), *((name.removesuffix(".csv"), content) for name, content in files.items()))
    return json.dumps({**{name: base64.b64encode(content).decode() for name, content in names}, "draw": draw})


ALPHABETS = ("ABCDEFGHIJ0123456789", "abc-_./:", "威海荣成乳山文登", "éßØñ", "😀🀄𠮷", "\ue000\uff5e\ufffd", "a b")
NASTY = ('"', "\\", "\n", "\u2028", "\x7f", "\x00", "\x1f", "é", "e\u0301", "😀", "\ue000", "</script>", "\ufeff", "")
WEIGHTS = ((1, 1), (1, 9), (1, 10**6), (2**53 - 2, 2**53 + 2), (1, 10**30), (10**99, 10**100 - 1))


def _word(rng: random.Random, longest: int = 12) -> str:
    letters = "".join(rng.sample(ALPHABETS, rng.randint(1, 3)))
    return ("".join(rng.choice(letters) for _ in range(rng.randint(1, longest))).strip() or "x").replace("  ", " ")


def _words(rng: random.Random, count: int, longest: int = 12) -> list[str]:
    return sorted({_word(rng, longest) for _ in range(count)})


def _nasty(rng: random.Random) -> str:
    return "x" + "".join(rng.choice(NASTY) for _ in range(rng.randint(0, 6)))


def _nasty_value(rng: random.Random, depth: int = 0) -> Any:
    kinds = [None, True, False, 0, -1, 2**53 - 1, 0.1, 1e-7, 1.5e300, -2.5e-300, 1e21, _nasty(rng)]
    if depth < 3 and rng.random() < 0.5:
        inside = [_nasty_value(rng, depth + 1) for _ in range(rng.randint(0, 3))]
        return inside if rng.random() < 0.5 else {_nasty(rng) + str(i): one for i, one in enumerate(inside)}
    return rng.choice(kinds)


def _weight(rng: random.Random, bounds: tuple[int, int]) -> int:
    if bounds[1] - bounds[0] > 10**6 and rng.random() < 0.5:
        return min(bounds[1], bounds[0] + 2 ** rng.randint(0, bounds[1].bit_length()))
    return rng.randint(*bounds)


def random_case(seed: int) -> Case:
    """A plan that is allowed, whatever it looks like; the same for the same seed."""
    rng = random.Random(seed)
    units, strata, skills = _words(rng, 3, 6), _words(rng, 4, 6), _words(rng, 3, 4)
    skills = [skill.replace(";", "") for skill in skills]
    bounds = rng.choice(WEIGHTS)
    rows = [
        f"{object_id},{rng.choice(strata)},{_weight(rng, bounds)},{rng.choice(units)}"
        for object_id in _words(rng, rng.choice((1, 5, 40, 120)), 18)
    ]
    sizes = {name: sum(1 for row in rows if row.split(",")[1] == name) for name in strata}
    drawn = rng.sample(strata, rng.randint(1, len(strata)))
    pool = _words(rng, rng.choice((3, 6, 30)), 8) or ["P"]
    pool = pool if len(pool) > 1 else [*pool, pool[0] + "x"]
    officers = [
        f"{one},{rng.choice(units)},{';'.join(sorted(rng.sample(skills, rng.randint(0, len(skills)))))},"
        f"{rng.choice(('1', '0', 'true', 'false', 'yes', 'no', ''))}"
        for one in sorted(pool)
    ]
    ids = [row.split(",")[0] for row in rows]
    pairs = {(rng.choice(pool), rng.choice(ids)) for _ in range(rng.randint(0, 30))}
    secrets = [hashlib.sha256(f"{seed} {i}".encode()).digest() for i in range(rng.randint(2, 4))]
    plan = copy.deepcopy(PLAN) | {
        "title": _nasty(rng),
        "note": _nasty_value(rng),
        "__proto__": _nasty_value(rng),
        "items": [
            {"code": "1", "basis": _nasty(rng), "skills": rng.sample(skills, rng.randint(0, min(2, len(skills))))}
            for _ in range(rng.randint(1, 2))
        ],
        "strata": {name: _rule(rng, sizes[name]) for name in drawn},
        "parties": [
            {"name": _nasty(rng), "unit": f"{i}", "commitment": commit(one)} for i, one in enumerate(secrets)
        ],
        "officer_rule": {"per_object": 2, "slack": rng.randint(0, 2), "same_unit": rng.random() < 0.6},
    }  # fmt: skip
    text = [("object_id,stratum,weight,unit", rows), ("officer_id,unit,skills,lead", officers)]
    frame, officer_file = ("\n".join([header, *lines, ""]).encode() for header, lines in text)
    recusals = "\n".join(["officer_id,object_id", *(",".join(pair) for pair in pairs), ""]).encode()
    return Case(plan, frame, officer_file, recusals, secrets, f"beacon {seed}")


def _rule(rng: random.Random, size: int) -> dict[str, Any]:
    kind = rng.randrange(5)
    if kind == 0:
        return {"count": rng.randint(0, size)}
    if kind == 1:
        return {"rate": rng.choice((0.05, 0.1, 0.3, 1, 0.0625))}
    if kind == 2:
        return {"rate": f"{rng.randint(0, 9)}/{rng.randint(9, 30)}"}
    return {"rate": rng.choice(("0.05", "0.333333333333", "1", "0", "0.5"))} if kind == 3 else {"count": min(size, 3)}
