"""/wachten/: what happens now, which seats one wants, withdrawing, and asking (again)."""

from datetime import date

import pytest
import time_machine
from allauth.account.models import EmailAddress

from members.models import MemberRequest, OutboxMessage
from sectors.models import SeatWish
from tests.factories import (
    MemberRequestFactory,
    NetworkFactory,
    NetworkMembershipFactory,
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

URL = "/wachten/"
ANSWERS = {"name": "Nynke Nieuwveen", "job_title": "Adviseur", "note": "Graag"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 22), 10), tick=False):
        yield


@pytest.fixture
def organisation():
    return NetworkMembershipFactory(
        organisation__name="Gemeente Voorbeeld", organisation__email_domains=["voorbeeld.example.org"]
    ).organisation


@pytest.fixture
def account(client):
    user = UserFactory(email="nynke@voorbeeld.example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    return user


@pytest.fixture
def asked(account, organisation):
    return MemberRequestFactory(account=account, organisation=organisation, name="Nynke Nieuwveen")


def refuse(asked, reason="U werkt hier niet."):
    MemberRequest.objects.filter(pk=asked.pk).update(
        state="refused", reason=reason, decided_at=moment(), decided_by=editor_user()
    )


def states():
    return list(MemberRequest.objects.order_by("pk").values_list("state", flat=True))


def test_visitor_signs_in_first(client):
    assert client.get(URL).headers["Location"] == "/account/login/?next=/wachten/"


@pytest.mark.parametrize(
    "make", [member_user, lambda: manager_user(SectorFactory()), lambda: chair_user(SectorFactory())]
)
def test_who_is_in_goes_to_the_own_page(client, make):
    client.force_login(make())

    assert client.get(URL).headers["Location"] == "/mijn/"


@pytest.mark.parametrize("make", [editor_user, admin_user])
def test_editor_without_a_person_may_ask(client, make):
    client.force_login(make())

    assert client.get(URL).status_code == 200


def test_page_says_who_decides_and_since_when(client, asked, organisation):
    sector = SectorMembershipFactory(organisation=organisation).sector
    manager = manager_user(sector)

    page = Page(client.get(URL).text)

    assert page.together("Gemeente Voorbeeld", "22 april 2027", manager.person.name)


def test_page_tells_who_decides(client, asked):
    editor = editor_user()

    client.get(URL)
    client.get(URL)

    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [editor.email]


def test_page_offers_the_sectors_of_the_organisation(client, asked, organisation):
    SectorMembershipFactory(organisation=organisation, sector__name="Overheden")
    SectorMembershipFactory(organisation=organisation, sector__name="Slapend", sector__is_active=False)
    SectorFactory(name="Water")

    form = client.get(URL).context["form"]

    assert [label for _value, label in form.fields["sectors"].choices] == ["Overheden"]


def test_wishes_and_note_are_kept_and_changeable(client, asked, organisation):
    one, other = (SectorMembershipFactory(organisation=organisation).sector for _number in range(2))
    client.post(URL, {"sectors": [one.pk], "note": "Eerst"})

    response = client.post(URL, {"sectors": [other.pk], "note": "Toch anders"})

    assert response.headers["Location"] == URL
    assert list(SeatWish.objects.values_list("sector", flat=True)) == [other.pk]
    assert client.get(URL).context["form"].initial == {"sectors": [other.pk], "note": "Toch anders"}


@pytest.mark.parametrize("wrong", [{"sectors": ["0"]}, {"sectors": ["x"]}, {"note": "x" * 1001}, {"note": "\0"}])
def test_wrong_wish_says_so_on_the_field(client, asked, wrong):
    response = client.post(URL, wrong)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(wrong)
    assert MemberRequest.objects.get().note == ""


def test_sector_of_others_cannot_be_wished(client, asked):
    response = client.post(URL, {"sectors": [SectorFactory().pk]})

    assert set(response.context["form"].errors) == {"sectors"}
    assert not SeatWish.objects.exists()


def test_request_can_be_withdrawn(client, asked):
    client.post(URL, {"withdraw": "1"})

    assert states() == ["withdrawn"]


def test_withdrawing_from_an_old_tab_asks_nothing_new(client, asked):
    refuse(asked)

    response = client.post(URL, {"withdraw": "1"})

    assert response.status_code == 200
    assert states() == ["refused"]


def test_refused_request_shows_the_reason_and_may_be_asked_again(client, asked, organisation):
    refuse(asked, "U werkt hier <b>niet</b>.")

    page = client.get(URL)
    client.post(URL, {**ANSWERS, "organisation": organisation.pk})

    assert "U werkt hier &lt;b&gt;niet&lt;/b&gt;." in page.text
    assert states() == ["refused", "waiting"]


def test_account_without_request_may_ask(client, account, organisation):
    editor = editor_user()

    response = client.post(URL, {**ANSWERS, "organisation": organisation.pk})

    assert response.headers["Location"] == URL
    asked = MemberRequest.objects.get(account=account, organisation=organisation, note="Graag")
    assert (asked.name, asked.job_title, asked.state) == ("Nynke Nieuwveen", "Adviseur", "waiting")
    assert OutboxMessage.objects.get().recipient == editor.email


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 300}, {"name": "\0"}, {"organisation": "0"}, {"note": "x" * 1001}]
)
def test_wrong_answer_says_so_on_the_field(client, account, organisation, wrong):
    response = client.post(URL, {**ANSWERS, "organisation": organisation.pk, **wrong})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(wrong)
    assert not MemberRequest.objects.exists()


@pytest.mark.parametrize("make", [OrganisationFactory, lambda: NetworkMembershipFactory().organisation])
def test_organisation_of_another_domain_cannot_be_asked_for(client, account, organisation, make):
    response = client.post(URL, {**ANSWERS, "organisation": make().pk})

    assert set(response.context["form"].errors) == {"organisation"}
    assert not MemberRequest.objects.exists()


def test_address_of_no_member_says_what_to_do(client, account):
    NetworkFactory(contact_email="bureau@example.org")

    page = Page(client.get(URL).text)

    assert "mailto:bureau@example.org" in page.links
    assert client.post(URL, ANSWERS).status_code == 200
    assert not MemberRequest.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_grow(client, asked, organisation, number, django_assert_num_queries):
    for _place in range(number):
        sector = SectorMembershipFactory(organisation=organisation).sector
        SeatWishFactory(request=asked, sector=sector)
    manager_user(sector)
    client.get(URL)

    with django_assert_num_queries(18):
        client.get(URL)
