"""Registers the ui room with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and static files that every page uses."""

    name = "huizhi.ui"
    label = "ui"

    def ready(self) -> None:
        """Register the check that says when the built assets are missing."""
        from huizhi.ui import checks  # noqa: F401, PLC0415 - checks register on import, and need loaded apps
