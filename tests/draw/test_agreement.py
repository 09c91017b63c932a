"""The Python draw, its JavaScript twin and the printed script agree on a thousand random plans."""

import json

from huizhi.draw import canonical, record_bytes, verify
from huizhi.draw.rerun import rerun
from tests.draw.draws import line_of, random_case

PLANS = 1000


def test_a_thousand_random_plans_are_drawn_and_verified_alike(twin):
    cases = [random_case(seed) for seed in range(PLANS)]
    records = [case.draw() for case in cases]
    answers = twin([line_of(record_bytes(r), case.files, draw=True) for r, case in zip(records, cases, strict=True)])
    assert len(answers) == PLANS
    for seed, (record, case, answer) in enumerate(zip(records, cases, answers, strict=True)):
        theirs = json.loads(answer)
        assert theirs["selected"].encode() == canonical(record["selected"]), seed
        checks = verify(record_bytes(record), case.files)
        assert [check for check in checks if not check.ok] == [], seed
        assert theirs["checks"] == [
            {"code": c.code, "ok": c.ok, "detail": c.detail, "step": c.step} for c in checks
        ], seed  # fmt: skip


def test_the_random_plans_reach_what_they_are_meant_to_reach():
    """A property test is only as good as its cases: every rule of the draw is exercised many times."""
    entries = [entry for seed in range(PLANS) for entry in random_case(seed).draw()["selected"]]
    certain = sum(entry["certain"] for entry in entries)
    reasons = {entry["reason"] for entry in entries if entry["officers"] is None}
    assert certain > 500 and len(entries) - certain > 4000
    assert sum(entry["officers"] is not None for entry in entries) > 2000
    assert {"unit_too_few", "unit_no_lead", "skills_too_few", "recused_too_few", "load_too_few"} <= reasons
    assert any(not entry["object_id"].isascii() for entry in entries)


def test_the_printed_script_finds_the_same_draw():
    for seed in range(150):
        case = random_case(seed)
        case.plan["note"], case.plan["title"] = "", "plain"
        case.plan["__proto__"] = None
        record = json.loads(record_bytes(case.draw()))
        assert rerun(record, case.files) == [], seed
