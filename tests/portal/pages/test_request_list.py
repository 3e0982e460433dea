"""/aanvragen/: who waits, what was decided, and for whose eyes."""

from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress

from members.models import MemberRequest
from portal.views.requests import DECIDED_SHOWN
from tests.factories import (
    MemberRequestFactory,
    OrganisationFactory,
    SeatWishFactory,
    SectorFactory,
    SectorMembershipFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/aanvragen/"
NOW = moment(date(2027, 4, 22), 10)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory()


@pytest.fixture
def organisation(sector):
    return SectorMembershipFactory(sector=sector).organisation


def ask(organisation, **fields):
    asked = MemberRequestFactory(organisation=organisation, **fields)
    EmailAddress.objects.create(user=asked.account, email=asked.account.email, verified=True, primary=True)
    return asked


def decided(organisation, by, days=1, **fields):
    return ask(organisation, decided_at=NOW - timedelta(days=days), decided_by=by, **{"state": "approved", **fields})


def names(response):
    return [asked.name for asked in response.context["waiting"]], [each.name for each in response.context["decided"]]


def test_visitor_signs_in_first(client):
    assert client.get(URL).headers["Location"] == "/account/login/?next=/aanvragen/"


@pytest.mark.parametrize("make", [UserFactory, member_user, lambda: chair_user(SectorFactory())])
def test_page_is_closed_to_who_decides_nothing(client, make):
    client.force_login(make())

    assert client.get(URL).status_code == 403


@pytest.mark.parametrize("make", [editor_user, admin_user])
def test_editor_sees_every_request(client, organisation, make):
    ask(organisation, name="Eerst", asked_at=NOW - timedelta(days=2))
    ask(OrganisationFactory(), name="Daarna")
    client.force_login(make())

    assert names(client.get(URL)) == (["Eerst", "Daarna"], [])


def test_manager_sees_requests_of_the_own_sectors(client, sector, organisation):
    manager = manager_user(sector)
    ask(organisation, name="Van hier")
    decided(organisation, manager, name="Al binnen")
    ask(OrganisationFactory(), name="Van elders")
    decided(OrganisationFactory(), manager, name="Elders binnen")
    client.force_login(manager)

    assert names(client.get(URL)) == (["Van hier"], ["Al binnen"])


def test_request_shows_who_asks_for_what(client, sector, organisation):
    asked = ask(organisation, name="Nynke Nieuwveen", note="Ik begin in mei.")
    SeatWishFactory(request=asked, sector=SectorFactory(name="Overheden"))
    client.force_login(manager_user(sector))

    page = Page(client.get(URL).text)

    assert page.together(
        "Nynke Nieuwveen", asked.account.email, organisation.name, "Ik begin in mei.", "Overheden", within=400
    )
    assert f"/aanvragen/{asked.pk}/" in page.links


def test_script_in_a_request_is_text(client, sector, organisation):
    ask(organisation, name="<script>alert(1)</script>", note="<img src=x onerror=alert(1)>")
    client.force_login(manager_user(sector))

    page = client.get(URL).text

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_decided_requests_are_the_last_ones_first(client, organisation):
    editor = editor_user()
    MemberRequest.objects.bulk_create(
        MemberRequest(
            account=editor,
            name=f"Nummer {days}",
            organisation=organisation,
            state="refused",
            reason="Onbekend",
            decided_at=NOW - timedelta(days=days),
            decided_by=editor,
        )
        for days in range(DECIDED_SHOWN + 3)
    )
    client.force_login(editor_user())

    _waiting, listed = names(client.get(URL))

    assert listed == [f"Nummer {days}" for days in range(DECIDED_SHOWN)]


def test_page_without_requests_says_what_comes(client):
    client.force_login(editor_user())

    assert 'class="empty"' in client.get(URL).text


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_grow(client, sector, organisation, number, django_assert_num_queries):
    for _place in range(number):
        SeatWishFactory(request=ask(organisation))
        decided(organisation, member_user())
    client.force_login(manager_user(sector))

    with django_assert_num_queries(8):
        client.get(URL)
