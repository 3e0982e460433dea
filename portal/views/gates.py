"""Who may pass: members open their own pages, who has no person yet waits, and visitors sign in first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from members.models import Person
from members.permissions import is_member

View = Callable[..., HttpResponse]


def member_page(view: View) -> View:
    """Open a page to members: people who take part today.

    Visitors sign in first, an account without person goes to the waiting page, and who has left the network gets 403.
    """

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if person_of(request) is None:
            return redirect("waiting")
        if not is_member(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return opened


def person_of(request: HttpRequest) -> Person | None:
    """Return the person of whoever looks, if there is one."""
    return getattr(request.user, "person", None)


def member_of(request: HttpRequest) -> Person:
    """Return the person on a page that only opens to members (see `member_page`)."""
    person = person_of(request)
    if person is None:
        raise PermissionDenied
    return person
