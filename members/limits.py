"""Limits of our own: how often in a minute one address, or one account, may ask for what costs work.

Allauth counts sign-in, codes, sign-up and password reset by itself. Where a count cannot be kept the request goes on:
the page is worth more than its limit.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from ipaddress import ip_network
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import respond_429
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from redis import RedisError

from members.models import SecurityEvent
from members.security_log import record

View = Callable[..., HttpResponse]
MINUTE = 60


def limited(name: str, *, per_minute: int, by_account: bool = False) -> Callable[[View], View]:
    """Answer 429 to more requests than this in a minute from one address.

    With `by_account` each signed-in person has a count of his own, since an office shares its address. What is the
    same for everybody and may be cached goes without: to ask who looks would tie it to a cookie.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            account = request.user.pk if by_account else None
            if count(f"{name}:{account or address_of(request)}") > per_minute:
                return cast("HttpResponse", respond_429(request))
            return view(request, *args, **kwargs)

        return counted

    return decorated


def remember_limit(request: HttpRequest) -> None:
    """Add a line to the security log, one in a minute for an address."""
    if count(f"told:{address_of(request)}") == 1:
        record(SecurityEvent.Kind.LIMIT_REACHED, actor=request.user, request=request)


def count(key: str) -> int:
    """Return how often this was counted since the first time in this minute, or 0 if that is unknown."""
    with suppress(RedisError, ValueError):  # no Redis; or the minute ended between both calls
        caches["limits"].add(key, 0, timeout=MINUTE)
        return caches["limits"].incr(key)
    return 0


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address behind our proxies; of IPv6 the network that one line gets (RFC 6177)."""
    address = get_adapter().get_client_ip(request)
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
