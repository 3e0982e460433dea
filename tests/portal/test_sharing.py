"""What machines and those who share a page get to know of it, on every kind of page."""

import json
import re
from contextlib import closing
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from meetings.models import Meeting
from members.models import Network
from tests.factories import (
    ArticleFactory,
    KnowledgeCircleFactory,
    MeetingFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    SectorFactory,
    SectorYearFactory,
    admin_user,
    member_user,
)

pytestmark = pytest.mark.django_db

SITE = "https://noord.example.org"
HOSTILE = "</script><script>alert('x')</script> & \"meer\""
LISTS = (
    *("/", "/sectoren/", "/bijeenkomsten/", "/programmas/", "/kenniskringen/", "/activiteiten/", "/leden/", "/nieuws/"),
    *("/toegankelijkheid/", "/privacy/", "/weergave/", "/zoeken/"),
)
DETAILS = {
    "sectoren": SectorFactory,
    "bijeenkomsten": MeetingFactory,
    "leden": OrganisationFactory,
    "nieuws": ArticleFactory,
    "programmas": ProgrammeFactory,
    "platforms": PlatformFactory,
    "kenniskringen": KnowledgeCircleFactory,
}


@pytest.fixture(autouse=True)
def site(settings):
    settings.PUBLIC_URL = SITE
    NetworkFactory(name="Samenwerking Noord", tagline="we unite")


class Head:
    """The part of a page that machines read."""

    def __init__(self, response):
        html = response.text
        self.properties = {
            name: unescape(value)
            for name, value in re.findall(r'<meta (?:property|name)="([\w:]+)" content="(.*?)"', html)
        }
        self.canonical = re.search(r'<link rel="canonical" href="(.*?)">', html)[1]
        self.scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
        self.feeds = re.findall(r'type="application/atom\+xml" href="(.*?)"', html)

    @property
    def nodes(self):
        (script,) = self.scripts
        return json.loads(script)["@graph"]

    @property
    def kinds(self):
        return [node["@type"] for node in self.nodes]


def node(response, kind):
    """Return the last thing of its kind that a page describes; the first is always the network."""
    return [each for each in Head(response).nodes if each["@type"] == kind][-1]


@pytest.mark.parametrize("path", LISTS)
def test_list_describes_the_network_and_its_place(client, path):
    response = client.get(path)

    head = Head(response)
    assert head.kinds == ["Organization", "BreadcrumbList"][: 1 if path == "/" else 2]
    assert head.nodes[0]["@id"] == f"{SITE}/#network"
    assert (head.nodes[0]["name"], head.nodes[0]["slogan"]) == ("Samenwerking Noord", "we unite")
    assert head.canonical == head.properties["og:url"] == SITE + path
    assert head.properties["og:image"] == f"{SITE}/deelbeeld/netwerk.png"


@pytest.mark.parametrize(("word", "factory"), DETAILS.items())
def test_page_of_a_thing_has_a_picture_of_its_own(client, word, factory):
    thing = factory()

    head = Head(client.get(thing.get_absolute_url()))

    path = head.properties["og:image"].removeprefix(SITE)
    assert path == f"/deelbeeld/{word}/{getattr(thing, 'slug', thing.pk)}.png"
    assert client.get(path).status_code == 200
    assert (head.properties["og:image:width"], head.properties["og:image:height"]) == ("1200", "630")
    assert head.properties["twitter:card"] == "summary_large_image"
    assert (getattr(thing, "name", "") or thing.title) in head.properties["og:image:alt"]


@pytest.mark.parametrize(("word", "factory"), DETAILS.items())
def test_breadcrumb_is_the_one_that_readers_see(client, word, factory):
    thing = factory()

    response = client.get(thing.get_absolute_url())

    steps = node(response, "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps[1:]] == [label for label, _url in response.context["breadcrumb"]]
    assert [step.get("item", "") for step in steps[1:]] == [
        url and SITE + url for _label, url in response.context["breadcrumb"]
    ]
    assert steps[0]["item"] == f"{SITE}/"


@pytest.mark.parametrize("factory", [SectorFactory, OrganisationFactory, ProgrammeFactory, KnowledgeCircleFactory])
def test_hostile_name_stays_text(client, factory):
    response = client.get(factory(name=HOSTILE).get_absolute_url())

    head = Head(response)
    assert len(head.scripts) == 1
    assert node(response, "BreadcrumbList")["itemListElement"][-1]["name"] == HOSTILE
    assert HOSTILE in head.properties["og:image:alt"]
    assert "<script>alert" not in response.text


def test_sector_year_shares_the_picture_of_its_sector(client):
    year = SectorYearFactory()

    head = Head(client.get(year.get_absolute_url()))

    assert head.properties["og:image"] == f"{SITE}/deelbeeld/sectoren/{year.sector.slug}.png"


def test_organisation_describes_itself(client):
    organisation = OrganisationFactory(name="Gemeente Assen", short_name="Assen", website="https://www.assen.nl/")
    NetworkMembershipFactory(organisation=organisation)

    found = node(client.get(organisation.get_absolute_url()), "Organization")

    assert found["name"] == "Gemeente Assen"
    assert (found["alternateName"], found["url"]) == ("Assen", "https://www.assen.nl/")
    assert found["memberOf"] == {"@id": f"{SITE}/#network"}


# meetings


def test_meeting_is_an_event_of_its_sectors(client):
    meeting = MeetingFactory(title="Crisis", place="Assen", summary="<p>Wie helpt?</p><p>Samen &amp; sterk</p>")
    meeting.joint_sectors.add(SectorFactory(name="Veiligheid"))

    event = node(client.get(meeting.get_absolute_url()), "Event")

    assert (event["name"], event["description"]) == ("Crisis", "Wie helpt? Samen & sterk")
    assert event["location"]["name"] == "Assen"
    assert [each["name"] for each in event["organizer"]] == [
        f"Sector {meeting.sector_year.sector.name}",
        "Sector Veiligheid",
    ]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (Meeting.State.SCHEDULED, "EventScheduled"),
        (Meeting.State.CANCELLED, "EventCancelled"),
        (Meeting.State.NOT_HELD, "EventCancelled"),
    ],
)
def test_event_says_whether_it_goes_on(client, state, status):
    meeting = MeetingFactory(state=state, state_reason="" if state == Meeting.State.SCHEDULED else "Storm")

    assert node(client.get(meeting.get_absolute_url()), "Event")["eventStatus"] == f"https://schema.org/{status}"


@pytest.mark.parametrize("make", [None, member_user, admin_user])
def test_event_never_tells_the_online_link(client, make):
    meeting = MeetingFactory(place="", online_link="https://meet.example.org/geheim")
    if make:
        client.force_login(make())

    head = Head(client.get(meeting.get_absolute_url()))

    assert "geheim" not in head.scripts[0]
    assert head.nodes[-1]["location"] == {
        "@type": "VirtualLocation",
        "url": SITE + meeting.get_absolute_url(),
    }


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Meeting.Visibility.NETWORK},
        {"visibility": Meeting.Visibility.INVITED},
        {"state": Meeting.State.DRAFT},
    ],
)
def test_meeting_that_not_everyone_may_see_is_no_event_and_has_no_picture(client, hidden):
    meeting = MeetingFactory(**hidden)
    client.force_login(admin_user())

    head = Head(client.get(meeting.get_absolute_url()))

    assert "Event" not in head.kinds
    assert head.properties["og:image"] == f"{SITE}/deelbeeld/netwerk.png"


def test_meeting_without_a_date_is_no_event_yet(client):
    meeting = MeetingFactory(starts=None, ends=None, state=Meeting.State.CANCELLED, state_reason="Geen zaal")

    assert "Event" not in Head(client.get(meeting.get_absolute_url())).kinds


# articles


def test_article_tells_who_wrote_it_and_when(client):
    organisation = OrganisationFactory(name="CBS")
    author = PersonFactory(name="Berend Jansma", job_title="Redacteur", organisation=organisation, email="b@cbs.nl")
    article = ArticleFactory(author=author, lead="Kort gezegd.")

    response = client.get(article.get_absolute_url())

    found = node(response, "NewsArticle")
    assert (found["headline"], found["description"]) == (article.title, "Kort gezegd.")
    assert found["datePublished"] == "2020-01-02T13:30:00+01:00"
    assert found["dateModified"] > found["datePublished"]
    assert found["author"] == {
        "@type": "Person",
        "name": "Berend Jansma",
        "jobTitle": "Redacteur",
        "affiliation": {
            "@type": "Organization",
            "name": "CBS",
            "url": SITE + organisation.get_absolute_url(),
        },
    }
    assert found["image"] == Head(response).properties["og:image"]
    assert "b@cbs.nl" not in Head(response).scripts[0]


def test_withdrawn_article_is_no_longer_described(client):
    article = ArticleFactory(title="Vergissing", withdrawn_at=timezone.now())

    response = client.get(article.get_absolute_url())

    assert response.status_code == 410
    assert "Vergissing" not in response.text


def test_described_pictures_are_ones_that_are_served(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = BytesIO()
    Image.new("RGB", (80, 60), "red").save(content, "PNG")
    picture = {"name": "foto.png", "content": content.getvalue()}
    organisation = OrganisationFactory(logo=SimpleUploadedFile(**picture))
    article = ArticleFactory(image=SimpleUploadedFile(**picture), image_alt="Een foto")
    Network.objects.get().delete()
    NetworkFactory(logo=SimpleUploadedFile(**picture))

    network, *_others, own = Head(client.get(organisation.get_absolute_url())).nodes
    news = node(client.get(article.get_absolute_url()), "NewsArticle")

    for address in (network["logo"], own["logo"], news["image"]):
        with closing(client.get(address.removeprefix(SITE))) as response:
            assert response.headers["Content-Type"] == "image/webp"


# canonical addresses


def test_later_page_is_its_own_canonical_address(client):
    for _ in range(26):
        MeetingFactory()

    assert Head(client.get("/bijeenkomsten/?pagina=2")).canonical == f"{SITE}/bijeenkomsten/?pagina=2"
    assert Head(client.get("/bijeenkomsten/?pagina=1")).canonical == f"{SITE}/bijeenkomsten/"


def test_later_page_of_news_is_its_own_canonical_address(client):
    for _ in range(13):
        ArticleFactory()

    assert Head(client.get("/nieuws/?pagina=2")).canonical == f"{SITE}/nieuws/?pagina=2"
    assert Head(client.get("/nieuws/2020/?pagina=2")).canonical == f"{SITE}/nieuws/2020/?pagina=2"


def test_filtered_list_leads_to_the_whole_list(client):
    year = SectorYearFactory()
    for number in range(26):
        MeetingFactory(sector_year=year, number=number + 1)
    sector = f"sector={year.sector.slug}"

    for query in (sector, f"pagina=2&{sector}", "soort=onzin", "utm_source=brief"):
        assert Head(client.get(f"/bijeenkomsten/?{query}")).canonical == f"{SITE}/bijeenkomsten/"


def test_search_has_one_canonical_address(client):
    SectorFactory(name="Zorg")

    assert Head(client.get("/zoeken/?q=zorg")).canonical == f"{SITE}/zoeken/"


# feeds and icons


def test_pages_with_a_feed_announce_it(client):
    sector, article = SectorFactory(slug="zorg"), ArticleFactory()
    year = SectorYearFactory(sector=sector)

    for path in ("/", "/nieuws/", article.get_absolute_url()):
        assert Head(client.get(path)).feeds == ["/nieuws/feed.atom"]
    for path in (sector.get_absolute_url(), year.get_absolute_url()):
        assert Head(client.get(path)).feeds == ["/sectoren/zorg/feed.atom"]


def test_favicon_leads_to_the_woven_mark(client):
    response = client.get("/favicon.ico")

    assert (response.status_code, response.headers["Location"]) == (302, "/static/img/icon-32.png")


def test_page_names_its_icons(client):
    icons = re.findall(r'<link rel="(?:icon|apple-touch-icon)" href="(.*?)"', client.get("/").text)

    assert icons == ["/static/img/icon-32.png", "/static/img/icon.svg", "/static/img/apple-touch-icon.png"]


# on paper


def test_paper_says_of_which_day_and_address_it_is(client):
    html = client.get("/sectoren/").text

    (line,) = re.findall(r'<p class="printed" hidden>(.*?)</p>', html)
    assert str(timezone.localdate().year) in line
    assert line.endswith(f"<br>{SITE}/sectoren/")
