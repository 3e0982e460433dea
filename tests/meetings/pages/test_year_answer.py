"""/sectoren/<slug>/aanmelden/<year>/: all coming meetings of a year answered in one form."""

from datetime import date

import pytest
import time_machine

from meetings.models import Attendance, Meeting
from tests.factories import (
    AttendanceFactory,
    MeetingFactory,
    NetworkFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    chair_user,
    editor_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
URL = "/sectoren/water/aanmelden/2027/"


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def year():
    return SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=2027)


@pytest.fixture
def user(client, year):
    account = member_user()
    SeatFactory(sector=year.sector, person=account.person)
    client.force_login(account)
    return account


def on(year, month, **fields):
    day = date(2027, month, 8)
    return MeetingFactory(sector_year=year, starts=moment(day, 13), ends=moment(day, 16), **fields)


def said(meeting, response="", reason=""):
    return {f"meeting-{meeting.pk}-response": response, f"meeting-{meeting.pk}-reason": reason}


def stored(user):
    return dict(user.person.attendances.values_list("meeting", "response"))


@pytest.mark.parametrize(
    ("maker", "status"),
    [
        (lambda _sector: member_user(), 403),
        (lambda _sector: editor_user(), 403),
        (chair_user, 200),
    ],
)
def test_form_is_for_who_takes_part(client, year, maker, status):
    client.force_login(maker(year.sector))

    assert client.get(URL).status_code == status


def test_visitor_signs_in_first(client, year):
    assert client.get(URL).headers["Location"] == f"/account/login/?next={URL}"


def test_only_coming_meetings_of_the_year_are_asked(client, year, user):
    on(year, 3)
    on(year, 6, state="cancelled", state_reason="Storm")
    on(year, 7, visibility="invited")
    coming = [on(year, 5), on(year, 9)]

    assert [row.meeting for row in client.get(URL).context["answers"].rows] == coming


def test_one_post_stores_all_that_changed(client, year, user):
    old, new, open_one = on(year, 5), on(year, 6), on(year, 7)
    kept = AttendanceFactory(meeting=old, person=user.person, response="yes", responded_at=moment(TODAY, 9))

    response = client.post(URL, said(old, "yes") | said(new, "no", "Vakantie") | said(open_one), follow=True)

    assert response.redirect_chain == [(URL, 302)]
    assert "1 answer is noted." in response.text
    assert stored(user) == {old.pk: "yes", new.pk: "no"}
    assert Attendance.objects.get(pk=kept.pk).responded_at == moment(TODAY, 9)


def test_rest_is_answered_at_once(client, year, user):
    first, second = on(year, 5), on(year, 6)

    client.post(URL, said(first, "no") | said(second) | {"rest": "yes"})

    assert stored(user) == {first.pk: "no", second.pk: "yes"}


def test_full_meeting_is_told_on_its_row_and_the_others_are_kept(client, year, user):
    full, other = on(year, 5, capacity=1), on(year, 6)
    AttendanceFactory(meeting=full, response="yes", responded_at=moment(TODAY, 9))

    response = client.post(URL, said(full, "yes") | said(other, "yes"))

    rows = {row.meeting.pk: row.form.errors for row in response.context["answers"].rows}
    assert response.status_code == 200
    assert (set(rows[full.pk]), set(rows[other.pk])) == ({"response"}, set())
    assert "Put me on the waiting list" in response.text
    assert stored(user) == {other.pk: "yes"}


def test_rest_shows_what_it_answered_when_a_row_is_refused(client, year, user):
    full, other = on(year, 5, capacity=1), on(year, 6)
    AttendanceFactory(meeting=full, response="yes", responded_at=moment(TODAY, 9))

    response = client.post(URL, said(full) | said(other) | {"rest": "yes"})

    rows = {row.meeting.pk: row.form for row in response.context["answers"].rows}
    assert set(rows[full.pk].errors) == {"response"}
    assert rows[other.pk]["response"].value() == "yes"
    assert stored(user) == {other.pk: "yes"}


def test_meeting_that_began_meanwhile_is_told_and_the_others_are_kept(client, year, user):
    begun, other = on(year, 5), on(year, 6)
    Meeting.objects.filter(pk=begun.pk).update(starts=moment(TODAY, 9), ends=moment(TODAY, 12))

    response = client.post(URL, said(begun, "yes") | said(other, "yes"))

    assert "This meeting has begun" in response.text
    assert stored(user) == {other.pk: "yes"}


def test_substitute_without_a_name_is_asked_for_one(client, year, user):
    meeting = on(year, 5)

    response = client.post(URL, said(meeting, "substitute"))

    assert "Say who comes in your place." in response.text
    assert stored(user) == {}


def test_colleague_who_was_named_stays_when_nothing_changed(client, year, user):
    meeting, colleague = on(year, 5), PersonFactory(name="Anna Bos")
    AttendanceFactory(
        meeting=meeting, person=user.person, response="substitute", responded_at=moment(TODAY, 9), substitute=colleague
    )

    page = client.post(URL, said(meeting, "substitute"), follow=True)

    assert "In your place: Anna Bos." in page.text
    assert Attendance.objects.get().substitute == colleague


def test_year_without_meetings_says_so(client, year, user):
    assert "No meetings ahead" in client.get(URL).text


def test_answer_that_is_none_is_an_error_on_its_row(client, year, user):
    meeting = on(year, 5)

    response = client.post(URL, said(meeting, "perhaps"))

    assert set(response.context["answers"].rows[0].form.errors) == {"response"}
    assert stored(user) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, year, user, rows):
    NetworkFactory()
    for month in range(rows):
        AttendanceFactory(meeting=on(year, 5 + month, capacity=9), person=user.person)

    with django_assert_num_queries(11):
        client.get(URL)
