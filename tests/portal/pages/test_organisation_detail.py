"""The page of an organisation, member of the network or not."""

from datetime import date, timedelta

import pytest
import time_machine

from members.models import Organisation, Person
from programmes.models import Programme
from sectors.models import Appointment
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    CircleCoordinatorFactory,
    HandoverFactory,
    HostingFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    SectorMembershipFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/leden/gemeente-assen/"
TODAY = date(2027, 4, 1)
READERS = {
    "visitor": None,
    "outsider": UserFactory,
    "member": member_user,
    "editor": editor_user,
    "admin": admin_user,
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def assen():
    return OrganisationFactory(name="Gemeente Assen", slug="gemeente-assen", seat="Assen", province="Drenthe")


def sign_in(client, reader):
    if READERS[reader]:
        client.force_login(READERS[reader]())


def people(client):
    return {row.name for row in client.get(URL).context["people"]}


def test_facts_of_a_member(client, assen):
    NetworkMembershipFactory(organisation=assen, since=date(2016, 1, 1))

    response = client.get(URL)

    assert [value for _label, value in response.context["facts"]][:2] == ["Assen", "Drenthe"]
    assert Page(response.text).together("1 januari 2016")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2016, 1, 1), None, "since 1 January 2016"),
        (None, None, "yes, since when is not known"),
        (date(2016, 1, 1), date(2020, 1, 1), "until 1 January 2020"),
    ],
)
def test_membership_is_told_as_far_as_known(client, assen, since, until, said):
    client.cookies["brink_language"] = "en"
    NetworkMembershipFactory(organisation=assen, since=since, until=until)

    assert client.get(URL).context["facts"][-1] == ("Member of the network", said)


def test_organisation_that_is_no_member_says_so(client, assen):
    client.cookies["brink_language"] = "en"

    response = client.get(URL)

    assert response.context["facts"][-1] == ("Member of the network", "no")
    assert "not a member of the network" in response.text


def test_sectors_of_today_stand_before_earlier_ones(client, assen):
    SectorMembershipFactory(organisation=assen, sector__name="Zorg", since=date(2026, 1, 1), until=date(2027, 1, 1))
    SectorMembershipFactory(organisation=assen, sector__name="Water", sector__slug="water", since=date(2020, 1, 1))
    SectorMembershipFactory(sector__name="Van een ander")

    response = client.get(URL)

    assert [(row.name, row.is_current) for row in response.context["sectors"]] == [("Water", True), ("Zorg", False)]
    assert "/sectoren/water/" in Page(response.text).links


def test_platforms_show_current_and_past_hosting(client, assen):
    HostingFactory(organisation=assen, platform__name="Loket", platform__slug="loket", since=date(2025, 1, 1))
    HostingFactory(organisation=assen, platform__name="Archief", since=date(2010, 1, 1), until=date(2015, 1, 1))

    response = client.get(URL)

    assert [(row.name, row.is_current) for row in response.context["platforms"]] == [
        ("Loket", True),
        ("Archief", False),
    ]
    assert "/platforms/loket/" in Page(response.text).links


def test_programme_that_ended_is_past(client, assen):
    ended = {"state": Programme.State.ENDED, "ended_on": date(2018, 7, 1)}
    ProgrammeParticipantFactory(organisation=assen, **{f"programme__{name}": value for name, value in ended.items()})
    ProgrammeParticipantFactory(organisation=assen, programme__state=Programme.State.RUNNING)

    rows = client.get(URL).context["programmes"]

    assert [row.is_current for row in rows] == [True, False]
    assert "1 juli 2018" in rows[1].period


def test_kin_is_linked_both_ways(client, assen):
    whole = OrganisationFactory(name="Samen Drenthe", slug="samen-drenthe", kind=Organisation.Kind.PARTNERSHIP)
    whole.consists_of.add(assen)
    OrganisationFactory(name="Gemeente Smilde", slug="smilde", succeeded_by=assen)

    links = Page(client.get(URL).text).links

    assert {"/leden/samen-drenthe/", "/leden/smilde/"} <= set(links)
    assert URL in Page(client.get("/leden/samen-drenthe/").text).links
    assert URL in Page(client.get("/leden/smilde/").text).links


def test_mergers_are_followed_to_both_ends(client, assen):
    heir = OrganisationFactory(name="Gemeente Drenthe", slug="drenthe")
    last = OrganisationFactory(name="Gemeente Noord", slug="noord")
    smilde = OrganisationFactory(name="Gemeente Smilde", slug="smilde", succeeded_by=assen)
    OrganisationFactory(name="Gemeente Hoogersmilde", slug="hoogersmilde", succeeded_by=smilde)
    OrganisationFactory(name="Gemeente Elders", succeeded_by=heir)
    Organisation.objects.filter(pk=assen.pk).update(succeeded_by=heir)
    Organisation.objects.filter(pk=heir.pk).update(succeeded_by=last)

    response = client.get(URL)

    kin = response.context["kin"]
    assert [(each.name, each.into) for each in kin.forerunners] == [
        ("Gemeente Hoogersmilde", "Gemeente Smilde"),
        ("Gemeente Smilde", ""),
    ]
    assert [each.url for each in kin.successors] == ["/leden/drenthe/", "/leden/noord/"]
    assert {"/leden/drenthe/", "/leden/noord/", "/leden/smilde/", "/leden/hoogersmilde/"} <= set(
        Page(response.text).links
    )


def test_mergers_in_a_circle_come_to_an_end(client, assen):
    other = OrganisationFactory(name="Gemeente Smilde", slug="smilde", succeeded_by=assen)
    Organisation.objects.filter(pk=assen.pk).update(succeeded_by=other)

    kin = client.get(URL).context["kin"]

    assert [each.name for each in kin.successors] == ["Gemeente Smilde"]
    assert [each.name for each in kin.forerunners] == ["Gemeente Smilde"]


def test_people_who_left_the_network_are_not_shown(client, assen):
    PersonFactory(organisation=assen, left_on=TODAY)
    coming = PersonFactory(organisation=assen, left_on=TODAY + timedelta(days=1))
    client.force_login(admin_user())

    assert people(client) == {coming.name}


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("visitor", {"Voorzitter", "Leider", "Trekker", "Bereikbaar"}),
        ("outsider", {"Voorzitter", "Leider", "Trekker", "Bereikbaar"}),
        ("member", {"Voorzitter", "Leider", "Trekker", "Bereikbaar", "Collega", "Stil", "Was voorzitter"}),
        ("editor", {"Voorzitter", "Leider", "Trekker", "Bereikbaar", "Collega", "Stil", "Was voorzitter"}),
    ],
)
def test_people_show_to_who_may_know_of_them(client, assen, reader, seen):
    AppointmentFactory(person=PersonFactory(name="Voorzitter", organisation=assen))
    AppointmentFactory(person=PersonFactory(name="Was voorzitter", organisation=assen), until=TODAY)
    ProgrammeLeaderFactory(person=PersonFactory(name="Leider", organisation=assen))
    CircleCoordinatorFactory(person=PersonFactory(name="Trekker", organisation=assen))
    PersonFactory(name="Bereikbaar", organisation=assen, contact_visibility=Person.ContactVisibility.EVERYONE)
    PersonFactory(name="Collega", organisation=assen)
    PersonFactory(name="Stil", organisation=assen, contact_visibility=Person.ContactVisibility.NOBODY)
    PersonFactory(name="Elders", organisation=OrganisationFactory())
    sign_in(client, reader)

    assert people(client) == seen


@pytest.mark.parametrize(
    ("visibility", "who"),
    [
        ("everyone", {"visitor", "outsider", "member", "editor", "admin"}),
        ("members", {"member", "editor", "admin"}),
        ("nobody", {"admin"}),
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_contact_details_show_to_whom_they_are_meant_for(client, assen, visibility, who, reader):
    person = PersonFactory(
        organisation=assen, email="jan@example.org", phone="000 123 45 67", contact_visibility=visibility
    )
    AppointmentFactory(person=person)
    sign_in(client, reader)

    html = client.get(URL).text

    assert ("jan@example.org" in html) is (reader in who)
    assert ("000 123 45 67" in html) is ("0001234567" in html) is (reader in who)


def test_roles_stand_beside_the_name(client, assen):
    person = PersonFactory(name="Jan Bakker", organisation=assen, job_title="Adviseur")
    AppointmentFactory(sector__name="Water", person=person, role=Appointment.Role.PROGRAMME_MANAGER)
    CircleCoordinatorFactory(circle__name="Inkoop", person=person)

    assert Page(client.get(URL).text).together("Jan Bakker", "Adviseur", "Water", "Inkoop")


def test_unknown_organisation_is_not_found(client, assen):
    assert client.get("/leden/bestaat-niet/").status_code == 404


def test_head_and_other_methods(client, assen):
    assert client.head(URL).status_code == 200
    assert client.post(URL).status_code == 405


def test_visitor_gets_no_cookie_and_no_token(client, assen):
    response = client.get(URL)

    assert not response.cookies
    assert "csrf" not in response.text.lower()


def test_dutch_content_is_marked_on_an_english_page(client, assen):
    SectorMembershipFactory(organisation=assen, sector__name="Water", sector__slug="water")
    client.cookies["brink_language"] = "en"

    html = client.get(URL).text

    assert '<h1 lang="nl">Gemeente Assen</h1>' in html
    assert '<a href="/sectoren/water/" lang="nl">Water</a>' in html


def fill(organisation, rows):
    NetworkMembershipFactory(organisation=organisation)
    for _ in range(rows):
        SectorMembershipFactory(organisation=organisation)
        HostingFactory(organisation=organisation)
        ProgrammeParticipantFactory(organisation=organisation)
        AppointmentFactory(person__organisation=organisation)
        organisation.consists_of.add(OrganisationFactory())
        OrganisationFactory(succeeded_by=organisation)


@pytest.mark.parametrize("rows", [1, 10, 60, 600])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, assen, rows):
    NetworkFactory()
    fill(assen, rows)

    with django_assert_num_queries(6):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60, 600])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, assen, rows):
    NetworkFactory()
    fill(assen, rows)
    client.force_login(member_user())

    with django_assert_num_queries(9):
        client.get(URL)


def test_what_forerunners_did_is_told_under_their_name(client, assen):
    smilde = OrganisationFactory(name="Gemeente Smilde", slug="smilde", succeeded_by=assen)
    oldest = OrganisationFactory(name="Gemeente Oudste", succeeded_by=smilde)
    NetworkMembershipFactory(organisation=oldest, since=date(2012, 1, 1), until=date(2015, 1, 1))
    HostingFactory(organisation=smilde, since=date(2010, 1, 1), until=date(2015, 1, 1))
    ProgrammeParticipantFactory(organisation=oldest)
    handover = HandoverFactory(
        outside_body="", organisation=smilde, accepted_at=moment(), acceptance_source="Communiqué"
    )
    AttendanceFactory(organisation=smilde, presence="present")
    AttendanceFactory(organisation=smilde, presence="absent")

    visited = client.get(URL).context
    client.force_login(member_user())
    carried = client.get(URL).context["carried"]

    assert [row.as_name for row in visited["programmes"]] == ["Gemeente Oudste"]
    assert [row.as_name for row in visited["platforms"]] == ["Gemeente Smilde"]
    assert [link.url for link in carried.received] == [f"/programmas/{handover.programme.slug}/"]
    assert "1 januari 2012" in carried.facts[0][1]
    assert "Gemeente Oudste" in carried.facts[0][1]
    assert (len(visited["carried"].facts), carried.facts[1][1]) == (1, "1")


def test_organisation_without_forerunners_carries_nothing_of_others(client, assen):
    NetworkMembershipFactory(organisation=assen, since=date(2012, 1, 1))
    HandoverFactory(outside_body="", organisation=assen, accepted_at=moment(), acceptance_source="Communiqué")

    carried = client.get(URL).context["carried"]

    assert (carried.facts, carried.received) == ([], ())
