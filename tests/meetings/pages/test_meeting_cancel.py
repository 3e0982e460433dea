"""/bijeenkomsten/<pk>/afgelasten/: cancel a meeting, with a reason."""

from datetime import date

import pytest
import time_machine

from meetings.inviting.delivering import deliver
from meetings.models import Meeting, Preparation, Topic
from sectors.models import Seat
from tests.factories import (
    MeetingFactory,
    NetworkFactory,
    PersonFactory,
    PreparationFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    TopicFactory,
    chair_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    NetworkFactory()
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory()


@pytest.fixture
def meeting(sector):
    return MeetingFactory(sector_year=SectorYearFactory(sector=sector, year=2027), number=3)


@pytest.fixture
def manager(client, sector):
    client.force_login(manager_user(sector))
    return client


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/afgelasten/"


def test_cancelled_meeting_keeps_number_and_tells_why(manager, meeting):
    response = manager.post(url(meeting), {"reason": "IJzel"}, follow=True)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.state_reason, meeting.number) == ("cancelled", "IJzel", 3)
    assert (meeting.version, meeting.ical_sequence) == (2, 1)
    assert "IJzel" in response.content.decode()


def test_page_counts_who_only_follows_the_calendar_of_a_near_meeting(manager, sector):
    year = SectorYearFactory(sector=sector, year=2027)
    near = MeetingFactory(sector_year=year, starts=moment(date(2027, 4, 2)), ends=moment(date(2027, 4, 2), 16))
    employer = SectorMembershipFactory(sector=sector).organisation
    SeatFactory(sector=sector, person=member_user(employer).person, calendar=Seat.Calendar.FEED)
    deliver(near)

    page = manager.get(url(near)).content.decode()

    assert "This mails 2 people at 2 organisations." in page
    assert "Plain mail: 1" in page


def test_topic_goes_back_and_its_preparation_is_unsettled(manager, meeting):
    topic = TopicFactory(meeting=meeting, state=Topic.State.SCHEDULED, sector=meeting.sector_year.sector)
    PreparationFactory(meeting=meeting, settled_at=moment(), settled_by=PersonFactory())

    manager.post(url(meeting), {"reason": "IJzel"})

    topic.refresh_from_db()
    assert (topic.state, topic.meeting) == ("proposed", None)
    assert Preparation.objects.values_list("settled_at", "settled_by").get() == (None, None)


def test_next_meeting_is_no_longer_discussed_in_it(manager, meeting, sector):
    following = MeetingFactory(
        sector_year=meeting.sector_year, number=4, starts=moment(date(2027, 6, 3)), ends=moment(date(2027, 6, 3), 16)
    )
    PreparationFactory(
        meeting=following,
        discussed_in=meeting,
        opens_on=date(2027, 4, 22),
        input_closes_on=date(2027, 5, 18),
        settle_by=date(2027, 5, 20),
    )

    manager.post(url(meeting), {"reason": "IJzel"})

    assert following.preparation.__class__.objects.get(meeting=following).discussed_in is None


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_reason_is_asked(manager, meeting, reason):
    response = manager.post(url(meeting), {"reason": reason})

    assert set(response.context["form"].errors) == {"reason"}
    assert Meeting.objects.get().state == "scheduled"


def test_second_click_changes_nothing(manager, meeting):
    manager.post(url(meeting), {"reason": "IJzel"})
    response = manager.post(url(meeting), {"reason": "Storm"}, follow=True)

    assert "This meeting is cancelled already." in response.content.decode()
    assert Meeting.objects.values_list("state_reason", "version").get() == ("IJzel", 2)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "draft"}, "is a draft"),
        ({"state": "not_held", "state_reason": "Vakantie"}, "is not held"),
        ({"starts": moment(date(2027, 3, 1)), "ends": moment(date(2027, 3, 1), 16)}, "was held"),
    ],
)
def test_what_cannot_be_cancelled_says_why(manager, meeting, fields, words):
    Meeting.objects.update(**fields)

    assert words in manager.get(url(meeting)).context["closed"]
    assert manager.post(url(meeting), {"reason": "IJzel"}).status_code == 302
    assert Meeting.objects.get().version == 1


def test_chair_cannot_cancel(client, meeting, sector):
    client.force_login(chair_user(sector))

    assert client.post(url(meeting), {"reason": "IJzel"}).status_code == 403
    assert Meeting.objects.get().state == "scheduled"
