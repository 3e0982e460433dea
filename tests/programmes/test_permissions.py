"""The rights table, as far as it speaks of programmes and circles."""

import pytest
from django.contrib.auth.models import AnonymousUser

from programmes.permissions import (
    can_edit_circle,
    can_join_circles,
    can_lead_programme,
    can_see_circle_people,
    led_programmes,
)
from tests.factories import (
    CircleCoordinatorFactory,
    KnowledgeCircleFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    SectorFactory,
    UserFactory,
    admin_user,
    editor_user,
    manager_user,
    member_user,
)


def leader_of(programme, **given):
    return ProgrammeLeaderFactory(programme=programme, person=member_user().person, **given).person.account


def coordinator_of(circle, **given):
    return CircleCoordinatorFactory(circle=circle, person=member_user().person, **given).person.account


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def circle(db):
    return KnowledgeCircleFactory()


@pytest.fixture
def cast(programme, circle):
    return {
        "visitor": AnonymousUser(),
        "waiting": UserFactory(),
        "member": member_user(),
        "manager": manager_user(SectorFactory()),
        "leader": leader_of(programme, since="2020-01-01"),
        "deputy": leader_of(programme, is_deputy=True),
        "former leader": leader_of(programme, until="2020-01-01"),
        "leader elsewhere": leader_of(ProgrammeFactory()),
        "coordinator": coordinator_of(circle, since="2020-01-01"),
        "former coordinator": coordinator_of(circle, until="2020-01-01"),
        "coordinator elsewhere": coordinator_of(KnowledgeCircleFactory()),
        "editor": editor_user(),
        "admin": admin_user(),
    }


def those_who(cast, rule, *about):
    return {name for name, user in cast.items() if rule(user, *about)}


def test_programme_is_led_by(cast, programme):
    assert those_who(cast, can_lead_programme, programme) == {"leader", "deputy", "editor", "admin"}


def test_circle_is_edited_by(cast, circle):
    assert those_who(cast, can_edit_circle, circle) == {"coordinator", "editor", "admin"}


def test_circles_are_joined_by_members(cast):
    assert those_who(cast, can_join_circles) == set(cast) - {"visitor", "waiting", "editor"}


def test_people_of_a_circle_are_seen_by_members(cast):
    assert those_who(cast, can_see_circle_people) == set(cast) - {"visitor", "waiting"}


def test_programmes_are_asked_for_once(programme, django_assert_num_queries):
    user = leader_of(programme)

    with django_assert_num_queries(1):
        assert led_programmes(user) == led_programmes(user) == {programme.pk}


def test_leader_with_a_closed_account_leads_nothing(programme):
    user = leader_of(programme)
    user.is_active = False

    assert not can_lead_programme(user, programme)
