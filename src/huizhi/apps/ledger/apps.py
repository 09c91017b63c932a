"""How Django knows this app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """台账."""

    name = "huizhi.apps.ledger"
    label = "ledger"
