"""What ends in programmes and circles, and what needs a home."""

from datetime import timedelta

import pytest

from members.models import Person
from programmes.departures import (
    activities_led_by,
    coordinations_of,
    end_circles,
    end_leaderships,
    end_participations,
    hostings_of,
    leaderships_of,
)
from programmes.models import JointActivity, KnowledgeCircle, Programme
from tests.factories import (
    DAY,
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    HostingFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
)

pytestmark = pytest.mark.django_db

BEFORE, AFTER = DAY - timedelta(days=30), DAY + timedelta(days=30)


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def people(person):
    return Person.objects.filter(pk=person.pk)


def test_end_circles_ends_taking_part_and_coordination(person, people):
    rows = [CircleParticipantFactory(person=person), CircleCoordinatorFactory(person=person, since=BEFORE)]
    other = CircleParticipantFactory()

    end_circles(people, on=DAY)

    for row in (*rows, other):
        row.refresh_from_db()
    assert [row.until for row in (*rows, other)] == [DAY, DAY, None]


def test_end_participations_leaves_coordination(person, people):
    coordinator = CircleCoordinatorFactory(person=person)
    participant = CircleParticipantFactory(person=person)

    end_participations(people, on=DAY)

    coordinator.refresh_from_db()
    participant.refresh_from_db()
    assert (coordinator.until, participant.until) == (None, DAY)


def test_end_leaderships_removes_what_was_to_begin(person, people):
    leading = ProgrammeLeaderFactory(person=person)
    ProgrammeLeaderFactory(person=person, since=AFTER)

    end_leaderships(people, on=DAY)

    assert list(person.programme_leaderships.values_list("pk", "until")) == [(leading.pk, DAY)]


def test_archived_circles_and_ended_programmes_need_nobody(person, people):
    archived = KnowledgeCircleFactory(state=KnowledgeCircle.State.ARCHIVED)
    CircleCoordinatorFactory(person=person, circle=archived)
    active = CircleCoordinatorFactory(person=person)
    ended = ProgrammeFactory(state=Programme.State.ENDED, ended_on=BEFORE)
    ProgrammeLeaderFactory(person=person, programme=ended)
    running = ProgrammeLeaderFactory(person=person)

    assert list(coordinations_of(people, on=DAY)) == [active]
    assert list(leaderships_of(people, on=DAY)) == [running]


def test_hostings_of_an_organisation_are_those_that_last():
    organisation = OrganisationFactory()
    lasting = HostingFactory(organisation=organisation)
    HostingFactory(organisation=organisation, until=DAY)
    HostingFactory()

    assert list(hostings_of(organisation, on=DAY)) == [lasting]


def test_activities_led_are_those_not_over():
    organisation = OrganisationFactory()
    led = [JointActivityFactory(lead=organisation, state=state) for state in JointActivity.State.values]
    JointActivityFactory()

    over = {"done", "stopped"}
    assert set(activities_led_by(organisation)) == {activity for activity in led if activity.state not in over}
