"""Small middlewares: what every request and response of Brink has in common."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
READABLE_CHARSETS = {"utf-8", "iso8859-1", "cp1252", "ascii"}


def refuse_impossible_input(get_response: Handler) -> Handler:
    """Answer 400 to a NUL byte in path or query, which PostgreSQL cannot hold, and to exotic form encodings.

    Django 5.2 answers 500 to a form posted with charset=utf-7: the error is raised inside the CSRF middleware and
    again in the handler of 400.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "%00" in query or not _readable(request):
            return HttpResponse(render_to_string("400.html"), status=400)
        return get_response(request)

    return middleware


def _readable(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    try:
        return codecs.lookup(charset).name in READABLE_CHARSETS
    except LookupError:
        return False


def security_headers(get_response: Handler) -> Handler:
    """Switch off what browsers offer and Brink does not use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def language_from_cookie(get_response: Handler) -> Handler:
    """Speak Dutch unless the cookie of /weergave/ names another language; what the browser asks makes no difference.

    So a page without cookies is one page, which can be cached whole.
    """
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return middleware


def private_when_signed_in(get_response: Handler) -> Handler:
    """Keep pages of someone who is signed in out of every cache; tell caches that pages differ by cookie.

    A page that a visitor's browser preloads on pressing a link may serve for the click that follows.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                patch_cache_control(response, private=True, no_store=True)
            elif request.headers.get("HX-Preloaded") == "true":
                patch_cache_control(response, private=True, max_age=10)
        return response

    return middleware


def explain_refused_method(get_response: Handler) -> Handler:
    """Answer 405 with a page in house style to who opens an address that only takes forms.

    A browser goes there by itself after signing in, when a form was sent by somebody who was signed out meanwhile.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "GET" or not isinstance(response, HttpResponseNotAllowed):
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware
