"""Typed readers of environment variables; a wrong value stops the start with one sentence."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool) -> bool:
    """Read 1/0, true/false, yes/no or on/off."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value == "":
        return default
    raise ImproperlyConfigured(f"{name}={value!r} is not a yes or no: write 1 or 0.")


PRODUCTION = flag("PRODUCTION", default=False)


def text(name: str, default: str) -> str:
    """Read a text that production must be given and a development machine may leave out."""
    value = os.environ.get(name, "").strip()
    if not value and PRODUCTION:
        raise ImproperlyConfigured(f"PRODUCTION=1 needs {name}; docs/settings.md says what it holds.")
    return value or default


def number(name: str, default: int) -> int:
    """Read a whole number."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.")
    return int(value)


def choice(name: str, choices: Sequence[str], *, default: str) -> str:
    """Read one of a few words."""
    value = os.environ.get(name, "").strip().lower() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is none of {', '.join(choices)}.")
    return value


def database(url: str) -> dict[str, Any]:
    """Turn postgresql://user:password@host:port/name into Django's settings.

    A socket directory may stand percent-encoded in the place of the host. Raises ImproperlyConfigured for any
    other scheme, a missing name or a port that is no number.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    try:
        port = parts.port or 5432
    except ValueError:
        port = 0
    if parts.scheme not in {"postgres", "postgresql"} or not name or not port:
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    host = parts.netloc.rpartition("@")[2]
    is_folder = host.lower().startswith("%2f")  # urlsplit would make a folder's name lower case
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host.partition(":")[0]) if is_folder else parts.hostname or "",
        "PORT": str(port),
    }


def caches(redis_url: str, data_dir: Path) -> dict[str, Any]:
    """Return Django's CACHES: Redis, or else a table of the database, shared by all processes too.

    Pictures and calendars lie on disk, so that they do not crowd out the counts of rate limits. Our own limits
    (members/limits.py) are counted on every search and feed: without Redis in each process's memory, so that no count
    costs a query, and with it for half a second at most.
    """
    shared: dict[str, Any] = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    limits = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}
    if redis_url:
        shared = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
        shared["OPTIONS"] = {"socket_connect_timeout": 3, "socket_timeout": 3}
        limits = shared | {"KEY_PREFIX": "limits", "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}}
    pictures = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": data_dir / "pictures",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
    feeds = pictures | {"LOCATION": data_dir / "feeds", "OPTIONS": {"MAX_ENTRIES": 1000}}
    return {"default": shared, "pictures": pictures, "feeds": feeds, "limits": limits}


def mail(url: str, data_dir: Path) -> dict[str, Any]:
    """Turn smtp://, smtp+tls:// or smtps://user:password@host:port into Django's EMAIL_ settings.

    Without an address mail becomes files in DATA_DIR/mail.
    """
    if not url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": data_dir / "mail"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp+tls://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
