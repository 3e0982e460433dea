"""The page on which an organisation leaves."""

import pytest
import time_machine

from members.models import NetworkMembership, OutboxMessage
from portal.departures import end_membership
from tests.factories import (
    DAY,
    ActionItemFactory,
    AppointmentFactory,
    CircleCoordinatorFactory,
    HostingFactory,
    JointActivityFactory,
    NetworkMembershipFactory,
    PersonFactory,
    ProgrammeLeaderFactory,
    SeatFactory,
    SectorMembershipFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(DAY, 10), tick=False):
        yield


@pytest.fixture
def organisation():
    return NetworkMembershipFactory(organisation__name="Waterschap Voorbeeld").organisation


def cast_for(organisation):
    sector = SectorMembershipFactory(organisation=organisation).sector
    return {
        "member": member_user(organisation),
        "chair": chair_user(sector),
        "manager": manager_user(sector),
        "other manager": manager_user(SectorMembershipFactory().sector),
        "editor": editor_user(),
        "admin": admin_user(),
    }


def who_gets(client, url, cast, method):
    answers = {}
    for name, user in cast.items():
        client.force_login(user)
        answers[name] = getattr(client, method)(url).status_code
    assert set(answers.values()) <= {200, 403}
    return {name for name, status in answers.items() if status == 200}


@pytest.mark.parametrize("method", ["get", "post"])
def test_departure_of_an_organisation_opens_to_editors(client, organisation, method):
    url = f"/leden/{organisation.slug}/vertrek/"

    assert client.get(url).status_code == 302
    assert who_gets(client, url, cast_for(organisation), method) == {"editor", "admin"}


def test_departure_of_nobody_is_not_found(client):
    client.force_login(editor_user())

    assert client.get("/leden/niemand/vertrek/").status_code == 404


@pytest.fixture
def editor(client):
    editor = editor_user()
    client.force_login(editor)
    return editor


def page_of(organisation):
    return f"/leden/{organisation.slug}/vertrek/"


def test_organisation_page_lists_what_ends_and_what_needs_a_home(client, editor, organisation):
    account = member_user(organisation, name="Anna Bakker")
    sector = SectorMembershipFactory(organisation=organisation).sector
    seat = SeatFactory(person=account.person, sector=sector)
    platform = HostingFactory(organisation=organisation).platform
    circle = CircleCoordinatorFactory(person=account.person).circle
    programme = ProgrammeLeaderFactory(person=account.person).programme
    activity = JointActivityFactory(lead=organisation)

    standing = client.get(page_of(organisation)).context["standing"]

    assert [link.name for link in standing.sectors] == [sector.name]
    assert [(line[0], line[2]) for line in standing.people] == [("Anna Bakker", seat.sector.name)]
    homes = [standing.homes.platforms, standing.homes.circles, standing.homes.programmes, standing.homes.activities]
    assert [[link.name for link in links] for links in homes] == [
        [platform.name],
        [circle.name],
        [programme.name],
        [activity.title],
    ]


def test_organisation_page_ends_the_membership_and_keeps_listing_what_needs_a_home(client, editor, organisation):
    account = member_user(organisation)
    hosting = HostingFactory(organisation=organisation)

    response = client.post(
        page_of(organisation), {"on": "2027-04-22", "reason": "Fusie", "confirmed": "on"}, follow=True
    )

    account.refresh_from_db()
    assert not account.is_active
    assert not NetworkMembership.objects.current().filter(organisation=organisation).exists()
    assert [link.name for link in response.context["standing"].homes.platforms] == [hosting.platform.name]
    assert OutboxMessage.objects.filter(kind="leave_organisation").count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"on": "2027-04-22"}, "confirmed"),
        ({"on": "", "confirmed": "on"}, "on"),
        ({"on": "2027-02-20", "confirmed": "on"}, "on"),
        ({"on": "2027-04-22", "confirmed": "on", "reason": "x" * 501}, "reason"),
    ],
)
def test_organisation_page_refuses_wrong_input_on_the_field(client, editor, organisation, sent, field):
    response = client.post(page_of(organisation), sent)

    assert set(response.context["form"].errors) == {field}
    assert NetworkMembership.objects.current().filter(organisation=organisation).exists()


def test_organisation_page_of_who_left_already_says_so(client, editor, organisation):
    end_membership(organisation=organisation, on=DAY, by=editor)

    response = client.post(page_of(organisation), {"on": "2027-04-22", "confirmed": "on"})

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_organisation_page_says_which_accounts_stay_open(client, editor, organisation):
    member_user(organisation, name="Anna")
    PersonFactory(organisation=organisation, name="Bea", account=editor_user())
    ProgrammeLeaderFactory(person=member_user(organisation, name="Cees").person)
    SeatFactory(person=PersonFactory(organisation=organisation, name="Dirk"))
    PersonFactory(organisation=organisation, name="Eef")

    lines = client.get(page_of(organisation)).context["standing"].people

    texts = [account for _name, account, _seats, _roles in lines]
    assert [line[0] for line in lines] == ["Anna", "Bea", "Cees", "Dirk"]
    assert len(set(texts)) == 4


@pytest.mark.parametrize("number", [1, 3])
def test_organisation_page_asks_the_same_whatever_the_number(
    client, editor, organisation, number, django_assert_num_queries
):
    for _each in range(number):
        account = member_user(organisation)
        SeatFactory(person=account.person, sector=SectorMembershipFactory(organisation=organisation).sector)
        AppointmentFactory(person=account.person)
        ActionItemFactory(owner=account.person)
        HostingFactory(organisation=organisation)
        CircleCoordinatorFactory(person=account.person)
        ProgrammeLeaderFactory(person=account.person)
        JointActivityFactory(lead=organisation)

    with django_assert_num_queries(15):
        client.get(page_of(organisation))
