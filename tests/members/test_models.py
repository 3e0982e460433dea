from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from members.models import Network, Organisation, Person, User
from tests.factories import (
    NetworkFactory,
    NetworkMembershipFactory,
    NotificationFactory,
    OrganisationFactory,
    OutboxMessageFactory,
    PersonFactory,
    UserFactory,
    member_user,
    moment,
)

DAY = date(2027, 4, 22)


def test_network_is_one_row(db):
    NetworkFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkFactory()
    assert Network.objects.count() == 1


def test_organisation_members_are_those_of_the_day(db):
    now = NetworkMembershipFactory(since=DAY).organisation
    former = NetworkMembershipFactory(until=DAY).organisation
    OrganisationFactory(name="Nooit lid")

    assert set(Organisation.objects.members(DAY)) == {now}
    assert set(Organisation.objects.members(date(2027, 4, 21))) == {former}


def test_organisation_members_are_those_of_today_by_default(db, time_machine):
    time_machine.move_to(DAY)
    now = NetworkMembershipFactory(since=DAY).organisation
    NetworkMembershipFactory(since=date(2027, 4, 23))

    assert list(Organisation.objects.members()) == [now]


def test_organisation_members_come_once_whatever_their_past(db):
    organisation = OrganisationFactory()
    NetworkMembershipFactory(organisation=organisation, until=date(2020, 1, 1))
    NetworkMembershipFactory(organisation=organisation, since=date(2021, 1, 1))

    assert list(Organisation.objects.members(DAY)) == [organisation]


def test_organisation_is_called_by_its_short_name(db):
    assert OrganisationFactory.build(name="Veiligheidsregio Drenthe", short_name="VRD").called == "VRD"
    assert OrganisationFactory.build(name="Assen").called == "Assen"


def test_organisation_with_people_outlives_a_deletion(db):
    organisation = PersonFactory(organisation=OrganisationFactory()).organisation

    with pytest.raises(ProtectedError):
        organisation.delete()


def test_partnership_knows_its_partners_and_they_know_it(db):
    partnership, partner = OrganisationFactory(kind=Organisation.Kind.PARTNERSHIP), OrganisationFactory()

    partnership.consists_of.add(partner)

    assert list(partner.part_of.all()) == [partnership]
    assert not partner.consists_of.exists()


def test_user_is_made_with_an_address_in_lower_case(db):
    user = User.objects.create_user("An.Bakker@Example.ORG", "welkom-op-de-brink")

    assert user.email == "an.bakker@example.org"
    assert user.check_password("welkom-op-de-brink")
    assert (user.is_active, user.is_staff, user.is_superuser) == (True, False, False)


def test_user_without_password_cannot_enter_by_password(db):
    assert not User.objects.create_user("an@example.org").has_usable_password()


def test_superuser_may_do_everything(db):
    user = User.objects.create_superuser("an@example.org", "welkom-op-de-brink")

    assert user.is_staff
    assert user.is_superuser


def test_user_is_found_whatever_the_case_of_the_address(db):
    user = UserFactory(email="an@example.org")

    assert User.objects.get_by_natural_key("AN@example.org") == user


def test_user_belongs_to_network_is_asked_once(db, django_assert_num_queries):
    user = member_user()

    with django_assert_num_queries(1):
        assert user.belongs_to_network
        assert user.belongs_to_network


def test_person_of_members_leaves_out_other_organisations(db):
    member = member_user().person
    PersonFactory(organisation=OrganisationFactory())
    PersonFactory(organisation=NetworkMembershipFactory(until=date(2020, 1, 1)).organisation)
    PersonFactory(organisation=None)

    assert list(Person.objects.of_members()) == [member]


def test_person_outlives_the_account(db):
    person = member_user().person

    person.account.delete()
    person.refresh_from_db()

    assert person.account is None


def test_notification_may_be_told_to_two_people(db):
    NotificationFactory(key="a")

    NotificationFactory(key="a").full_clean()


def test_rows_name_themselves(db):
    person = PersonFactory(name="An", account=UserFactory(email="an@example.org"))

    assert str(NetworkFactory(name="Noord")) == "Noord"
    assert str(person.account) == "an@example.org"
    assert str(NetworkMembershipFactory(organisation__name="Assen")) == "Assen"
    with translation.override("nl"):
        assert str(NotificationFactory(person=person, created_at=moment())) == "An, donderdag 22 april 2027, 13.30 uur"
        message = OutboxMessageFactory(recipient="an@example.org", created_at=moment())
        assert str(message) == "an@example.org, donderdag 22 april 2027, 13.30 uur"
