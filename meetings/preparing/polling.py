"""A part of a page that htmx asks for again and again, as long as it can change."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from meetings.partial_pages import render_with_part

NOTHING_NEW = 204
LAST_TIME = 286  # htmx takes what it gets and asks no more

View = Callable[..., HttpResponse]


def stops_when_signed_out(view: View) -> View:
    """Let a page that still asks after its reader signed out ask no more, and leave it as it was."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.htmx and not request.user.is_authenticated:  # type: ignore[attr-defined]  # set by the middleware
            return HttpResponse(status=LAST_TIME, headers={"HX-Reswap": "none", "Vary": "HX-Request"})
        return view(request, *args, **kwargs)

    return answered


def render_polled(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str, mark: str, goes_on: bool
) -> HttpResponse:
    """Render the page, or its part if that changed since htmx saw `mark` (in `seen`); say when to stop asking."""
    asks = bool(request.htmx)  # type: ignore[attr-defined]  # set by the middleware
    if asks and goes_on and request.GET.get("seen") == mark:
        response = HttpResponse(status=NOTHING_NEW)
        patch_vary_headers(response, ["HX-Request"])
        return response
    response = render_with_part(request, template, context | {"mark": mark}, part=part)
    if asks and not goes_on:
        response.status_code = LAST_TIME
    return response
