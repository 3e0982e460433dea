"""Answers and actions: what is stored, and what is refused without storing anything."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.actions import finish_action
from meetings.models import Meeting
from meetings.permissions import can_answer, can_finish_action, can_give_input
from tests.factories import (
    ActionItemFactory,
    AppointmentFactory,
    InvitationFactory,
    MeetingFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory()


@pytest.fixture
def meeting(sector):
    return MeetingFactory(sector_year=SectorYearFactory(sector=sector))


# who may answer and contribute


def seated(sector, organisation=None):
    user = member_user(organisation)
    SeatFactory(sector=sector, person=user.person)
    return user


def colleague(sector):
    user = member_user()
    SectorMembershipFactory(sector=sector, organisation=user.person.organisation)
    return user


def former(sector):
    user = member_user()
    ended = {"since": TODAY - timedelta(days=9), "until": TODAY}
    SeatFactory(sector=sector, person=user.person, **ended)
    AppointmentFactory(sector=sector, person=user.person, **ended)
    SectorMembershipFactory(sector=sector, organisation=user.person.organisation, **ended)
    return user


def of_former_member(sector):
    organisation = OrganisationFactory()
    NetworkMembershipFactory(organisation=organisation, since=date(2020, 1, 1), until=TODAY)
    user = PersonFactory(organisation=organisation, account=UserFactory()).account
    SeatFactory(sector=sector, person=user.person)
    return user


def admin_with_person(_sector):
    return PersonFactory(account=admin_user()).account


@pytest.mark.parametrize(
    ("maker", "may"),
    [
        (seated, True),
        (colleague, True),
        (chair_user, True),
        (manager_user, True),
        (admin_with_person, True),
        (lambda _sector: member_user(), False),
        (former, False),
        (of_former_member, False),
        (lambda _sector: UserFactory(), False),
        (lambda _sector: editor_user(), False),
        (lambda _sector: admin_user(), False),
    ],
)
@pytest.mark.parametrize("joint", [False, True])
def test_who_takes_part_in_a_sector_of_the_meeting_answers_and_contributes(meeting, maker, may, joint):
    other = SectorFactory()
    meeting.joint_sectors.add(other)

    user = maker(other if joint else meeting.sector_year.sector)

    assert (can_answer(user, meeting), can_give_input(user, meeting)) == (may, may)


def test_who_was_invited_answers_without_a_sector():
    gathering = MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.GATHERING)
    user, other = member_user(), member_user()
    InvitationFactory(meeting=gathering, person=user.person)

    assert (can_answer(user, gathering), can_answer(other, gathering)) == (True, False)


# actions


def test_action_is_done_once_and_opens_again(meeting):
    user = member_user()
    action = ActionItemFactory(meeting=meeting, owner=user.person)

    done = finish_action(action=action, by=user)
    with time_machine.travel(moment(TODAY, 12), tick=False):
        again = finish_action(action=action, by=user)
    opened = finish_action(action=action, by=user, done=False)

    assert (done.done_at, again.done_at, opened.done_at) == (moment(TODAY, 10), moment(TODAY, 10), None)


@pytest.mark.parametrize(
    ("maker", "may"),
    [
        (chair_user, True),
        (manager_user, True),
        (lambda _sector: admin_user(), True),
        (seated, False),
        (lambda _sector: editor_user(), False),
        (lambda _sector: UserFactory(), False),
    ],
)
def test_action_is_finished_by_who_leads_the_meeting(meeting, maker, may):
    action = ActionItemFactory(meeting=meeting, owner=PersonFactory())

    assert can_finish_action(maker(meeting.sector_year.sector), action) is may


def test_action_is_finished_by_its_owner_as_long_as_he_is_a_member(meeting):
    owner = member_user()
    action = ActionItemFactory(meeting=meeting, owner=owner.person)
    gone = PersonFactory(account=UserFactory(), left_on=TODAY)

    assert can_finish_action(owner, action)
    assert not can_finish_action(gone.account, ActionItemFactory(meeting=meeting, owner=gone))
