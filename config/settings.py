"""All settings, driven by the environment; docs/settings.md lists the variables.

Times are stored in UTC and shown in TIME_ZONE. Without any variable this is a development machine: DEBUG on,
embedded PostgreSQL, filesystem broker. With PRODUCTION=1 every secret must be given or the start stops.
"""

import os
from datetime import timedelta
from pathlib import Path

import font_hanken_grotesk
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import account_forms, devdb, environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent

PRODUCTION = environment.PRODUCTION
DEBUG = environment.flag("DEBUG", default=not PRODUCTION)
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / ".brink").resolve()
PORT = environment.number("PORT", 8000)
DEMO = environment.flag("DEMO", default=True)
PUBLIC_URL = environment.text("PUBLIC_URL", f"http://localhost:{PORT}").rstrip("/")
SECRET_KEY = environment.text("SECRET_KEY", "development-only-" + "0" * 40)
ALLOWED_HOSTS = [host for host in environment.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]

# Applications, each knowing only those before it (tests/test_layers.py)

INSTALLED_APPS = [
    "config",
    "portal",
    "programmes",
    "meetings",
    "sectors",
    "members",
    "config.admin.EditingConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials",
    "lucide",
    "csp",
    "django_prose_editor",
    "django_structlog",
    "pghistory",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "config.middleware.refuse_impossible_input",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.outage.answer_503",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.language_from_cookie",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "config.middleware.private_when_signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "members.sessions.end_old_sessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.second_factor.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.explain_refused_method",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "config.forms.BrinkFormRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "members.context_processors.house",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "lucide.templatetags.lucide",
                "members.templatetags.house",
            ],
        },
    },
]

# Services: DATABASE_URL, REDIS_URL and EMAIL_URL name real ones; without them the embedded ones serve

DATABASE_URL = environment.text("DATABASE_URL", "")
REDIS_URL = environment.text("REDIS_URL", "")
EMAIL_URL = environment.text("EMAIL_URL", "")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **(environment.database(DATABASE_URL) if DATABASE_URL else devdb.connection_settings(DATA_DIR)),
        "CONN_HEALTH_CHECKS": True,  # a connection that outlived its server is replaced before use
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 3, "reconnect_timeout": 4},
            "connect_timeout": 3,
            "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c jit=off",
            "tcp_user_timeout": 10_000,
        },
    }
}

CACHES = environment.caches(REDIS_URL, DATA_DIR)
BROKER_DIR = DATA_DIR / "broker"  # Celery's messages while there is no Redis
globals().update(environment.mail(EMAIL_URL, DATA_DIR))
EMAIL_TIMEOUT, MAIL_LEASE_SECONDS = 10, environment.number("MAIL_LEASE_SECONDS", 600)

# Accounts: the e-mail address is the login

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
PASSWORDS = environment.flag("PASSWORDS", default=DEBUG)  # whether the password form stands first
MFA_REQUIRED = environment.choice("MFA_REQUIRED", ("roles", "all", "none"), default="none" if DEBUG else "roles")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/mijn/"
ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "members.provider_adapter.ProviderAdapter"
MFA_ADAPTER = "members.adapters.FactorAdapter"
USERSESSIONS_ADAPTER = "members.adapters.SessionsAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = MFA_PASSKEY_LOGIN_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = ACCOUNT_REAUTHENTICATION_REQUIRED = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
ACCOUNT_RATE_LIMITS = {"confirm_email": "3/m/key"}  # so that a double click on sign-up is no error
ACCOUNT_FORMS, MFA_FORMS = account_forms.ACCOUNT, account_forms.MFA
ACCOUNT_SESSION_REMEMBER = True  # no box to tick: every session lasts as long as SESSION_COOKIE_AGE
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
STAFF_IDLE_MINUTES = 60

# Language and time: Dutch unless the cookie of /weergave/ says otherwise

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("TIME_ZONE", "Europe/Amsterdam")
USE_TZ = True
LANGUAGE_COOKIE_NAME = "brink_language"
SCHEME_COOKIE_NAME = "brink_scheme"

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", font_hanken_grotesk.font_directory)]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = DEBUG

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],  # only pages that ask for the nonce get one: those with the editor
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # in the admin a whole sector with all its seats is one form
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# History: versions of rows, kept by triggers (members/tracking.py); of a column only its type matters there

PGHISTORY_MIDDLEWARE_METHODS = ("POST",)  # to ask who looks on a GET would tie feeds and pictures to a cookie
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"  # the moment itself, or rows of one transaction lose their order
PGHISTORY_EXCLUDE_FIELD_KWARGS = {
    "django.db.models.Field": ["verbose_name", "help_text", "choices", "validators", "default", "error_messages"]
}

# Logs: JSON lines in production, plain on a development machine; never a personal detail

DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = logs.configure(json=PRODUCTION)
