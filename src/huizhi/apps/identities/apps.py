"""How Django knows this app."""

from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    """身份信息."""

    name = "huizhi.apps.identities"
    label = "identities"

    def ready(self):
        """Say how rows are sealed again when a key is changed."""
        from huizhi.apps.identities import rotation  # noqa: PLC0415 - models are loaded only now
        from huizhi.apps.keyring.facade import reseals  # noqa: PLC0415

        reseals("identity", "identities.person", rotation.persons)
        reseals("text", "identities.text", rotation.texts)
        reseals("fingerprint", "identities.person", rotation.fingerprints)
