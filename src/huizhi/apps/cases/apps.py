"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class CasesConfig(AppConfig):
    """行政处罚案件."""

    name = "huizhi.apps.cases"
    label = "cases"

    def ready(self) -> None:
        """Make the case known to casework."""
        declare = import_string("huizhi.apps.casework.facade.declare")
        declare(import_string("huizhi.apps.cases.lifecycle.CASE"), opened_with="hand_to_cases")
