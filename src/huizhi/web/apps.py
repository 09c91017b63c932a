"""Registers the web room with Django."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class WebConfig(AppConfig):
    """Pages that join rooms."""

    name = "huizhi.web"
    label = "web"

    def ready(self) -> None:
        """Let the results of drawn objects' visits go into their draws, and matters show the visits asked from them."""
        follow = import_string("huizhi.apps.visits.facade.follow")
        follow("draws", import_string("huizhi.exchange.visits.result_into_draw"))
        beside = import_string("huizhi.apps.casework.facade.stand_beside")
        beside("visits", "web/_matter_visits.html", import_string("huizhi.exchange.asked_visits.beside_matter"))
