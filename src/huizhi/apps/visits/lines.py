"""What a merged visit says, as the record on the spot prints it; and the words of an objection, sealed."""

from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.identities.facade import seal_text
from huizhi.apps.visits.merge import Merged
from huizhi.apps.visits.models import Visit
from huizhi.law.checklists import checklist_for

ANSWERS = {"ok": "符合", "problem": "不符合", "na": "不适用"}
MOST_POINTS = 20_000


def files_of(merged: Merged) -> list[dict]:
    """What each piece of evidence says of its file: sha256, size, name, finding, place."""
    found = [merged.value(f"evidence:{each}", "file") for each in merged.named("evidence")]
    return [each for each in found if isinstance(each, dict) and isinstance(each.get("sha256"), str)]


def record_lines(row: Visit, merged: Merged) -> dict[str, object]:
    """The items, findings, evidence and signatures of the record."""
    checklist = checklist_for(row.checklist)
    items = [
        [item.zh, f"{item.basis.instrument}{item.basis.article}", _answer(row, merged, item.code)]
        for item in checklist.items
    ]
    findings = [
        str(merged.value(f"finding:{each}", "text", "") or "")
        for each in merged.named("finding")
        if merged.value(f"finding:{each}", "text")
    ]
    files = [[each["sha256"], str(each.get("name", "")), _place(each)] for each in files_of(merged)]
    refused = str(merged.value("signature:party", "refused", "") or "")
    return {
        "checklist": checklist.zh, "items": items, "findings": findings, "files": files,
        "note": str(merged.value("visit", "note", "") or ""), "party_refused": refused,
        "signature_officer": signature_svg(merged.value("signature:officer", "strokes")),
        "signature_party": signature_svg(merged.value("signature:party", "strokes")),
    }  # fmt: skip


def signature_svg(drawn: object) -> str:
    """The strokes of a signature as SVG; empty for what is none. Numbers only: nothing of it is read as markup."""
    if not isinstance(drawn, dict) or not isinstance(drawn.get("strokes"), list):
        return ""
    paths, points = [], 0
    for stroke in drawn["strokes"]:
        numbers = [each for each in stroke if type(each) is int] if isinstance(stroke, list) else []
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        points += len(pairs)
        if pairs and points <= MOST_POINTS:
            paths.append("M" + " L".join(f"{x} {y}" for x, y in pairs))
    if not paths:
        return ""
    size = [min(max(each, 1), 4000) if type(each) is int else 300 for each in (drawn.get("w"), drawn.get("h"))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}">'
        f'<path d="{" ".join(paths)}" fill="none" stroke="#000" stroke-width="3" stroke-linecap="round"/></svg>'
    )


def open_objection(row: Visit, text: str, at: datetime) -> str:
    """Open the matter of an objection with its words sealed, inside the caller's transaction; returns its number."""
    opening = casework.Opening(
        kind="objection", office=row.unit_id, title="对公示的检查结果提出异议", received_at=at,
        respondent_name=row.entity_name, respondent_entity_id=row.entity_code, channel="web",
    )  # fmt: skip
    sealed = seal_text(text=text, about=row.pk, at=at)
    by = casework.Party("respondent")
    return casework.open_matter(opening, by=by, at=at, sealed=sealed, told={"visit": row.pk}).number


def _answer(row: Visit, merged: Merged, code: str) -> str:
    if code in row.settled:
        return "据公示数据核实"
    return ANSWERS.get(str(merged.value(f"item:{code}", "answer")), "—")


def _place(each: dict) -> str:
    place = each.get("place")
    if not isinstance(place, dict) or not all(type(place.get(name)) is int for name in ("lat", "lon")):
        return "—"
    return f"{place['lat'] / 1e6:.5f}, {place['lon'] / 1e6:.5f}"
