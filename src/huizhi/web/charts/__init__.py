"""Charts drawn on the server as inline SVG: no script, they print, and their text can be selected.

Every chart takes plain numbers and returns markup; colours are attributes, so the strict content policy holds.
"""

from huizhi.web.charts.intervals import against, by_class
from huizhi.web.charts.maps import choropleth
from huizhi.web.charts.rows import gap_plot, reason_bar, sparkline
from huizhi.web.charts.scales import score_scale
from huizhi.web.charts.trends import trend

__all__ = ["against", "by_class", "choropleth", "gap_plot", "reason_bar", "score_scale", "sparkline", "trend"]
