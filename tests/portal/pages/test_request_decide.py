"""/aanvragen/<pk>/: everything of one request, approving it, and refusing it with a reason."""

from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client

from members.models import MemberRequest, Person, SecurityOrigin
from sectors.models import Appointment, Seat, Sector
from tests.factories import (
    MemberRequestFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
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

TODAY = date(2027, 4, 22)
APPROVE = {"decision": "approve"}
REFUSE = {"decision": "refuse", "reason": "U werkt hier niet."}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory(name="Overheden", slug="overheden")


@pytest.fixture
def asked(sector):
    organisation = NetworkMembershipFactory(organisation__name="Gemeente Voorbeeld").organisation
    SectorMembershipFactory(sector=sector, organisation=organisation)
    asked = MemberRequestFactory(organisation=organisation, name="Nynke Nieuwveen", note="Ik begin in mei.")
    EmailAddress.objects.create(user=asked.account, email=asked.account.email, verified=True, primary=True)
    return asked


@pytest.fixture
def manager(client, sector):
    manager = manager_user(sector)
    client.force_login(manager)
    return manager


def url(asked):
    return f"/aanvragen/{asked.pk}/"


def state():
    return MemberRequest.objects.values_list("state", "decided_by").get()


def test_visitor_signs_in_first(client, asked):
    assert client.get(url(asked)).headers["Location"] == f"/account/login/?next={url(asked)}"
    assert client.post(url(asked), APPROVE).headers["Location"] == f"/account/login/?next={url(asked)}"
    assert state() == ("waiting", None)


@pytest.mark.parametrize(
    "make",
    [
        UserFactory,
        member_user,
        lambda: manager_user(SectorFactory()),
        lambda: chair_user(Sector.objects.get(slug="overheden")),
    ],
)
@pytest.mark.parametrize("decision", [APPROVE, REFUSE])
def test_who_may_not_decide_is_refused(client, asked, make, decision):
    client.force_login(make())

    assert client.get(url(asked)).status_code == 403
    assert client.post(url(asked), decision).status_code == 403
    assert state() == ("waiting", None)


def test_own_request_is_not_ones_own_to_decide(client, asked):
    asked.account.is_staff = True
    asked.account.save()
    client.force_login(asked.account)

    assert client.post(url(asked), APPROVE).status_code == 403


def test_request_that_is_not_there_is_not_found(client, manager):
    assert client.get("/aanvragen/1234567/").status_code == 404


def test_page_shows_everything(client, asked, sector, manager):
    SeatWishFactory(request=asked, sector=sector)
    MemberRequestFactory(
        account=asked.account,
        organisation=asked.organisation,
        asked_at=moment(TODAY - timedelta(days=40)),
        state="refused",
        reason="Nog niet in dienst.",
        decided_at=moment(TODAY - timedelta(days=39)),
        decided_by=manager,
    )
    PersonFactory(name="N. van vroeger", email=asked.account.email)

    page = Page(client.get(url(asked)).text)

    assert page.together(
        "Nynke Nieuwveen", "Gemeente Voorbeeld", asked.account.email, "Overheden", "Ik begin in mei.", within=600
    )
    assert page.together("13 maart 2027", "Nog niet in dienst.")
    assert "N. van vroeger" in page.text


def test_page_of_a_move_shows_what_ends(client, asked, manager):
    person = PersonFactory(account=asked.account, organisation=OrganisationFactory())
    SeatFactory(person=person, sector__name="Water")
    MemberRequest.objects.update(kind="moving", moves_on=TODAY + timedelta(days=9))

    page = Page(client.get(url(asked)).text)

    assert page.together("Water")
    assert "1 mei 2027" in page.text


@pytest.mark.parametrize("make", [lambda: manager_user(Sector.objects.get(slug="overheden")), editor_user, admin_user])
def test_approving_lets_somebody_in(client, asked, sector, make):
    SeatWishFactory(request=asked, sector=sector)
    by = make()
    client.force_login(by)

    response = client.post(url(asked), APPROVE, follow=True)

    assert response.redirect_chain == [("/aanvragen/", 302)]
    assert "Nynke Nieuwveen" in response.text
    assert state() == ("approved", by.pk)
    assert Seat.objects.get().person.account == asked.account
    assert SecurityOrigin.objects.get().event.kind == "approved"


def test_newcomer_opens_member_pages_after_approval(client, asked, manager):
    newcomer = Client()
    newcomer.force_login(asked.account)
    assert newcomer.get("/mijn/zetels/").headers["Location"] == "/wachten/"

    client.post(url(asked), APPROVE)

    assert newcomer.get("/mijn/zetels/").status_code == 200
    assert newcomer.get("/wachten/").headers["Location"] == "/mijn/"


def test_approving_a_move_carries_it_out_on_its_day(client, asked, manager):
    person = PersonFactory(account=asked.account, organisation=NetworkMembershipFactory().organisation)
    MemberRequest.objects.update(kind="moving", moves_on=TODAY)

    client.post(url(asked), APPROVE)

    person.refresh_from_db()
    assert person.organisation == asked.organisation
    assert state() == ("approved", manager.pk)


def test_refusing_keeps_the_reason(client, asked, manager):
    response = client.post(url(asked), REFUSE)

    assert response.headers["Location"] == "/aanvragen/"
    assert state() == ("refused", manager.pk)
    assert MemberRequest.objects.get().reason == "U werkt hier niet."
    assert not Person.objects.filter(account=asked.account).exists()


@pytest.mark.parametrize("wrong", [{}, {"reason": "   "}, {"reason": "x" * 1001}, {"reason": "\0"}, {"decision": "x"}])
def test_refusing_without_a_good_reason_says_so_on_the_field(client, asked, manager, wrong):
    response = client.post(url(asked), {"decision": "refuse", **wrong})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"reason"}
    assert state() == ("waiting", None)


def test_role_that_was_lost_meanwhile_decides_nothing(client, asked, manager):
    client.get(url(asked))
    Appointment.objects.update(until=TODAY)

    response = client.post(url(asked), APPROVE)

    assert response.status_code == 403
    assert "<h1>" in response.text
    assert state() == ("waiting", None)


@pytest.mark.parametrize("decision", [APPROVE, REFUSE])
def test_request_decided_by_somebody_else_says_so(client, asked, manager, decision):
    other = Client()
    other.force_login(editor := editor_user())
    other.post(url(asked), REFUSE)

    response = client.post(url(asked), decision, follow=True)

    assert response.redirect_chain == [("/aanvragen/", 302)]
    assert 'data-kind="warning"' in response.text
    assert state() == ("refused", editor.pk)


def test_decided_request_shows_the_decision_and_no_button(client, asked, manager):
    client.post(url(asked), REFUSE)

    page = client.get(url(asked)).text

    assert manager.person.name in page
    assert 'name="decision"' not in page


def test_request_without_a_confirmed_address_cannot_be_approved(client, asked, manager):
    EmailAddress.objects.update(verified=False)

    page = client.get(url(asked)).text
    client.post(url(asked), APPROVE)

    assert 'value="approve"' not in page
    assert state() == ("waiting", None)
