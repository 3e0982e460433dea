"""The cache in front of Django: who gets a kept page, what is kept, and for how long."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from config import front_cache
from config.front_cache import FrontCache

PUBLIC = [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"'), ("Vary", "Cookie")]


class Application:
    """A WSGI application that counts its answers."""

    def __init__(self, status="200 OK", headers=PUBLIC):
        self.status, self.headers, self.answers, self.asked = status, headers, 0, {}

    def __call__(self, environ, start_response):
        self.answers += 1
        self.asked = environ
        start_response(self.status, list(self.headers))
        return [f"answer {self.answers}".encode()]


def ask(application, path="/", method="GET", **headers):
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, **headers}
    setup_testing_defaults(environ)
    told = []
    body = b"".join(application(environ, lambda status, headers, _error=None: told.extend([status, dict(headers)])))
    return told[0], told[1], body.decode()


def test_page_is_made_once_a_second():
    cached = FrontCache(Application())
    bodies = [ask(cached)[2], ask(cached)[2]]

    for page in cached.pages.values():
        page.until -= 1.0
    bodies.append(ask(cached)[2])

    assert bodies == ["answer 1", "answer 1", "answer 2"]


def test_calendar_is_left_to_django_with_what_the_program_has():
    public = [("Content-Type", "text/html; charset=utf-8")]
    cached = FrontCache(application := Application(headers=public))

    bodies = [ask(cached, "/agenda.ics", HTTP_IF_NONE_MATCH='"1"')[2] for _time in range(2)]

    assert bodies == ["answer 1", "answer 2"]
    assert application.asked["HTTP_IF_NONE_MATCH"] == '"1"'


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/x/"}, {"QUERY_STRING": "a=1"}, {"HTTP_HOST": "other.example"}, {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_HX_REQUEST": "true"}, {"HTTP_HX_PRELOADED": "true"}, {"wsgi.url_scheme": "https"},
        {"HTTP_HX_HISTORY_RESTORE_REQUEST": "true"},
    ],
)  # fmt: skip
def test_another_page_is_another_page(other):
    cached = FrontCache(Application())

    assert [ask(cached)[2], ask(cached, **other)[2]] == ["answer 1", "answer 2"]


@pytest.mark.parametrize(
    "personal",
    [
        {"HTTP_COOKIE": "a=b"}, {"HTTP_AUTHORIZATION": "Basic x"}, {"HTTP_RANGE": "bytes=0-1"},
        {"method": "POST"}, {"method": "HEAD"}, {"path": "/static/a.css"}, {"path": "/media/a.jpg"},
    ],
)  # fmt: skip
def test_request_that_is_somebodys_is_passed_on(personal):
    cached = FrontCache(Application())
    ask(cached, path=personal.get("path", "/"))

    answers = [ask(cached, **personal)[2], ask(cached, **personal)[2]]

    assert answers == ["answer 2", "answer 3"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", PUBLIC),
        ("302 Found", PUBLIC),
        ("200 OK", [*PUBLIC, ("Set-Cookie", "a=b")]),
        ("200 OK", [*PUBLIC, ("Cache-Control", "private, max-age=10")]),
        ("200 OK", [*PUBLIC, ("Cache-Control", "no-store")]),
        ("200 OK", [("Content-Type", "image/png")]),
        ("200 OK", []),
    ],
)
def test_answer_that_is_not_for_everyone_is_not_kept(status, headers):
    cached = FrontCache(Application(status, headers))

    assert [ask(cached)[2], ask(cached)[2]] == ["answer 1", "answer 2"]


@pytest.mark.parametrize("known", ['"1"', 'W/"1"', '"0", "1"', "*"])
def test_browser_that_has_the_page_is_told_so(known):
    status, headers, body = ask(FrontCache(Application()), HTTP_IF_NONE_MATCH=known)

    assert (status, headers, body) == ("304 Not Modified", {"ETag": '"1"', "Vary": "Cookie"}, "")


def test_browser_with_an_old_page_gets_the_new_one_and_so_does_the_next():
    application = Application()
    cached = FrontCache(application)

    answers = [ask(cached, HTTP_IF_NONE_MATCH='"0"')[2], ask(cached)[2]]

    assert answers == ["answer 1", "answer 1"]
    assert "HTTP_IF_NONE_MATCH" not in application.asked


def test_cache_has_an_end(monkeypatch):
    monkeypatch.setattr(front_cache, "LIMIT", 2)
    cached = FrontCache(Application())

    for path in ("/a/", "/b/", "/c/"):
        ask(cached, path=path)

    assert [key[3] for key in cached.pages] == ["/b/", "/c/"]


@pytest.fixture
def open_connection(db):
    """Keep the connection of the test when a request ends, as Django's own test client does."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def test_front_page_is_kept_and_login_page_is_not(open_connection):
    cached = FrontCache(get_wsgi_application())

    statuses = [ask(cached, path=path, HTTP_HOST="localhost")[0] for path in ("/", "/account/login/", "/nergens/")]

    assert statuses == ["200 OK", "200 OK", "404 Not Found"]
    assert [key[3] for key in cached.pages] == ["/"]
