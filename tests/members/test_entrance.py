"""What becomes of an account once its address is proven, and who may be invited."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from members.addresses import organisations_of
from members.entrance import (
    Newcomer,
    accept_invitation,
    begin_sign_up,
    come_in,
    invitation_with,
    invite_person,
    new_invitation_token,
)
from members.models import MemberRequest, Person, PersonInvitation, SecurityEvent, User
from tests.factories import (
    MemberRequestFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PersonInvitationFactory,
    UserFactory,
    editor_user,
    member_user,
)

pytestmark = pytest.mark.django_db

ADDRESS = "nieske@groningen.example.org"
NEWCOMER = Newcomer(email=ADDRESS, name="Nieske Nieuwkomer", job_title="Adviseur")


@pytest.fixture(autouse=True)
def organisation():
    organisation = OrganisationFactory(email_domains=["groningen.example.org"])
    NetworkMembershipFactory(organisation=organisation)
    return organisation


def account(email=ADDRESS, **fields):
    user = UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def signed_up():
    return list(SecurityEvent.objects.filter(kind="signed_up").values_list("actor_id", "about_model", "about_id"))


# Beginning


def test_begin_sign_up_makes_an_account_to_be_proven():
    user = begin_sign_up(email=ADDRESS)

    address = EmailAddress.objects.get()
    assert (address.user, address.email, address.verified, address.primary) == (user, ADDRESS, False, True)


def test_begin_sign_up_again_goes_on_with_the_first():
    assert begin_sign_up(email=ADDRESS) == begin_sign_up(email=ADDRESS)
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_begin_sign_up_at_once_makes_one_account():
    """Two requests that both find nothing: the second waits for the first and goes on with its account."""
    together = Barrier(2)

    def begin(_number):
        together.wait(10)
        try:
            return begin_sign_up(email=ADDRESS).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        begun = set(pool.map(begin, range(2)))

    assert begun == {User.objects.get().pk}
    assert EmailAddress.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"last_login": timezone.now()}, {"is_staff": True}, {"is_active": False}, {"password": "geheim"}]
)
def test_begin_sign_up_leaves_a_real_account_alone(fields):
    UserFactory(email=ADDRESS, **fields)

    assert begin_sign_up(email=ADDRESS) is None
    assert not EmailAddress.objects.exists()


def test_begin_sign_up_leaves_a_proven_address_alone():
    account()

    assert begin_sign_up(email=ADDRESS) is None


def test_begin_sign_up_leaves_the_account_of_a_person_alone():
    PersonFactory(account=UserFactory(email=ADDRESS))

    assert begin_sign_up(email=ADDRESS) is None


# Coming in


def test_come_in_as_someone_known_links_at_once(organisation):
    person = PersonFactory(email=ADDRESS.upper(), organisation=organisation)
    user = account()

    come_in(account=user, newcomer=NEWCOMER)

    person.refresh_from_db()
    assert person.account == user
    assert not MemberRequest.objects.exists()
    assert signed_up() == [(user.pk, "members.person", person.pk)]


def test_come_in_as_staff_of_the_office_links_at_once():
    person = PersonFactory(email=ADDRESS)

    come_in(account=account(), newcomer=NEWCOMER)

    person.refresh_from_db()
    assert person.account.email == ADDRESS


@pytest.mark.parametrize("kind", ["left", "former_member", "taken"])
def test_come_in_as_someone_who_takes_no_part_asks(organisation, kind):
    person = PersonFactory(email=ADDRESS, organisation=organisation)
    if kind == "left":
        Person.objects.update(left_on=timezone.localdate())
    if kind == "former_member":
        Person.objects.update(organisation=OrganisationFactory())
    if kind == "taken":
        Person.objects.update(account=UserFactory())
    user = account()

    come_in(account=user, newcomer=NEWCOMER)

    person.refresh_from_db()
    assert person.account != user
    assert MemberRequest.objects.get().account == user


def test_come_in_as_nobody_known_asks(organisation):
    user = account()

    come_in(account=user, newcomer=NEWCOMER)

    asked = MemberRequest.objects.get()
    assert (asked.account, asked.organisation, asked.name, asked.job_title) == (
        user,
        organisation,
        "Nieske Nieuwkomer",
        "Adviseur",
    )
    assert not Person.objects.exists()
    assert signed_up() == [(user.pk, "members.memberrequest", asked.pk)]


def test_come_in_twice_asks_once():
    user = account()

    come_in(account=user, newcomer=NEWCOMER)
    come_in(account=user, newcomer=NEWCOMER)

    assert MemberRequest.objects.count() == 1


def test_come_in_with_a_person_already_changes_nothing(organisation):
    user = member_user(organisation)
    other = PersonFactory(email=ADDRESS, organisation=organisation)

    come_in(account=user, newcomer=NEWCOMER)

    other.refresh_from_db()
    assert other.account is None
    assert not MemberRequest.objects.exists()
    assert not SecurityEvent.objects.exists()


def test_come_in_without_a_name_leaves_asking_to_the_waiting_page():
    come_in(account=account(), newcomer=Newcomer(email=ADDRESS))

    assert not MemberRequest.objects.exists()


def test_come_in_for_one_of_two_organisations_asks_only_when_it_is_clear(organisation):
    second = NetworkMembershipFactory(organisation__email_domains=["Groningen.example.org"]).organisation

    come_in(account=account(), newcomer=NEWCOMER)
    assert not MemberRequest.objects.exists()
    come_in(account=User.objects.get(), newcomer=Newcomer(email=ADDRESS, name="N", organisation_id=second.pk))

    assert MemberRequest.objects.get().organisation == second


def test_come_in_for_an_organisation_of_another_domain_asks_nothing():
    other = NetworkMembershipFactory().organisation

    come_in(account=account(), newcomer=Newcomer(email=ADDRESS, name="N", organisation_id=other.pk))

    assert not MemberRequest.objects.exists()


def test_come_in_as_someone_known_withdraws_what_waited(organisation):
    waiting = MemberRequestFactory(account=account(), organisation=organisation)
    PersonFactory(email=ADDRESS, organisation=organisation)

    come_in(account=waiting.account, newcomer=NEWCOMER)

    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


def test_come_in_is_remembered_as_the_account_s_own_act(organisation):
    PersonFactory(email=ADDRESS, organisation=organisation)
    user = account()

    come_in(account=user, newcomer=NEWCOMER)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context ->> 'user' FROM members_personevent WHERE pgh_label = 'update'")
        assert cursor.fetchall() == [(str(user.pk),)]


# Invitations


def test_invitation_keeps_only_a_hash_of_its_token(organisation):
    by = editor_user()

    invitation, token = invite_person(email="Nieuw@Elders.example.org", name="Nieuw", organisation=organisation, by=by)

    assert (invitation.email, invitation.organisation, invitation.invited_by) == (
        "nieuw@elders.example.org",
        organisation,
        by,
    )
    assert invitation.token_hash == sha256(token.encode()).hexdigest()
    assert invitation_with(token) == invitation
    assert SecurityEvent.objects.get(kind="invited").about_id == invitation.pk


def test_invitation_tokens_differ_and_are_long():
    tokens = {new_invitation_token() for _ in range(20)}

    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43


def refused(**fields):
    details = {"email": "nieuw@elders.example.org", "name": "Nieuw", "organisation": None, "by": editor_user()}
    before = PersonInvitation.objects.count()
    with pytest.raises(ValidationError) as refusal:
        invite_person(**details | fields)
    assert PersonInvitation.objects.count() == before
    assert not SecurityEvent.objects.exists()
    return refusal.value.messages


@pytest.mark.parametrize("email", ["NIESKE@groningen.example.org", ADDRESS])
def test_invite_person_refuses_an_address_with_an_account(email):
    account()

    assert len(refused(email=email)) == 1


def test_invite_person_refuses_the_address_of_someone_with_an_account():
    PersonFactory(email=ADDRESS, account=UserFactory())

    assert len(refused(email=ADDRESS)) == 1


def test_invite_person_refuses_someone_of_another_organisation(organisation):
    person = PersonFactory(email=ADDRESS, name="Nieske N.", organisation=NetworkMembershipFactory().organisation)

    assert "Nieske N." in refused(email=ADDRESS, organisation=organisation)[0]
    assert person.organisation.name in refused(email=ADDRESS, organisation=organisation)[0]


def test_invite_person_refuses_a_second_open_invitation():
    PersonInvitationFactory(email="Nieuw@elders.example.org")

    assert len(refused()) == 1


@pytest.mark.parametrize("email", ["", "nieuw", "nieuw@", "nieuwé@elders.example.org", "a" * 250 + "@example.org"])
def test_invite_person_refuses_what_is_no_address(email):
    assert refused(email=email)


def test_invite_person_refuses_a_long_name():
    assert refused(name="n" * 300)


def test_invite_person_refuses_an_organisation_that_is_no_member():
    assert refused(organisation=OrganisationFactory())


def test_invite_person_again_after_the_days_are_over(organisation):
    old = PersonInvitationFactory(email=ADDRESS, expires_at=timezone.now() - timedelta(days=1))

    invite_person(email=ADDRESS, name="", organisation=organisation, by=editor_user())

    old.refresh_from_db()
    assert old.withdrawn_at
    assert PersonInvitation.objects.open().count() == 1


def test_invite_person_who_once_began_to_sign_up(organisation):
    begin_sign_up(email=ADDRESS)

    invitation, _token = invite_person(email=ADDRESS, name="", organisation=organisation, by=editor_user())

    assert invitation.pk


def test_come_in_with_an_invitation_makes_a_member(organisation):
    invitation = PersonInvitationFactory(email="Nieuw@elders.example.org", name="Nieuw", organisation=organisation)
    user = account("nieuw@elders.example.org")

    come_in(account=user, newcomer=Newcomer(email=user.email, name="Nieuw N.", job_title="Adviseur"))

    person = Person.objects.get()
    invitation.refresh_from_db()
    assert (person.name, person.job_title, person.organisation, person.account) == (
        "Nieuw N.",
        "Adviseur",
        organisation,
        user,
    )
    assert invitation.accepted_by == user
    assert not MemberRequest.objects.exists()
    assert user.belongs_to_network


def test_come_in_with_an_invitation_links_someone_known(organisation):
    person = PersonFactory(email=ADDRESS, name="Nieske N.", organisation=organisation)
    PersonInvitationFactory(email=ADDRESS, name="Anders", organisation=organisation)

    come_in(account=account(), newcomer=NEWCOMER)

    assert Person.objects.get() == person
    assert Person.objects.get().account.email == ADDRESS
    assert PersonInvitation.objects.get().accepted_at


def test_come_in_with_an_invitation_brings_someone_back(organisation):
    PersonFactory(email=ADDRESS, organisation=OrganisationFactory(), left_on=timezone.localdate())
    PersonInvitationFactory(email=ADDRESS, organisation=organisation)

    come_in(account=account(), newcomer=NEWCOMER)

    person = Person.objects.get()
    assert (person.organisation, person.left_on) == (organisation, None)
    assert person.account.belongs_to_network


def test_come_in_with_an_invitation_beside_someone_who_uses_the_address(organisation):
    PersonFactory(email=ADDRESS, account=UserFactory())
    PersonInvitationFactory(email=ADDRESS, organisation=organisation)
    user = account()

    come_in(account=user, newcomer=NEWCOMER)

    assert (user.person.email, user.person.organisation) == ("", organisation)


@pytest.mark.parametrize("moment", ["expires_at", "withdrawn_at"])
def test_come_in_with_a_closed_invitation_asks(moment):
    PersonInvitationFactory(email=ADDRESS, **{moment: timezone.now()})

    come_in(account=account(), newcomer=NEWCOMER)

    assert MemberRequest.objects.exists()
    assert not PersonInvitation.objects.get().accepted_at


def test_accept_invitation_of_another_address_is_refused():
    invitation = PersonInvitationFactory(email="iemand@groningen.example.org")

    with pytest.raises(ValidationError):
        accept_invitation(invitation=invitation, by=account())

    assert not Person.objects.exists()


def test_accept_invitation_with_an_address_that_is_not_proven_is_refused():
    invitation = PersonInvitationFactory(email=ADDRESS)
    user = UserFactory(email=ADDRESS)
    EmailAddress.objects.create(user=user, email=ADDRESS, primary=True)

    with pytest.raises(ValidationError):
        accept_invitation(invitation=invitation, by=user)

    assert not Person.objects.exists()


def test_accept_invitation_twice_is_refused():
    invitation = PersonInvitationFactory(email=ADDRESS)
    user = account()
    accept_invitation(invitation=invitation, by=user)

    with pytest.raises(ValidationError):
        accept_invitation(invitation=invitation, by=user)

    assert Person.objects.count() == 1


# Whose domain


@pytest.mark.parametrize(
    ("email", "is_ours"),
    [
        ("a@groningen.example.org", True),
        ("a@GRONINGEN.example.org", True),
        ("a@sub.groningen.example.org", False),
        ("a@example.org", False),
        ("groningen.example.org", True),
        ("", False),
        ("a@gmail.com", False),
    ],
)
def test_organisations_of_an_address(organisation, email, is_ours):
    organisation.email_domains = ["Groningen.Example.org", "gmail.com", "elders.example.org"]
    organisation.save()
    OrganisationFactory(email_domains=["groningen.example.org"])

    assert list(organisations_of(email)) == ([organisation] if is_ours else [])
