"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AppealsConfig(AppConfig):
    """异议与信用修复."""

    name = "huizhi.apps.appeals"
    label = "appeals"

    def ready(self) -> None:
        """Make the app's kinds known to casework, once all models are loaded."""
        import_string("huizhi.apps.appeals.kinds.declare_kinds")()
