"""How uploads arrive: in memory, never as plain files in a temporary folder, and never more than the settings allow."""

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload


class InMemoryWithinQuota(MemoryFileUploadHandler):
    """Holds the files of one request in memory; past the quota the upload is stopped and the request is marked."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """Take every upload on; the quota is counted as the bytes come, whatever the header says."""
        self.activated = True
        self.left = settings.HUIZHI_UPLOAD_MAX_MB << 20

    def receive_data_chunk(self, raw_data, start):
        """Count, then keep."""
        self.left -= len(raw_data)
        if self.left < 0:
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
