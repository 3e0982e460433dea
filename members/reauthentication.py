"""Proving once more who one is, by a mailed code: for accounts without second factor.

Allauth asks for the password or the second factor. Who signs in by mailed codes has neither, and would be let through.
"""

from __future__ import annotations

import time
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from members.account_forms import ConfirmLoginCodeForm
from members.models import User

PENDING = "reauthentication_code"  # in the session: the code, when it was sent, and how often a wrong one came


def methods_by_code(user: User | AnonymousUser) -> list[dict[str, Any]]:
    """Return the mailed code as allauth lists its own methods; who has a second factor uses that."""
    if not user.is_authenticated or is_mfa_enabled(user):
        return []
    return [{"id": "code", "description": _("Use a mailed code"), "url": reverse("account_reauthenticate_code")}]


def is_due_by_code(request: HttpRequest) -> bool:
    """Whether a mailed code is all that this account has, and it signed in too long ago."""
    user = request.user
    if not user.is_authenticated or user.has_usable_password() or is_mfa_enabled(user):
        return False
    moments = [entry["at"] for entry in get_authentication_records(request, user)]
    return bool(time.time() - max(moments, default=0) > app_settings.REAUTHENTICATION_TIMEOUT)


@method_decorator(login_required, name="dispatch")
class ReauthenticateByCodeView(BaseReauthenticateView):  # type: ignore[misc]  # allauth's classes are made for this
    """Mails a code on demand and takes it."""

    form_class = ConfirmLoginCodeForm
    template_name = "account/reauthenticate_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "send":
            self._send()
            return HttpResponseRedirect(self.passthrough_next_url(request.path))
        return cast("HttpResponse", super().post(request, *args, **kwargs))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "code": self._pending().get("code", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "email": self.request.user.email, "sent": bool(self._pending())}

    def form_valid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        del self.request.session[PENDING]
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        return cast("HttpResponse", super().form_valid(form))

    def form_invalid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        pending = self._pending()
        pending["wrong"] = pending.get("wrong", 0) + 1
        if "code" in pending and pending["wrong"] < app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS:
            self.request.session[PENDING] = pending
            return cast("HttpResponse", super().form_invalid(form))
        self.request.session.pop(PENDING, None)
        messages.error(self.request, _("This code is no longer valid. Ask for a new one."))
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))

    def _pending(self) -> dict[str, Any]:
        pending: dict[str, Any] = self.request.session.get(PENDING, {})
        return pending if time.time() - pending.get("at", 0) <= app_settings.LOGIN_BY_CODE_TIMEOUT else {}

    def _send(self) -> None:
        adapter, email = get_adapter(), self.request.user.email
        if not ratelimit.consume(self.request, action="request_login_code", key=email):
            messages.error(self.request, adapter.error_messages["rate_limited"])
            return
        code = adapter.generate_login_code()
        self.request.session[PENDING] = {"code": code, "at": time.time()}
        adapter.send_mail("account/email/login_code", email, {"code": code})


reauthenticate_by_code = ReauthenticateByCodeView.as_view()
