"""Feeds as rows: how each source stands, in words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.indicators.facade import FeedLine, QuarantineLine
from huizhi.web.labels import english

LOOKS = {"fresh": "ok", "late": "bad", "missing": "na"}


def row(feed: FeedLine) -> dict[str, object]:
    """One source."""
    words = {"fresh": _("按时"), "late": _("超过时效"), "missing": _("从未送达")}[feed.state]
    state = LOOKS[feed.state]
    if feed.quarantined:
        words += _("，隔离%(n)s行") % {"n": f"{feed.quarantined:,}"}
        state = "near" if state == "ok" else state
    return {
        "name": (feed.en if english() else feed.zh) or feed.source,
        "owner": feed.owner_en if english() else feed.owner_zh,
        "href": reverse("web:feed", args=[feed.source]),
        "state": state,
        "state_words": words,
        "delivered_on": feed.delivered_on,
        "rows_in": feed.rows_in,
        "stored": feed.stored,
        "unchanged": feed.unchanged,
        "quarantined": feed.quarantined,
        "freshness_days": feed.freshness_days,
    }


def wanting(feeds: Iterable[FeedLine]) -> list[dict[str, object]]:
    """Sources that are late, missing, or have quarantined rows; the worst first."""
    rows = [row(feed) for feed in feeds if feed.state != "fresh" or feed.quarantined]
    return sorted(rows, key=lambda each: ({"bad": 0, "na": 1}.get(each["state"], 2), -each["quarantined"]))


def summary(feeds: list[FeedLine]) -> str:
    """All sources in one sentence."""
    total, kept_out = sum(feed.rows_in for feed in feeds), sum(feed.quarantined for feed in feeds)
    told = {"n": len(feeds), "rows": f"{total:,}", "out": f"{kept_out:,}"}
    return (
        ngettext(
            "%(n)s个来源，最近共%(rows)s行，其中隔离%(out)s行",
            "%(n)s个来源，最近共%(rows)s行，其中隔离%(out)s行",
            len(feeds),
        )
        % told
    )


def quarantined(line: QuarantineLine) -> dict[str, object]:
    """One reason rows were kept out, in the language of the page."""
    return {**vars(line), "reason": line.reason_en if english() else line.reason_zh}
