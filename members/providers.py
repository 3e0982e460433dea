"""Sign-in services of organisations: which one goes with an address, and what it may vouch for."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from django.db.models import QuerySet

from members.addresses import PUBLIC_MAIL, organisations_of
from members.models import IdentityProvider, Organisation


def offered_providers() -> QuerySet[IdentityProvider]:
    """Return the active services of organisations that are members today."""
    offered = IdentityProvider.objects.filter(is_active=True, organisation__in=Organisation.objects.members())
    return offered.select_related("organisation")


def provider_for(email: str) -> IdentityProvider | None:
    """Return the service of the member whose domain the address is on, if it has one."""
    return offered_providers().filter(organisation__in=organisations_of(email)).first()


def form_origins() -> list[str]:
    """Return where the services live, for the policy of a page whose form ends up there (CSP `form-action`)."""
    return sorted({origin_of(provider) for provider in offered_providers()})


def origin_of(provider: IdentityProvider) -> str:
    """Return scheme, host and port of a service."""
    issuer = urlsplit(provider.issuer)
    return f"{issuer.scheme}://{issuer.netloc}"


def social_app(provider: IdentityProvider) -> SocialApp:
    """Describe a service to allauth. It vouches for its organisation's domains only, and is believed in that."""
    domains = {domain.lower() for domain in provider.organisation.email_domains} - PUBLIC_MAIL
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.slug,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings={
            "server_url": provider.issuer.rstrip("/"),
            "verified_email": sorted(domains),
            "email_authentication": True,
            "oauth_pkce_enabled": True,
            "organisation": provider.organisation_id,
        },
    )
