"""How Django knows this app."""

from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    """访客."""

    name = "huizhi.apps.visitors"
    label = "visitors"

    def ready(self) -> None:
        """Say how drafts are sealed again when a key is changed."""
        from huizhi.apps.keyring.facade import reseals  # noqa: PLC0415 - models are loaded only now
        from huizhi.apps.visitors.drafts import reseal  # noqa: PLC0415

        reseals("form", "visitors.draft", reseal)
