"""Planning a gathering of a circle."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from meetings.models import Meeting
from programmes.models import CircleCoordinator, Gathering
from tests.factories import CircleParticipantFactory, PersonFactory, editor_user, member_user

pytestmark = pytest.mark.django_db


def test_gathering_is_a_meeting_of_who_takes_part(ring):
    outsider = ring.join()
    former = CircleParticipantFactory(circle=ring.circle, since="2020-01-01", until="2021-01-01").person
    gone = ring.join(PersonFactory(left_on="2021-01-01"))

    meeting = ring.plan()

    assert (meeting.kind, meeting.state, meeting.visibility) == ("gathering", "scheduled", "invited")
    assert (meeting.organiser, meeting.sector_year, meeting.gathering.circle) == (
        ring.account.person,
        None,
        ring.circle,
    )
    listed = {row.person for row in meeting.attendances.all()}
    assert listed == {ring.account.person, outsider}
    assert {former, gone} & listed == set()
    assert set(meeting.attendances.values_list("response", flat=True)) == {"none"}


def test_gathering_of_one_key_is_one(ring):
    key = uuid4()

    assert ring.plan(key=key) == ring.plan(key=key)

    assert Gathering.objects.count() == Meeting.objects.count() == 1


def test_editor_plans_in_the_name_of_the_coordinator(ring):
    assert ring.plan(by=editor_user(), schedule=False).organiser == ring.account.person


@pytest.mark.parametrize(("state", "told"), [("archived", "archived"), ("active", "coordinator")])
def test_circle_without_who_arranges_it_does_not_gather(ring, state, told):
    ring.circle.state = state
    ring.circle.save()
    if state == "active":
        CircleCoordinator.objects.all().delete()

    with translation.override("en"), pytest.raises(ValidationError, match=told):
        ring.plan(by=editor_user())

    assert not Meeting.objects.exists()


def test_who_handed_over_plans_no_more(ring):
    CircleCoordinator.objects.update(person=member_user(name="Bo").person)

    with pytest.raises(ValidationError, match="Bo"):
        ring.plan()

    assert not Meeting.objects.exists()
