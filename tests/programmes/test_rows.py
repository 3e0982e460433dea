from datetime import date

import pytest
import time_machine
from django.utils import translation

from programmes.models import JointActivity, KnowledgeCircle, Programme
from programmes.rows import activity_rows, circle_rows, programme_rows
from sectors.rows import Link
from tests.factories import (
    CircleParticipantFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProgrammeParticipantFactory,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False), translation.override("en"):
        yield


def test_programme_row_holds_texts_and_address():
    ProgrammeFactory(name="Programma Samen", slug="samen", state="running", started_on=date(2024, 9, 1))

    (row,) = programme_rows(Programme.objects.all())

    assert (row.url, row.name, row.years) == ("/programmas/samen/", "Programma Samen", "since 2024")
    assert (row.state, row.state_label, row.participants) == ("running", "Running", 0)


@pytest.mark.parametrize(("state", "counted"), [("running", 1), ("ended", 2)])
def test_programme_counts_who_takes_part_or_ever_did(state, counted):
    programme = ProgrammeFactory(state=state, ended_on=date(2026, 1, 1) if state == "ended" else None)
    organisation = OrganisationFactory()
    for since, until in [(date(2013, 1, 1), date(2014, 1, 1)), (date(2016, 1, 1), None)]:
        ProgrammeParticipantFactory(programme=programme, organisation=organisation, since=since, until=until)
    ProgrammeParticipantFactory(programme=programme, until=date(2020, 1, 1))

    (row,) = programme_rows(Programme.objects.all())

    assert row.participants == counted


def test_circle_row_counts_who_takes_part_today():
    circle = KnowledgeCircleFactory(name="Inkoop", slug="inkoop", themes=["aanbesteden", "contracten"])
    CircleParticipantFactory(circle=circle)
    CircleParticipantFactory(circle=circle, until=date(2027, 1, 1))

    (row,) = circle_rows(KnowledgeCircle.objects.all())

    assert (row.url, row.themes, row.participants) == ("/kenniskringen/inkoop/", ("aanbesteden", "contracten"), 1)
    assert (row.state_label, row.joining_label) == ("Active", "Open")


def test_activity_row_names_those_who_take_part_in_order():
    activity = JointActivityFactory(kind="staff_pool", state="open", join_before=date(2027, 4, 1))
    activity.participants.add(OrganisationFactory(name="Ûnder", slug="under"), OrganisationFactory(name="Assen"))

    (row,) = activity_rows(JointActivity.objects.all())

    assert [link.name for link in row.participants] == ["Assen", "Ûnder"]
    assert row.participants[1] == Link("Ûnder", "/leden/under/")
    assert (row.is_joinable, row.join_before, row.lead) == (True, "Thursday 1 April 2027", None)


@pytest.mark.parametrize(
    ("state", "join_before", "phase"),
    [
        ("open", None, "joinable"),
        ("open", date(2027, 4, 1), "joinable"),
        ("open", date(2027, 3, 31), "running"),
        ("running", date(2027, 6, 1), "running"),
        ("idea", None, "idea"),
        ("done", None, "done"),
        ("stopped", None, "stopped"),
    ],
)
def test_phase_follows_state_and_deadline(state, join_before, phase):
    JointActivityFactory(state=state, join_before=join_before)

    (row,) = activity_rows(JointActivity.objects.all())

    assert (row.phase, bool(row.join_before)) == (phase, phase == "joinable" and join_before is not None)


@pytest.mark.parametrize("kind", JointActivity.Kind.values)
def test_every_kind_has_words_of_its_own(kind):
    JointActivityFactory(kind=kind)

    (row,) = activity_rows(JointActivity.objects.all())

    assert all([row.kind_label, row.lead_label, row.link_label])


@pytest.mark.parametrize("count", [1, 10, 60])
def test_rows_take_a_fixed_number_of_queries(django_assert_num_queries, count):
    ProgrammeFactory.create_batch(count)
    for activity in JointActivityFactory.create_batch(count):
        activity.participants.add(OrganisationFactory())

    with django_assert_num_queries(4):
        assert len(programme_rows(Programme.objects.all())) == count
        assert len(circle_rows(KnowledgeCircle.objects.all())) == count
        assert len(activity_rows(JointActivity.objects.all())) == count
