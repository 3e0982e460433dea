"""Files that wait between looking at what they would do and doing it: an hour, and for who sent them alone.

They hold personal details, so they wait in the cache, which in production (Redis) forgets them by itself.
"""

from __future__ import annotations

import secrets

from django.core.cache import cache

SECONDS = 3600


def keep(content: bytes, *, owner: int, purpose: str) -> str:
    """Keep a file and return the word that gives it back, which nobody can guess."""
    word = secrets.token_urlsafe(32)
    cache.set(_key(word, owner, purpose), content, SECONDS)
    return word


def take(word: str, *, owner: int, purpose: str) -> bytes | None:
    """Return a file to who kept it, once; None when it is not there, not theirs, or too old."""
    key = _key(word, owner, purpose)
    content: bytes | None = cache.get(key)
    return content if content is not None and cache.delete(key) else None


def _key(word: str, owner: int, purpose: str) -> str:
    return f"import:{owner}:{purpose}:{word if word.isascii() and word.isprintable() and len(word) < 100 else ''}"
