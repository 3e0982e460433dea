"""Addresses that people typed, before they become links."""

from __future__ import annotations

from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https"})


def web_link(address: str) -> str:
    """Return an address of the web as it is; nothing for any other scheme, such as javascript or file."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in SCHEMES and parts.netloc else ""
