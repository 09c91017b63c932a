"""How Django knows this app."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """抽查."""

    name = "huizhi.apps.inspections"
    label = "inspections"
