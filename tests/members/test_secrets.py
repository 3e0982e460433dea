"""Secrets at rest: only this installation reads them, also after a change of its key."""

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection

from members import secrets
from members.models import IdentityProvider
from tests.factories import IdentityProviderFactory


@pytest.mark.parametrize("text", ["JBSWY3DPEHPK3PXP", "", "wachtwoord é 🙂", "x" * 5000])
def test_secret_comes_back_as_it_was(text):
    token = secrets.encrypt(text)

    assert secrets.decrypt(token) == text
    assert not text or text not in token


def test_secret_looks_different_each_time():
    assert secrets.encrypt("the same") != secrets.encrypt("the same")


def test_secret_is_read_with_a_former_key(settings):
    token = secrets.encrypt("a secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key of this installation"

    assert secrets.decrypt(token) == "a secret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        secrets.decrypt(token)


def test_secret_is_written_with_the_newest_key(settings):
    former, settings.SECRET_KEY = settings.SECRET_KEY, "a new key of this installation"
    settings.SECRET_KEY_FALLBACKS = [former]

    token = secrets.encrypt("a secret")

    settings.SECRET_KEY_FALLBACKS = []
    assert secrets.decrypt(token) == "a secret"


@pytest.mark.parametrize("garbage", ["", "a secret", "gAAAAA", "é"])
def test_what_was_not_encrypted_here_is_refused(garbage):
    with pytest.raises(InvalidToken):
        secrets.decrypt(garbage)


def test_secret_that_was_changed_is_refused():
    token = secrets.encrypt("a secret")

    with pytest.raises(InvalidToken):
        secrets.decrypt(token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB"))


@pytest.mark.django_db
def test_encrypted_field_stands_encrypted_in_the_database():
    provider = IdentityProviderFactory(client_secret="very secret")

    with connection.cursor() as cursor:
        cursor.execute("SELECT client_secret FROM members_identityprovider")
        (stored,) = cursor.fetchone()

    assert "very secret" not in stored
    assert IdentityProvider.objects.get(pk=provider.pk).client_secret == "very secret"
