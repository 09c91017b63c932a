"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class CasesConfig(AppConfig):
    """行政处罚案件."""

    name = "huizhi.apps.cases"
    label = "cases"

    def ready(self) -> None:
        """Make the case known to casework, once all models are loaded."""
        import_string("huizhi.apps.cases.kinds.declare_kinds")()
