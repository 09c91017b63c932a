"""Each thing that can go wrong is refused by its own name, before anything is picked. A table to be read."""

import json

import pytest

from huizhi.draw import complete_plan, digest, run_draw
from huizhi.draw.refusals import messages
from huizhi.vocabulary.refused import Refused
from tests.draw.draws import FRAME, OFFICERS, SECRETS, sound_case


def plan(**parts):
    return lambda case: case.plan.update(parts)


def within(part, **values):
    return lambda case: case.plan[part].update(values)


def frame(old: str, new: str):
    return lambda case: setattr(case, "frame", edited(FRAME, old, new))


def officers(old: str, new: str):
    return lambda case: setattr(case, "officers", edited(OFFICERS, old, new))


def recusals(content: bytes):
    return lambda case: setattr(case, "recusals", content)


def edited(content: bytes, old: str, new: str) -> bytes:
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


def whole_frame(change):
    return lambda case: setattr(case, "frame", change(FRAME))


def reveals(*secrets: bytes):
    return lambda case: setattr(case, "reveals", list(secrets))


def beacon(text: str):
    return lambda case: setattr(case, "beacon", text)


def drawn(text: str):
    return lambda case: setattr(case, "drawn_at", text)


def party(number: int, **values):
    return lambda case: case.plan["parties"][number].update(values)


A, B = "91371002A,S1,10,371002\n", "91371002B,S1,10,371002\n"

REFUSALS = [
    # the frame's form
    ("file_empty", whole_frame(lambda _: b"")),
    ("file_not_utf8", whole_frame(lambda text: text.decode().replace("S1", "威海").encode("gb18030"))),
    ("file_bom", whole_frame(lambda text: b"\xef\xbb\xbf" + text)),
    ("file_crlf", whole_frame(lambda text: text.replace(b"\n", b"\r\n"))),
    ("file_crlf", frame(A, A.replace("\n", "\r\n"))),
    ("file_control_character", frame("91371002A", "91371002\tA")),
    ("file_control_character", frame("91371002A", "91371002\x00A")),
    ("file_control_character", frame("91371002A", "91371002\u0085A")),
    ("file_quote", frame("91371002A", '"91371002A"')),
    ("file_no_final_newline", whole_frame(lambda text: text[:-1])),
    ("file_header", frame("object_id,stratum,weight,unit", "object_id,weight,stratum,unit")),
    ("file_header", frame("object_id,stratum,weight,unit", "object_id,stratum,weight,unit ")),
    ("file_header", frame("object_id,stratum,weight,unit\n", "")),
    ("file_blank_row", frame(A, A + "\n")),
    ("file_columns", frame(A, "91371002A,S1,10\n")),
    ("file_columns", frame(A, "91371002A,S1,10,371002,\n")),
    ("field_empty", frame(A, ",S1,10,371002\n")),
    ("field_empty", frame(A, "91371002A,S1,10,\n")),
    ("field_spaces", frame(A, "91371002A ,S1,10,371002\n")),
    ("field_spaces", frame(A, "91371002A,S1,10,371002 \n")),
    ("field_spaces", frame(A, "91371002A,\u3000S1,10,371002\n")),
    ("id_duplicate", frame(A, A + A)),
    ("id_duplicate", whole_frame(lambda text: text + A.encode())),
    ("rows_unsorted", frame(A + B, B + A)),
    ("weight_zero", frame(A, "91371002A,S1,0,371002\n")),
    ("weight_zero", frame(A, "91371002A,S1,0.0,371002\n")),
    ("weight_negative", frame(A, "91371002A,S1,-10,371002\n")),
    ("weight_form", frame(A, "91371002A,S1,010,371002\n")),
    ("weight_form", frame(A, "91371002A,S1,1.5,371002\n")),
    ("weight_form", frame(A, "91371002A,S1,1e3,371002\n")),
    ("weight_form", frame(A, "91371002A,S1,\u0663,371002\n")),
    ("weight_form", frame(A, "91371002A,S1,+1,371002\n")),
    ("weight_too_long", frame(A, f"91371002A,S1,{10**100},371002\n")),
    ("frame_empty", whole_frame(lambda text: text[: text.index(b"\n") + 1])),
    # officers and recusals
    ("file_crlf", officers("P01,371002,food;drug,1\n", "P01,371002,food;drug,1\r\n")),
    ("id_duplicate", officers("P02,", "P01,")),
    ("rows_unsorted", officers("P02,", "P09,")),
    ("skills_form", officers("food;drug", "food;;drug")),
    ("skills_form", officers("food;drug", "food; drug")),
    ("lead_form", officers("food;drug,1", "food;drug,maybe")),
    ("field_spaces", officers("food;drug,1", "food;drug,1 ")),
    ("field_empty", officers("P01,371002", "P01,")),
    ("officer_pool_too_small", lambda case: setattr(case, "officers", OFFICERS[: OFFICERS.index(b"P02")])),
    ("officer_pool_too_small", lambda case: setattr(case, "officers", OFFICERS[: OFFICERS.index(b"P01")])),
    ("recusal_duplicate", recusals(b"officer_id,object_id\nP01,A\nP01,A\n")),
    ("file_header", recusals(b"officer,object\n")),
    # the plan
    ("plan_field", plan(title="")),
    ("plan_field", plan(items=[])),
    ("plan_field", plan(items=[{"code": "1"}])),
    ("plan_field", plan(items=[{"code": "1", "basis": "b", "skills": "food"}])),
    ("plan_field", plan(strata={})),
    ("plan_field", plan(beacon=None)),
    ("plan_not_json", plan(note=2**53 + 1)),
    ("plan_not_json", plan(note=float("nan"))),
    ("plan_not_json", plan(note="\ud800")),
    ("stratum_rule", plan(strata={"S1": {}})),
    ("stratum_rule", plan(strata={"S1": {"count": 1, "rate": "0.1"}})),
    ("stratum_rule", plan(strata={"S1": {"count": -1}})),
    ("stratum_rule", plan(strata={"S1": {"count": 1.5}})),
    ("stratum_rule", plan(strata={"S1": {"count": True}})),
    ("stratum_rule", plan(strata={"S1": {"rate": "1.01"}})),
    ("stratum_rule", plan(strata={"S1": {"rate": "5%"}})),
    ("stratum_rule", plan(strata={"S1": {"rate": -0.1}})),
    ("stratum_too_small", plan(strata={"S1": {"count": 5}})),
    ("stratum_too_small", plan(strata={"S9": {"count": 1}})),
    ("officer_rule", within("officer_rule", per_object=3)),
    ("officer_rule", within("officer_rule", slack=-1)),
    ("officer_rule", within("officer_rule", same_unit="yes")),
    # parties, secrets, beacon
    ("parties_too_few", lambda case: case.plan["parties"].pop()),
    ("parties_same_unit", party(1, unit="371000")),
    ("commitment_form", party(0, commitment="AB" * 32)),
    ("commitment_form", party(0, commitment="")),
    ("commitment_repeated", lambda case: party(0, commitment=case.plan["parties"][1]["commitment"])(case)),
    ("reveal_count", reveals(SECRETS[0])),
    ("reveal_count", reveals(*SECRETS, SECRETS[0])),
    ("reveal_mismatch", reveals(SECRETS[1], SECRETS[0])),
    ("reveal_mismatch", reveals(SECRETS[0], bytes(32))),
    ("reveal_form", reveals(SECRETS[0], b"short")),
    ("beacon_kind", within("beacon", kind="")),
    ("beacon_kind", within("beacon", kind=7)),
    ("beacon_form", beacon("")),
    ("beacon_form", beacon(" 03 07")),
    ("beacon_form", beacon("03  07")),
    ("beacon_form", beacon("０３ ０７")),
    ("beacon_form", beacon("03\n07")),
    ("beacon_not_named", within("beacon", format="{h64}")),
    ("beacon_not_named", within("beacon", format="{d2} {d2} {d2} {d2} {d2} {d2}.{d2}")),
    # times
    ("plan_published_late", plan(published_at="2026-01-12T11:00:00+08:00")),
    ("plan_published_late", plan(published_at="2026-01-11T22:00:00+08:00")),
    ("plan_published_late", drawn("2026-01-07T10:00:00+08:00")),
    ("beacon_not_due", drawn("2026-01-11T21:14:59+08:00")),
    ("time_form", drawn("yesterday")),
    ("time_form", plan(published_at="2026-02-30T09:00:00+08:00")),
    ("time_form", within("beacon", due_at=None)),
    # digests that do not fit
    ("digest_mismatch", plan(frame={"sha256": "0" * 64})),
    ("digest_mismatch", plan(officers={"sha256": "0" * 64})),
    ("digest_mismatch", plan(recusals={"sha256": "0" * 64})),
    ("frame_rows_mismatch", plan(frame={"rows": 9})),
    ("merkle_root_mismatch", plan(frame={"merkle_root": "0" * 64})),
    ("plan_field", plan(frame=[])),
]


@pytest.mark.parametrize(("code", "spoil"), REFUSALS, ids=[f"{i}-{code}" for i, (code, _) in enumerate(REFUSALS)])
def test_refused_by_name(case, code, spoil):
    spoil(case)
    with pytest.raises(Refused) as refusal:
        case.draw()
    assert refusal.value.code == code
    assert refusal.value.what_is_safe and refusal.value.what_to_do and refusal.value.what_to_do_en


def test_the_sound_draw_is_not_refused(case):
    assert len(case.draw()["selected"]) == 2 + 2


def test_a_file_refusal_says_which_row(case):
    case.frame = edited(FRAME, B, "91371002B,S1,0,371002\n")
    with pytest.raises(Refused, match=r"frame\.csv row 3: 0"):
        case.draw()


def test_a_plan_changed_after_publication_is_another_draw(case):
    published = complete_plan(case.plan, case.frame, case.officers, case.recusals)
    stated = digest(published)
    arguments = (case.frame, case.officers, case.recusals, case.reveals, case.beacon, case.drawn_at, stated)
    assert run_draw(published, *arguments)["plan_digest"] == stated
    with pytest.raises(Refused) as refusal:
        run_draw({**published, "title": "改过的方案"}, *arguments)
    assert refusal.value.code == "plan_changed"


def test_every_code_has_both_languages_and_every_refusal_a_remedy():
    tested = {code for code, _ in REFUSALS}
    for code, message in messages().items():
        assert message["zh"] and message["en"]
        if code in tested:
            assert message["do_zh"] and message["do_en"]
    assert tested <= messages().keys()


def test_messages_are_plain_json_for_the_page():
    assert "<" not in json.dumps(messages())


def test_the_sound_case_is_the_same_every_time():
    assert sound_case().draw() == sound_case().draw()
