"""How Django knows this app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """文件与文书."""

    name = "huizhi.apps.papers"
    label = "papers"

    def ready(self):
        """Say how files' keys are wrapped again when a key is changed."""
        from huizhi.apps.keyring.facade import reseals  # noqa: PLC0415
        from huizhi.apps.papers.actions import wrap_again  # noqa: PLC0415 - models are loaded only now

        reseals("file", "papers.file", wrap_again)
