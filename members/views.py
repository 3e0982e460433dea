"""The doors: signing up, using an invitation, signing in elsewhere; and uploaded pictures."""

from __future__ import annotations

import logging
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol, cast

from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    EmailVerificationProcess,
)
from allauth.account.views import SignupView, email_verification_sent
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from members.entrance import INVITATION, accept_invitation, invitation_with, is_open
from members.forms import SignUpForm
from members.images import SERVED
from members.models import PersonInvitation, User
from members.providers import form_origins, offered_providers

logger = logging.getLogger(__name__)

sign_up = transaction.atomic(SignupView.as_view(form_class=SignUpForm))  # the account stays locked until all is done


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def address_confirm(request: HttpRequest) -> HttpResponse:
    """Take the code of a sign-up or a new address. Allauth says nothing when it was used or is too old."""
    was_waiting = EMAIL_VERIFICATION_CODE_SESSION_KEY in request.session
    if EmailVerificationProcess.resume(request) is None and (was_waiting or request.method == "POST"):
        messages.warning(request, _("This code is no longer valid: it was used already, or it is too old."))
        return redirect(settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else "account_signup")
    return cast("HttpResponse", email_verification_sent(request))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; use it at once, or go on to sign up with its address."""
    invitation = invitation_with(token)
    if invitation is None:
        raise Http404
    if not is_open(invitation):
        return _closed_invitation(request, invitation)
    if request.method != "POST":
        return _invitation_page(request, invitation, HTTPStatus.OK)
    if not isinstance(request.user, User):
        _forget_other_sign_up(request, invitation)
        request.session[INVITATION] = invitation.pk
        return redirect("account_signup")
    try:
        accept_invitation(invitation=invitation, by=request.user, request=request)
    except ValidationError:
        return _invitation_page(request, invitation, HTTPStatus.FORBIDDEN)
    messages.success(request, _("Welcome! You belong to the network now."))
    return redirect(settings.LOGIN_REDIRECT_URL)


def _forget_other_sign_up(request: HttpRequest, invitation: PersonInvitation) -> None:
    process = EmailVerificationProcess.resume(request)
    if process is not None and process.email != invitation.email.lower():
        process.abort()


def _invitation_page(request: HttpRequest, invitation: PersonInvitation, status: HTTPStatus) -> HttpResponse:
    account = request.user if isinstance(request.user, User) else None
    context = {
        "invitation": invitation,
        "inviter": getattr(invitation.invited_by, "person", None),
        "is_for_another": account is not None and account.email.lower() != invitation.email.lower(),
    }
    return render(request, "members/invitation_accept.html", context, status=status)


def _closed_invitation(request: HttpRequest, invitation: PersonInvitation) -> HttpResponse:
    if request.user.is_authenticated and invitation.accepted_by_id == request.user.pk:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "members/invitation_closed.html", {"invitation": invitation}, status=HTTPStatus.GONE)


class ProviderView(Protocol):
    """A page of a sign-in service, known by its slug."""

    def __call__(self, request: HttpRequest, provider_id: str) -> HttpResponse: ...


def explaining_failure(view: ProviderView) -> ProviderView:
    """Say so when the service does not answer, or not as it should, of which allauth makes an error of ours."""

    @wraps(view)
    def answered(request: HttpRequest, provider_id: str) -> HttpResponse:
        get_object_or_404(offered_providers(), slug=provider_id)
        try:
            return view(request, provider_id)
        except (RequestException, ImproperlyConfigured, AttributeError, LookupError, TypeError, ValueError) as error:
            logger.warning("the sign-in service %s does not answer as it should", provider_id, exc_info=error)
            return render(request, "socialaccount/unreachable.html", status=HTTPStatus.BAD_GATEWAY)

    return answered


@require_http_methods(["GET", "POST"])
@explaining_failure
def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the sign-in service of an organisation; the page before it may send its form there."""
    response = cast("HttpResponse", openid_connect.login(request, provider_id))
    allowing = csp_update({"form-action": form_origins()})(lambda _request: response)
    return cast("HttpResponse", allowing(request))


@require_safe
@explaining_failure
def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the sign-in service of an organisation."""
    return cast("HttpResponse", openid_connect.callback(request, provider_id))


def closed(request: HttpRequest, **_parts: Any) -> HttpResponse:
    """Stand before pages of allauth that have no place here."""
    raise Http404


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Give a picture that the portal made; other uploads, such as members' documents, are none of its business."""
    if not SERVED.fullmatch(name):
        raise Http404
    try:
        content = default_storage.open(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(content, content_type="image/webp")
