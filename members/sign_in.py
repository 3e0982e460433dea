"""Coming in: by password, by a mailed code, or by the sign-in service of one's own organisation."""

from __future__ import annotations

import copy
from typing import Any, cast

from allauth.account import views
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.signals import authentication_step_completed
from django import forms
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.account_forms import Plain
from members.models import IdentityProvider, User
from members.providers import origin_of, provider_for


class AddressForm(forms.Form):
    """Only an address, to see whose it is."""

    email = forms.EmailField()


class CodeForm(Plain, RequestLoginCodeForm):  # type: ignore[misc]  # allauth's classes are made for this
    """An address to mail a code to."""


class PasswordForm(Plain, LoginForm):  # type: ignore[misc]
    """Address and password. Allauth leaves the password out, since nobody gives one at sign-up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = copy.deepcopy(self.base_fields["password"])
        del self.fields["password"].widget.attrs["placeholder"]

    @property
    def stands_first(self) -> bool:
        """Whether people of this network sign in by password as a rule."""
        return bool(settings.PASSWORDS)

    @property
    def code_form(self) -> CodeForm:
        """The other form on the page."""
        return CodeForm()


def request_code(request: HttpRequest) -> HttpResponse:
    """Mail a code, or, once, offer the sign-in service of the organisation whose address this is."""
    if request.method == "POST" and not request.user.is_authenticated and "by_code" not in request.POST:
        form = AddressForm(request.POST)
        service = provider_for(form.cleaned_data["email"]) if form.is_valid() else None
        if service:
            return _offer_service(request, service, form.cleaned_data["email"])
    return cast("HttpResponse", views.request_login_code(request))


def _offer_service(request: HttpRequest, service: IdentityProvider, email: str) -> HttpResponse:
    context = {"service": service, "email": email, "next": request.POST.get("next", "")}
    response = render(request, "account/login_service.html", context)
    vars(response)["_csp_update"] = {"form-action": origin_of(service)}  # where django-csp looks
    return response


def confirm_code(request: HttpRequest) -> HttpResponse:
    """Take a mailed code; say so when none is waiting any more, which allauth leaves to guess."""
    response = cast("HttpResponse", views.confirm_login_code(request))
    is_over = response.status_code == 302 and response.headers["Location"] == reverse("account_request_login_code")
    if is_over and not getattr(messages.get_messages(request), "added_new", False):
        messages.warning(request, _("This code is no longer valid: it was used, or it is too old. Ask for a new one."))
    return response


@receiver(authentication_step_completed)
def know_address(user: User, method: str, **_kwargs: object) -> None:
    """Let the code that was just typed prove the address of an account made in the admin, which allauth does not know.

    Without it a second code would be asked for.
    """
    if method == "code":
        sync_user_email_address(user)
