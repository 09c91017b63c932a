"""How Django knows this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员."""

    name = "huizhi.apps.people"
    label = "people"
