"""Registers the web room with Django."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class WebConfig(AppConfig):
    """Pages that join rooms."""

    name = "huizhi.web"
    label = "web"

    def ready(self) -> None:
        """Let the results of drawn objects' visits go into their draws."""
        follow = import_string("huizhi.apps.visits.facade.follow")
        follow("draws", import_string("huizhi.exchange.visits.result_into_draw"))
