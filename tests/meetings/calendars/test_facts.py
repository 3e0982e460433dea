"""What is said of a meeting, and that it survives being kept."""

import json
from datetime import UTC, date, datetime

import pytest

from meetings.calendars.facts import FACT_COLUMNS, MeetingFacts, facts_from_values, facts_of, with_facts
from meetings.models import Meeting
from members.models import Person
from sectors.models import Appointment
from tests.factories import (
    AppointmentFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    moment,
)

pytestmark = pytest.mark.django_db

Role = Appointment.Role


def full_meeting():
    meeting = MeetingFactory(
        sector_year__sector__name="Overheden",
        number=3,
        title="De wet in de praktijk",
        summary="<p>Wat vraagt de wet?</p><p>En <b>wie</b> helpt?</p>",
        host=OrganisationFactory(name="Gemeente Emmen"),
        place="Raadhuisplein 1, Emmen",
        online_link="https://meet.example.org/emmen",
        moved_from=moment(date(2027, 4, 15)),
    )
    meeting.joint_sectors.add(SectorFactory(name="Zorg", position=1))
    return meeting


def test_facts_of_meeting_are_those_of_its_row():
    meeting = full_meeting()

    facts = facts_of(meeting)

    assert (facts.uid, facts.sequence, facts.state) == (meeting.ical_uid, 0, "scheduled")
    assert (facts.title, facts.number, facts.sectors) == ("De wet in de praktijk", 3, ("Overheden", "Zorg"))
    assert (facts.starts, facts.ends) == (datetime(2027, 4, 22, 11, 30, tzinfo=UTC), moment(hour=16))
    assert (facts.host, facts.place) == ("Gemeente Emmen", "Raadhuisplein 1, Emmen")
    assert facts.online_link == "https://meet.example.org/emmen"
    assert facts.summary == "Wat vraagt de wet? En wie helpt?"
    assert facts.path == meeting.get_absolute_url()
    assert facts.moved_from == datetime(2027, 4, 15, 11, 30, tzinfo=UTC)
    assert facts.modified == Meeting.objects.get().modified_at


def test_facts_survive_being_kept_as_json():
    facts = facts_of(full_meeting())

    assert MeetingFacts.from_json(json.loads(json.dumps(facts.as_json()))) == facts


def test_facts_of_meeting_that_never_moved_survive_too():
    facts = facts_of(MeetingFactory(sector_year=None, number=None))

    assert MeetingFacts.from_json(json.loads(json.dumps(facts.as_json()))) == facts
    assert (facts.sectors, facts.number, facts.moved_from, facts.manager_name) == ((), None, None, "")


def test_facts_of_meeting_without_date_are_refused():
    meeting = MeetingFactory(starts=None, ends=None, state=Meeting.State.DRAFT)

    with pytest.raises(ValueError, match="without a date"):
        facts_of(meeting)


def test_facts_leave_out_a_link_that_is_no_address_of_the_web():
    meeting = MeetingFactory(online_link="javascript:alert(1)")

    assert facts_of(meeting).online_link == ""


@pytest.mark.parametrize(
    ("state", "is_off"), [("scheduled", False), ("draft", False), ("cancelled", True), ("not_held", True)]
)
def test_facts_know_whether_a_meeting_goes_on(state, is_off):
    reason = "Te weinig aanmeldingen" if is_off else ""

    assert facts_of(MeetingFactory(state=state, state_reason=reason)).is_off is is_off


def test_manager_is_the_programme_manager_before_a_deputy():
    meeting = MeetingFactory()
    sector = meeting.sector_year.sector
    for name, role in [("Dirk", Role.DEPUTY), ("Marit", Role.PROGRAMME_MANAGER), ("Carla", Role.CHAIR)]:
        person = PersonFactory(name=name, email=f"{name.lower()}@example.org")
        AppointmentFactory(sector=sector, person=person, role=role)
    AppointmentFactory(role=Role.PROGRAMME_MANAGER)

    facts = facts_of(meeting)

    assert (facts.manager_name, facts.manager_email) == ("Marit", "marit@example.org")


def test_manager_who_keeps_his_address_to_himself_is_named_only():
    hidden = PersonFactory(name="Marit", email="marit@example.org", contact_visibility=Person.ContactVisibility.NOBODY)
    meeting = MeetingFactory()
    AppointmentFactory(sector=meeting.sector_year.sector, person=hidden, role=Role.PROGRAMME_MANAGER)

    facts = facts_of(meeting)

    assert (facts.manager_name, facts.manager_email) == ("Marit", "")


def test_facts_of_many_meetings_take_one_query(django_assert_num_queries):
    for _ in range(3):
        MeetingFactory().joint_sectors.add(SectorFactory(), SectorFactory())

    with django_assert_num_queries(1):
        facts = [facts_from_values(values) for values in with_facts(Meeting.objects.all()).values(*FACT_COLUMNS)]

    assert [len(each.sectors) for each in facts] == [3, 3, 3]
