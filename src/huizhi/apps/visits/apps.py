"""How Django knows this app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from huizhi.apps.keyring.facade import reseals


class VisitsConfig(AppConfig):
    """检查."""

    name = "huizhi.apps.visits"
    label = "visits"

    def ready(self) -> None:
        """Make the order to correct and the objection known to casework, and what a blind check may not show.

        And say how edits are sealed again.
        """
        import_string("huizhi.apps.visits.kinds.declare_kinds")()
        hidden = import_string("huizhi.apps.visits.queries.matters_hidden_from")
        import_string("huizhi.apps.casework.facade.keep_back")("blind checks", hidden)
        reseals("text", "visits.edit", import_string("huizhi.apps.visits.sealing.reseal_edits"))
