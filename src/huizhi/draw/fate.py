"""One business checks its own fate without the whole frame: its ticket, its stratum's cut-off, proof of its row."""

from collections.abc import Mapping
from typing import Any

from huizhi.draw import merkle
from huizhi.draw.files import Frame, read_frame
from huizhi.draw.plan import read_plan
from huizhi.draw.refusals import refused, shown
from huizhi.draw.selection import quotas, ticket


def fate_of(record: Mapping[str, Any], frame: bytes, object_id: str) -> dict[str, Any]:
    """What one business needs to check its fate: its row, the cut-off row of its stratum, both with Merkle paths.

    Refused: id_not_in_frame, and whatever `read_frame` refuses. The cut-off is None where all picked were certain.
    """
    objects = read_frame(frame)
    if object_id not in objects.object_ids:
        raise refused("id_not_in_frame", shown(object_id))
    row = objects.object_ids.index(object_id)
    stratum, seed = objects.strata[row], bytes.fromhex(record["seed"])
    strata = read_plan(record["plan"]).strata
    last = [one for one in record["selected"] if one["stratum"] == stratum and not one["certain"]]
    cut_row = objects.object_ids.index(last[-1]["object_id"]) if last else None
    return {
        "object_id": object_id,
        "stratum": stratum,
        "x": str(ticket(seed, object_id)),
        "selected": any(one["object_id"] == object_id for one in record["selected"]),
        "drawn_in_stratum": quotas(objects, strata).get(stratum, 0),
        "rows": len(objects.rows),
        "proof": _proof(objects, row),
        "cut_off": None if cut_row is None else _proof(objects, cut_row),
    }


def check_fate(record: Mapping[str, Any], fate: Mapping[str, Any]) -> bool:
    """Whether `fate` follows from the record alone: rows under its Merkle root, the ticket on its side of the cut."""
    root = bytes.fromhex(record["plan"]["frame"]["merkle_root"])
    rows, seed = record["plan"]["frame"]["rows"], bytes.fromhex(record["seed"])
    proofs = [fate["proof"]] + ([fate["cut_off"]] if fate["cut_off"] else [])
    if any(not _proven(proof, rows, root) for proof in proofs):
        return False
    object_id, stratum, weight, _ = fate["proof"]["row"].split(",")
    listed = {one["object_id"]: one for one in record["selected"] if one["stratum"] == stratum}
    if object_id != fate["object_id"] or fate["selected"] != (object_id in listed):
        return False
    x = ticket(seed, object_id)
    if fate["x"] != str(x) or (object_id in listed and listed[object_id]["x"] != str(x)):
        return False
    if not fate["cut_off"] or listed.get(object_id, {}).get("certain"):
        return True
    last_id, last_stratum, last_weight, _ = fate["cut_off"]["row"].split(",")
    if last_id not in listed or last_stratum != stratum:
        return False
    mine, theirs = (x + 1) * int(last_weight), (ticket(seed, last_id) + 1) * int(weight)
    return ((mine, object_id) <= (theirs, last_id)) == (object_id in listed)


def _proof(objects: Frame, row: int) -> dict[str, Any]:
    siblings = [one.hex() for one in merkle.path(objects.rows, row)]
    return {"index": row, "row": objects.rows[row].decode(), "path": siblings}


def _proven(proof: Mapping[str, Any], rows: int, root: bytes) -> bool:
    siblings = [bytes.fromhex(one) for one in proof["path"]]
    return merkle.root_from_path(proof["row"].encode(), proof["index"], rows, siblings) == root
