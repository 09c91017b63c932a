"""What other rooms may ask of the scoreboard."""

from huizhi.apps.indicators.actions import publish
from huizhi.apps.indicators.cards import (
    Board,
    BoardLine,
    FeedLine,
    Figure,
    FileLine,
    IndicatorHead,
    Place,
    Point,
    QuarantineLine,
    RecordLine,
    RecordPage,
)
from huizhi.apps.indicators.columns import COLUMNS
from huizhi.apps.indicators.lifecycle import STATES
from huizhi.apps.indicators.queries import (
    CITY,
    board,
    board_line,
    board_lines,
    feed_file,
    feed_files,
    feeds,
    latest_month,
    months_before,
    quarantine,
    records,
    year_so_far,
)
from huizhi.apps.indicators.zones import counted_record, zone_figures

__all__ = [
    "CITY",
    "COLUMNS",
    "STATES",
    "Board",
    "BoardLine",
    "FeedLine",
    "Figure",
    "FileLine",
    "IndicatorHead",
    "Place",
    "Point",
    "QuarantineLine",
    "RecordLine",
    "RecordPage",
    "board",
    "board_line",
    "board_lines",
    "counted_record",
    "feed_file",
    "feed_files",
    "feeds",
    "latest_month",
    "months_before",
    "publish",
    "quarantine",
    "records",
    "year_so_far",
    "zone_figures",
]
