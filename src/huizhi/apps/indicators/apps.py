"""How Django knows this app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """指标."""

    name = "huizhi.apps.indicators"
    label = "indicators"
