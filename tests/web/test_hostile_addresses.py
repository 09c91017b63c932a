"""Addresses nobody's page leads to: odd numbers, odd bytes, odd places to go next. None may break the site."""

from urllib.parse import quote

import pytest

from tests.browser.sample_office import OFFICERS, entity_code

CODE = entity_code(0)
NUMBERS = ["²", "--5", "-", "٣", "1e5", "0x10", "9" * 30, "9" * 5000, "-1", " 1"]
PAGED = ["/search?after={n}.x", "/search?after={n}", "/ledger?before={n}", "/scoreboard/food_pass?after={n}"]
PAGED += [
    f"/e/{CODE}?after=2026-01-01.{{n}}",
    "/search?q=公司&after={n}%09a%09b",
    "/public/search?q=海&after={n}%09a%09b",
    "/public/complaints?before={n}",
]
ODD = ["%ff%fe", "%ED%A0%80", "%25_", "'--", "a" * 5000, "..%2f..%2fetc%2fpasswd", "<script>", "%0d%0aX:1"]
PLACES = ["/search?q={x}", "/search?division={x}&grade={x}&industry={x}&status={x}", "/e/{x}", "/public/e/{x}"]
PLACES += ["/evidence/{x}/{x}?entity={x}", "/scoreboard/{x}", "/scoreboard/food_pass?month={x}&place={x}"]
PLACES += ["/work/draws/{x}", "/work/draws/{x}/lists/{x}", "/public/draws/{x}/live", "/draws/{x}/frozen/{x}"]
PLACES += ["/draws/{x}/record.json", "/draws/{x}/{x}", "/public/draws/{x}", "/feeds/{x}", "/public/search?q={x}"]
PLACES += ["/public/file/{x}", "/public/file?kind={x}&e={x}", "/public/track/do/{x}"]
PLACES += ["/public/complaints?q={x}&e={x}&topic={x}&period={x}"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_page_number_that_is_none_gives_the_first_page(signed_in, number):
    client = signed_in("auditor")
    for page in PAGED:
        assert client.get(page.format(n=quote(number))).status_code == 200, page


@pytest.mark.parametrize("text", ODD)
def test_odd_text_in_an_address_is_only_text(signed_in, text):
    for account in ("", "auditor"):
        client = signed_in(account)
        for page in PLACES:
            answer = client.get(page.format(x=text))
            assert answer.status_code in (200, 302, 400, 404), page
            assert b"<script>" not in answer.content.replace(b"<script src", b""), page


def test_a_nul_is_refused_before_any_query(signed_in, django_assert_num_queries):
    for path in ("/e/%00", "/search?q=%00", "/draws/x%00/record.json", "/evidence/registry/%00"):
        client = signed_in()
        with django_assert_num_queries(0):
            assert client.get(path).status_code == 400, path


@pytest.mark.parametrize("there", ["search", "abc", "?q=1", "#x", "./search", "web", "x" * 3000])
def test_a_next_page_without_a_slash_breaks_nothing(signed_in, there):
    assert signed_in().get("/elder", {"on": 1, "next": there}).status_code == 302
    assert signed_in("auditor").get("/sign-in", {"next": there}).status_code == 302


@pytest.mark.parametrize(
    "there", ["//evil.example", "/\\evil.example", "https:evil.example", "\t//evil.example", "javascript:alert(1)"]
)
def test_no_switch_leads_to_another_site(signed_in, there):
    for answer in (signed_in().get("/elder", {"next": there}), signed_in("auditor").get("/sign-in", {"next": there})):
        assert answer["Location"] == "/"


def test_sign_in_with_a_next_page_without_a_slash_signs_in(signed_in, django_user_model):
    officer = django_user_model.objects.get(username=next(iter(OFFICERS))) if signed_in() else None
    officer.set_password("a long enough one")
    officer.save()
    client = signed_in()
    given = {"account": officer.username, "password": "a long enough one", "next": "search"}
    assert client.post("/sign-in", given).status_code == 302
    assert client.get("/work").status_code == 200
