"""The pages on which somebody leaves: for oneself, and for somebody else."""

import pytest
import time_machine

from members.models import Person
from sectors.models import Appointment, Seat
from tests.factories import (
    DAY,
    ActionItemFactory,
    AppointmentFactory,
    CircleCoordinatorFactory,
    NetworkMembershipFactory,
    PersonFactory,
    ProgrammeLeaderFactory,
    SeatFactory,
    SectorMembershipFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

LEAVE = "/mijn/vertrek/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(DAY, 10), tick=False):
        yield


@pytest.fixture
def account(client):
    account = member_user(name="Anna Bakker")
    client.force_login(account)
    return account


@pytest.fixture
def organisation():
    return NetworkMembershipFactory(organisation__name="Waterschap Voorbeeld").organisation


def text_of(response):
    return response.content.decode()


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
def test_departure_of_a_person_opens_to_managers_of_the_organisation_and_editors(client, organisation, method):
    person = PersonFactory(organisation=organisation)
    url = f"/personen/{person.pk}/vertrek/"

    assert client.get(url).status_code == 302
    assert who_gets(client, url, cast_for(organisation), method) == {"manager", "editor", "admin"}


def test_departure_of_an_editor_opens_to_editors_and_of_an_admin_to_admins(client, organisation):
    cast = cast_for(organisation)
    editor = PersonFactory(organisation=organisation, account=editor_user())
    admin = PersonFactory(organisation=organisation, account=admin_user())

    assert who_gets(client, f"/personen/{editor.pk}/vertrek/", cast, "get") == {"editor", "admin"}
    assert who_gets(client, f"/personen/{admin.pk}/vertrek/", cast, "get") == {"admin"}


def test_departure_of_nobody_is_not_found(client):
    client.force_login(editor_user())

    assert client.get("/personen/999999/vertrek/").status_code == 404


def test_leave_page_asks_for_confirmation(client, account):
    response = client.post(LEAVE, {"on": "2027-04-22"})

    assert set(response.context["form"].errors) == {"confirmed"}
    assert Person.objects.get(account=account).left_on is None


@pytest.mark.parametrize("day", ["", "x", "2027-04-21", "2028-04-24"])
def test_leave_page_refuses_a_wrong_day(client, account, day):
    response = client.post(LEAVE, {"on": day, "confirmed": "on"})

    assert set(response.context["form"].errors) == {"on"}


def test_leave_page_today_signs_out_and_says_so_on_the_front_page(client, account):
    response = client.post(LEAVE, {"on": "2027-04-22", "confirmed": "on"}, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert not response.context["signed_in"]
    assert "Anna Bakker" in text_of(response)
    assert client.get(LEAVE).status_code == 302


def test_leave_page_for_a_day_to_come_shows_that_day(client, account):
    response = client.post(LEAVE, {"on": "2027-05-01", "confirmed": "on"}, follow=True)

    assert response.redirect_chain == [(LEAVE, 302)]
    assert '<form class="form"' not in text_of(response)


def test_leave_page_sent_twice_says_that_the_day_is_set(client, account):
    client.post(LEAVE, {"on": "2027-05-01", "confirmed": "on"})

    response = client.post(LEAVE, {"on": "2027-05-02", "confirmed": "on"})

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert str(Person.objects.get(account=account).left_on) == "2027-05-01"


def test_leave_page_names_circles_that_need_a_coordinator(client, account):
    circle = CircleCoordinatorFactory(person=account.person).circle

    assert [link.name for link in client.get(LEAVE).context["ends"].coordinated] == [circle.name]


def test_leave_page_refuses_the_last_admin(client):
    admin = admin_user()
    PersonFactory(account=admin)
    client.force_login(admin)

    response = client.post(LEAVE, {"on": "2027-04-22", "confirmed": "on"})

    assert response.context["form"].non_field_errors()
    assert Person.objects.get(account=admin).left_on is None


def test_person_page_has_somebody_leave_some_time_back(client, organisation):
    client.force_login(editor_user())
    person = PersonFactory(organisation=organisation, account=UserFactory())
    successor = PersonFactory(organisation=organisation)
    action = ActionItemFactory(owner=person)
    sent = {"on": "2027-03-01", "confirmed": "on", "successor": successor.pk}

    response = client.post(f"/personen/{person.pk}/vertrek/", sent)

    action.refresh_from_db()
    assert response["Location"] == organisation.get_absolute_url()
    assert str(Person.objects.get(pk=person.pk).left_on) == "2027-03-01"
    assert action.owner == successor


def test_person_page_refuses_a_manager_who_lost_the_role(client, organisation):
    manager = manager_user(SectorMembershipFactory(organisation=organisation).sector)
    person = PersonFactory(organisation=organisation)
    client.force_login(manager)
    client.get(f"/personen/{person.pk}/vertrek/")
    Appointment.objects.update(until=DAY)

    response = client.post(f"/personen/{person.pk}/vertrek/", {"on": "2027-04-22", "confirmed": "on"})

    assert response.status_code == 403
    assert Person.objects.get(pk=person.pk).left_on is None


@pytest.mark.parametrize("number", [1, 3])
def test_leave_page_asks_the_same_whatever_the_number(client, account, number, django_assert_num_queries):
    for _each in range(number):
        SeatFactory(person=account.person)
        AppointmentFactory(person=account.person)
        ActionItemFactory(owner=account.person)
        CircleCoordinatorFactory(person=account.person)
        ProgrammeLeaderFactory(person=account.person)

    with django_assert_num_queries(12):
        client.get(LEAVE)


def test_seats_of_others_are_left_alone(client, account):
    other = SeatFactory()

    client.post(LEAVE, {"on": "2027-04-22", "confirmed": "on"})

    assert Seat.objects.get(pk=other.pk).until is None
