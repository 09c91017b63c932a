"""One byte changed anywhere, in the record or in a file, is named by both implementations."""

import json
import random
from collections import Counter

import pytest

from huizhi.draw import canonical, digest, record_bytes, verify
from huizhi.draw.refusals import messages
from tests.draw.draws import line_of, random_case


def one_byte_changes(content: bytes, rng: random.Random) -> list[bytes]:
    """Every position changed to another byte; some positions deleted, some bytes inserted."""
    likely = b' \n\r\t,"0123456789abcdef{}[]:-TZ\x00\xff'
    changed = []
    for at, byte in enumerate(content):
        for new in {byte ^ 1, byte ^ 0x20, rng.choice(likely)} - {byte}:
            changed.append(content[:at] + bytes([new]) + content[at + 1 :])
        if rng.random() < 0.1:
            changed.append(content[:at] + content[at + 1 :])
            changed.append(content[:at] + bytes([rng.choice(likely)]) + content[at:])
    return [one for one in changed if one != content]


def spoilt(published, rng: random.Random):
    """(what was touched, record, files) for every one-byte change."""
    record, files = published
    for content in one_byte_changes(record, rng):
        yield "record.json", content, files
    for name, original in files.items():
        for content in one_byte_changes(original, rng):
            yield name, record, {**files, name: content}


def test_any_one_byte_change_is_named_by_both(published, twin):
    cases = list(spoilt(published, random.Random(7)))
    answers = twin([line_of(record, files) for _, record, files in cases])
    assert len(answers) == len(cases) > 5000
    for (touched, record, files), answer in zip(cases, answers, strict=True):
        checks = verify(record, files)
        wrong = [check for check in checks if not check.ok]
        assert wrong, (touched, record if touched == "record.json" else files[touched])
        assert all(check.zh and check.en and check.code in messages() for check in wrong)
        theirs = [(check["code"], check["ok"], check["step"]) for check in json.loads(answer)["checks"]]
        assert theirs == [(check.code, check.ok, check.step) for check in checks], (touched, record)
        if touched != "record.json":
            assert touched in " ".join(check.detail for check in wrong)


def test_random_garbage_is_survived_by_both(published, twin):
    rng = random.Random(11)
    _, files = published
    seeds = [canonical(value) for value in (None, [], {}, 1, "x", {"format": "huizhi-draw-v1"}, [[[]]])]
    seeds += [b"", b"\xff\xfe", b"\xef\xbb\xbf{}", b"[" * 5000, b'{"a":1,"a":1}', b'"\\ud800"', b"1e999", b"NaN"]
    seeds += [rng.randbytes(rng.randint(1, 200)) for _ in range(100)]
    record = published[0]
    for _ in range(300):
        at, size = rng.randrange(len(record)), rng.randint(1, 200)
        seeds.append(record[:at] + rng.choice((b"", b"null", b"[]", b"{}", b"1", b'""')) + record[at + size :])
    for content, answer in zip(seeds, twin([line_of(content, files) for content in seeds]), strict=True):
        checks = verify(content, files)
        assert not all(check.ok for check in checks), content
        theirs = [(check["code"], check["ok"]) for check in json.loads(answer)["checks"]]
        assert theirs == [(check.code, check.ok) for check in checks], content


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "", "x", [], {}, [None], {"": None}])
def test_any_value_anywhere_in_the_record_is_survived_by_both(published, twin, value):
    record, files = published
    spoilt_records = [record_bytes(one) for one in replaced(json.loads(record), value)]
    answers = twin([line_of(one, files) for one in spoilt_records])
    for one, answer in zip(spoilt_records, answers, strict=True):
        checks = verify(one, files)
        theirs = [(check["code"], check["ok"]) for check in json.loads(answer)["checks"]]
        assert theirs == [(check.code, check.ok) for check in checks], one
        assert one == record or not all(check.ok for check in checks)


def replaced(value, new):
    """Copies of a JSON value with one part, anywhere, replaced by `new`."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(parts):
        for inner in [new, *replaced(part, new)]:
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[key] = inner
            yield copy


def codes(record, files) -> list[str]:
    return [check.code for check in verify(record, files) if not check.ok]


def resealed(record: dict) -> bytes:
    """What a forger who knows the format would publish: every digest of the record made to fit again."""
    rest = {key: value for key, value in record.items() if key != "record_digest"}
    return record_bytes({**rest, "record_digest": digest(rest)})


def test_a_forger_who_recomputes_the_record_digest_is_still_named(case):
    record = case.draw()
    other = [dict(entry) for entry in record["selected"]]
    other[0]["object_id"] = "91371002A" if other[0]["object_id"] != "91371002A" else "91371002B"
    assert codes(resealed({**record, "selected": other}), case.files) == ["selected_mismatch"]
    swapped = [dict(entry) for entry in record["selected"]]
    first = next(entry for entry in swapped if entry["officers"])
    first["officers"] = first["officers"][::-1]
    assert codes(resealed({**record, "selected": swapped}), case.files) == ["officers_mismatch"]
    assert codes(resealed({**record, "selected": record["selected"][:-1]}), case.files) == ["selected_mismatch"]
    assert codes(resealed({**record, "beacon_value": "04"}), case.files) == ["seed_mismatch"]
    assert codes(resealed({**record, "reveals": record["reveals"][::-1]}), case.files) == [
        "reveal_mismatch", "seed_mismatch",
    ]  # fmt: skip
    plan = {**record["plan"], "title": "另一个方案"}
    assert codes(resealed({**record, "plan": plan}), case.files) == ["plan_digest_mismatch"]
    assert "selected_mismatch" in codes(resealed({**record, "seed": "0" * 64}), case.files)


def test_a_false_reason_is_named(case):
    case.officers = case.officers.replace(b"P05,371003,food,0", b"P05,371003,drug,0")
    case.officers = case.officers.replace(b"P04,371003,food;drug,1", b"P04,371003,drug,1")
    record = case.draw()
    entry = next(entry for entry in record["selected"] if entry["officers"] is None)
    entry["reason"] = "load_too_few"
    assert codes(resealed(record), case.files) == ["officers_mismatch"]


def test_a_record_without_its_own_digest_is_verified_with_a_note(case):
    record = {key: value for key, value in case.draw().items() if key != "record_digest"}
    pretty = json.dumps(record, indent=2, ensure_ascii=False)
    for content in (record_bytes(record), pretty):
        checks = verify(content, case.files)
        assert all(check.ok for check in checks)
        assert "record_digest_absent" in Counter(check.code for check in checks)
    record["selected"] = record["selected"][1:]
    assert codes(record_bytes(record), case.files) == ["selected_mismatch"]


def test_fields_outside_the_plan_are_refused_and_inside_are_covered(case):
    record = case.draw()
    assert codes(resealed({**record, "note": ""}), case.files) == ["record_field_unknown"]
    case.plan["note"] = {"any": ["thing"]}
    assert codes(record_bytes(case.draw()), case.files) == []


def test_a_missing_file_is_named(case):
    record = record_bytes(case.draw())
    for name in case.files:
        files = {other: content for other, content in case.files.items() if other != name}
        wrong = [check for check in verify(record, files) if not check.ok]
        assert [(check.code, check.detail) for check in wrong] == [("file_missing", name)]


@pytest.mark.long
def test_one_byte_changes_in_many_random_draws(twin):
    rng = random.Random(3)
    for seed in range(12):
        case = random_case(seed)
        cases = list(spoilt((record_bytes(case.draw()), case.files), rng))
        sample = rng.sample(cases, min(1500, len(cases)))
        answers = twin([line_of(record, files) for _, record, files in sample])
        for (touched, record, files), answer in zip(sample, answers, strict=True):
            checks = verify(record, files)
            assert not all(check.ok for check in checks), (seed, touched, record)
            theirs = [(check["code"], check["ok"]) for check in json.loads(answer)["checks"]]
            assert theirs == [(check.code, check.ok) for check in checks], (seed, touched, record, files.get(touched))
