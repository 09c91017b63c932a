"""Words for codes and places inside templates."""

from django import template
from django.utils.safestring import SafeString

from huizhi.ui import icons
from huizhi.web import labels

register = template.Library()


@register.filter
def coded(code: str | None, family: str) -> str:
    """{{ entity.status|coded:"status" }}"""
    return labels.coded(code, family)


@register.filter
def place(code: str | None) -> str:
    """{{ entity.division|place }}"""
    return labels.place(code)


@register.filter
def event_colour(kind: str) -> str:
    """The tag colour of an event kind; "" for the ordinary ones."""
    return labels.EVENT_LOOKS.get(kind, ("", ""))[1]


@register.simple_tag
def event_icon(kind: str) -> SafeString:
    """The drawing for an event kind."""
    return icons.icon(labels.EVENT_LOOKS.get(kind, ("file-text", ""))[0], "i16")
