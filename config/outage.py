"""A database or a Redis that does not answer: 503 in house style instead of 500, and no page of it cached."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis import RedisError

RETRY_SECONDS = "10"


@receiver(got_request_exception)
def remember_outage(request: HttpRequest | None = None, **_: Any) -> None:
    """Note on the request that the database, or the cache where sign-ins are counted, failed; 500 would follow.

    A middleware never sees the exceptions of middlewares inside it, Django has turned them into responses.
    """
    if request is not None and isinstance(sys.exception(), (OperationalError, InterfaceError, RedisError)):
        request.META["brink.outage"] = True


def answer_503(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Replace the 500 of a failed database by a page that needs none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.META.get("brink.outage"):
            return response
        headers = {"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)

    return middleware
