"""How allauth comes to accounts in this network; the rules themselves stand in entrance.py and permissions.py."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from members import secrets


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth with the network's own rules on who may come in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Accounts are made in the admin."""
        return False


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in services come from the organisations, not from allauth's own table."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors whose secrets are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)
