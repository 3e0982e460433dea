"""The rights table, as far as it speaks of sectors: who may do what in his own sector."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from sectors.permissions import (
    can_appoint,
    can_decide_request,
    can_decide_requests,
    can_edit_sector,
    can_invite_people,
    can_lead_sector,
    can_manage_sector,
    can_take_seat,
    holds_a_role,
    managed_organisations,
    manages,
    roles_of,
)
from tests.factories import (
    AppointmentFactory,
    MemberRequestFactory,
    OrganisationFactory,
    SectorFactory,
    SectorMembershipFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    role_user,
)


@pytest.fixture
def sector(db):
    return SectorFactory()


@pytest.fixture
def organisation(sector):
    return SectorMembershipFactory(sector=sector).organisation


def cast(sector, organisation):
    """Return an account of each role; all but `other` and the staff are of an organisation in the sector."""
    return {
        "visitor": AnonymousUser(),
        "waiting": UserFactory(),
        "other": manager_user(SectorFactory()),
        "member": member_user(organisation),
        "chair": chair_user(sector, organisation),
        "manager": manager_user(sector, organisation),
        "deputy": role_user(sector, "deputy", organisation),
        "editor": editor_user(),
        "admin": admin_user(),
    }


OF_A_SECTOR = {
    can_manage_sector: "manager deputy admin",
    can_lead_sector: "chair manager deputy admin",
    can_edit_sector: "manager deputy editor admin",
    can_take_seat: "member chair manager deputy",
}


@pytest.mark.parametrize("rule", OF_A_SECTOR, ids=lambda rule: rule.__name__)
def test_sector_is_in_the_hands_of(sector, organisation, rule):
    found = {name for name, user in cast(sector, organisation).items() if rule(user, sector)}

    assert found == set(OF_A_SECTOR[rule].split())


def test_people_are_invited_and_approved_by(sector, organisation):
    people, request = cast(sector, organisation), MemberRequestFactory(organisation=organisation)

    assert {name for name, user in people.items() if can_invite_people(user, organisation)} == {
        *("manager", "deputy", "editor", "admin")
    }
    assert {name for name, user in people.items() if can_decide_request(user, request)} == {
        *("manager", "deputy", "editor", "admin")
    }


def test_people_of_an_organisation_in_no_sector_are_for_editors(sector, organisation):
    people, outside = cast(sector, organisation), OrganisationFactory()

    for about in (outside, None):
        assert {name for name, user in people.items() if can_invite_people(user, about)} == {"editor", "admin"}


def test_nobody_decides_on_his_own_request(sector, organisation):
    manager = manager_user(sector, organisation)
    request = MemberRequestFactory(organisation=organisation, account=manager)

    assert can_decide_requests(manager)
    assert not can_decide_request(manager, request)


def test_appointments_are_made_by(sector, organisation):
    assert {name for name, user in cast(sector, organisation).items() if can_appoint(user)} == {"editor", "admin"}


def test_roles_are_held_by(sector, organisation):
    people = cast(sector, organisation)

    assert {name for name, user in people.items() if manages(user)} == {"other", "manager", "deputy"}
    assert {name for name, user in people.items() if holds_a_role(user)} == {"other", "chair", "manager", "deputy"}


@pytest.mark.parametrize(
    "period", [{"until": date(2020, 1, 1)}, {"since": date(2999, 1, 1)}], ids=["ended", "still to begin"]
)
def test_role_holds_in_its_period_only(sector, organisation, period):
    user = member_user(organisation)
    AppointmentFactory(sector=sector, person=user.person, role="programme_manager", **period)

    assert not can_manage_sector(user, sector)


def test_role_of_a_closed_account_is_none(sector, organisation):
    user = manager_user(sector, organisation)
    user.is_active = False

    assert not roles_of(user).managed


def test_organisation_that_left_the_sector_is_no_longer_managed(sector, organisation):
    user = manager_user(sector)
    organisation.sector_memberships.update(since="2019-01-01", until="2020-01-01")

    assert list(managed_organisations(user)) == [user.person.organisation]


def test_roles_are_asked_for_once(sector, django_assert_num_queries):
    user = manager_user(sector)

    with django_assert_num_queries(1):
        assert can_manage_sector(user, sector)
        assert can_lead_sector(user, sector)
