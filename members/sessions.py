"""The life of a session: eight hours at most, and for staff an hour without a sign of life.

Whoever asks who looks pays for it: a page that does not, such as a picture, opens no session here either.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponse]

BEGAN, SEEN = "session_began", "session_seen"  # moments in the session, in seconds since 1970
SEEN_EVERY = 5 * 60
SECOND_FACTOR_SEEN = "second_factor_seen"  # when nothing was missing last; a floor above asks for it


def end_old_sessions(get_response: Handler) -> Handler:
    """Sign out who is signed in for too long, and note now and then that a session is in use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        request.user = SimpleLazyObject(partial(_user_of, request))  # type: ignore[assignment]  # as Django's own
        response = get_response(request)
        if request.session.accessed:
            _note_activity(request.session)
        return response

    return middleware


def _user_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    user = get_user(request)
    reason = _reason_to_end(request.session, user)
    if reason:
        request.user = user  # logout() asks for it, and would come back here
        logout(request)
        messages.warning(request, reason)
        return request.user
    return user


def _reason_to_end(session: SessionBase, user: AbstractBaseUser | AnonymousUser) -> str:
    now = time.time()
    if not user.is_authenticated:
        return ""
    if now - session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE:
        return _("You were signed out, because you signed in more than eight hours ago.")
    idle_minutes = (now - session.get(SEEN, now)) / 60
    if getattr(user, "is_staff", False) and idle_minutes > settings.STAFF_IDLE_MINUTES:
        return _("You were signed out, because you had done nothing for an hour.")
    return ""


def _note_activity(session: SessionBase) -> None:
    """Keep the moment in the session and in the list of sessions, at most once in five minutes."""
    now = int(time.time())
    if SESSION_KEY in session and now - session.get(SEEN, 0) >= SEEN_EVERY:
        session[SEEN] = now
        session.setdefault(BEGAN, now)
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())


@receiver(user_logged_in)
def begin_session(sender: type, request: HttpRequest, **kwargs: object) -> None:  # noqa: ARG001 - a signal's signature
    """Note when a session began, so that its first pages need not."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
