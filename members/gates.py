"""Whoever looks at a page that only opens to accounts."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from members.models import User


def account_of(request: HttpRequest) -> User:
    """Return the account on a page that asks to sign in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
