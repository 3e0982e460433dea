"""Sign-in services of organisations: which one goes with an address."""

from __future__ import annotations

from members.models import IdentityProvider, Organisation


def provider_for(email: str) -> IdentityProvider | None:
    """Return the active sign-in service of the member organisation that this address is of, if it has one."""
    domain = email.rpartition("@")[2].lower()
    members = Organisation.objects.members().filter(email_domains__contains=[domain])
    return IdentityProvider.objects.filter(is_active=True, organisation__in=members).first()
