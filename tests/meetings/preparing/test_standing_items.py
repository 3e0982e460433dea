"""What stands on an agenda by itself."""

from datetime import date

import pytest
import time_machine
from django.utils import translation

from meetings.models import AgendaItem, Meeting
from meetings.preparing.standing_items import lay_standing_items
from tests.factories import (
    AgendaItemFactory,
    MeetingFactory,
    PersonFactory,
    PreparationFactory,
    PresenterFactory,
    SectorYearFactory,
    TopicFactory,
    moment,
)

pytestmark = pytest.mark.django_db

ALL = ["previous_minutes", "topic", "ordinary", "next_meeting"]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def year():
    return SectorYearFactory()


@pytest.fixture
def meeting(year):
    """The second of three; the next one is prepared in it."""
    MeetingFactory(sector_year=year, starts=moment(date(2027, 3, 4)), ends=moment(date(2027, 3, 4), 16))
    found = MeetingFactory(sector_year=year)
    coming = MeetingFactory(sector_year=year, starts=moment(date(2027, 6, 3)), ends=moment(date(2027, 6, 3), 16))
    PreparationFactory(meeting=coming, discussed_in=found)
    TopicFactory(sector=year.sector, meeting=found, state="scheduled", title="Dijken")
    return found


def kinds(meeting):
    return list(meeting.agenda_items.values_list("kind", flat=True))


def test_minutes_come_first_the_topic_second_and_the_next_meeting_last(meeting):
    AgendaItemFactory(meeting=meeting, position=1, title="Rondje")

    lay_standing_items(meeting)

    assert kinds(meeting) == ALL
    assert list(meeting.agenda_items.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_laying_twice_writes_nothing_more(meeting, django_assert_num_queries):
    lay_standing_items(meeting)
    before = list(meeting.agenda_items.values())

    with django_assert_num_queries(9):
        lay_standing_items(meeting)

    assert list(meeting.agenda_items.values()) == before


def test_words_are_dutch_whoever_lays_them(meeting):
    with translation.override("en"):
        lay_standing_items(meeting)

    assert meeting.agenda_items.get(kind="topic").title == "Dijken"
    with translation.override("nl"):
        assert meeting.agenda_items.get(kind="next_meeting").title == AgendaItem.Kind.NEXT_MEETING.label


def test_words_and_place_that_someone_gave_them_stay(meeting):
    lay_standing_items(meeting)
    AgendaItemFactory(meeting=meeting, position=2, title="Rondje")
    meeting.agenda_items.filter(kind="previous_minutes").update(title="Verslag van maart")
    meeting.agenda_items.filter(kind="topic").update(position=3)

    lay_standing_items(meeting)

    assert list(meeting.agenda_items.values_list("title", flat=True))[:3] == ["Verslag van maart", "Rondje", "Dijken"]


def test_order_made_by_hand_stays(meeting):
    lay_standing_items(meeting)
    by_hand = ["next_meeting", "topic", "previous_minutes"]
    for position, kind in enumerate(by_hand, start=1):
        meeting.agenda_items.filter(kind=kind).update(position=position)

    lay_standing_items(meeting)

    assert kinds(meeting) == by_hand


def test_topic_item_follows_topic_and_presenter(meeting):
    lay_standing_items(meeting)
    meeting.topics.update(title="Stuwen")
    PresenterFactory(meeting=meeting, person=PersonFactory(), declined_at=moment())
    speaks = PresenterFactory(meeting=meeting, person=PersonFactory())

    lay_standing_items(meeting)

    item = meeting.agenda_items.get(kind="topic")
    assert (item.title, item.presenter) == ("Stuwen", speaks.person)


@pytest.mark.parametrize(("note", "left"), [("", []), ("Besproken", ["topic"])])
def test_item_without_reason_goes_unless_notes_were_taken(meeting, note, left):
    lay_standing_items(meeting)
    meeting.agenda_items.filter(kind="topic").update(note=note)
    meeting.topics.update(state="proposed", meeting=None)

    lay_standing_items(meeting)

    assert kinds(meeting) == ["previous_minutes", *left, "next_meeting"]


def test_next_meeting_that_does_not_take_place_is_not_prepared(meeting):
    lay_standing_items(meeting)
    Meeting.objects.filter(preparation__discussed_in=meeting).update(state="cancelled", state_reason="Storm")

    lay_standing_items(meeting)

    assert kinds(meeting) == ["previous_minutes", "topic"]


def test_first_meeting_of_a_sector_has_no_previous_minutes(year):
    meeting = MeetingFactory(sector_year=year)

    lay_standing_items(meeting)

    assert kinds(meeting) == []


@pytest.mark.parametrize(
    "change",
    [
        {"state": "cancelled", "state_reason": "Storm"},
        {"starts": moment(date(2027, 3, 30)), "ends": moment(date(2027, 3, 30), 16)},
    ],
)
def test_meeting_that_is_over_or_cancelled_stays_as_it_is(meeting, change):
    Meeting.objects.filter(pk=meeting.pk).update(**change)

    lay_standing_items(meeting)

    assert kinds(meeting) == []
