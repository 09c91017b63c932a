"""Words for codes and places inside templates."""

from django import template
from django.utils.safestring import SafeString

from huizhi.apps.complaints.facade import TOPICS, Tracked
from huizhi.ui import icons
from huizhi.ui.lines import in_words
from huizhi.web import labels
from huizhi.web.event_labels import EVENTS

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
    return EVENTS.get(kind, ("", "", ""))[2]


@register.simple_tag
def event_icon(kind: str) -> SafeString:
    """The drawing for an event kind."""
    return icons.icon(EVENTS.get(kind, ("", "file-text", ""))[1], "i16")


@register.filter
def unit_words(thing: object) -> str:
    """The name of the unit of a matter or of one step of it."""
    return in_words(getattr(thing, "unit_zh", ""), getattr(thing, "unit_en", ""))


@register.filter
def state_words(matter: Tracked) -> str:
    """Where a matter stands."""
    return in_words(matter.state_zh, matter.state_en)


@register.filter
def outcome_words(matter: Tracked) -> str:
    """How it ended, where its reader may know."""
    return in_words(matter.outcome_zh, matter.outcome_en)


@register.filter
def topic_words(code: str) -> str:
    """The category of a filing."""
    return in_words(*TOPICS.get(code, (code, "")))
