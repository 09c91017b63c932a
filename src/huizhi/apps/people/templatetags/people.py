"""{% typed_by %}: the hidden field that lets a form come back filled in after the session ended."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huizhi.apps.people.typed_work import FIELD, stamp

register = template.Library()


@register.simple_tag(takes_context=True)
def typed_by(context: template.Context) -> SafeString:
    """The stamp of the signed-in account and of this page; beside {% csrf_token %} in every form of officers."""
    request = context["request"]
    value = stamp(request.user.username, request.get_full_path())
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, value)
