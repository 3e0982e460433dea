"""Visitors' pages, kept in the memory of the process for one second, in front of Django and all its middlewares.

A page that asks for no cookie and sets none is the same for every visitor, so under load it is made once a second and
handed out in between: no reader sees anything older than that, in whichever process it was changed. Only GET requests
without cookies are looked at, and only public pages and feeds with status 200 are kept.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SECONDS = 1.0
LIMIT = 200  # pages; the oldest go first
KEPT_TYPES = ("text/html", "application/atom+xml", "application/xml")
TOLD_BY = (
    *("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "PATH_INFO", "QUERY_STRING"),
    *("HTTP_HX_REQUEST", "HTTP_HX_PRELOADED", "HTTP_HX_HISTORY_RESTORE_REQUEST"),
)
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE")
SENT_WITH_304 = frozenset({"cache-control", "content-location", "date", "etag", "expires", "vary"})  # RFC 9110 §15.4.5


@dataclass(slots=True)
class Page:
    """A response as the application gave it."""

    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    until: float = 0.0

    def header(self, name: str) -> str:
        """Return the value of a header, empty without one."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def is_public(self) -> bool:
        """Whether any visitor may be given this page."""
        control = self.header("cache-control")
        return (
            self.status.startswith("200 ")
            and self.header("content-type").startswith(KEPT_TYPES)
            and not self.header("set-cookie")
            and not any(word in control for word in ("private", "no-store", "no-cache"))
        )


class FrontCache:
    """A WSGI application around another one."""

    def __init__(self, application: WSGIApplication, *, seconds: float = SECONDS) -> None:
        self.application = application
        self.seconds = seconds
        self.pages: dict[tuple[str, ...], Page] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_from_anyone(environ):
            return self.application(environ, start_response)
        key = tuple(str(environ.get(name, "")) for name in TOLD_BY)
        page = self.pages.get(key)
        if page is None or page.until < time.monotonic():
            page = self._made(environ)
            if page.is_public:
                self._keep(key, page)
        return _answer(page, environ, start_response)

    def _made(self, environ: WSGIEnvironment) -> Page:
        """Have the application make the whole page, whatever the browser has already."""
        page = Page(until=time.monotonic() + self.seconds)
        written: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], _exc_info: Any = None, /) -> Any:
            page.status, page.headers = status, headers
            return written.append

        parts = self.application({key: value for key, value in environ.items() if key not in CONDITIONS}, start)
        try:
            written.extend(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        page.body = b"".join(written)
        return page

    def _keep(self, key: tuple[str, ...], page: Page) -> None:
        self.pages.pop(key, None)
        self.pages[key] = page
        while len(self.pages) > LIMIT:
            self.pages.pop(next(iter(self.pages)), None)


def _is_from_anyone(environ: WSGIEnvironment) -> bool:
    """Whether nothing in the request says who asks.

    Files are left to those who stream them, and calendars to Django, which tells without making one that it is known.
    """
    path = environ["PATH_INFO"]
    is_file = path.startswith(("/static/", "/media/")) or path.endswith(".ics")
    return environ["REQUEST_METHOD"] == "GET" and not is_file and not any(environ.get(name) for name in PERSONAL)


def _answer(page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Send the page, or 304 to a browser that has this very version (RFC 9110 §13.1.2)."""
    known = [tag.strip().removeprefix("W/") for tag in environ.get("HTTP_IF_NONE_MATCH", "").split(",")]
    etag = page.header("etag").removeprefix("W/")
    if etag and page.status.startswith("200 ") and (etag in known or known == ["*"]):
        start_response("304 Not Modified", [each for each in page.headers if each[0].lower() in SENT_WITH_304])
        return []
    start_response(page.status, page.headers)
    return [page.body]
