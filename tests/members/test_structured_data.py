"""JSON-LD from plain values."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.structured_data import (
    EventStatus,
    article_node,
    breadcrumb_node,
    event_node,
    full,
    graph,
    network_link,
    network_node,
    organisation_node,
    organiser_node,
    person_node,
)

STARTS = datetime(2027, 4, 22, 11, 30, tzinfo=UTC)
SITE = "https://noord.example.org"


@pytest.fixture(autouse=True)
def site(settings):
    settings.PUBLIC_URL = SITE


def meeting(**values):
    return event_node(name="Overleg", page="/bijeenkomsten/1/", status=EventStatus.SCHEDULED, starts=STARTS, **values)


@given(st.text())
def test_graph_stays_inside_its_script_and_reads_back(text):
    written = graph([{"name": text}])

    assert not set("<>&") & set(written)
    assert json.loads(written) == {"@context": "https://schema.org", "@graph": [{"name": text}]}


@pytest.mark.parametrize(
    ("path", "address"),
    [("/nieuws/", f"{SITE}/nieuws/"), ("https://www.example.org/", "https://www.example.org/"), ("", "")],
)
def test_full_address_is_of_this_site_for_paths_only(path, address):
    assert full(path) == address


def test_network_leaves_out_what_is_not_known():
    assert network_node(name="Noord") == {
        "@type": "Organization",
        "@id": f"{SITE}/#network",
        "name": "Noord",
        "url": f"{SITE}/",
    }


def test_organisation_is_a_member_of_the_network_that_pages_describe():
    node = organisation_node(
        name="Gemeente Assen", page="/leden/assen/", website="https://assen.nl", seat="Assen", is_member=True
    )

    assert node == {
        "@type": "Organization",
        "@id": f"{SITE}/leden/assen/#organisation",
        "name": "Gemeente Assen",
        "url": "https://assen.nl",
        "mainEntityOfPage": f"{SITE}/leden/assen/",
        "address": {"@type": "PostalAddress", "addressLocality": "Assen"},
        "memberOf": network_link(),
    }


def test_organisation_that_is_no_member_has_no_tie_to_the_network():
    assert not {"memberOf", "address", "url"} & organisation_node(name="CBS", page="/leden/cbs/").keys()


def test_event_has_local_times_and_its_organisers():
    sector = organiser_node("Sector Zorg", "/sectoren/zorg/")

    node = meeting(ends=STARTS.replace(hour=14, minute=0), place="Assen", organisers=[sector])

    assert (node["startDate"], node["endDate"]) == ("2027-04-22T13:30:00+02:00", "2027-04-22T16:00:00+02:00")
    assert node["eventStatus"] == "https://schema.org/EventScheduled"
    assert node["location"] == {"@type": "Place", "name": "Assen", "address": "Assen"}
    assert node["organizer"] == [{"@type": "Organization", "name": "Sector Zorg", "url": f"{SITE}/sectoren/zorg/"}]


def test_event_that_is_only_online_leads_to_its_page():
    node = meeting(is_online=True)

    assert node["location"] == {"@type": "VirtualLocation", "url": f"{SITE}/bijeenkomsten/1/"}
    assert node["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_event_without_place_or_sector_is_the_networks():
    node = meeting()

    assert "location" not in node
    assert node["organizer"] == network_link()


def test_article_names_its_author_and_never_changed_before_it_appeared():
    author = person_node(name="Berend Jansma", job_title="Redacteur", organisation="CBS", page="/leden/cbs/")

    node = article_node(
        headline="Nieuws", page="/nieuws/2027/n/", published=STARTS, modified=STARTS.replace(year=2026), author=author
    )

    assert node["datePublished"] == node["dateModified"] == "2027-04-22T13:30:00+02:00"
    assert node["author"]["affiliation"] == {"@type": "Organization", "name": "CBS", "url": f"{SITE}/leden/cbs/"}
    assert node["publisher"] == network_link()


def test_article_without_an_author_is_the_networks():
    assert article_node(headline="Nieuws", page="/n/", published=STARTS)["author"] == network_link()


def test_breadcrumb_counts_from_one_and_the_page_itself_has_no_address():
    assert breadcrumb_node([("Nieuws", "/nieuws/"), ("2027", "")])["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Nieuws", "item": f"{SITE}/nieuws/"},
        {"@type": "ListItem", "position": 2, "name": "2027"},
    ]
