"""Pages of which htmx may fetch one part."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


def render_with_part(request: HttpRequest, template: str, context: dict[str, Any], *, part: str) -> HttpResponse:
    """Render the page, or only its part when htmx asks; caches are told that the two differ.

    Going back in history htmx asks for the whole page.
    """
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by the middleware
    only_part = bool(htmx) and not htmx.history_restore_request
    response = render(request, f"{template}#{part}" if only_part else template, {**context, "only_part": only_part})
    patch_vary_headers(response, ["HX-Request"])
    return response
