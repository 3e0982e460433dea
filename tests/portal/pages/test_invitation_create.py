"""/aanvragen/uitnodigen/: whom one may invite, for which organisation, and taking it back."""

import hashlib
import re

import pytest
from django.core import mail

from members.models import OutboxMessage, PersonInvitation
from members.outbox import send_due
from tests.factories import (
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonInvitationFactory,
    SectorFactory,
    SectorMembershipFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/aanvragen/uitnodigen/"


@pytest.fixture
def sector():
    return SectorFactory()


@pytest.fixture
def organisation(sector):
    organisation = NetworkMembershipFactory(organisation__name="Gemeente Voorbeeld").organisation
    SectorMembershipFactory(sector=sector, organisation=organisation)
    return organisation


@pytest.fixture
def manager(client, sector):
    manager = manager_user(sector)
    client.force_login(manager)
    return manager


def answers(of, **changed):
    return {"email": "Nynke@Example.org", "name": "Nynke", "organisation": of.pk} | changed


def test_visitor_signs_in_first(client):
    assert client.get(URL).headers["Location"] == f"/account/login/?next={URL}"


@pytest.mark.parametrize("make", [UserFactory, member_user, lambda: chair_user(SectorFactory())])
def test_page_is_closed_to_who_may_not_invite(client, organisation, make):
    client.force_login(make())

    assert client.get(URL).status_code == 403
    assert client.post(URL, answers(organisation)).status_code == 403
    assert not PersonInvitation.objects.exists()


def test_manager_invites_for_members_in_the_own_sectors(client, manager, organisation, sector):
    NetworkMembershipFactory()
    SectorMembershipFactory(sector=sector)

    field = client.get(URL).context["form"].fields["organisation"]

    assert field.required
    assert set(field.queryset) == {organisation, manager.person.organisation}


@pytest.mark.parametrize("make", [editor_user, admin_user])
def test_editor_invites_for_every_member_and_for_the_office(client, organisation, make):
    client.force_login(make())
    OrganisationFactory()

    client.post(URL, {"email": "bureau@example.org", "office": "on"})

    assert set(client.get(URL).context["form"].fields["organisation"].queryset) == {organisation}
    assert PersonInvitation.objects.values_list("email", "organisation").get() == ("bureau@example.org", None)


@pytest.mark.parametrize(("changed", "field"), [({"organisation": ""}, "organisation"), ({"office": "on"}, "office")])
def test_editor_takes_an_organisation_or_the_office(client, organisation, changed, field):
    client.force_login(editor_user())

    response = client.post(URL, answers(organisation, **changed))

    assert set(response.context["form"].errors) == {field}
    assert not PersonInvitation.objects.exists()


def test_invitation_is_mailed_with_a_link_that_is_kept_nowhere(client, manager, organisation):
    NetworkFactory(name="Samenwerking Voorbeeld")

    response = client.post(URL, answers(organisation))
    send_due()

    (message,) = mail.outbox
    token = re.search(r"/uitnodiging/([\w-]+)/", message.body)[1]
    invitation = PersonInvitation.objects.get()
    assert response.headers["Location"] == URL
    assert message.to == ["nynke@example.org"]
    assert "Samenwerking Voorbeeld" in message.subject
    assert manager.person.name in message.body
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(OutboxMessage.objects.values("context", "content").get())


def test_manager_cannot_invite_for_another_organisation(client, manager):
    other = NetworkMembershipFactory().organisation

    response = client.post(URL, answers(other))

    assert set(response.context["form"].errors) == {"organisation"}
    assert not PersonInvitation.objects.exists()


def test_manager_cannot_invite_for_the_office(client, manager, organisation):
    response = client.post(URL, answers(organisation, organisation="", office="on"))

    assert set(response.context["form"].errors) == {"organisation"}
    assert not PersonInvitation.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        "",
        "x",
        "x@",
        "nynke@example.org\nBcc: x@example.org",
        "\0@example.org",
        f"{'x' * 300}@example.org",
        "nÿnke@example.org",
    ],
)
def test_wrong_address_says_so_on_the_field(client, manager, organisation, email):
    response = client.post(URL, answers(organisation, email=email))

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"email"}
    assert not PersonInvitation.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": "x" * 300}, {"name": "\0"}, {"organisation": "x"}])
def test_wrong_answer_says_so_on_the_field(client, manager, organisation, wrong):
    response = client.post(URL, answers(organisation, **wrong))

    assert set(response.context["form"].errors) == set(wrong)


def test_address_with_an_account_is_told(client, manager, organisation):
    UserFactory(email="nynke@example.org", is_staff=True)

    response = client.post(URL, answers(organisation))

    assert set(response.context["form"].errors) == {"email"}
    assert not PersonInvitation.objects.exists()


def test_second_invitation_is_told(client, manager, organisation):
    client.post(URL, answers(organisation))

    response = client.post(URL, answers(organisation, email="NYNKE@example.org"))

    assert set(response.context["form"].errors) == {"email"}
    assert PersonInvitation.objects.count() == 1


def test_page_lists_what_is_open_and_ones_own_to_withdraw(client, manager, organisation):
    own = PersonInvitationFactory(organisation=organisation)
    withdrawn = PersonInvitationFactory(organisation=organisation)
    others = [PersonInvitationFactory(organisation=OrganisationFactory()), PersonInvitationFactory()]
    client.post(f"{URL}{withdrawn.pk}/intrekken/")

    page = Page(client.get(URL, follow=True).text).text

    assert own.email in page
    assert not [each.email for each in others if each.email in page]
    assert set(client.get(URL).context["invitations"]) == {own}


def test_withdrawn_invitation_makes_place_for_another(client, manager, organisation):
    client.post(URL, answers(organisation))

    response = client.post(f"{URL}{PersonInvitation.objects.get().pk}/intrekken/")
    client.post(URL, answers(organisation))

    assert response.headers["Location"] == URL
    assert [each.withdrawn_at is None for each in PersonInvitation.objects.order_by("pk")] == [False, True]


def test_used_invitation_cannot_be_withdrawn(client, manager, organisation):
    invitation = PersonInvitationFactory(
        organisation=organisation, accepted_at="2027-04-22T10:00Z", accepted_by=UserFactory()
    )

    response = client.post(f"{URL}{invitation.pk}/intrekken/", follow=True)

    assert 'data-kind="warning"' in response.text
    assert PersonInvitation.objects.get().withdrawn_at is None


def test_invitation_of_another_organisation_is_not_ones_own_to_withdraw(client, manager):
    other = PersonInvitationFactory(organisation=OrganisationFactory())
    office = PersonInvitationFactory()

    answered = [client.post(f"{URL}{each.pk}/intrekken/").status_code for each in (other, office)]

    assert answered == [403, 403]
    assert PersonInvitation.objects.open().count() == 2


def test_withdrawing_is_done_by_post_only(client, manager, organisation):
    invitation = PersonInvitationFactory(organisation=organisation)

    assert client.get(f"{URL}{invitation.pk}/intrekken/").status_code == 405
    assert client.post(f"{URL}1234567/intrekken/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_grow(client, manager, organisation, number, django_assert_num_queries):
    for _place in range(number):
        PersonInvitationFactory(organisation=organisation, invited_by=member_user())

    with django_assert_num_queries(6):
        client.get(URL)
