"""Charts from plain numbers: where marks stand, and that nothing is drawn from nothing."""

import re
from itertools import pairwise

import pytest

from huizhi.web import charts
from huizhi.web.charts import maps


def dot(svg: str) -> float:
    """Where the value's dot stands."""
    return float(re.search(r'<circle cx="([\d.]+)"', svg)[1])


def test_right_of_the_line_is_always_better():
    more = charts.gap_plot(99, 98, 1, lower_is_better=False, state="ok")
    less = charts.gap_plot(99, 98, 1, lower_is_better=True, state="bad")
    assert dot(more) > 90 > dot(less)


def test_a_gap_far_out_stays_inside_the_plot():
    assert 0 < dot(charts.gap_plot(0, 98, 1, lower_is_better=False, state="bad")) < 150


def test_without_a_value_there_is_a_line_but_no_dot():
    svg = charts.gap_plot(None, 98, 1, lower_is_better=False, state="na")
    assert "<circle" not in svg and "<line" in svg


def test_a_sparkline_breaks_where_a_month_is_missing():
    assert charts.sparkline([1, 2, None, 3, 4], None, "ok").count("<polyline") == 2
    assert charts.sparkline([None, None], 3, "ok") == ""


def test_the_score_scale_puts_scores_in_their_class():
    bands = [("A", 0), ("B", 20), ("C", 40), ("D", 70)]

    def pointer(score):
        return float(re.search(r"M([\d.]+) 25l-5.5", charts.score_scale(score, bands, 100))[1])

    edges = [6 + i * 222 for i in range(5)]
    for score, place in ((0, 0), (19, 0), (20, 1), (40, 2), (69, 2), (70, 3), (100, 3), (400, 3)):
        assert edges[place] - 0.1 <= pointer(score) <= edges[place + 1] + 0.1, score


def words_on_scale(score, previous):
    """(from, to) of each mark's words on the desk's scale, in pixels."""
    svg = charts.score_scale(score, [("A", 0), ("B", 20), ("C", 40), ("D", 70)], 100, previous, "上期").split("</svg>")[
        0
    ]
    found = re.findall(r'<text x="([\d.]+)" y="1[67]"[^>]*text-anchor="(\w+)"[^>]*>([^<]+)<', svg)
    spans = [(float(x), float(x) + 70) if side == "start" else (float(x) - 70, float(x)) for x, side, _words in found]
    return sorted(spans)


@pytest.mark.parametrize(
    ("score", "previous"), [(69, 71), (71, 69), (2, 1), (1, 4), (99, 98), (98, 100), (30, 60), (50, 50)]
)
def test_the_words_of_two_scores_never_lie_on_each_other(score, previous):
    spans = words_on_scale(score, previous)
    assert spans and spans[0][0] >= -5 and spans[-1][1] <= 905
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_names_from_outside_are_escaped():
    area = maps.Area("<b>", "&", 1, '/x"y')
    svg = charts.choropleth({"371002": area}, "<i>")
    assert "<b>" not in svg and "<i>" not in svg and '"/x"y"' not in svg


def test_the_outline_is_small_and_has_the_four_divisions():
    assert maps.OUTLINE.stat().st_size <= 15_000
    assert {d["code"] for d in maps.outline()["divisions"]} == {"371002", "371003", "371082", "371083"}


def test_every_place_gets_a_shade_between_lowest_and_highest():
    assert [maps.shade(v, 90, 100) for v in (90, 92, 95, 99, 100)] == [0, 1, 2, 4, 4]
    assert maps.shade(5, 5, 5) == 2
