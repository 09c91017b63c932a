"""How Django knows this app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """登记."""

    name = "huizhi.apps.registers"
    label = "registers"
