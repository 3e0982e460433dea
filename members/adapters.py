"""How allauth comes to accounts in this network; the rules themselves stand in entrance.py and permissions.py."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from members import outbox, reauthentication, secrets
from members.context_processors import first_network
from members.models import SecurityEvent, User
from members.security_log import record

TOO_OFTEN = _("This went wrong too often. Wait a few minutes and try again.")


def network_name() -> str:
    """Return the network's name, as mails and authenticator apps show it."""
    return first_network().name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth with the network's own rules on who may come in, its own words, and mail that leaves by the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and this password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Type it as it stands in the newest mail."),
        "invalid_password_reset": _("This link does not work any more. Ask for a new one."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
        "email_taken": _("This e-mail address cannot be used here."),
        "same_as_current": _("This is the address that you use already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """The form tells who may come in."""
        return True

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail in the outbox, in the language of the page; no server is asked anything now."""
        values = {**context, "email": email, "network": network_name(), "site": settings.PUBLIC_URL}
        subject = render_to_string(f"{template_prefix}_subject.txt", values)
        outbox.queue_written(
            kind=template_prefix.rpartition("/")[2],
            to=email,
            key=f"account:{uuid4()}",
            subject=" ".join(subject.split()),
            body=render_to_string(f"{template_prefix}_message.txt", values),
            language=get_language() or settings.LANGUAGE_CODE,
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask people without password and second factor for a code too; allauth would let them through."""
        required = super().is_reauthentication_required(app=app, **kwargs)
        if required and reauthentication.is_due_by_code(self.request):
            raise ReauthenticationRequired
        return bool(required)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Offer a mailed code beside the password, and nothing weaker than the second factor to who has one."""
        return [*super().get_reauthentication_methods(user), *reauthentication.methods_by_code(user)]


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors whose secrets are encrypted at rest."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This did not work. Use the newest code of your app, or a recovery code you did not use yet."
        ),
        "unverified_email": _("First confirm your e-mail address."),
    }

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return network_name()

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code on white, or a phone cannot read it from a dark page."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": network_name()}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's signature
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Sessions whose end is written in the security log."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        super().end_sessions(sessions)
        record(SecurityEvent.Kind.SESSIONS_ENDED, actor=current.request.user, request=current.request)
