"""What every page knows: the network, who looks, in which language and in which colours."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from members.models import Network

SCHEMES = frozenset({"light", "dark"})


def house(request: HttpRequest) -> dict[str, Any]:
    """Give the base template its names; the network costs one query, and only when a template asks for it.

    A visitor without a session cookie is known to be signed out, so that neither session nor messages are opened.
    """
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    told = known or "messages" in request.COOKIES
    return {
        "network": SimpleLazyObject(first_network),
        "signed_in": known and hasattr(request, "user") and request.user.is_authenticated,
        "notices": get_messages(request) if told else (),
        "language": get_language() or settings.LANGUAGE_CODE,
        "content_lang": content_lang(),
        "scheme": _scheme(request),
        "is_preview": getattr(request, "is_preview", False),
        "today": timezone.localdate(),
        "canonical": f"{settings.PUBLIC_URL}{request.path}",
    }


def content_lang() -> SafeString:
    """Return the lang attribute for Dutch content on a page in another language, else nothing."""
    return mark_safe("" if get_language() == "nl" else ' lang="nl"')  # noqa: S308 - fixed texts


def first_network() -> Network:
    """Return the network, or before it is entered one with the name of the software, so that every page opens."""
    return Network.objects.first() or Network(name="Brink")


def _scheme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.SCHEME_COOKIE_NAME, "")
    return chosen if chosen in SCHEMES else ""
