"""The site as the bench drives it: WSGI calls in this process, demonstration content, a sector with sixty meetings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import brotli
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from config.front_cache import FrontCache
from config.urls import urlpatterns as site_urls
from meetings.models import Meeting
from members.models import User
from portal.models import Article
from sectors.models import SectorYear

MEETINGS = 60
FIXED = b"x" * 30_000
_state: dict[str, Any] = {}


def _yardstick(request: HttpRequest) -> HttpResponse:
    return HttpResponse(FIXED)


urlpatterns = [path("yardstick/", _yardstick), *site_urls]


@contextmanager
def prepared() -> Iterator[None]:
    """Make a database with demonstration content, collect static files, and drop the database in the end."""
    original = connection.settings_dict["NAME"]
    settings.CACHES["limits"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        settings.DEBUG = True
        call_command("load_demo", verbosity=0)
        settings.DEBUG = False
        _sixty_meetings()
        _state["application"] = get_wsgi_application()
        _state["front"] = FrontCache(_state["application"], seconds=3600)
        yield
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


def _sixty_meetings() -> None:
    """Give sector Overheden sixty meetings in its current year."""
    year = SectorYear.objects.get(sector__slug="overheden", year=timezone.localdate().year)
    begin = timezone.now() + timedelta(days=1)
    taken = set(year.meetings.values_list("number", flat=True))
    Meeting.objects.bulk_create(
        Meeting(
            sector_year=year,
            number=number,
            title=f"Bijeenkomst {number}",
            starts=begin + timedelta(days=number),
            ends=begin + timedelta(days=number, hours=3),
            state="scheduled",
        )
        for number in range(1, MEETINGS + 1)
        if number not in taken
    )


def get(url: str, cookie: str = "") -> bytes:
    """Ask a path of the application and return the body; raises RuntimeError for anything but 200."""
    response, status, _headers = _ask("application", url, cookie)
    body = b"".join(response)
    response.close()
    if not status.startswith("200"):
        raise RuntimeError(f"{url}: {status}")
    return body


def get_kept(url: str, etag: str = "") -> dict[str, str]:
    """Ask the cache in front of the application, as a visitor, perhaps with an earlier version; return the headers."""
    response, status, headers = _ask("front", url, HTTP_IF_NONE_MATCH=etag)
    b"".join(response)
    if status[:3] != ("304" if etag else "200"):
        raise RuntimeError(f"{url}: {status}")
    return headers


def _ask(application: str, url: str, cookie: str = "", **more: str) -> tuple[Any, str, dict[str, str]]:
    told: list[Any] = []
    address, _mark, query = url.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "HTTP_COOKIE": cookie,
        **more,
    }
    response = _state[application](environ, lambda line, headers, _error=None: told.extend([line, dict(headers)]))
    return response, told[0], told[1]


def count_queries(url: str, cookie: str) -> tuple[bytes, int]:
    """Ask a path once to warm up and once to count."""
    get(url, cookie)
    with CaptureQueriesContext(connection) as queries:
        body = get(url, cookie)
    return body, len(queries)


def cookie_of(email: str) -> str:
    """Return the session cookie of an account that is logged in."""
    client = Client()
    client.force_login(User.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def paths() -> list[str]:
    """One page of each kind."""
    year = timezone.localdate().year
    meeting = Meeting.objects.filter(sector_year__sector__slug="overheden").first()
    article = Article.objects.published().first()
    return [
        *("/", "/sectoren/", "/sectoren/overheden/", f"/sectoren/overheden/{year}/", "/leden/"),
        *(
            "/leden/gemeente-groningen/",
            "/bijeenkomsten/",
            meeting.get_absolute_url(),
            "/programmas/",
            "/programmas/ssnt/",
        ),
        *("/platforms/twentse-kracht/", "/kenniskringen/", "/kenniskringen/inkoop/", "/activiteiten/", "/nieuws/"),
        *(article.get_absolute_url(), "/zoeken/?q=overleg", "/toegankelijkheid/", "/weergave/"),
    ]


def brotli_size(body: bytes) -> int:
    """Bytes after Brotli 5, as the proxy compresses pages."""
    return len(brotli.compress(body, quality=5))
