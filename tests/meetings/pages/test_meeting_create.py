"""/sectoren/<slug>/bijeenkomsten/nieuw/: a new meeting, of the year or beside it."""

from datetime import date

import pytest
import time_machine

from meetings.models import Meeting
from tests.factories import (
    MeetingFactory,
    NetworkFactory,
    SectorFactory,
    SectorYearFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
ADDRESS = "/sectoren/water/bijeenkomsten/nieuw/"
KEY = "0b8f9c2e-5a3f-4f3c-9a5e-3d6f1f0c7a11"
GIVEN = {
    "kind": "sector_meeting",
    "title": "De dijk",
    "day": "2027-06-03",
    "begin": "13:30",
    "end": "16:00",
    "visibility": "public",
    "key": KEY,
    "schedule": "1",
}


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    NetworkFactory()
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory(name="Water", slug="water")


@pytest.fixture
def manager(client, sector):
    client.force_login(manager_user(sector))
    return client


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


# who may


MAKERS = {
    "member": lambda _sector: member_user(),
    "chair": chair_user,
    "manager of another": lambda _sector: manager_user(SectorFactory()),
    "editor": lambda _sector: editor_user(),
    "manager": manager_user,
    "admin": lambda _sector: admin_user(),
}


@pytest.mark.parametrize(
    ("kind", "status"),
    [("member", 403), ("chair", 403), ("manager of another", 403), ("editor", 403), ("manager", 200), ("admin", 200)],
)
def test_form_is_for_who_manages_the_sector(client, sector, settings, kind, status):
    settings.MFA_REQUIRED = "none"
    client.force_login(MAKERS[kind](sector))

    assert client.get(ADDRESS).status_code == status
    assert client.post(ADDRESS, {}).status_code == status
    assert not Meeting.objects.exists()


def test_visitor_is_asked_to_sign_in(client, sector):
    assert client.get(ADDRESS).url.startswith("/account/login/")


def test_unknown_sector_is_not_found(manager):
    assert manager.get("/sectoren/vuur/bijeenkomsten/nieuw/").status_code == 404


# what is stored


def test_sector_meeting_gets_the_next_free_number_and_a_preparation(manager, sector):
    year = SectorYearFactory(sector=sector, year=2027)
    for number in (1, 2, 4):
        MeetingFactory(sector_year=year, number=number)

    response = manager.post(ADDRESS, GIVEN)

    meeting = Meeting.objects.get(title="De dijk")
    assert response.url == f"/bijeenkomsten/{meeting.pk}/uitnodigingen/"
    assert (meeting.sector_year, meeting.number, meeting.state) == (year, 3, "scheduled")
    assert (meeting.starts, meeting.ends) == (moment(date(2027, 6, 3), 13, 30), moment(date(2027, 6, 3), 16, 0))
    assert meeting.preparation.settle_by == date(2027, 5, 20)


def test_draft_needs_no_date(manager, sector):
    kept = {name: text for name, text in GIVEN.items() if name not in {"schedule", "day"}}

    manager.post(ADDRESS, kept)

    assert list(Meeting.objects.values_list("state", "starts", "number")) == [("draft", None, 1)]


def test_scheduled_meeting_needs_a_date_and_input_is_kept(manager, sector):
    response = manager.post(ADDRESS, GIVEN | {"day": "", "place": "Stadhuis"})

    assert errors(response) == {"day": ["A scheduled meeting has a date. Give one."]}
    assert response.context["form"]["place"].value() == "Stadhuis"
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("kind", ["event", "training"])
def test_event_stands_beside_the_year_with_its_organiser_first(manager, sector, kind):
    other = SectorFactory(name="Aarde")

    manager.post(ADDRESS, GIVEN | {"kind": kind, "joint_sectors": [other.pk]})

    meeting = Meeting.objects.get()
    links = Meeting.joint_sectors.through.objects.filter(meeting=meeting).order_by("pk")
    assert (meeting.sector_year, meeting.number, meeting.kind) == (None, None, kind)
    assert list(links.values_list("sector", flat=True)) == [sector.pk, other.pk]


def test_sending_twice_makes_one_meeting(manager, sector):
    first, second = (manager.post(ADDRESS, GIVEN) for _click in range(2))

    assert first.url == second.url
    assert Meeting.objects.count() == 1


def test_summary_becomes_paragraphs_without_markup(manager, sector):
    manager.post(ADDRESS, GIVEN | {"about": "Een <b>dijk</b>\n\nTwee"})

    assert Meeting.objects.get().summary == "<p>Een &lt;b&gt;dijk&lt;/b&gt;</p><p>Twee</p>"


# bad input


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"end": "13:00"}, "end", "ends before it starts"),
        ({"end": "13:30"}, "end", "ends before it starts"),
        ({"day": "2027-03-31"}, "day", "is past"),
        ({"day": "2027-04-01", "begin": "09:00"}, "begin", "is past"),
        ({"day": "0001-01-01"}, "day", "is past"),
        ({"day": "9999-12-31"}, "day", "more than 3 years ahead"),
        ({"day": "2028-03-26", "begin": "02:30"}, "begin", "does not exist"),
        ({"day": "2027-10-31", "begin": "02:30"}, "begin", "comes twice"),
        ({"day": "2027-10-31", "begin": "01:30", "end": "02:30"}, "end", "comes twice"),
        ({"begin": "08:00", "end": "20:01"}, "end", "at most 12 hours"),
        ({"begin": ""}, "begin", "Give the time as well"),
        ({"day": "31-02-2027"}, "day", ""),
        ({"begin": "half twee"}, "begin", ""),
        ({"online_link": "ftp://example.org"}, "online_link", "begins with https://"),
        ({"online_link": "javascript:alert(1)"}, "online_link", ""),
        ({"capacity": "0"}, "capacity", ""),
        ({"capacity": "99999"}, "capacity", ""),
        ({"number": "0"}, "number", ""),
        ({"kind": "gathering"}, "kind", ""),
        ({"host": "8888"}, "host", ""),
        ({"joint_sectors": "x"}, "joint_sectors", ""),
        ({"year": "2026"}, "year", "not in 2026"),
        ({"title": "x" * 151}, "title", ""),
        ({"title": "nul\x00"}, "title", ""),
    ],
)
def test_bad_input_is_told_on_its_field(manager, sector, changes, field, words):
    if "day" in changes and changes["day"] == "2028-03-26":
        changes = changes | {"end": "04:00"}

    response = manager.post(ADDRESS, GIVEN | changes)

    assert set(errors(response)) == {field}
    assert words in errors(response)[field][0]
    assert not Meeting.objects.exists()


def test_sector_does_not_meet_with_itself(manager, sector):
    response = manager.post(ADDRESS, GIVEN | {"joint_sectors": [sector.pk]})

    assert errors(response) == {
        "joint_sectors": ["A sector does not meet together with itself. Choose others, or none."]
    }


def test_taken_number_is_told_with_the_next_free_one(manager, sector):
    MeetingFactory(sector_year=SectorYearFactory(sector=sector, year=2027), number=1)

    response = manager.post(ADDRESS, GIVEN | {"number": "1"})

    assert errors(response) == {"number": ["Number 1 of 2027 is taken. The next free one is 2."]}


def test_january_can_count_for_the_year_before(manager, sector):
    manager.post(ADDRESS, GIVEN | {"day": "2028-01-13", "year": "2027"})

    assert Meeting.objects.get().sector_year.year == 2027


def test_key_that_is_none_gets_another(manager, sector):
    manager.post(ADDRESS, GIVEN | {"key": "none"})

    assert Meeting.objects.get().ical_uid.startswith("brink-")


def test_usual_times_are_proposed(manager, sector):
    response = manager.get(ADDRESS)

    form = response.context["form"]
    assert (form["begin"].value(), form["end"].value()) == (sector.usual_start, None)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_what_is_to_choose(manager, sector, django_assert_num_queries, count):
    SectorFactory.create_batch(count)
    manager.get(ADDRESS)

    with django_assert_num_queries(8):
        manager.get(ADDRESS)
