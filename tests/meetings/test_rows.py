from datetime import date

import pytest
import time_machine
from django.utils import translation

from meetings.models import Meeting
from meetings.rows import mark_next, meeting_rows
from sectors.rows import SectorTag
from tests.factories import (
    MeetingFactory,
    MinutesFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SectorFactory,
    SectorYearFactory,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


def rows():
    return meeting_rows(Meeting.objects.by_date())


def test_row_holds_texts_and_addresses():
    sector = SectorFactory(name="Overheden", slug="overheden", band="klinker")
    MeetingFactory(
        sector_year=SectorYearFactory(sector=sector, year=2027),
        number=3,
        title="Een weerbare regio",
        place="Leeuwarden",
        host=OrganisationFactory(name="Provincie Fryslân", short_name="Fryslân"),
    )

    (row,) = rows()

    assert row.url == f"/bijeenkomsten/{row.pk}/"
    assert (row.title, row.number, row.year, row.place, row.host) == (
        *("Een weerbare regio", 3, 2027, "Leeuwarden"),
        "Fryslân",
    )
    assert (row.when_short, row.time_text, row.day) == ("do 22 apr", "13.30–16.30 uur", date(2027, 4, 22))
    assert row.when_long == "donderdag 22 april 2027, 13.30–16.30 uur"
    assert row.when_machine == "2027-04-22T13:30+02:00"
    assert row.sectors == (SectorTag("Overheden", "/sectoren/overheden/", "klinker"),)


def test_row_speaks_the_language_of_the_reader():
    MeetingFactory(title="")

    with translation.override("en"):
        (row,) = rows()

        assert (row.title, row.when_short, row.stage_label) == ("Topic to follow", "Thu 22 Apr", "Planned")


def test_row_without_a_date_says_that_it_is_open():
    MeetingFactory(starts=None, ends=None, state=Meeting.State.DRAFT)

    with translation.override("en"):
        (row,) = rows()

        assert (row.day, row.time_text, row.when_machine, row.is_draft) == (None, "", "", True)
        assert row.when_long == row.when_short == "Date still open"


def test_day_is_that_of_the_region():
    MeetingFactory(starts=moment(date(2027, 5, 1), 0, 30), ends=moment(date(2027, 5, 1), 2))

    assert rows()[0].day == date(2027, 5, 1)


def test_gathering_takes_the_colour_of_its_first_sector():
    meeting = MeetingFactory(sector_year=None, number=None)
    meeting.joint_sectors.add(
        SectorFactory(name="Water", band="weide", position=2), SectorFactory(name="Zorg", band="heide", position=1)
    )

    (row,) = rows()

    assert row.band == "heide"
    assert [tag.name for tag in row.sectors] == ["Zorg", "Water"]


STAGES = {
    "planned": {},
    "cancelled": {"state": "cancelled", "state_reason": "Storm."},
    "not_held": {"state": "not_held", "state_reason": "Te weinig aanmeldingen."},
    "held": {"starts": moment(date(2027, 3, 1)), "ends": moment(date(2027, 3, 1), 16)},
}


@pytest.mark.parametrize(
    ("stage", "state"), [("planned", ""), ("cancelled", "cancelled"), ("not_held", "cancelled"), ("held", "past")]
)
def test_stage_decides_the_state(stage, state):
    MeetingFactory(**STAGES[stage])

    (row,) = rows()

    assert (row.stage, row.state) == (stage, state)


def test_preparation_and_minutes_move_the_stage():
    open_now = PreparationFactory(meeting__title="open").meeting
    settled = PreparationFactory(settled_at=moment(date(2027, 3, 30)), settled_by=PersonFactory()).meeting
    reported = MeetingFactory(**STAGES["held"])
    MinutesFactory(meeting=reported, published_at=moment(date(2027, 3, 9)), published_by=PersonFactory())

    found = {row.pk: (row.stage, row.has_minutes) for row in rows()}

    assert found == {
        open_now.pk: ("in_preparation", False),
        settled.pk: ("settled", False),
        reported.pk: ("minutes_published", True),
    }


def test_next_is_the_first_to_come_that_stands():
    MeetingFactory(title="was", **STAGES["held"])
    MeetingFactory(title="vervalt", starts=moment(date(2027, 4, 5)), **STAGES["cancelled"])
    MeetingFactory(title="concept", starts=moment(date(2027, 4, 6)), state=Meeting.State.DRAFT)
    MeetingFactory(title="straks", starts=moment(date(2027, 4, 7)))
    MeetingFactory(title="later")

    assert [row.title for row in mark_next(rows()) if row.state == "next"] == ["straks"]


def test_next_of_nothing_is_nothing():
    assert mark_next([]) == []


def test_sliced_meetings_become_rows_too():
    MeetingFactory.create_batch(3)

    assert len(meeting_rows(Meeting.objects.coming_first()[:2])) == 2


@pytest.mark.parametrize("count", [1, 10, 60])
def test_rows_take_one_query(django_assert_num_queries, count):
    sector = SectorFactory()
    for meeting in MeetingFactory.create_batch(count):
        meeting.joint_sectors.add(sector)

    with django_assert_num_queries(1):
        assert len(rows()) == count
