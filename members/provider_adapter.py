"""How allauth comes to the sign-in services of organisations, and whom it lets in by them."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render

from members.addresses import domain_of
from members.entrance import Newcomer, come_in, remember, remembered
from members.models import SecurityEvent, User
from members.providers import offered_providers, social_app
from members.security_log import record

logger = logging.getLogger(__name__)


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in services come from the organisations, not from allauth's own table."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's signature
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """Return the services; `provider` is the slug of one, or allauth's word for all of this kind."""
        found = offered_providers()
        if provider and provider != "openid_connect":
            found = found.filter(slug=provider)
        if client_id:
            found = found.filter(client_id=client_id)
        return [social_app(each) for each in found]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Keep the name until the account is made, and nothing else of what the service tells."""
        user: User = super().populate_user(request, sociallogin, data)
        told = sociallogin.account.extra_data
        if any(claims.get("email_verified") in (False, "false") for claims in told.values()):
            sociallogin.email_addresses.clear()
        sociallogin.account.extra_data = {}
        organisation_id = sociallogin.provider.app.settings["organisation"]
        remember(request.session, Newcomer(email=user.email, name=_name_in(data), organisation_id=organisation_id))
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn away whoever the service may not vouch for; nothing of him is stored."""
        domains = sociallogin.provider.app.settings["verified_email"]
        addresses = [address.email for address in sociallogin.email_addresses]
        is_sign_in = sociallogin.state.get("process") == "login"
        if not is_sign_in or not any(domain_of(address) in domains for address in addresses):
            remembered(request.session, "")
            record(SecurityEvent.Kind.SIGN_IN_FAILED, actor=None, result=SecurityEvent.Result.REFUSED, request=request)
            context = {"provider": sociallogin.provider, "addresses": addresses, "domains": domains}
            page = render(request, "socialaccount/refused.html", context, status=HTTPStatus.FORBIDDEN)
            raise ImmediateHttpResponse(page)
        if sociallogin.is_existing:
            if sociallogin.user.is_active and sociallogin.user.email in addresses:
                _prove_address(request, sociallogin.user)
            remembered(request.session, "")

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account and let it in: the service has proven the address."""
        try:
            with transaction.atomic():
                user: User = super().save_user(request, sociallogin, form)
        except IntegrityError as error:  # a second tab was first
            raise ImmediateHttpResponse(redirect("account_login")) from error
        come_in(account=user, newcomer=remembered(request.session, user.email), request=request)
        return user

    def on_authentication_error(self, request: HttpRequest, provider: Any, **told: Any) -> None:  # noqa: ARG002
        """Leave a trace, since the page says little; not what the service said, which may hold a secret."""
        kind = type(told.get("exception")).__name__
        logger.warning("signing in with %s did not work: %s %s", provider.sub_id, told.get("error"), kind)


def _prove_address(request: HttpRequest, user: User) -> None:
    """Take the service's word for the address of an account; a password of before it was proven is void."""
    address, _is_new = EmailAddress.objects.get_or_create(user=user, email=user.email)
    if not address.verified:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        get_adapter(request).confirm_email(request, address)


def _name_in(data: dict[str, Any]) -> str:
    """Return a name that fits, on one line; empty when the service tells none."""
    name = str(data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:120].strip()
