"""The page to go over to another organisation."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from members.models import MemberRequest, Person
from portal.moving import approve_move, ask_to_move
from tests.factories import (
    DAY,
    ActionItemFactory,
    AppointmentFactory,
    HostingFactory,
    NetworkMembershipFactory,
    PersonFactory,
    SeatFactory,
    SectorMembershipFactory,
    UserFactory,
    editor_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

EMPLOYER, LEAVE = "/mijn/werkgever/", "/mijn/vertrek/"
TOMORROW = DAY + timedelta(days=1)


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


def asking(organisation):
    return f"{EMPLOYER}?organisatie={organisation.slug}"


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("url", [EMPLOYER, LEAVE])
def test_own_pages_ask_visitors_to_sign_in(client, url):
    response = client.get(url)

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


@pytest.mark.parametrize("url", [EMPLOYER, LEAVE])
def test_own_pages_send_who_waits_to_the_waiting_page(client, url):
    client.force_login(UserFactory())

    assert client.get(url)["Location"] == reverse("waiting")


@pytest.mark.parametrize("url", [EMPLOYER, LEAVE])
@pytest.mark.parametrize("method", ["get", "post"])
def test_own_pages_are_closed_to_people_of_organisations_outside(client, url, method):
    client.force_login(PersonFactory(account=UserFactory(), organisation=HostingFactory().organisation).account)

    assert getattr(client, method)(url).status_code == 403


def test_employer_page_offers_members_other_than_one_s_own(client, account, organisation):
    NetworkMembershipFactory(organisation__name="Oud-lid", until=DAY)

    page = text_of(client.get(EMPLOYER))

    assert f'value="{organisation.slug}"' in page
    assert f'value="{account.person.organisation.slug}"' not in page
    assert "Oud-lid" not in page


@pytest.mark.parametrize("slug", ["", "niemand", "%00", "x" * 300])
def test_employer_page_with_an_unknown_organisation_says_so(client, account, slug):
    response = client.get(f"{EMPLOYER}?organisatie={slug}")

    assert response.status_code in (200, 400)
    assert response.status_code == 400 or response.context["form"].errors["organisation"]


def test_employer_page_says_beforehand_what_ends(client, account, organisation):
    lost, kept = SeatFactory(person=account.person), SeatFactory(person=account.person)
    SectorMembershipFactory(organisation=organisation, sector=kept.sector)
    role = AppointmentFactory(person=account.person)
    action = ActionItemFactory(owner=account.person, due=TOMORROW)

    ends = client.get(asking(organisation)).context["ends"]

    assert [seat.name for seat in ends.seats] == [lost.sector.name]
    assert [role.sector.name in text for text in ends.roles] == [True]
    assert [each.text for each in ends.actions] == [action.text]


def test_employer_page_stores_a_request_and_shows_it(client, account, organisation):
    wished = SectorMembershipFactory(organisation=organisation).sector
    successor = PersonFactory(organisation=account.person.organisation)
    sent = {
        "moves_on": "2027-05-01",
        "job_title": "Adviseur",
        "sectors": [wished.pk],
        "successor": successor.pk,
        "note": "Tot ziens",
    }

    response = client.post(asking(organisation), sent, follow=True)

    request = MemberRequest.objects.get()
    assert (request.organisation, request.job_title, request.successor) == (organisation, "Adviseur", successor)
    assert [wish.sector for wish in request.seat_wishes.all()] == [wished]
    assert response.redirect_chain == [(EMPLOYER, 302)]
    assert response.context["asked"] == request


@pytest.mark.parametrize(
    "wrong",
    [
        {"moves_on": ""},
        {"moves_on": "gisteren"},
        {"moves_on": "2027-02-20"},
        {"moves_on": "2028-04-24"},
        {"moves_on": "9999-12-31"},
        {"job_title": "x" * 121},
        {"sectors": ["999999"]},
        {"sectors": ["x"]},
        {"successor": "999999"},
        {"successor": "x"},
        {"note": "x" * 1001},
    ],
)
def test_employer_page_refuses_wrong_input_on_the_field(client, account, organisation, wrong):
    SectorMembershipFactory(organisation=organisation)
    PersonFactory(organisation=account.person.organisation)

    response = client.post(asking(organisation), {"moves_on": "2027-04-22", **wrong})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(wrong)
    assert not MemberRequest.objects.exists()


@pytest.mark.parametrize("day", ["2027-02-21", "2027-04-22", "2028-04-22"])
def test_employer_page_takes_sixty_days_back_to_a_year_ahead(client, account, organisation, day):
    client.post(asking(organisation), {"moves_on": day})

    assert str(MemberRequest.objects.get().moves_on) == day


def test_employer_page_offers_no_successor_of_elsewhere_or_who_leaves(client, account, organisation):
    PersonFactory()
    PersonFactory(organisation=account.person.organisation, left_on=TOMORROW)
    colleague = PersonFactory(organisation=account.person.organisation)

    form = client.get(asking(organisation)).context["form"]

    assert list(form.fields["successor"].queryset) == [colleague]


def test_employer_page_keeps_script_in_a_field_as_text(client, account, organisation):
    client.post(asking(organisation), {"moves_on": "2027-04-22", "job_title": "<script>x</script>", "note": "🙂"})

    assert MemberRequest.objects.get().job_title == "<script>x</script>"
    assert "<script>x" not in text_of(client.get(EMPLOYER))


def test_employer_page_sent_twice_stores_one_request_and_says_so(client, account, organisation):
    client.post(asking(organisation), {"moves_on": "2027-04-22"})

    response = client.post(asking(organisation), {"moves_on": "2027-04-22"}, follow=True)

    assert MemberRequest.objects.count() == 1
    assert response.redirect_chain == [(EMPLOYER, 302)]
    assert len(response.context["notices"]) == 2


def test_employer_page_of_who_leaves_refuses_the_request(client, account, organisation):
    Person.objects.filter(account=account).update(left_on=TOMORROW)

    response = client.post(asking(organisation), {"moves_on": "2027-04-22"})

    assert response.context["form"].non_field_errors()
    assert not MemberRequest.objects.exists()


def test_request_can_be_withdrawn(client, account, organisation):
    request = ask_to_move(by=account, organisation=organisation, moves_on=TOMORROW)

    client.post(EMPLOYER, {"withdraw": request.pk})

    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_request_that_was_carried_out_is_not_withdrawn(client, account, organisation):
    request = ask_to_move(by=account, organisation=organisation, moves_on=DAY)
    approve_move(request=request, by=editor_user())

    response = client.post(EMPLOYER, {"withdraw": request.pk}, follow=True)

    request.refresh_from_db()
    assert (request.state, response.status_code, len(response.context["notices"])) == ("approved", 200, 1)


@pytest.mark.parametrize("key", ["x", "", "0", "9" * 40, "²"])
def test_request_of_nobody_cannot_be_withdrawn(client, account, key):
    assert client.post(EMPLOYER, {"withdraw": key}).status_code == 404


def test_request_of_somebody_else_cannot_be_withdrawn(client, account, organisation):
    request = ask_to_move(by=member_user(), organisation=organisation, moves_on=TOMORROW)

    assert client.post(EMPLOYER, {"withdraw": request.pk}).status_code == 404
    request.refresh_from_db()
    assert request.state == "waiting"
