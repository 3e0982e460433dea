from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from members.models import Person
from members.permissions import can_administer, can_edit_content, can_see_contact, can_see_member_details, is_member
from tests.factories import (
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
)

EVERYONE, MEMBERS, NOBODY = Person.ContactVisibility


def former_member():
    organisation = OrganisationFactory()
    NetworkMembershipFactory(organisation=organisation, until=date(2020, 1, 1))
    return PersonFactory(organisation=organisation, account=UserFactory()).account


def coming_member():
    organisation = OrganisationFactory()
    NetworkMembershipFactory(organisation=organisation, since=date(2999, 1, 1))
    return PersonFactory(organisation=organisation, account=UserFactory()).account


def outsider():
    return PersonFactory(organisation=OrganisationFactory(), account=UserFactory()).account


def closed(make_user):
    user = make_user()
    user.is_active = False
    user.save()
    return user


CAST = {
    "nobody": lambda: None,
    "visitor": AnonymousUser,
    "account without a person": UserFactory,
    "outsider": outsider,
    "former member": former_member,
    "coming member": coming_member,
    "member": member_user,
    "closed member": lambda: closed(member_user),
    "editor": editor_user,
    "closed editor": lambda: closed(editor_user),
    "admin": admin_user,
    "closed admin": lambda: closed(admin_user),
}


def those_who(rule):
    return {name for name, make_user in CAST.items() if rule(make_user())}


def test_is_member_is_for_people_of_current_member_organisations(db):
    assert those_who(is_member) == {"member"}


def test_can_edit_content_is_for_editors(db):
    assert those_who(can_edit_content) == {"editor", "admin"}


def test_can_administer_is_for_admins(db):
    assert those_who(can_administer) == {"admin"}


def test_can_administer_needs_more_than_the_superuser_mark(db):
    assert not can_administer(UserFactory(is_superuser=True))


def test_can_see_member_details_is_for_members_and_editors(db):
    assert those_who(can_see_member_details) == {"member", "editor", "admin"}


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [(EVERYONE, set(CAST)), (MEMBERS, {"member", "editor", "admin"}), (NOBODY, {"admin"})],
)
def test_can_see_contact_follows_the_person_s_wish(db, visibility, expected):
    person = PersonFactory(contact_visibility=visibility)

    assert those_who(lambda user: can_see_contact(user, person)) == expected


def test_can_see_contact_asks_membership_once_for_many_people(db, django_assert_num_queries):
    user = member_user()
    people = [PersonFactory(), PersonFactory()]

    with django_assert_num_queries(1):
        assert all(can_see_contact(user, person) for person in people)
