"""How Django knows this app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """办件."""

    name = "huizhi.apps.casework"
    label = "casework"
