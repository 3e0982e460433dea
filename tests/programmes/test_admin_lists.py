from datetime import date, timedelta

import pytest
from django.urls import reverse

from meetings.models import Meeting
from programmes.models import Handover, JointActivity, KnowledgeCircle, Programme
from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    GatheringFactory,
    HandoverFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    WorkstreamFactory,
    editor_user,
    moment,
)

DAY = date(2027, 4, 22)
RUNNING, ENDED = Programme.State.RUNNING, Programme.State.ENDED


@pytest.fixture(autouse=True)
def today(db, time_machine):
    time_machine.move_to(moment(hour=12), tick=False)


@pytest.fixture
def editor(client):
    client.force_login(editor_user())
    return client


@pytest.mark.parametrize(
    ("state", "leader", "asked"),
    [
        (RUNNING, None, True),
        (RUNNING, {}, False),
        (RUNNING, {"is_deputy": True}, True),
        (RUNNING, {"until": DAY}, True),
        (Programme.State.PROPOSED, None, False),
    ],
)
def test_programme_under_way_needs_a_leader(state, leader, asked):
    programme = ProgrammeFactory(state=state)
    if leader is not None:
        ProgrammeLeaderFactory(programme=programme, **leader)

    assert Programme.objects.without_leader().exists() is asked


@pytest.mark.parametrize(("planned_end", "past"), [(DAY - timedelta(days=1), True), (DAY, False), (None, False)])
def test_programme_is_past_its_planned_end_the_day_after(planned_end, past):
    ProgrammeFactory(state=RUNNING, planned_end=planned_end)

    assert Programme.objects.past_planned_end().exists() is past


def test_work_without_handover_is_missed_once_a_programme_ends():
    running = ProgrammeFactory(state=RUNNING)
    ended, placed = ProgrammeFactory.create_batch(2, state=ENDED, ended_on=DAY)
    for programme in (running, ended):
        WorkstreamFactory.create_batch(2, outcome__programme=programme)
    for stream in WorkstreamFactory.create_batch(2, outcome__programme=placed):
        HandoverFactory(programme=placed, workstream=stream)

    assert list(Programme.objects.with_homeless_work()) == [ended]


def test_handover_waits_until_it_is_accepted():
    waiting = HandoverFactory()
    HandoverFactory(accepted_at=moment(), accepted_by=PersonFactory())

    assert set(Handover.objects.unaccepted()) == {waiting}


def test_circle_without_coordinator_is_an_active_one():
    alone, asleep = KnowledgeCircleFactory(), KnowledgeCircleFactory(state=KnowledgeCircle.State.ASLEEP)
    CircleCoordinatorFactory()
    left = CircleCoordinatorFactory(until=DAY).circle

    assert set(KnowledgeCircle.objects.without_coordinator()) == {alone, left}
    assert asleep.pk


@pytest.mark.parametrize(("days_ago", "quiet"), [(-30, False), (10, False), (182, False), (184, True)])
def test_circle_is_quiet_after_half_a_year(days_ago, quiet):
    day = DAY - timedelta(days=days_ago)
    GatheringFactory(meeting__starts=moment(day, 10), meeting__ends=moment(day, 12))

    assert KnowledgeCircle.objects.quiet().exists() is quiet


def test_cancelled_gathering_leaves_a_circle_quiet():
    GatheringFactory(meeting__state=Meeting.State.CANCELLED, meeting__state_reason="Griep")

    assert KnowledgeCircle.objects.quiet().count() == 1


@pytest.mark.parametrize(("join_before", "overdue"), [(DAY - timedelta(days=1), True), (DAY, False), (None, False)])
def test_activity_is_called_open_too_long(join_before, overdue):
    JointActivityFactory(state=JointActivity.State.OPEN, join_before=join_before)

    assert JointActivity.objects.overdue().exists() is overdue


def test_list_of_circles_says_who_when_and_how_many(editor):
    circle = CircleCoordinatorFactory(person=PersonFactory(name="Iris")).circle
    CircleParticipantFactory.create_batch(2, circle=circle)
    meeting = MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.GATHERING)
    GatheringFactory(circle=circle, meeting=meeting)

    row = editor.get(reverse("admin:programmes_knowledgecircle_changelist")).context["cl"].result_list[0]

    assert (row.coordinator, row.participant_count, row.next_gathering) == (["Iris"], 2, meeting.starts)


def test_list_of_programmes_says_who_lead_and_how_many_take_part(editor):
    programme = ProgrammeLeaderFactory(person=PersonFactory(name="Iris")).programme
    ProgrammeLeaderFactory(programme=programme, is_deputy=True)
    ProgrammeParticipantFactory.create_batch(3, programme=programme)

    row = editor.get(reverse("admin:programmes_programme_changelist")).context["cl"].result_list[0]

    assert (row.leader, row.participant_count) == (["Iris"], 3)


def test_outcomes_lead_to_their_workstreams_and_count_them(editor):
    outcome = WorkstreamFactory().outcome
    address = reverse("admin:programmes_outcome_change", args=[outcome.pk])

    content = editor.get(reverse("admin:programmes_programme_change", args=[outcome.programme.pk])).content.decode()

    assert f'<a href="{address}#workstreams-group">1' in content


@pytest.mark.parametrize(
    ("name", "factory"), [("knowledgecircle", KnowledgeCircleFactory), ("jointactivity", JointActivityFactory)]
)
def test_state_of_several_is_changed_together(editor, name, factory):
    rows = factory.create_batch(2)
    state = factory._meta.model.State.values[-1]

    editor.post(
        reverse(f"admin:programmes_{name}_changelist"),
        {
            "action": "set_state",
            "index": "0",
            "confirmed": "1",
            "state": state,
            "_selected_action": [row.pk for row in rows],
        },
    )

    assert {row.state for row in factory._meta.model.objects.all()} == {state}


def test_part_is_seen_on_the_page_of_its_programme(editor):
    participant = ProgrammeParticipantFactory(organisation=OrganisationFactory())

    page = editor.get(reverse("admin:programmes_programmeparticipant_change", args=[participant.pk]))

    assert participant.programme.get_absolute_url() in page.content.decode()
