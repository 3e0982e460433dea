"""What `manage.py check --deploy` says about Brink's own settings."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def production_is_on(**_: Any) -> list[CheckMessage]:
    """A server that others reach runs with PRODUCTION=1 and without the debugging pages."""
    if settings.PRODUCTION and not settings.DEBUG:
        return []
    return [Error("This is no production set-up.", hint="Set PRODUCTION=1 and leave DEBUG out.", id="brink.E001")]


@register(Tags.security, deploy=True)
def public_address_is_https(**_: Any) -> list[CheckMessage]:
    """Links in mail and the origin that forms are trusted from carry the address people use."""
    if settings.PUBLIC_URL.startswith("https://"):
        return []
    return [Error("PUBLIC_URL does not begin with https://.", id="brink.E002")]


@register(Tags.security, deploy=True)
def proxy_is_counted(**_: Any) -> list[CheckMessage]:
    """Without the count every visitor has the proxy's address, and shares its rate limits."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    hint = "Set TRUSTED_PROXIES to the number of proxies in front of the application."
    return [
        checks.Warning(
            "No proxy is trusted, so rate limits count the proxy and not the visitor.", hint=hint, id="brink.W001"
        )
    ]
