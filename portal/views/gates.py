"""Who may pass: members open their own pages, who has no person yet waits, and visitors sign in first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from members.models import Person, User
from members.permissions import is_member

View = Callable[..., HttpResponse]


def account_page(view: View) -> View:
    """Open a page to whoever has signed in; visitors sign in first and come back."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return opened


def member_page(view: View) -> View:
    """Open a page to members: people who take part today.

    Visitors sign in first, an account without person goes to the waiting page, and who has left the network gets 403.
    """

    @account_page
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if person_of(request) is None:
            return redirect("waiting")
        if not is_member(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return opened


def account_of(request: HttpRequest) -> User:
    """Return the account on a page that only opens to one (see `account_page`)."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def person_of(request: HttpRequest) -> Person | None:
    """Return the person of whoever looks, if there is one."""
    return getattr(request.user, "person", None)


def member_of(request: HttpRequest) -> Person:
    """Return the person on a page that only opens to members (see `member_page`)."""
    person = person_of(request)
    if person is None:
        raise PermissionDenied
    return person
