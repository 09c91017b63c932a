"""The site's own settings, in a home of their own that goes away with the tests.

`HUIZHI_TEST_DATABASE_URL` runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="huizhi-tests-"))
_STARTED_BY = os.getpid()


@atexit.register
def _leave_nothing():
    if os.getpid() == _STARTED_BY:
        shutil.rmtree(_HOME, ignore_errors=True)


os.environ["HUIZHI_HOME"] = str(_HOME)
os.environ["HUIZHI_SECOND_FACTOR"] = "optional"  # its own tests require it
os.environ["DATABASE_URL"] = os.environ.get("HUIZHI_TEST_DATABASE_URL", "")
for _name in (
    "HUIZHI_OIDC_ISSUER",
    "HUIZHI_KEYS",
    "HUIZHI_CIPHER",
    "HUIZHI_SECRET_KEY",
    "HUIZHI_HOSTS",
    "HUIZHI_HTTPS",
    "HUIZHI_PROXIES",
    "HUIZHI_DEMO",
    "HUIZHI_DEBUG",
    "HUIZHI_FILE_MAX_MB",
    "HUIZHI_FILES_MAX",
    "HUIZHI_UPLOAD_MAX_MB",
    "HUIZHI_SCANNER",
    "HUIZHI_SCANNER_SECONDS",
):
    os.environ.pop(_name, None)

from huizhi.config.settings import *  # noqa: E402, F403 - the environment is set first
from huizhi.config.settings import DATABASES, STORAGES  # noqa: E402

if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(_HOME / "test.sqlite3")}  # a file: threads and processes share it
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the policy's own hasher has a test of its own
