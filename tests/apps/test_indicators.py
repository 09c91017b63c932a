"""The scoreboard: exact figures, their states, the records behind them, and how the feeds stand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction

from huizhi.apps.indicators import facade as indicators
from huizhi.apps.indicators.lifecycle import Rule, figure, rounded, state_of
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
CLOSED = "complaints_closed_on_time"
PERCENT = {"scale": 100, "is_count": False, "near_within": None, "higher_is_better": True}


def indicator(number, code, target, **changes):
    """One row of the table of indicators."""
    row = {
        "number": number, "code": code, "chapter": "c1", "chapter_zh": "消费维权", "chapter_en": "Consumers",
        "zh": code, "en": code, "unit_zh": "%", "unit_en": "%", "scale": 100, "is_count": False,
        "decimals": 1, "target": target, "province_target": None, "near_within": None, "higher_is_better": True,
        "period": "2021-2025", "source": "规划",
        "version": "1", "proposed": False, "owner_zh": "消保科", "owner_en": "Consumer desk", "formula_zh": "按期办结",
        "formula_en": "closed on time", "awaits": "",
    }  # fmt: skip
    return tuple({**row, **changes}[name] for name in indicators.COLUMNS["indicators"])


def a_record(number, entity, division, month, weight, base=1):
    return (
        CLOSED, "complaints", f"TS{number}", entity, division, "371071" if number == 3 else None, date(2026, 10, 1),
        month, weight, base, f"投诉 {number}", "f" * 64, number,
    )  # fmt: skip


def rows(**changes):
    """A scoreboard of two indicators, six records and two sources."""
    tables = {
        "indicators": [
            indicator(1, CLOSED, "100"), indicator(2, "valid_trademarks", "80000", is_count=True, awaits="ip"),
        ],
        "values": [
            (CLOSED, "371000", "2026-09", 2, 2), (CLOSED, "371000", "2026-10", 3, 4),
            (CLOSED, "371000", "2025-12", 1, 9), (CLOSED, "371002", "2026-09", 1, 1),
            (CLOSED, "371002", "2026-10", 2, 3), (CLOSED, "371082", "2026-09", 1, 1),
            (CLOSED, "371082", "2026-10", 1, 1),
        ],
        "records": [
            a_record(1, "91371000MA001", "371002", "2026-09", 1), a_record(2, "91371000MA004", "371082", "2026-09", 1),
            a_record(3, "91371000MA003", "371002", "2026-10", 0), a_record(4, "91371000MA001", "371002", "2026-10", 1),
            a_record(5, "91371000MA002", "371002", "2026-10", 1), a_record(6, "91371000MA004", "371082", "2026-10", 1),
        ],
        "feeds": [
            ("complaints", "投诉举报", "Complaints", "消保科", "Desk", date(2026, 10, 31), 7, 6, 0, 1, 1),
            ("trademarks", "商标", "Trademarks", "知产科", "IP desk", None, 0, 0, 0, 0, 31),
        ],
        "files": [("f" * 64, "complaints", "12315_2026-10.csv", date(2026, 10, 31), 999, 7, 6, 0, 1)],
        "quarantine": [("complaints", "f" * 64, "登记时间", "bad_date", "日期无效", "not a date", 1, 5, "2026-13-01")],
    }  # fmt: skip
    return {**tables, **changes}


@pytest.fixture
def shown(published):
    with transaction.atomic():
        indicators.publish(rows(), by="night", at=AT)


@pytest.mark.parametrize(
    "numerator, denominator, target, more, state",
    [
        (100, 100, "100", {}, "met"),
        (999_999, 1_000_000, "100", {}, "near"),  # shown as 100.0 but not met: rounding decides nothing
        (98, 100, "100", {}, "near"),
        (979, 1000, "100", {}, "behind"),
        (97, 100, "100", {"near_within": Decimal(3)}, "near"),
        (0, 0, "100", {}, "awaiting"),
        (1, 2, None, {}, "no_target"),
        (2, 100, "3", {"higher_is_better": False}, "met"),
        (3, 100, "3", {"higher_is_better": False}, "met"),
        (4, 100, "3", {"higher_is_better": False}, "behind"),
        (8000, 1000, "8", {"scale": 1}, "met"),
        (10199, 1000, "10.2", {"scale": 1}, "near"),
        (80000, 0, "80000", {"is_count": True}, "met"),
    ],
)
def test_a_figure_is_met_near_or_behind_by_exact_arithmetic(numerator, denominator, target, more, state):
    rule = Rule(**{**PERCENT, "target": target and Decimal(target), **more})
    assert state_of(figure(numerator, denominator, rule), rule) == state


@pytest.mark.parametrize(
    "value, shown", [((1, 3), "33.3"), ((2, 3), "66.7"), ((1, 2), "50.0"), ((999999, 10**6), "100.0")]
)
def test_a_figure_is_rounded_for_showing_only(value, shown):
    assert str(rounded(Fraction(*value) * 100, 1)) == shown


def test_months_go_back_over_the_new_year():
    assert indicators.months_before("2026-02", 4) == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert indicators.year_so_far("2026-03") == ("2026-01", "2026-02", "2026-03")


def test_the_board_adds_up_the_year_so_far(shown, officer):
    board = indicators.board(viewer=officer("rongcheng", "leader"))
    assert (board.month, board.states) == ("2026-10", {"behind": 1, "awaiting": 1})
    line, awaiting = board.lines
    assert (line.figure.numerator, line.figure.denominator, str(line.figure.value)) == (5, 6, "83.3")
    assert [(p.division, p.figure.numerator, p.figure.denominator) for p in line.places] == [
        ("371002", 3, 4), ("371082", 2, 2),
    ]  # fmt: skip
    assert [p.figure.state for p in line.trend] == ["awaiting"] + ["behind"] + ["awaiting"] * 8 + ["met", "behind"]
    assert awaiting.figure == indicators.Figure(0, 0, None, "awaiting"), "missing data is not nought"


def test_the_records_add_up_to_the_figure(shown, officer):
    viewer = officer("city", "leader")
    line = indicators.board_line(CLOSED, viewer=viewer)
    page = indicators.records(CLOSED, viewer=viewer, months=indicators.year_so_far("2026-10"))
    assert (page.numerator, page.denominator) == (line.figure.numerator, line.figure.denominator)
    assert page.total == 6
    place = indicators.records(CLOSED, viewer=viewer, months=("2026-10",), division="371002")
    assert (place.numerator, place.denominator) == (2, 3)
    assert {r.file_name for r in page.lines} == {"12315_2026-10.csv"}


def test_the_missed_ones_can_be_asked_for(shown, officer):
    viewer = officer("city", "leader")
    missed = indicators.records(CLOSED, viewer=viewer, months=("2026-10",), only="missed")
    assert [r.source_id for r in missed.lines] == ["TS3"]
    achieved = indicators.records(CLOSED, viewer=viewer, months=("2026-10",), only="achieved")
    assert [r.source_id for r in achieved.lines] == ["TS4", "TS5", "TS6"]


def test_records_come_page_by_page(shown, officer):
    viewer, seen, after = officer("city", "leader"), [], None
    while True:
        page = indicators.records(CLOSED, viewer=viewer, months=("2026-09", "2026-10"), after=after, limit=4)
        seen += [r.source_id for r in page.lines]
        after = page.next_after
        if after is None:
            break
    assert seen == [f"TS{n}" for n in range(1, 7)]


@pytest.mark.parametrize(
    "unit, seen",
    [("rongcheng", {"TS2", "TS6"}), ("huancui", {"TS1", "TS3", "TS4", "TS5"}), ("hightech", {"TS3"}),
     ("sunjiatuan", {"TS1", "TS4"}), ("tianhe", {"TS3"})],
)  # fmt: skip
def test_records_follow_the_officers_part_of_the_city(shown, officer, unit, seen):
    page = indicators.records(CLOSED, viewer=officer(unit, "inspector"), months=("2026-09", "2026-10"))
    assert {r.source_id for r in page.lines} == seen
    assert page.total == len(seen)


def test_a_role_without_the_permission_sees_nothing(shown, officer):
    administrator = officer("city", "administrator")
    for ask in (
        lambda: indicators.board(viewer=administrator),
        lambda: indicators.records(CLOSED, viewer=administrator, months=("2026-10",)),
        lambda: indicators.feeds(viewer=administrator, as_of=date(2026, 10, 31)),
        lambda: indicators.quarantine("complaints", viewer=administrator),
        lambda: indicators.feed_file("f" * 64, viewer=administrator),
    ):
        with pytest.raises(people.NotPermitted):
            ask()


@pytest.mark.parametrize(
    "as_of, state", [(date(2026, 10, 31), "fresh"), (date(2026, 11, 1), "fresh"), (date(2026, 11, 2), "late")]
)
def test_a_feed_grows_late_on_the_day_after_its_freshness(shown, officer, as_of, state):
    states = {f.source: f.state for f in indicators.feeds(viewer=officer("city", "data_steward"), as_of=as_of)}
    assert states == {"complaints": state, "trademarks": "missing"}


def test_a_pointer_leads_to_the_landed_file_and_its_quarantine(shown, officer):
    steward = officer("city", "data_steward")
    assert indicators.feed_file("f" * 64, viewer=steward).name == "12315_2026-10.csv"
    assert indicators.feed_file("0" * 64, viewer=steward) is None
    (kept_out,) = indicators.quarantine("complaints", viewer=steward)
    assert (kept_out.reason, kept_out.example_row, kept_out.example_value) == ("bad_date", 5, "2026-13-01")


def test_the_scoreboard_is_replaced_with_one_act_that_names_the_release(shown):
    act = ledger.acts(units=None).acts[0]
    assert (act.verb, act.object_id, act.payload["rows"]["records"]) == ("scoreboard_published", "a" * 64, 6)
    with transaction.atomic():
        counts = indicators.publish(rows(records=[]), by="night", at=AT)
    assert counts["records"] == 0


def test_a_scoreboard_with_a_table_missing_is_refused(shown):
    without = {name: table for name, table in rows().items() if name != "values"}
    with pytest.raises(Refused) as refused, transaction.atomic():
        indicators.publish(without, by="night", at=AT)
    assert refused.value.code == "publication_incomplete"
    assert indicators.latest_month() == "2026-10"


@pytest.mark.django_db(transaction=True)
def test_registers_and_scoreboard_fail_together(published):
    """A table that breaks half-way takes the acts and everything published before it in the transaction back."""
    before = ledger.head()

    def breaking():
        yield rows()["records"][0]
        raise OSError("the disk is full")

    with pytest.raises(OSError), transaction.atomic():
        indicators.publish(rows(records=breaking()), by="night", at=AT)
    assert indicators.latest_month() == ""
    assert ledger.head() == before
