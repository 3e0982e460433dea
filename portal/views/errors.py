"""Errors in house style; whatever went wrong, the answer is a page and never a traceback."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from members.limits import MINUTE, remember_limit


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request cannot be read. Rendered without the request, which may be the thing that is broken."""
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: the account lacks the right."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: there is no such page, or none this visitor may know of."""
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429 to who asks too often. Our own limits and those of allauth both end here."""
    remember_limit(request)
    response = render(request, "429.html", status=429)
    response["Retry-After"], response["Cache-Control"] = str(MINUTE), "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without context processors and without the database."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when a form is too old or came from another site."""
    return render(request, "403.html", {"form_expired": True}, status=403)
