"""/kenniskringen/<slug>/: what a circle does, when it meets and, for members, who take part."""

from datetime import date

import pytest
import time_machine

from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    GatheringFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    MeetingFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/kenniskringen/inkoop/"
KINDS = ["visitor", "outsider", "member", "editor", "admin"]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def circle():
    return KnowledgeCircleFactory(name="Inkoop", slug="inkoop", themes=["aanbesteden"])


def sign_in(client, kind):
    makers = {"outsider": UserFactory, "member": member_user, "editor": editor_user, "admin": admin_user}
    if kind != "visitor":
        client.force_login(makers[kind]())


def read(client):
    response = client.get(URL)
    assert response.status_code == 200
    return Page(response.text)


@pytest.mark.parametrize("kind", KINDS)
def test_participants_are_counted_for_all_and_named_for_members(client, circle, kind):
    CircleParticipantFactory(circle=circle, person__name="Anna Deelneemster")
    CircleParticipantFactory(circle=circle, person__name="Bram Vertrokken", until=date(2027, 1, 1))
    CircleParticipantFactory(person__name="Cor van Elders")
    sign_in(client, kind)

    page = read(client)

    assert page.together("Participants", "1", within=16)
    assert ("Anna Deelneemster" in page.text) is (kind in {"member", "editor", "admin"})
    assert "Bram Vertrokken" not in page.text
    assert "Cor van Elders" not in page.text


@pytest.mark.parametrize(
    ("visibility", "who"),
    [
        ("everyone", set(KINDS)),
        ("members", {"member", "editor", "admin"}),
        ("nobody", {"admin"}),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_address_of_the_coordinator_shows_to_whom_it_is_meant_for(client, circle, visibility, who, kind):
    person = PersonFactory(name="Douwe", email="douwe@example.org", contact_visibility=visibility)
    CircleCoordinatorFactory(circle=circle, person=person)
    sign_in(client, kind)

    html = client.get(URL).text

    assert "Douwe" in html
    assert ("douwe@example.org" in html) is (kind in who)


def test_former_coordinator_is_not_named(client, circle):
    CircleCoordinatorFactory(circle=circle, person__name="Eerder", until=date(2027, 1, 1))

    assert "Eerder" not in read(client).text


@pytest.mark.parametrize(
    ("fields", "seen_by"),
    [
        ({"visibility": "public"}, set(KINDS)),
        ({"visibility": "network"}, {"member", "editor", "admin"}),
        ({"visibility": "invited"}, {"editor", "admin"}),
        ({"state": "draft"}, {"editor", "admin"}),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_gatherings_show_to_who_may_know_of_them(client, circle, fields, seen_by, kind):
    meeting = MeetingFactory(title="Samen inkopen", sector_year=None, number=None, **fields)
    GatheringFactory(circle=circle, meeting=meeting)
    MeetingFactory(title="Van een sector")
    sign_in(client, kind)

    page = read(client)

    assert ("Samen inkopen" in page.text) is (kind in seen_by)
    assert "Van een sector" not in page.text


def test_activities_stand_by_phase_with_facts_of_their_kind(client, circle):
    lead = OrganisationFactory(name="Gemeente Assen", slug="assen")
    tender = {"kind": "tender", "state": "open", "join_before": date(2027, 5, 1)}
    JointActivityFactory(circle=circle, title="Laptops", lead=lead, **tender)
    handbook = {"kind": "handbook", "state": "done", "link": "https://example.org/handboek"}
    JointActivityFactory(circle=circle, title="Inkoopgids", lead=lead, **handbook)

    page = read(client)

    assert page.together("Laptops", "Joint tender", "Join until Saturday 1 May 2027", "Leads the tender Gemeente Assen")
    assert page.together("Inkoopgids", "Handbook", "Keeps the handbook Gemeente Assen", "Read the handbook")
    assert {"/leden/assen/", "https://example.org/handboek"} <= set(page.links)
    assert [label for label, _rows in client.get(URL).context["page"].activities] == ["You can still join", "Done"]


def test_facts_say_where_it_came_from_and_who_may_join(client, circle):
    circle.programme, circle.joining = ProgrammeFactory(name="Programma Samen", slug="samen"), "on_request"
    circle.save()

    page = read(client)

    assert page.together("Came from", "Programma Samen", within=40)
    assert page.together("Who may join", "On request", within=40)
    assert "/programmas/samen/" in page.links


@pytest.mark.parametrize("slug", ["onbekend", "x" * 500])
def test_unknown_circle_is_not_found(client, slug):
    assert client.get(f"/kenniskringen/{slug}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, circle, method):
    assert getattr(client, method)(URL).status_code == 405


def fill(circle, rows):
    CircleCoordinatorFactory(circle=circle, person__organisation=OrganisationFactory())
    for _number in range(rows):
        CircleParticipantFactory(circle=circle, person__organisation=OrganisationFactory())
        JointActivityFactory(circle=circle, lead=OrganisationFactory()).participants.add(OrganisationFactory())
        GatheringFactory(circle=circle)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, circle, rows):
    NetworkFactory()
    fill(circle, rows)

    with django_assert_num_queries(6):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, circle, rows):
    NetworkFactory()
    fill(circle, rows)
    client.force_login(member_user())

    with django_assert_num_queries(10):
        client.get(URL)
