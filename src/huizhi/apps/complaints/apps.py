"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ComplaintsConfig(AppConfig):
    """投诉举报."""

    name = "huizhi.apps.complaints"
    label = "complaints"

    def ready(self) -> None:
        """Make the app's kinds known to casework, once all models are loaded."""
        import_string("huizhi.apps.complaints.kinds.declare_kinds")()
