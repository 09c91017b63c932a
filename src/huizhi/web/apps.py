"""Registers the web room with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that join rooms."""

    name = "huizhi.web"
    label = "web"
