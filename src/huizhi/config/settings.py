"""Django settings: everything that differs between machines comes from the environment, everything else stands here.

Environment: HUIZHI_HOME, DATABASE_URL, HUIZHI_SECRET_KEY, HUIZHI_KEYS, HUIZHI_CIPHER, HUIZHI_HOSTS, HUIZHI_HTTPS,
HUIZHI_PROXIES, HUIZHI_DEMO, HUIZHI_DEBUG, HUIZHI_LEDGER_HASH, HUIZHI_FILE_MAX_MB, HUIZHI_FILES_MAX,
HUIZHI_UPLOAD_MAX_MB, HUIZHI_SCANNER, HUIZHI_SCANNER_SECONDS, HUIZHI_FONTS,
HUIZHI_DRAFT_HOURS, HUIZHI_FILINGS_PER_HOUR, HUIZHI_CODE_TRIES.
"""

import os
from pathlib import Path

from huizhi.config.environment import database_from, flag, hosts_from, secret_key
from huizhi.law.parameters import adopt

SOURCE = Path(__file__).resolve().parents[1]
HUIZHI_HOME = Path(os.environ.get("HUIZHI_HOME") or ".huizhi").resolve()

adopt(HUIZHI_HOME / "law" if (HUIZHI_HOME / "law").is_dir() else None)  # the bureau's own legal values override

DEBUG = flag("HUIZHI_DEBUG")
DEMO = flag("HUIZHI_DEMO")  # pages then say that the data is invented
LEDGER_HASH = os.environ.get("HUIZHI_LEDGER_HASH") or "sha256"  # of the ledger's tree, from its first act on
SECRET_KEY = secret_key(HUIZHI_HOME, os.environ.get("HUIZHI_SECRET_KEY", ""))
HUIZHI_KEYS = Path(os.environ.get("HUIZHI_KEYS") or HUIZHI_HOME / "keys").resolve()  # apart from the database
HUIZHI_CIPHER = os.environ.get("HUIZHI_CIPHER", "").strip().lower() or "aes-256-gcm"  # of the keys made from now on
ALLOWED_HOSTS = hosts_from(os.environ.get("HUIZHI_HOSTS", ""))
DRAFT_HOURS = int(os.environ.get("HUIZHI_DRAFT_HOURS") or 24)  # how long what a citizen typed waits to be filed
FILINGS_PER_HOUR = int(os.environ.get("HUIZHI_FILINGS_PER_HOUR") or 60)  # from one address
CODE_TRIES = int(os.environ.get("HUIZHI_CODE_TRIES") or 5)  # wrong codes for one number from one address
TRUSTED_PROXIES = int(os.environ.get("HUIZHI_PROXIES") or 0)  # how many of our own proxies add to X-Forwarded-For

OPEN311_KEYS = tuple(filter(None, os.environ.get("HUIZHI_OPEN311_KEYS", "").replace(",", " ").split()))  # SHA-256 each
OPEN311_ANYBODY = os.environ.get("HUIZHI_OPEN311_ANYBODY") == "1"  # may file without a key

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "huizhi.ui",
    "huizhi.apps.keyring",
    "huizhi.apps.people",
    "huizhi.apps.visitors",
    "huizhi.apps.ledger",
    "huizhi.apps.identities",
    "huizhi.apps.papers",
    "huizhi.apps.casework",
    "huizhi.apps.registers",
    "huizhi.apps.complaints",
    "huizhi.apps.appeals",
    "huizhi.apps.indicators",
    "huizhi.apps.inspections",
    "huizhi.apps.visits",
    "huizhi.apps.cases",
    "huizhi.apps.standing",
    "huizhi.web",
]

MIDDLEWARE = [
    "huizhi.config.middleware.RequestNumber",
    "django.middleware.security.SecurityMiddleware",
    "huizhi.config.middleware.ContentSecurityPolicy",
    "huizhi.config.middleware.PlainAddresses",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huizhi.config.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huizhi.apps.people.sessions.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huizhi.config.middleware.KeepPrivate",
    "huizhi.web.access.DenyUndeclared",
]

ROOT_URLCONF = "huizhi.config.urls"
WSGI_APPLICATION = "huizhi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huizhi.web.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", ""), HUIZHI_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Officer"
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/"
OIDC = {name: os.environ.get(f"HUIZHI_OIDC_{name.upper()}", "") for name in ("issuer", "client_id", "client_secret")}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "huizhi.apps.people.passwords.NotUsedLately", "OPTIONS": {"remembered": 5}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HUIZHI_HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HUIZHI_HOME / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "huizhi.config.static.StaticFiles"
    },
}

HUIZHI_FILE_MAX_MB = int(os.environ.get("HUIZHI_FILE_MAX_MB") or 30)
HUIZHI_FILES_MAX = int(os.environ.get("HUIZHI_FILES_MAX") or 20)  # of one matter
HUIZHI_UPLOAD_MAX_MB = int(os.environ.get("HUIZHI_UPLOAD_MAX_MB") or 100)  # of one request, held in memory
HUIZHI_SCANNER = os.environ.get("HUIZHI_SCANNER", "")
HUIZHI_SCANNER_SECONDS = int(os.environ.get("HUIZHI_SCANNER_SECONDS") or 60)
HUIZHI_FONTS = os.environ.get("HUIZHI_FONTS", "")
FILE_UPLOAD_HANDLERS = ["huizhi.apps.papers.uploads.InMemoryWithinQuota"]  # uploads never lie about in clear

HTTPS = flag("HUIZHI_HTTPS")  # set where a TLS proxy stands in front: cookies then travel over TLS only
SESSION_COOKIE_AGE = 8 * 3600  # from signing in, whatever happens meanwhile
IDLE_MINUTES = int(os.environ.get("HUIZHI_IDLE_MINUTES") or 60)  # without any request
SECOND_FACTOR = os.environ.get("HUIZHI_SECOND_FACTOR") or ("optional" if DEMO else "required")
SECOND_FACTOR_ROLES = ("administrator", "auditor", "data_steward")
SECOND_FACTOR_PERMISSIONS = ("look_at_identity",)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "huizhi_session"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "huizhi.web.views.errors.bad_token"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = HTTPS and TRUSTED_PROXIES > 0  # without a proxy's word every request would look like plain http
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None  # browsers ignore it, aloud, on plain http
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data:",
}

# What other sites of the city do is theirs to say (W005, W021); the others speak of TLS, which is one switch here.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SILENCED_SYSTEM_CHECKS += [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]

DEFAULT_EXCEPTION_REPORTER_FILTER = "huizhi.config.reports.NothingPersonal"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
