"""Components as template tags, and the few formats that every page shares."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from huizhi.ui import icons, marks

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """{% icon "search" %}: decoration; write the word beside it."""
    return icons.icon(name, size)


@register.simple_tag
def state(value: str, word: object = None) -> SafeString:
    """{% state "near" %}: shape and word."""
    return marks.mark(value, word)


@register.simple_tag
def shape(value: str) -> SafeString:
    """{% shape "bad" %}: the shape alone, where the word stands elsewhere in the row."""
    return marks.shape(value)


@register.simple_tag
def clock(face: object) -> SafeString:
    """{% clock face %}: a statutory clock; `face` has `state`, `left` (per cent) and `words`."""
    return marks.clock(face.state, face.left, face.words)


@register.simple_tag
def risk(grade: str, big: bool = False) -> SafeString:
    """{% risk grade %}: class badge, for signed-in pages only."""
    return marks.risk(grade, big)


@register.filter
def day(value: date | datetime | None) -> str:
    """ISO date in local time; a dash when there is none."""
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


@register.filter
def moment(value: datetime | str | None) -> str:
    """ISO date and minute in local time; a dash when there is none."""
    if value is None or value == "":
        return "—"
    if isinstance(value, str):
        return value.replace("T", " ")[:16]
    return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")


@register.filter
def count(value: int | None) -> str:
    """Thousands comma and a true minus; a dash when there is none."""
    return "—" if value is None or value == "" else f"{value:,}".replace("-", "−")


@register.filter
def signed(value: int) -> str:
    """A number that always shows its sign, with a true minus."""
    return f"{value:+,}".replace("-", "−")


@register.filter
def yuan(fen: int | None) -> str:
    """Integer fen as yuan with two decimals, without floats."""
    if fen is None or fen == "":
        return "—"
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


@register.filter
def words(thing: object) -> str:
    """The name of anything that has `zh` and `en`, in the language of the page; Chinese where English is empty."""
    if thing is None:
        return ""
    if (get_language() or "").startswith("en"):
        return getattr(thing, "en", "") or getattr(thing, "zh", "")
    return getattr(thing, "zh", "")


@register.filter
def short_hash(text: str) -> str:
    """First twelve and last six characters of a digest."""
    return text if len(text) <= 20 else f"{text[:12]}…{text[-6:]}"
