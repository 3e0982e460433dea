"""Who has a role signs in with a second factor or a passkey; until then only the pages to set one up are open."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from members.models import User
from members.sessions import SECOND_FACTOR_SEEN
from sectors.permissions import holds_a_role

Handler = Callable[[HttpRequest], HttpResponse]

CHECK_EVERY = 5 * 60
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OPEN_PATHS = ("/account/", "/mijn/beveiliging/")
OPEN_ROUTES = frozenset(
    {"accessibility", "display", "favicon", "healthz", "network-image", "picture", "privacy", "readyz", "robots"}
    | {"security-txt", "share-image", "sitemap"}
    # read by programs, without asking who looks
    | {"activity-feed", "article-feed", "circle-feed", "programme-feed", "sector-feed"}
    | {"circle-calendar", "network-calendar", "personal-calendar", "sector-calendar"}
    # opened by its link, whoever is signed in
    | {"handover-answer", "life-sign", "mail-answer"}
)


class SecondFactorMiddleware:
    """Leads who must have a second factor, and has none, to the page to set one up.

    That all is well is kept in the session for five minutes, so ordinary pages cost no query; that it is not is never
    kept, so the site opens as soon as a factor is there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer in the place of the view, or leave it to the view."""
        if settings.MFA_REQUIRED == "none" or settings.SESSION_COOKIE_NAME not in request.COOKIES or _is_open(request):
            return None
        if not request.user.is_authenticated or _was_well(request):
            return None
        if is_missing(request.user):
            return _refusal(request)
        request.session[SECOND_FACTOR_SEEN] = int(time.time())
        return None


def is_missing(user: User) -> bool:
    """Whether the account must have a second factor and has none."""
    asked = settings.MFA_REQUIRED == "all" or user.is_staff or holds_a_role(user)
    return asked and not Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def _is_open(request: HttpRequest) -> bool:
    route = request.resolver_match
    return request.path.startswith(OPEN_PATHS) or (route is not None and route.url_name in OPEN_ROUTES)


def _was_well(request: HttpRequest) -> bool:
    return bool(time.time() - request.session.get(SECOND_FACTOR_SEEN, 0) < CHECK_EVERY)


def _refusal(request: HttpRequest) -> HttpResponse:
    reason = _("Your role gives access to data of others. So first set up a second step for signing in.")
    if request.method not in {"GET", "HEAD"}:
        return render(request, "403.html", {"reason": reason}, status=403)
    messages.warning(request, reason)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(reverse("mfa_index"))
    return redirect("mfa_index")
