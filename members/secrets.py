"""Secrets at rest: what the portal must be able to read again is encrypted before it reaches the database.

The key is derived from SECRET_KEY; after a change of it, the former ones in SECRET_KEY_FALLBACKS still decrypt.
"""

import base64
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

PURPOSE = b"brink secrets at rest"


def encrypt(text: str) -> str:
    """Return a token that only this installation can turn back into the text."""
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return the text; raise cryptography's InvalidToken for what was not encrypted here."""
    return _box().decrypt(token.encode()).decode()


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(key: str) -> bytes:
    """Derive a key of 32 bytes (RFC 5869), in the alphabet that Fernet reads."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(derived)


class EncryptedField(models.TextField):
    """A text that stands encrypted in the database; empty stays empty. It cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(str(value)) if value else ""

    def from_db_value(self, value: str, *_: object) -> str:
        return decrypt(value) if value else ""
