import pytest

from meetings.meeting_acts import meeting_acts
from tests.factories import MeetingFactory, MinutesFactory, PersonFactory, SectorYearFactory, manager_user, moment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("final_at", "last"), [(None, "verslag/wijzigen/"), (moment(hour=17), "verslag/")])
def test_minutes_are_written_until_they_are_final(time_machine, final_at, last):
    time_machine.move_to(moment(hour=18))
    meeting = MeetingFactory(sector_year=SectorYearFactory(), starts=moment(hour=10), ends=moment(hour=12))
    MinutesFactory(meeting=meeting, published_at=moment(hour=14), published_by=PersonFactory(), final_at=final_at)

    urls = [act.url for act in meeting_acts(meeting, manager_user(meeting.sector_year.sector))]

    assert [url for url in urls if "verslag" in url] == [f"/bijeenkomsten/{meeting.pk}/{last}"]
