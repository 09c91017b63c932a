"""Static files under names that carry their digests."""

import logging

from whitenoise.storage import CompressedManifestStaticFilesStorage

log = logging.getLogger("huizhi.static")


class StaticFiles(CompressedManifestStaticFilesStorage):
    """A page whose script was not built still opens: pages work without scripts, and the log names the file."""

    def stored_name(self, name):
        """The name with its digest; the plain one for a file that was never gathered."""
        try:
            return super().stored_name(name)
        except ValueError:
            log.warning("static file %s is missing: run `make assets`", name)
            return name
