"""What happens to accounts, as allauth and Django tell it, written in the security log."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from members.actions import follow_address
from members.models import SecurityEvent, User
from members.security_log import record
from members.sessions import SECOND_FACTOR_SEEN

Kind = SecurityEvent.Kind


@receiver(account.user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    record(Kind.SIGNED_IN, actor=user, request=request)


@receiver(user_login_failed)
@receiver(account.login_code_rejected)
@receiver(account.password_reset_code_rejected)
@receiver(mfa.authentication_failed)
def note_failure(request: HttpRequest | None = None, **_: Any) -> None:
    """Without the account or the address: who failed to sign in is not known to be its owner."""
    record(Kind.SIGN_IN_FAILED, actor=None, result=SecurityEvent.Result.REFUSED, request=_known(request))


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record(Kind.SIGNED_OUT, actor=user, request=_known(request))


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def note_password(request: HttpRequest, user: User, **_: Any) -> None:
    record(Kind.PASSWORD_CHANGED, actor=user, request=request)


@receiver(account.email_changed)
def note_address(request: HttpRequest, user: User, **_: Any) -> None:
    record(Kind.ADDRESS_CHANGED, actor=user, request=request)
    follow_address(account=user)


@receiver(mfa.authenticator_added)
def note_added_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Recovery codes come and go with a factor, so they have no line of their own."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record(Kind.FACTOR_ADDED, actor=user, request=request)


@receiver(mfa.authenticator_removed)
def note_removed_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    request.session.pop(SECOND_FACTOR_SEEN, None)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record(Kind.FACTOR_REMOVED, actor=user, request=request)


def _known(request: HttpRequest | None) -> HttpRequest | None:
    """The request, unless it came from no address: such as one that a program made up."""
    return request if request is not None and request.META.get("REMOTE_ADDR") else None
