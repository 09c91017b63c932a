"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class StandingConfig(AppConfig):
    """经营异常名录."""

    name = "huizhi.apps.standing"
    label = "standing"

    def ready(self) -> None:
        """Make the listing known to casework, once all models are loaded."""
        import_string("huizhi.apps.standing.kinds.declare_kinds")()
