"""How Django knows this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员."""

    name = "huizhi.apps.people"
    label = "people"

    def ready(self):
        """Say how secrets are sealed again when a key is changed; kept forms are gone before that matters."""
        from huizhi.apps.keyring.facade import reseals  # noqa: PLC0415 - models are loaded only now
        from huizhi.apps.people.second_factor import reseal  # noqa: PLC0415

        reseals("totp", "people.second_factor", reseal)
