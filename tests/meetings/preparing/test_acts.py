"""Input: what is stored, and what is refused without storing anything."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from meetings.models import Contribution, Meeting
from meetings.preparing.acts import give_input, withdraw_input
from tests.factories import ContributionFactory, MeetingFactory, PersonFactory, PreparationFactory, member_user, moment

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def meeting():
    return MeetingFactory()


def contribute(meeting, user, text="Wie doet dit al?", kind="question"):
    return give_input(meeting=meeting, person=user.person, kind=kind, text=text, by=user)


def test_input_keeps_organisation_and_moment(meeting):
    PreparationFactory(meeting=meeting)
    user = member_user()

    given = contribute(meeting, user)

    assert (given.person, given.organisation, given.created_at) == (
        user.person,
        user.person.organisation,
        moment(TODAY, 10),
    )


@pytest.mark.parametrize("other", [{"text": "Iets anders"}, {"kind": "wish"}])
def test_only_the_same_input_twice_is_refused(meeting, other):
    PreparationFactory(meeting=meeting)
    user = member_user()
    contribute(meeting, user)

    with pytest.raises(ValidationError):
        contribute(meeting, user)
    contribute(meeting, user, **other)
    contribute(meeting, member_user())

    assert Contribution.objects.count() == 3


@pytest.mark.parametrize(
    "change",
    [
        {"opens_on": date(2027, 4, 2)},
        {"input_closes_on": date(2027, 3, 31)},
        {"waived_at": moment(TODAY, 9), "waived_reason": "Werkbezoek"},
        {"settled_at": moment(TODAY, 9)},
    ],
)
def test_input_outside_its_time_is_refused(meeting, change):
    by = {"waived_by": PersonFactory()} if "waived_at" in change else {}
    by |= {"settled_by": PersonFactory()} if "settled_at" in change else {}
    PreparationFactory(meeting=meeting, **change, **by)

    with pytest.raises(ValidationError):
        contribute(meeting, member_user())

    assert not Contribution.objects.exists()


def test_input_for_a_cancelled_meeting_is_refused(meeting):
    PreparationFactory(meeting=meeting)
    Meeting.objects.update(state=Meeting.State.CANCELLED, state_reason="Storm")

    with pytest.raises(ValidationError):
        contribute(meeting, member_user())


def test_input_is_withdrawn_while_it_is_asked(meeting):
    PreparationFactory(meeting=meeting)
    user = member_user()

    withdraw_input(contribution=contribute(meeting, user), by=user)

    assert not Contribution.objects.exists()


def test_input_stays_once_input_is_closed(meeting):
    PreparationFactory(meeting=meeting, input_closes_on=date(2027, 3, 31))
    user = member_user()
    given = ContributionFactory(meeting=meeting, person=user.person)

    with pytest.raises(ValidationError):
        withdraw_input(contribution=given, by=user)

    assert Contribution.objects.get() == given
