"""A receipt on paper: what a page needs to print it, with a code to scan."""

import json
from collections.abc import Mapping
from typing import Any

import segno

from huizhi.apps.ledger.receipts import check_receipt


def on_paper(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """Context of the template `ledger/receipt.html`: number, time, digest, what was said, the root, a QR drawing.

    The code reads `HUIZHI <number> <digest>`: enough to find the act and to compare it with a receipt file.
    """
    verdict = check_receipt(receipt)
    number, digest, published = verdict.act.get("object_id", ""), receipt["digest"], receipt["published"]
    code = segno.make(f"HUIZHI {number} {digest}", error="m", micro=False)
    return {
        "number": number,
        "recorded_at": verdict.recorded_at,
        "seq": receipt["index"] + 1,
        "digest": digest,
        "said": [(name, _shown(value)) for name, value in verdict.said.items()],
        "tree": receipt["tree"],
        "published": published,
        "code": code.svg_data_uri(scale=4, border=2, dark="#000", light="#fff"),
    }


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
