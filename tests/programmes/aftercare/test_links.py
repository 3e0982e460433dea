"""Links outside are asked once a week; three failures in a row are told, and our own network is never entered."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import time_machine
from django.utils import timezone

from members.models import OutboxMessage
from programmes.aftercare.fetching import is_public, leads_nowhere, status_of
from programmes.aftercare.links import check_links, watched
from programmes.models import LinkCheck
from tests.factories import (
    JointActivityFactory,
    LinkCheckFactory,
    PlatformFactory,
    ProgrammeDecisionFactory,
    ProgrammeFactory,
    editor_user,
)


class Answers(BaseHTTPRequestHandler):
    """Answers /<status>, sends /to/<path> on to /<path>, and says 405 to HEAD of /get-only."""

    def do_GET(self):
        self.server.asked.append(f"{self.command} {self.path}")
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
        elif self.path == "/loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
        elif self.path == "/get-only":
            self.send_response(405 if self.command == "HEAD" else 200)
        else:
            self.send_response(int(self.path[1:4]))
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 - the same

    def log_message(self, *args):
        """Be silent."""


@pytest.fixture
def site(settings):
    """A web server on this machine, which the settings of the test let links lead to."""
    settings.LINKS_MAY_BE_PRIVATE = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.asked = []
    server.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/200", 200), ("/404", 404), ("/503", 503), ("/to/200", 200), ("/get-only", 200), ("/to/to/404", 404)],
)
def test_status_of_what_answers(site, path, status):
    assert status_of(site.url + path) == status


def test_status_of_what_sends_on_for_ever_is_none(site):
    assert status_of(f"{site.url}/loop") is None
    assert len(site.asked) == 12  # five redirects and the first, twice


def test_status_of_five_redirects_is_found_and_of_six_is_none(site):
    assert status_of(f"{site.url}{'/to' * 5}/200") == 200
    assert status_of(f"{site.url}{'/to' * 6}/200") is None


def test_status_of_an_address_in_our_own_network_is_none_and_not_asked(site, settings):
    settings.LINKS_MAY_BE_PRIVATE = False

    assert status_of(f"{site.url}/200") is None
    assert status_of(f"http://localhost:{site.server_port}/200") is None
    assert site.asked == []


@pytest.mark.parametrize("url", ["ftp://example.org/", "https://", "http://[", "http://a..b/", "file:///etc/passwd"])
def test_status_of_what_is_no_address_of_the_web_is_none(url):
    assert status_of(url) is None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *[(address, False) for address in ("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254")],
        *[(address, False) for address in ("0.0.0.0", "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1")],  # noqa: S104
        *[(address, False) for address in ("100.64.0.1", "224.0.0.1", "2002:7f00:1::", "::")],
        *[(address, True) for address in ("93.184.216.34", "2606:2800:220:1::1")],
    ],
)
def test_is_public_knows_private_networks(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("status", "nowhere"),
    [(200, False), (401, False), (403, False), (429, False), (503, False), (404, True), (410, True), (500, True)],
)
def test_leads_nowhere_is_what_is_gone_or_broken(status, nowhere):
    assert leads_nowhere(status) is nowhere
    assert leads_nowhere(None)


@pytest.mark.django_db
def test_watched_are_links_of_platforms_activities_programmes_and_decisions():
    link = "https://example.org/{}".format
    PlatformFactory(link=link(1))
    JointActivityFactory(link=link(2))
    programme = ProgrammeFactory(founding_document_link=link(3))
    ProgrammeDecisionFactory(programme=programme, document_link=link(4))
    PlatformFactory(link="")

    found = {each.url: each.programme for each in watched()}

    assert found == {link(1): None, link(2): None, link(3): programme.pk, link(4): programme.pk}


@pytest.mark.django_db
def test_check_links_asks_each_once_a_week(site):
    PlatformFactory(link=f"{site.url}/200")

    check_links()
    check_links()
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        check_links()

    assert site.asked == ["HEAD /200", "HEAD /200"]
    assert LinkCheck.objects.get().status == 200


@pytest.mark.django_db
def test_check_links_tells_the_third_failure_once(site):
    editor, platform = editor_user(), PlatformFactory(name="IT-platform", link=f"{site.url}/404")
    mails = []
    for week in range(5):
        with time_machine.travel(timezone.now() + timedelta(days=8 * week), tick=True):
            check_links()
            mails.append(OutboxMessage.objects.filter(kind="links_dead").count())

    assert mails == [0, 0, 1, 1, 1]
    mail, check = OutboxMessage.objects.get(kind="links_dead"), LinkCheck.objects.dead().get()
    assert (mail.recipient, mail.context["links"]) == (editor.email, [{"url": platform.link, "where": "IT-platform"}])
    assert (check.failures, check.status) == (5, 404)


@pytest.mark.django_db
def test_check_links_forgives_what_answers_again(site):
    platform = PlatformFactory(link=f"{site.url}/200")
    long_ago = timezone.now() - timedelta(days=8)
    LinkCheckFactory(url=platform.link, checked_at=long_ago, failing_since=long_ago, failures=2)

    check_links()

    check = LinkCheck.objects.get()
    assert (check.failures, check.failing_since) == (0, None)


@pytest.mark.django_db
def test_check_links_notes_nothing_when_no_host_answers(site):
    PlatformFactory(link="http://127.0.0.1:9/")
    PlatformFactory(link="http://localhost:9/")

    check_links()

    assert not LinkCheck.objects.exists()


@pytest.mark.django_db
def test_check_links_forgets_what_stands_nowhere_any_more(site):
    LinkCheckFactory(url="https://example.org/oud")

    check_links()

    assert not LinkCheck.objects.exists()
