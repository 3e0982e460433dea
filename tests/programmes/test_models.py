from datetime import date

import pytest
from django.db.models import ProtectedError

from programmes.models import Handover, JointActivity, KnowledgeCircle, Programme
from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    GatheringFactory,
    HandoverFactory,
    HostingFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    OrganisationFactory,
    OutcomeFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeDecisionFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    WorkstreamFactory,
    moment,
)

DAY = date(2027, 4, 22)
PAST, COMING = date(2020, 1, 1), date(2999, 1, 1)
State = Programme.State


@pytest.fixture
def programmes(db):
    """A programme in every state, and a second one that ended earlier."""
    rows = {state: ProgrammeFactory(name=state, state=state) for state in (State.PROPOSED, State.RUNNING)}
    rows[State.IN_TRANSITION] = ProgrammeFactory(name="in_transition", state=State.IN_TRANSITION)
    rows["old"] = ProgrammeFactory(name="old", state=State.ENDED, ended_on=date(2015, 1, 1))
    rows[State.ENDED] = ProgrammeFactory(name="ended", state=State.ENDED, ended_on=date(2018, 7, 1))
    return rows


def names(queryset):
    return [programme.name for programme in queryset]


def test_running_includes_the_transition(programmes):
    assert set(names(Programme.objects.running())) == {"running", "in_transition"}


def test_ended_begins_with_the_last(programmes):
    assert names(Programme.objects.ended()) == ["ended", "old"]


def test_proposed_has_not_begun(programmes):
    assert names(Programme.objects.proposed()) == ["proposed"]


def test_begun_puts_those_that_ended_last(programmes):
    assert names(Programme.objects.begun()) == ["in_transition", "running", "ended", "old"]


@pytest.mark.parametrize(("state", "ended_on", "count"), [(State.RUNNING, None, 1), (State.ENDED, DAY, 2)])
def test_participant_count_is_of_today_until_the_end(db, state, ended_on, count):
    programme = ProgrammeFactory(state=state, ended_on=ended_on)
    ProgrammeParticipantFactory(programme=programme)
    gone = ProgrammeParticipantFactory(programme=programme, until=PAST)
    if ended_on:
        ProgrammeParticipantFactory(programme=programme, organisation=gone.organisation, since=date(2021, 1, 1))

    assert Programme.objects.with_participant_count().get().participant_count == count


@pytest.mark.parametrize(("known", "year"), [({"started_on": DAY}, 2027), ({"start_year": 2012}, 2012), ({}, None)])
def test_begin_year_is_as_exact_as_known(known, year):
    assert Programme(**known).begin_year == year


def test_circle_participant_count_is_of_today(db):
    circle, empty = KnowledgeCircleFactory(name="A"), KnowledgeCircleFactory(name="B")
    CircleParticipantFactory(circle=circle)
    CircleParticipantFactory(circle=circle, until=PAST)
    CircleParticipantFactory(circle=circle, since=COMING)

    counts = {each: each.participant_count for each in KnowledgeCircle.objects.with_participant_count()}

    assert counts == {circle: 1, empty: 0}


def test_liveliest_circles_come_first(db):
    for name, state in [("Aa", "archived"), ("b", "asleep"), ("Zz", "active"), ("a", "active")]:
        KnowledgeCircleFactory(name=name, state=state)

    assert names(KnowledgeCircle.objects.liveliest_first()) == ["a", "Zz", "b", "Aa"]


def test_circle_outlives_its_programme(db):
    circle = KnowledgeCircleFactory(programme=ProgrammeFactory())

    circle.programme.delete()
    circle.refresh_from_db()

    assert circle.programme is None


def test_joinable_ends_after_the_last_day(db):
    today = JointActivityFactory(state="open", join_before=DAY)
    later = JointActivityFactory(state="open", join_before=date(2027, 5, 1))
    always = JointActivityFactory(state="open", join_before=None)
    JointActivityFactory(state="open", join_before=date(2027, 4, 21))
    for state in ("idea", "running", "done", "stopped"):
        JointActivityFactory(state=state)

    assert list(JointActivity.objects.joinable(DAY)) == [today, later, always]


def test_joinable_is_of_today_by_default(db, time_machine):
    JointActivityFactory(state="open", join_before=DAY)

    time_machine.move_to("2027-04-22T21:30:00Z")  # half past eleven in Amsterdam
    assert JointActivity.objects.joinable().exists()
    time_machine.move_to("2027-04-22T22:30:00Z")
    assert not JointActivity.objects.joinable().exists()


@pytest.mark.parametrize(
    ("state", "join_before", "phase"),
    [
        ("open", DAY, "joinable"),
        ("open", None, "joinable"),
        ("open", date(2027, 4, 21), "running"),
        ("running", DAY, "running"),
        ("idea", None, "idea"),
        ("done", None, "done"),
        ("stopped", None, "stopped"),
    ],
)
def test_phase_knows_that_the_last_day_to_join_has_passed(db, state, join_before, phase):
    JointActivityFactory(state=state, join_before=join_before)

    assert JointActivity.objects.with_phase(DAY).get().phase == phase


def test_joinable_activities_come_first(db):
    for title, state in [("Klaar", "done"), ("Idee", "idea"), ("Loopt", "running"), ("Open", "open")]:
        JointActivityFactory(title=title, state=state)

    assert [each.title for each in JointActivity.objects.joinable_first(DAY)] == ["Open", "Loopt", "Idee", "Klaar"]


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("platform", PlatformFactory),
        ("circle", KnowledgeCircleFactory),
        ("to_programme", ProgrammeFactory),
        ("organisation", OrganisationFactory),
    ],
)
def test_handover_leads_to_the_record_it_went_to(db, name, factory):
    destination = factory()

    handover = HandoverFactory(outside_body="", **{name: destination})

    assert handover.destination == destination
    assert str(handover) == f"{handover.workstream} → {destination}"


def test_handover_leads_to_a_body_outside_or_nowhere(db):
    stopped = HandoverFactory(kind=Handover.Kind.STOPPED, outside_body="")
    steering = HandoverFactory(kind=Handover.Kind.STEERING, workstream=None, outside_body="Regiobureau")

    assert (stopped.destination, str(stopped)) == ("", f"{stopped.workstream} → {stopped.get_kind_display()}")
    assert str(steering) == f"{steering.programme} → Regiobureau"


def test_handover_is_accepted_from_its_moment_on(db):
    assert HandoverFactory(accepted_at=moment(), accepted_by=PersonFactory()).is_accepted
    assert not HandoverFactory().is_accepted


def test_receiver_of_a_handover_cannot_disappear(db):
    handover = HandoverFactory(outside_body="", platform=PlatformFactory())

    with pytest.raises(ProtectedError):
        handover.platform.delete()


def test_rows_name_themselves_and_their_page(db):
    programme = ProgrammeFactory(name="Samenwerking", acronym="SSNT", slug="ssnt")
    person, organisation = PersonFactory(name="An"), OrganisationFactory(name="Assen")
    circle, platform = KnowledgeCircleFactory(name="Kring", slug="kring"), PlatformFactory(name="Glas", slug="glas")
    decision = ProgrammeDecisionFactory(programme=programme)

    assert (str(programme), programme.get_absolute_url()) == ("SSNT", "/programmas/ssnt/")
    assert (str(circle), circle.get_absolute_url()) == ("Kring", "/kenniskringen/kring/")
    assert (str(platform), platform.get_absolute_url()) == ("Glas", "/platforms/glas/")
    assert str(ProgrammeFactory(name="Zonder afkorting")) == "Zonder afkorting"
    assert str(decision) == f"SSNT: {decision.get_kind_display()}"
    assert str(ProgrammeLeaderFactory(programme=programme, person=person)) == "An, SSNT"
    assert str(ProgrammeParticipantFactory(programme=programme, organisation=organisation)) == "Assen, SSNT"
    assert str(HostingFactory(platform=platform, organisation=organisation)) == "Glas, Assen"
    assert str(CircleCoordinatorFactory(circle=circle, person=person)) == "An, Kring"
    assert str(CircleParticipantFactory(circle=circle, person=person)) == "An, Kring"
    assert str(GatheringFactory(circle=circle, meeting__title="Borrel")) == "Kring: Borrel"
    assert [str(row) for row in (OutcomeFactory(title="A"), WorkstreamFactory(title="B"))] == ["A", "B"]
    assert str(JointActivityFactory(title="Samen inkopen")) == "Samen inkopen"
