"""What other rooms may ask of the draws."""

from huizhi.apps.inspections.actions import publish_draw
from huizhi.apps.inspections.queries import DrawFile, DrawLine, DrawPage, draw, draw_file, draw_pack, draws

__all__ = ["DrawFile", "DrawLine", "DrawPage", "draw", "draw_file", "draw_pack", "draws", "publish_draw"]
