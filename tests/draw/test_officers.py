"""Who inspects: a lead and a partner by hash order, within unit, skills, recusals and load."""

import hashlib

from huizhi.draw.assignment import load_cap


def drawn(case):
    return {entry["object_id"]: entry for entry in case.draw()["selected"]}


def test_pairs_are_of_the_objects_unit_skilled_and_led(case):
    pool = {line.split(",")[0]: line.split(",") for line in case.officers.decode().split("\n")[1:-1]}
    unit = {line.split(",")[0]: line.split(",")[3] for line in case.frame.decode().split("\n")[1:-1]}
    for object_id, entry in drawn(case).items():
        lead, partner = entry["officers"]
        assert lead != partner and pool[lead][3] == "1"
        assert {pool[lead][1], pool[partner][1]} == {unit[object_id]}
        assert all("food" in pool[one][2].split(";") for one in (lead, partner))


def test_the_order_is_by_hash_of_seed_object_and_officer(case):
    case.plan["officer_rule"] = {"per_object": 2, "slack": 99, "same_unit": False}
    case.recusals = b"officer_id,object_id\n"
    record = case.draw()
    pool = [line.split(",") for line in case.officers.decode().split("\n")[1:-1]]
    for entry in record["selected"]:
        prefix = bytes.fromhex(record["seed"]) + b"officer\0" + entry["object_id"].encode() + b"\0"
        order = sorted(pool, key=lambda one: hashlib.sha256(prefix + one[0].encode()).digest())
        lead = next(one[0] for one in order if one[3] == "1")
        assert entry["officers"] == [lead, next(one[0] for one in order if one[0] != lead)]


def test_a_recused_officer_is_passed_over(case):
    case.plan["strata"] = {"S2": {"count": 4}}
    before = drawn(case)["91371003D"]["officers"]
    case.recusals += f"{before[0]},91371003D\n".encode()
    assert before[0] not in drawn(case)["91371003D"]["officers"]


def test_the_load_cap_is_ceil_of_twice_the_objects_over_officers_plus_slack():
    assert [load_cap(4, 6, 1), load_cap(6, 6, 0), load_cap(7, 6, 0), load_cap(0, 6, 1)] == [3, 2, 3, 1]


def test_an_object_without_eligible_officers_stays_with_its_reason(case):
    case.plan["strata"] = {"S1": {"count": 4}, "S2": {"count": 4}}
    reasons = {}
    for name, officers in {
        "unit_too_few": "P01,371002,food,1\nP06,371082,food,1\n",
        "unit_no_lead": "P01,371002,food,0\nP02,371002,food,0\nP06,371082,food,1\n",
        "skills_too_few": "P01,371002,food,1\nP02,371002,drug,1\n",
        "skills_no_lead": "P01,371002,food,0\nP02,371002,drug,1\nP03,371002,food,0\n",
        "pool_no_lead": "P01,371002,food,0\nP02,371002,food,0\n",
    }.items():
        case.officers = f"officer_id,unit,skills,lead\n{officers}".encode()
        entry = drawn(case)["91371002A"]
        assert entry["officers"] is None
        reasons[name] = entry["reason"]
    assert all(found == name for name, found in reasons.items()), reasons


def test_a_full_load_leaves_the_last_objects_unassigned(case):
    case.plan["strata"] = {"S1": {"count": 4}, "S2": {"count": 4}}
    case.plan["officer_rule"]["slack"] = 0
    entries = case.draw()["selected"]
    assert len(entries) == 8
    assert {entry["reason"] for entry in entries if entry["officers"] is None} >= {"load_too_few"}
    load = [one for entry in entries for one in entry["officers"] or []]
    assert max(load.count(one) for one in load) == load_cap(8, 6, 0)
