"""The map of an indicator, and the rows beside it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from huizhi.apps.indicators.facade import BoardLine, Figure
from huizhi.web import charts
from huizhi.web.charts import maps
from huizhi.web.labels import division_words, divisions
from huizhi.web.presenters import figures


def with_unit(figure: Figure, line: BoardLine) -> str:
    """A figure with % attached; other units stand in the table's head."""
    words = figures.number_words(figure.value, line.head.decimals)
    return f"{words}%" if figure.value is not None and line.head.unit_zh == "%" else words


def sheet(line: BoardLine, by_county: Mapping[str, BoardLine], zones: Mapping[str, Figure]) -> dict[str, object]:
    """Everything the map card shows: drawing, ends of its scale, rows of counties and of functional zones."""
    values = {code: each.figure.value for code, each in by_county.items() if each.figure.value is not None}
    low, high = (min(values.values()), max(values.values())) if values else (None, None)
    areas, rows = {}, []
    for county in divisions().counties():
        each = by_county.get(county.code)
        if each is None:
            continue
        name, href = division_words(county), figures.href(line.head.code, county.code)
        value = each.figure.value
        step = None if value is None else maps.shade(float(value), float(low), float(high))
        areas[county.code] = maps.Area(
            name.removesuffix(" District").removesuffix(" City"), with_unit(each.figure, line), step, href
        )
        rows.append({"name": name, "value": with_unit(each.figure, line), "change": figures.change(each), "href": href})
    title = _("%(name)s：各区市") % {"name": figures.name_words(line.head)}
    return {
        "svg": charts.choropleth(areas, title),
        "title": title,
        "low": figures.number_words(low, line.head.decimals),
        "high": figures.number_words(high, line.head.decimals),
        "rows": rows,
        "zones": [
            {"name": division_words(zone), "value": with_unit(zones[zone.code], line), "change": "—"}
            for zone in divisions().zones()
            if zone.code in zones
        ],
    }
