"""Two people who record at once: each writes what he changed, and nothing of the other is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from meetings.holding.presence_acts import Choice, add_guest, add_walk_in, record_presence
from meetings.models import Attendance, Guest
from tests.factories import AttendanceFactory, MeetingFactory, PersonFactory, admin_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return MeetingFactory(starts=timezone.now() - timedelta(hours=1), ends=timezone.now() + timedelta(hours=1))


@pytest.fixture
def by():
    return admin_user()


def at_once(*acts):
    """Run acts at the same moment, each on a connection of its own; return what each gave or raised."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def presence(meeting):
    return dict(meeting.attendances.values_list("person", "presence"))


def test_history_tells_who_recorded(meeting, by):
    person = PersonFactory()

    record_presence(meeting=meeting, choices={person.pk: Choice("", "present")}, by=by)

    told = apps.get_model("meetings", "AttendanceEvent").objects.order_by("-pgh_id").first()
    assert (told.presence, told.pgh_context["user"]) == ("present", by.pk)


def test_same_form_sent_twice_records_once(meeting, by):
    choices = {PersonFactory().pk: Choice("", "present")}

    numbers = [record_presence(meeting=meeting, choices=choices, by=by).number for _click in range(2)]

    assert numbers == [1, 0]


def test_rest_leaves_who_is_recorded(meeting, by):
    rows = [AttendanceFactory(meeting=meeting, presence=presence) for presence in ("online", "")]

    record_presence(meeting=meeting, choices={}, rest=[row.person_id for row in rows], by=by)

    assert list(presence(meeting).values()) == ["online", "absent"]


def test_who_walks_in_twice_stays_as_recorded(meeting, by):
    row = AttendanceFactory(meeting=meeting, presence="online")

    add_walk_in(meeting=meeting, person=row.person, by=by)

    assert presence(meeting) == {row.person_id: "online"}


@pytest.mark.django_db(transaction=True)
def test_two_recorders_of_different_people_both_write(meeting, by):
    people = [PersonFactory() for _number in range(4)]
    unseen = {person.pk: Choice("", "") for person in people}

    def record(chosen, presence):
        own = {person.pk: Choice("", presence) for person in chosen}
        return lambda: record_presence(meeting=meeting, choices=unseen | own, by=by)

    done = at_once(record(people[:2], "present"), record(people[2:], "online"))

    assert [(each.number, each.kept) for each in done] == [(2, []), (2, [])]
    assert list(presence(meeting).values()).count("present") == 2
    assert Attendance.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_recorders_of_one_person_keep_one_and_tell_the_other(meeting, by):
    person = PersonFactory()

    def record(presence):
        return lambda: record_presence(meeting=meeting, choices={person.pk: Choice("", presence)}, by=by)

    done = at_once(record("present"), record("online"))

    assert sorted((each.number, len(each.kept)) for each in done) == [(0, 1), (1, 0)]
    assert Attendance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_guest_sent_twice_at_once_stands_there_once(meeting, by):
    def add():
        return add_guest(meeting=meeting, name="Gea Gast", organisation="", by=by)

    raised = at_once(add, add)

    assert sum(isinstance(each, ValidationError) for each in raised) == 1
    assert Guest.objects.count() == 1
