"""Who comes, as the meeting's page tells it to each reader."""

from datetime import date

import pytest
import time_machine

from tests.factories import (
    AttendanceFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    chair_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def meeting():
    sector = SectorFactory(name="Water")
    meeting = MeetingFactory(sector_year=SectorYearFactory(sector=sector), capacity=5)
    kroon = OrganisationFactory(name="Gemeente Kroon")
    for name, response in [("Anna", "yes"), ("Bert", "no"), ("Cas", "none"), ("Dirk", "online")]:
        person = PersonFactory(name=name, organisation=kroon)
        answered = None if response == "none" else moment(TODAY, 9)
        given = {"response": response, "responded_at": answered, "response_reason": f"Reden van {name}"}
        AttendanceFactory(meeting=meeting, person=person, organisation=kroon, **given)
    SeatFactory(sector=sector, person=PersonFactory(name="Eva", organisation=kroon))
    return meeting


def who(client, meeting):
    return client.get(meeting.get_absolute_url()).context["who"]


def shows(meeting, value):
    meeting.sector_year.sector.answers_shown = value
    meeting.sector_year.sector.save()


def test_visitor_is_told_nothing(client, meeting):
    assert who(client, meeting) is None


@pytest.mark.parametrize(
    ("setting", "organisations", "people"),
    [("numbers", 0, []), ("organisations", 1, []), ("people", 1, ["Anna", "Dirk"])],
)
def test_member_sees_what_the_sector_shows(client, meeting, setting, organisations, people):
    shows(meeting, setting)
    client.force_login(member_user())

    found = who(client, meeting)

    assert (len(found.organisations), [line.name for line in found.people]) == (organisations, people)
    assert {line.note for line in found.people} <= {""}


def test_strictest_of_the_sectors_counts(client, meeting):
    shows(meeting, "people")
    meeting.joint_sectors.add(SectorFactory(answers_shown="numbers"))
    client.force_login(member_user())

    found = who(client, meeting)

    assert (found.organisations, found.people) == ([], [])


def test_who_leads_sees_names_and_reasons(client, meeting):
    shows(meeting, "numbers")
    client.force_login(chair_user(meeting.sector_year.sector))

    found = who(client, meeting)

    notes = {line.name: line.note for line in found.people if line.note}
    assert notes == {name: f"Reden van {name}" for name in ("Anna", "Bert", "Cas", "Dirk")}
    assert found.may_answer_for is False


def test_numbers_count_who_said_what_and_who_said_nothing(client, meeting):
    client.force_login(member_user())

    assert dict(who(client, meeting).facts) == {
        "Comes": 1,
        "Joins online": 1,
        "Does not come": 1,
        "No answer yet": 2,
        "Places left": 4,
    }


def test_substitute_is_not_counted_as_silent(client, meeting):
    stand_in = SeatFactory(sector=meeting.sector_year.sector).person
    given = {"response": "substitute", "responded_at": moment(TODAY, 9), "substitute": stand_in}
    AttendanceFactory(meeting=meeting, **given)
    client.force_login(member_user())

    facts = dict(who(client, meeting).facts)

    assert (facts["Comes"], facts["No answer yet"]) == (2, 2)


def test_manager_answers_for_who_called(client, meeting):
    manager = manager_user(meeting.sector_year.sector)
    client.force_login(manager)
    eva = next(line for line in who(client, meeting).people if line.name == "Eva")

    response = client.post(f"/bijeenkomsten/{meeting.pk}/aanmelden/?voor={eva.pk}", {"response": "yes"}, follow=True)

    given = meeting.attendances.get(person=eva.pk)
    assert "The answer of Eva is noted: Comes." in response.text
    assert (given.response, given.channel) == ("yes", "manager")
    assert not meeting.attendances.filter(person=manager.person).exists()


@pytest.mark.parametrize("maker", [chair_user, lambda _sector: member_user()])
def test_nobody_else_answers_for_others(client, meeting, maker):
    person = meeting.attendances.get(person__name="Cas").person
    client.force_login(maker(meeting.sector_year.sector))

    address = f"/bijeenkomsten/{meeting.pk}/aanmelden/?voor={person.pk}"

    assert client.post(address, {"response": "yes"}).status_code == 403
    assert meeting.attendances.get(person=person).response == "none"


@pytest.mark.parametrize("whom", ["0", "", "x", "99999999999999999999"])
def test_answer_for_nobody_is_not_found(client, meeting, whom):
    client.force_login(manager_user(meeting.sector_year.sector))

    assert client.get(f"/bijeenkomsten/{meeting.pk}/aanmelden/?voor={whom}").status_code == 404


def test_person_the_meeting_does_not_concern_is_not_found(client, meeting):
    client.force_login(manager_user(meeting.sector_year.sector))

    assert client.get(f"/bijeenkomsten/{meeting.pk}/aanmelden/?voor={PersonFactory().pk}").status_code == 404


def test_meeting_that_is_over_tells_nothing(client, meeting):
    client.force_login(member_user())

    with time_machine.travel(moment(date(2027, 12, 1)), tick=False):
        assert who(client, meeting) is None
