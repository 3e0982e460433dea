"""What people change of themselves, and how their address follows the account's."""

import pytest

from members.actions import change_profile, follow_address
from members.models import Person, User
from tests.factories import OrganisationFactory, PersonFactory, UserFactory, member_user

pytestmark = pytest.mark.django_db


def test_profile_leaves_what_others_changed_meanwhile():
    user = member_user(name="Wieke")
    mine = Person.objects.get(account=user)
    other = OrganisationFactory()
    Person.objects.filter(pk=mine.pk).update(organisation=other)

    mine.name = "Wieke Water"
    change_profile(person=mine, by=user)

    assert Person.objects.values_list("name", "organisation").get(pk=mine.pk) == ("Wieke Water", other.pk)


def test_address_of_the_person_follows_the_account():
    user = member_user(email="oud@example.org")
    User.objects.update(email="nieuw@example.org")

    follow_address(account=user)

    assert Person.objects.get(account=user).email == "nieuw@example.org"


@pytest.mark.parametrize("taken", ["nieuw@example.org", "Nieuw@Example.org"])
def test_address_of_somebody_else_stays_his(taken):
    user = member_user(email="oud@example.org")
    other = PersonFactory(email=taken)
    User.objects.update(email="nieuw@example.org")

    assert follow_address(account=user) is None

    assert Person.objects.get(account=user).email == "oud@example.org"
    assert Person.objects.get(pk=other.pk).email == taken


def test_account_without_person_has_nothing_to_follow():
    assert follow_address(account=UserFactory()) is None
