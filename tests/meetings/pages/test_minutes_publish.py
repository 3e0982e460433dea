"""…/verslag/publiceren/ and …/verslag/definitief/: from draft to final."""

from datetime import date

import pytest
import time_machine

from meetings.models import Attendance, Meeting, Minutes
from tests.factories import (
    AttendanceFactory,
    CorrectionFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    PersonFactory,
    SectorFactory,
    SectorYearFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

DAY = date(2027, 4, 22)


@pytest.fixture(autouse=True)
def now(client):
    NetworkFactory()
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(DAY, 17), tick=False):
        yield


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=2027)
    return MeetingFactory(sector_year=year, title="De dijk", starts=moment(DAY, 14), ends=moment(DAY, 16))


@pytest.fixture
def chair(client, meeting):
    account = chair_user(meeting.sector_year.sector)
    client.force_login(account)
    return account


def url(meeting, page="publiceren"):
    return f"/bijeenkomsten/{meeting.pk}/verslag/{page}/"


def published(meeting, **fields):
    given = {"published_at": moment(DAY, 16), "published_by": PersonFactory(), "corrections_until": date(2027, 5, 6)}
    return MinutesFactory(meeting=meeting, **(given | fields))


@pytest.mark.parametrize("page", ["publiceren", "definitief"])
@pytest.mark.parametrize(
    ("maker", "status"),
    [
        (lambda _sector: UserFactory(), 403),
        (lambda _sector: member_user(), 403),
        (lambda _sector: editor_user(), 403),
        (lambda _sector: chair_user(SectorFactory()), 403),
        (chair_user, 200),
        (manager_user, 200),
        (lambda _sector: admin_user(), 200),
    ],
)
def test_publishers(client, meeting, maker, status, page):
    client.force_login(maker(meeting.sector_year.sector))

    assert client.get(url(meeting, page)).status_code == status


@pytest.mark.parametrize("page", ["publiceren", "definitief"])
def test_visitor_signs_in(client, meeting, page):
    assert client.get(url(meeting, page)).headers["Location"].startswith("/account/login/")


def test_page_says_who_is_mailed_and_until_when_corrections_are_possible(client, meeting, chair):
    AttendanceFactory(meeting=meeting, person=member_user().person, presence=Attendance.Presence.PRESENT)

    text = Page(client.get(url(meeting)).text).text

    assert "1 person on the list" in text
    assert "until Thursday 6 May 2027" in text


def test_page_warns_when_nobody_is_on_the_list(client, meeting, chair):
    assert "Nobody is on the list" in Page(client.get(url(meeting)).text).text


@pytest.mark.parametrize(("audience", "is_public"), [("everyone", True), ("members", False)])
def test_minutes_are_published_for_the_chosen(client, meeting, chair, audience, is_public):
    response = client.post(url(meeting), {"audience": audience})

    assert response.headers["Location"] == f"/bijeenkomsten/{meeting.pk}/verslag/"
    assert Minutes.objects.get().is_public == is_public


def test_minutes_of_a_meeting_for_members_are_not_offered_to_everyone(client, meeting, chair):
    Meeting.objects.update(visibility=Meeting.Visibility.NETWORK)

    assert client.post(url(meeting), {"audience": "everyone"}).status_code == 200
    assert not Minutes.objects.exists()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"ends": moment(DAY, 18)}, "The meeting has not ended yet."),
        ({"state": Meeting.State.CANCELLED, "state_reason": "Storm"}, "This meeting is not held"),
    ],
)
def test_publishing_too_early_or_of_what_is_cancelled_is_refused(client, meeting, chair, fields, told):
    Meeting.objects.update(**fields)

    pages = [client.get(url(meeting)), client.post(url(meeting), {"audience": "members"})]

    assert all(told in Page(page.text).text for page in pages)
    assert not Minutes.objects.exists()


def test_publishing_twice_says_that_it_is_done(client, meeting, chair):
    client.post(url(meeting), {"audience": "members"})

    response = client.post(url(meeting), {"audience": "everyone"})

    assert "published already" in Page(response.text).text
    assert not Minutes.objects.get().is_public


def test_nothing_chosen_is_asked(client, meeting, chair):
    assert "Choose who sees them." in Page(client.post(url(meeting), {}).text).text


def test_role_lost_meanwhile_is_refused(client, meeting, chair):
    chair.person.appointments.all().delete()

    assert client.post(url(meeting), {"audience": "members"}).status_code == 403
    assert not Minutes.objects.exists()


def test_minutes_are_made_final_by_hand(client, meeting, chair):
    minutes = published(meeting)

    assert "until Thursday 6 May 2027" in Page(client.get(url(meeting, "definitief")).text).text
    client.post(url(meeting, "definitief"))

    minutes.refresh_from_db()
    assert minutes.final_at == moment(DAY, 17)


def test_minutes_with_an_open_correction_are_not_made_final(client, meeting, chair):
    minutes = CorrectionFactory(minutes=published(meeting)).minutes

    response = client.post(url(meeting, "definitief"), follow=True)

    minutes.refresh_from_db()
    assert "still waits for an answer" in Page(response.text).text
    assert minutes.final_at is None


@pytest.mark.parametrize("people", [1, 3])
def test_page_takes_the_same_queries_whatever_the_number_of_people(
    client, meeting, chair, people, django_assert_num_queries
):
    for _ in range(people):
        AttendanceFactory(meeting=meeting, person=member_user().person, presence=Attendance.Presence.PRESENT)

    with django_assert_num_queries(7):
        client.get(url(meeting))
