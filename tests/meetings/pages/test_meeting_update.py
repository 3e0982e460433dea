"""/bijeenkomsten/<pk>/wijzigen/: change a meeting, move it, schedule a draft."""

from datetime import date

import pytest
import time_machine

from meetings.models import Attendance, Meeting
from tests.factories import (
    AttendanceFactory,
    MeetingFactory,
    NetworkFactory,
    PreparationFactory,
    SectorFactory,
    SectorYearFactory,
    chair_user,
    manager_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
JUNE = date(2027, 6, 3)


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    NetworkFactory()
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory(name="Water")


@pytest.fixture
def meeting(sector):
    year = SectorYearFactory(sector=sector, year=2027)
    times = {"starts": moment(JUNE, 13, 30), "ends": moment(JUNE, 16, 0)}
    return MeetingFactory(sector_year=year, number=3, title="De dijk", place="Stadhuis", **times)


@pytest.fixture
def manager(client, sector):
    client.force_login(manager_user(sector))
    return client


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/wijzigen/"


def sent(meeting, **changes):
    """Return what the form sends when nothing but these is typed."""
    known = {"title": meeting.title, "place": meeting.place, "visibility": meeting.visibility}
    known |= {"day": "2027-06-03", "begin": "13:30", "end": "16:00", "version": meeting.version}
    return known | changes


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


# moving


def test_another_day_moves_a_scheduled_meeting_and_its_preparation(manager, meeting):
    PreparationFactory(meeting=meeting)

    response = manager.post(url(meeting), sent(meeting, day="2027-06-10"))

    meeting = Meeting.objects.get()
    assert response.url == f"/bijeenkomsten/{meeting.pk}/uitnodigingen/"
    assert (meeting.starts, meeting.moved_from) == (moment(date(2027, 6, 10), 13, 30), moment(JUNE, 13, 30))
    assert (meeting.number, meeting.version, meeting.ical_sequence) == (3, 2, 1)
    assert meeting.preparation.settle_by == date(2027, 5, 27)


def test_second_move_keeps_the_start_before_it(manager, meeting):
    manager.post(url(meeting), sent(meeting, day="2027-06-10"))
    manager.post(url(meeting), sent(meeting, day="2027-06-17", version=2))

    assert Meeting.objects.get().moved_from == moment(date(2027, 6, 10), 13, 30)


def test_moving_back_is_no_move(manager, meeting):
    manager.post(url(meeting), sent(meeting, day="2027-06-10"))
    manager.post(url(meeting), sent(meeting, version=2))

    assert Meeting.objects.get().moved_from is None


def test_draft_that_gets_another_day_did_not_move(manager, meeting):
    Meeting.objects.update(state=Meeting.State.DRAFT)

    manager.post(url(meeting), sent(meeting, day="2027-06-10"))

    assert Meeting.objects.values_list("moved_from", "state").get() == (None, "draft")


def test_page_and_list_say_from_when_it_moved(manager, meeting):
    manager.post(url(meeting), sent(meeting, day="2027-06-10"))

    assert "moved from Thu 3 Jun" in manager.get(f"/bijeenkomsten/{meeting.pk}/").content.decode()
    assert "moved from Thu 3 Jun" in manager.get("/bijeenkomsten/").content.decode()


def test_other_title_is_no_change_for_calendars(manager, meeting):
    manager.post(url(meeting), sent(meeting, title="De duin"))

    assert Meeting.objects.values_list("title", "version", "ical_sequence").get() == ("De duin", 2, 0)


def test_nothing_changed_is_no_new_version(manager, meeting):
    manager.post(url(meeting), sent(meeting))

    assert Meeting.objects.get().version == 1


def test_draft_is_scheduled_by_its_button(manager, meeting):
    Meeting.objects.update(state=Meeting.State.DRAFT)

    manager.post(url(meeting), sent(meeting, schedule="1"))

    assert Meeting.objects.values_list("state", "ical_sequence").get() == ("scheduled", 1)


def test_history_names_who_did_it(manager, meeting):
    manager.post(url(meeting), sent(meeting, title="De duin"))

    last = Meeting.pgh_event_model.objects.order_by("pgh_id").last()
    assert (last.title, last.pgh_context["user"]) == ("De duin", manager_of(meeting).pk)


def manager_of(meeting):
    return meeting.sector_year.sector.appointments.get().person.account


# what was, and what cannot be


def test_past_meeting_keeps_its_day_when_its_title_is_corrected(manager, meeting):
    Meeting.objects.update(starts=moment(date(2027, 3, 3), 13, 30), ends=moment(date(2027, 3, 3), 16, 0))

    manager.post(url(meeting), sent(meeting, day="2027-03-03", title="De duin"))

    assert Meeting.objects.values_list("title", "version").get() == ("De duin", 2)


def test_move_into_the_past_is_refused_with_input_kept(manager, meeting):
    response = manager.post(url(meeting), sent(meeting, day="2027-03-03", title="De duin"))

    assert errors(response) == {"day": ["This moment is past. Choose one to come."]}
    assert response.context["form"]["title"].value() == "De duin"
    assert "De dijk" in response.content.decode()
    assert Meeting.objects.get().version == 1


def test_fewer_places_than_people_is_refused_with_their_number(manager, meeting):
    for _person in range(2):
        AttendanceFactory(meeting=meeting, response="yes", responded_at=moment())

    response = manager.post(url(meeting), sent(meeting, capacity="1"))

    assert errors(response) == {"capacity": ["2 people come already. Give at least that many places."]}
    assert Meeting.objects.get().capacity is None


def test_more_places_let_in_who_waits(manager, meeting):
    Meeting.objects.update(capacity=1)
    AttendanceFactory(meeting=meeting, response="yes", responded_at=moment())
    waiting = AttendanceFactory(meeting=meeting, response="waiting", responded_at=moment())

    manager.post(url(meeting), sent(meeting, capacity="2"))

    assert Attendance.objects.get(pk=waiting.pk).response == "yes"


def test_event_keeps_who_organises_it(manager, sector):
    other = SectorFactory()
    event = MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.EVENT)
    event.joint_sectors.add(sector)
    times = {"day": "2027-06-03", "begin": "13:30", "end": "16:00", "kind": "training"}

    manager.post(url(event), sent(event, **times, joint_sectors=[other.pk]))

    event.refresh_from_db()
    assert (set(event.joint_sectors.all()), event.kind) == ({sector, other}, "training")


def test_layout_of_the_summary_stays_while_its_words_do(manager, meeting):
    Meeting.objects.update(summary="<p>Over <strong>dijken</strong></p>")

    manager.post(url(meeting), sent(meeting, about="Over dijken", title="De duin"))

    assert Meeting.objects.get().summary == "<p>Over <strong>dijken</strong></p>"


# two people at once


def test_who_comes_second_sees_what_differs_and_can_send_again(manager, meeting):
    Meeting.objects.update(title="De duin", version=2)

    response = manager.post(url(meeting), sent(meeting, place="Dorpshuis"))

    assert [tuple(each) for each in response.context["changed"]] == [
        ("Title", "De duin", "De dijk"),
        ("Place", "Stadhuis", "Dorpshuis"),
    ]
    assert Meeting.objects.values_list("title", "place").get() == ("De duin", "Stadhuis")
    manager.post(url(meeting), sent(meeting, place="Dorpshuis", version=response.context["form"]["version"].value()))
    assert Meeting.objects.values_list("title", "place", "version").get() == ("De dijk", "Dorpshuis", 3)


def test_sending_twice_is_sending_once(manager, meeting):
    first, second = (manager.post(url(meeting), sent(meeting, title="De duin")) for _click in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Meeting.objects.get().version == 2


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 5000])
def test_version_that_is_none_is_an_old_one(manager, meeting, version):
    response = manager.post(url(meeting), sent(meeting, title="De duin", version=version))

    assert response.status_code == 200
    assert Meeting.objects.get().title == "De dijk"


def test_role_lost_meanwhile_changes_nothing(manager, meeting, sector):
    sector.appointments.update(until=TODAY)

    response = manager.post(url(meeting), sent(meeting, title="De duin"))

    assert response.status_code == 403
    assert Meeting.objects.get().title == "De dijk"


def test_chair_does_not_change_a_meeting(client, meeting, sector):
    client.force_login(chair_user(sector))

    assert client.get(url(meeting)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(manager, meeting, django_assert_num_queries, count):
    SectorFactory.create_batch(count)
    manager.get(url(meeting))

    with django_assert_num_queries(10):
        manager.get(url(meeting))
