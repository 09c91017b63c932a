"""Public pages of draws name officers by name and certificate, as officers are made public; never by account."""

from datetime import UTC, date, datetime

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Draw, Substitution
from huizhi.apps.people.facade import certify
from tests.browser.sample_draw import draw_files
from tests.browser.sample_office import entity_code

AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
NUMBER = "WH-070"


def test_an_officer_is_named_by_name_and_certificate_and_never_by_account(signed_in):
    signed_in()
    valid = {"kind": "enforcement", "valid_from": date(2024, 1, 1), "valid_to": date(2028, 12, 31)}
    certify(username="inspector", number="鲁K2024-0117", **valid, by="setup", at=AT)
    old = {"kind": "enforcement", "valid_from": date(2015, 1, 1), "valid_to": date(2019, 12, 31)}
    certify(username="inspector", number="鲁K2015-0003", **old, by="setup", at=AT)
    files = draw_files([(entity_code(n), "371002") for n in (8, 14, 20)], ("inspector", "handler"), NUMBER)
    inspections.publish_draw(record_json=files.pop("record"), **files, by="night", at=AT)
    where = next(one for one, pair in inspections.pairs_of(NUMBER).items() if "handler" in pair)
    Substitution(
        draw=Draw.objects.get(number=NUMBER), object_id=where, left="handler", came="head", reason="出差", at=AT,
        by="specialist", by_unit="city",
    ).save()  # fmt: skip
    shown = signed_in().get(f"/public/draws/{NUMBER}").content.decode()
    assert "姜文波（鲁K2024-0117）" in shown and "宋佳" in shown and "丛海燕" in shown and "鲁K2015-0003" not in shown
    for account in ("inspector", "handler", ">head<", "specialist"):
        assert account not in shown, account
    office = signed_in("specialist").get(f"/draws/{NUMBER}").content.decode()
    assert "姜文波（inspector）" in office, "whoever enters a substitution needs the account"
