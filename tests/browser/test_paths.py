"""What would change a class reads well on a desk, on a phone, in English and on paper."""

from tests.browser.sample_path import CODE, judge_first, run_a_restaurant
from tests.browser.test_accessibility import faults


def test_the_way_to_a_better_class(page, site, sign_in):
    judge_first()
    sign_in("inspector")
    for width, language in ((1366, "zh-hans"), (390, "zh-hans"), (390, "en")):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        page.set_viewport_size({"width": width, "height": 844})
        assert faults(page, f"/e/{CODE}") + faults(page, f"/public/e/{CODE}") == []
        page.goto(f"/e/{CODE}#way")
    page.emulate_media(media="print")
    assert page.locator("#way table").first.is_visible()


def test_how_the_year_moves_the_grade_of_a_food_business(page, site, sign_in):
    run_a_restaurant()
    sign_in("inspector")
    for width, language in ((1366, "zh-hans"), (390, "zh-hans"), (390, "en")):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        page.set_viewport_size({"width": width, "height": 844})
        assert faults(page, f"/e/{CODE}") == []
    page.emulate_media(media="print")
    assert page.locator("#card-food td", has_text="2027-01-01").first.is_visible()
