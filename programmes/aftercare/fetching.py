"""Whether an address of the web answers, asked in such a way that it cannot lead into our own network.

Each step of the way there is resolved once, refused unless all its addresses are public, and connected to by exactly
the address that was looked at: a name that resolves otherwise a moment later changes nothing. Nothing is read but the
status and where it leads.
"""

from __future__ import annotations

import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

SECONDS = 5.0  # for connecting, and for each answer
ALTOGETHER = 20.0
REDIRECTS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
NO_HEAD = frozenset({400, 401, 403, 404, 405, 406, 429, 500, 501, 503})  # what some say to HEAD of a page they do have
GONE = frozenset({404, 410})
HEADERS = {"User-Agent": "Brink (link check)", "Accept": "*/*", "Connection": "close"}
UNSAFE = "%/:=&?~#+!$,;'@()*[]"  # kept as they are: an address may be escaped already


class NotPublicError(OSError):
    """An address that leads into a network that is not the public one."""


def status_of(url: str) -> int | None:
    """Return what an address answers in the end, redirects followed; None when it does not answer or may not be asked.

    HEAD comes first; where that is not understood or said to lead nowhere, GET has the last word.
    """
    until = monotonic() + ALTOGETHER
    status = _ask("HEAD", url, until)
    return _ask("GET", url, until) if status is None or status in NO_HEAD else status


def leads_nowhere(status: int | None) -> bool:
    """Whether an answer means that there is nothing; who refuses us, or asks to come back later, is there."""
    return status is None or status in GONE or (status >= 500 and status != 503)


def _ask(method: str, url: str, until: float) -> int | None:
    try:
        for _redirect in range(REDIRECTS + 1):
            status, location = _step(method, url, until)
            if status not in MOVED or not location:
                return status
            url = urljoin(url, location)
    except (OSError, HTTPException, ValueError):  # no answer, an answer that is none, an address that is none
        return None
    return None


def _step(method: str, url: str, until: float) -> tuple[int, str]:
    parts = urlsplit(url)
    timeout = min(SECONDS, until - monotonic())
    if parts.scheme not in {"http", "https"} or not parts.hostname or timeout <= 0:
        raise ValueError(url)
    connection = _connection(parts, timeout)
    try:
        path = quote(parts.path or "/", safe=UNSAFE) + (f"?{quote(parts.query, safe=UNSAFE)}" if parts.query else "")
        connection.request(method, path, headers=HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _connection(parts: SplitResult, timeout: float) -> HTTPConnection:
    host = (parts.hostname or "").encode("idna").decode()
    if parts.scheme == "https":
        return _PublicHTTPS(host, parts.port or 443, timeout=timeout)
    return _PublicHTTP(host, parts.port or 80, timeout=timeout)


class _PublicHTTP(HTTPConnection):
    """Connects to public addresses only."""

    def connect(self) -> None:
        self.sock = _connected(self.host, self.port, self.timeout)


class _PublicHTTPS(HTTPSConnection):
    """Connects to public addresses only, and asks for a certificate of the name that was asked."""

    def connect(self) -> None:
        plain = _connected(self.host, self.port, self.timeout)
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


def _connected(host: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to a host, after looking where its name leads. Raises NotPublicError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(address[0]) for *_kind, address in found]
    if not _may_be_private() and not all(is_public(address) for address in addresses):
        raise NotPublicError(host)
    return socket.create_connection((addresses[0], port), timeout)


def _may_be_private() -> bool:
    """Whether this installation lets links lead into private networks; without the setting it does not."""
    return bool(getattr(settings, "LINKS_MAY_BE_PRIVATE", False))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network; an IPv4 address within IPv6 counts as itself."""
    parsed = ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return parsed.is_global and not parsed.is_multicast and (inner is None or inner.is_global)
