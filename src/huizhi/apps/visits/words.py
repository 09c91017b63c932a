"""What the phone's page says, in the language of the page: its script has no words of its own."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Name -> words."""
    return {}
