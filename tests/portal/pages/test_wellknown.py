"""robots.txt, sitemap.xml and security.txt."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from meetings.models import Meeting
from tests.factories import ArticleFactory, MeetingFactory, NetworkFactory, SectorFactory

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_robots_names_the_site_map_and_closes_the_admin(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert "Disallow: /beheer/" in lines
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines


def test_sitemap_lists_what_a_visitor_may_see(client):
    shown = [
        SectorFactory(),
        MeetingFactory(state=Meeting.State.SCHEDULED),
        ArticleFactory(published_at=timezone.now() - timedelta(days=1)),
    ]
    hidden = [
        SectorFactory(is_active=False),
        MeetingFactory(state=Meeting.State.DRAFT),
        MeetingFactory(state=Meeting.State.SCHEDULED, visibility=Meeting.Visibility.NETWORK),
        ArticleFactory(published_at=timezone.now() + timedelta(days=1)),
    ]

    root = ET.fromstring(client.get("/sitemap.xml").content)

    paths = {location.text.removeprefix("http://testserver") for location in root.iter(f"{SITEMAP}loc")}
    assert {row.get_absolute_url() for row in shown} <= paths
    assert not {row.get_absolute_url() for row in hidden} & paths
    assert "/toegankelijkheid/" in paths


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_sitemap_queries_do_not_grow(client, django_assert_num_queries, rows):
    SectorFactory.create_batch(rows)
    ArticleFactory.create_batch(rows, published_at=timezone.now() - timedelta(days=1))

    with django_assert_num_queries(9):
        client.get("/sitemap.xml")


def test_security_txt_expires_within_a_year(client):
    NetworkFactory(contact_email="bureau@example.org")

    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())

    assert fields["Contact"] == "mailto:bureau@example.org"
    now = datetime.now(UTC)
    assert now < datetime.fromisoformat(fields["Expires"]) < now + timedelta(days=365)


def test_security_txt_without_an_address_points_to_the_site(client):
    assert "Contact: http://localhost:8000/\n" in client.get("/.well-known/security.txt").text
