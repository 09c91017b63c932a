"""Re-run a huizhi-draw-v1 draw: python verify.py FOLDER. Needs nothing but Python; shares no code with the program."""

import hashlib
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def jcs(value: Any) -> str:  # RFC 8785, but for numbers that need an exponent
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be"))
        return "{" + ",".join(f"{jcs(key)}:{jcs(value[key])}" for key in keys) + "}"
    return "[" + ",".join(map(jcs, value)) + "]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


def tree(rows: list[bytes]) -> bytes:  # RFC 6962
    half = 1 << max((len(rows) - 1).bit_length() - 1, 0)
    return sha(b"\1", tree(rows[:half]), tree(rows[half:])) if len(rows) > 1 else sha(b"\0", rows[0])


def objects(plan: Any, frame: list[list[str]], seed: bytes) -> list[tuple[list[str], int, bool, int]]:
    picked = []
    for name, rule in sorted(plan["strata"].items()):
        rows, sure = [row for row in frame if row[1] == name], list[list[str]]()
        n = rule["count"] if "count" in rule else -int(-Fraction(str(rule["rate"])) * len(rows) // 1)
        x = {row[0]: int.from_bytes(sha(seed, b"object\0", row[0].encode())[:8], "big") for row in rows}
        while now := [row for all_ in [sum(int(one[2]) for one in rows)] for row in rows if n * int(row[2]) >= all_]:
            sure, rows, n = sure + now, [row for row in rows if row not in now], n - len(now)
        rows.sort(key=lambda row: (Fraction(x[row[0]] + 1, int(row[2])), row[0]))
        chosen = [(row, True) for row in sorted(sure)] + [(row, False) for row in rows[:n]]
        picked += [(row, rank, certain, x[row[0]]) for rank, (row, certain) in enumerate(chosen, start=1)]
    return picked


def rerun(record: Any, files: dict[str, bytes]) -> list[str]:
    """What is wrong with the draw; an empty list when nothing is."""
    plan, rule = record["plan"], record["plan"]["officer_rule"]
    rows = {name: [line.split(",") for line in text.decode().split("\n")[1:-1]] for name, text in files.items()}
    wrong = [name for name, text in files.items() if sha(text).hex() != plan[name.removesuffix(".csv")]["sha256"]]
    reveals, plan_digest = [bytes.fromhex(reveal) for reveal in record["reveals"]], sha(jcs(plan).encode())
    seed = sha(b"huizhi-draw-v1", plan_digest, *reveals, record["beacon_value"].encode("ascii"))
    root, kept = tree(files["frame.csv"].split(b"\n")[1:-1]).hex(), [sha(reveal).hex() for reveal in reveals]
    found = {"merkle_root": root, "reveals": kept, "plan_digest": plan_digest.hex(), "seed": seed.hex()}
    said = record | plan["frame"] | {"reveals": [party["commitment"] for party in plan["parties"]]}
    wrong += [name for name, value in found.items() if value != said[name]]
    picked, pool = objects(plan, rows["frame.csv"], seed), rows["officers.csv"]
    cap, load = -(-2 * len(picked) // len(pool)) + rule["slack"], dict.fromkeys((one[0] for one in pool), 0)
    skills = {skill for item in plan["items"] for skill in item.get("skills", [])}
    for published, (row, rank, certain, x) in zip(record["selected"], picked, strict=False):
        free = [one for one in pool if (one[1] == row[3] or not rule["same_unit"]) and skills <= {*one[2].split(";")}]
        free = [one for one in free if [one[0], row[0]] not in rows["recusals.csv"] and load[one[0]] < cap]
        free.sort(key=lambda one: sha(seed, b"officer\0", row[0].encode(), b"\0", one[0].encode()))
        lead = next((one[0] for one in free if one[3] in ("1", "true", "yes")), None)
        pair = [lead, *[one[0] for one in free if one[0] != lead][:1]] if lead and len(free) > 1 else None
        load.update({one: load[one] + 1 for one in pair or []})
        mine = {"object_id": row[0], "stratum": row[1], "rank": rank, "certain": certain, "x": str(x), "officers": pair}
        wrong += [f"{row[0]}: {key}" for key, value in mine.items() if published[key] != value]
    return wrong + (["selected"] if len(picked) != len(record["selected"]) else [])


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    content = {f"{name}.csv": (folder / f"{name}.csv").read_bytes() for name in ("frame", "officers", "recusals")}
    problems = rerun(json.loads((folder / "record.json").read_bytes()), content)
    sys.exit("WRONG: " + ", ".join(problems) if problems else sys.stdout.write("The draw is as published.\n") and 0)
