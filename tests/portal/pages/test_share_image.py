"""Pictures that go with pages when they are shared."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import caches
from django.utils import timezone
from PIL import Image

from meetings.models import Meeting
from portal.share_image import ShareImage
from tests.factories import (
    ArticleFactory,
    KnowledgeCircleFactory,
    MeetingFactory,
    NetworkFactory,
    OrganisationFactory,
    PlatformFactory,
    ProgrammeFactory,
    SectorFactory,
    admin_user,
    moment,
)

pytestmark = pytest.mark.django_db

DAY = date(2027, 4, 22)
KINDS = [
    (SectorFactory, "sectoren"),
    (OrganisationFactory, "leden"),
    (ProgrammeFactory, "programmas"),
    (PlatformFactory, "platforms"),
    (KnowledgeCircleFactory, "kenniskringen"),
    (ArticleFactory, "nieuws"),
]


def kept(**values):
    return caches["pictures"].get(ShareImage(network="Brink", palette="brink", **values).key)


@pytest.mark.parametrize(("factory", "word"), KINDS)
def test_page_has_a_picture(client, factory, word):
    response = client.get(f"/deelbeeld/{word}/{factory().slug}.png")

    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_network_has_a_picture_with_its_name_and_palette(client):
    NetworkFactory(name="Netwerk Twente", tagline="samen slim", palette="getij")

    content = client.get("/deelbeeld/netwerk.png").content

    shown = ShareImage("Netwerk Twente", "samen slim", "Netwerk Twente", "getij", "brink", "klinker", "koolzaad")
    assert content == shown.png()


def test_meeting_shows_both_sectors_and_its_day(client):
    meeting = MeetingFactory(title="Crisis", starts=moment(DAY), ends=moment(DAY, 16))
    meeting.joint_sectors.add(SectorFactory(band="wad"))

    content = client.get(f"/deelbeeld/bijeenkomsten/{meeting.pk}.png").content

    seed = f"meeting-{meeting.pk}"
    assert content == kept(
        title="Crisis", kicker="Sectorbijeenkomst · 22 april 2027", seed=seed, band="klinker", second_band="wad"
    )


def test_cancelled_meeting_says_so(client):
    cancelled = {"state": Meeting.State.CANCELLED, "state_reason": "Storm"}
    meeting = MeetingFactory(title="Crisis", starts=moment(DAY), ends=moment(DAY, 16), **cancelled)

    client.get(f"/deelbeeld/bijeenkomsten/{meeting.pk}.png")

    line = "Sectorbijeenkomst · 22 april 2027 · Afgelast"
    assert kept(title="Crisis", kicker=line, seed=f"meeting-{meeting.pk}", band="klinker")


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Meeting.Visibility.NETWORK},
        {"visibility": Meeting.Visibility.INVITED},
        {"state": Meeting.State.DRAFT},
    ],
)
def test_meeting_that_a_visitor_may_not_know_of_has_none_for_anybody(client, hidden):
    meeting = MeetingFactory(**hidden)
    client.force_login(admin_user())

    assert client.get(f"/deelbeeld/bijeenkomsten/{meeting.pk}.png").status_code == 404


@pytest.mark.parametrize(
    "hidden",
    [
        {"published_at": None},
        {"published_at": timezone.now() + timedelta(days=400)},
        {"withdrawn_at": timezone.now()},
    ],
)
def test_article_that_readers_do_not_see_has_none(client, hidden):
    article = ArticleFactory(**hidden)

    assert client.get(f"/deelbeeld/nieuws/{article.slug}.png").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *(f"{word}/onbekend" for _factory, word in KINDS),
        *("bijeenkomsten/0", "bijeenkomsten/x", f"bijeenkomsten/{'9' * 30}", "bijeenkomsten/-1", "mensen/1"),
    ],
)
def test_picture_of_nothing_is_not_found(client, path):
    assert client.get(f"/deelbeeld/{path}.png").status_code == 404


def test_picture_is_drawn_once(client, django_assert_num_queries):
    sector = SectorFactory()
    address = f"/deelbeeld/sectoren/{sector.slug}.png"
    first = client.get(address)
    key = first.headers["ETag"].strip('"')
    caches["pictures"].set(key, b"kept")

    with django_assert_num_queries(2):
        assert client.get(address).content == b"kept"


def test_picture_follows_a_new_title(client):
    sector = SectorFactory(name="Zorg")
    address = f"/deelbeeld/sectoren/{sector.slug}.png"
    before = client.get(address)
    sector.name = "Zorg en welzijn"
    sector.save()

    after = client.get(address)

    assert before.headers["ETag"] != after.headers["ETag"]
    assert before.content != after.content


def test_picture_may_be_kept_by_everyone_and_is_not_sent_twice(client):
    address = f"/deelbeeld/leden/{OrganisationFactory().slug}.png"
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert "Cookie" not in first.headers.get("Vary", "")
    assert (again.status_code, again.content) == (304, b"")


def test_picture_speaks_dutch_whatever_the_cookie_says(client):
    address = f"/deelbeeld/kenniskringen/{KnowledgeCircleFactory().slug}.png"
    dutch = client.get(address).content
    client.cookies["brink_language"] = "en"

    assert client.get(address).content == dutch


def test_picture_is_only_read(client):
    assert client.post("/deelbeeld/netwerk.png").status_code == 405
