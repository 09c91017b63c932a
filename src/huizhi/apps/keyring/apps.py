"""How Django knows this app."""

from django.apps import AppConfig
from django.core.checks import Error, register

from huizhi.vocabulary.refused import Refused


class KeyringConfig(AppConfig):
    """密钥."""

    name = "huizhi.apps.keyring"
    label = "keyring"

    def ready(self):
        """Let `manage check` speak of the keys."""
        register(check_keys, "security")


def check_keys(**_options) -> list[Error]:
    """One error when the keys there are cannot be used: read by others, damaged, or gone."""
    from huizhi.apps.keyring.keys import keys_held  # noqa: PLC0415 - settings are complete only now

    try:
        keys_held()
    except Refused as refused:
        return [Error(str(refused), id="keyring.E001")]
    return []
