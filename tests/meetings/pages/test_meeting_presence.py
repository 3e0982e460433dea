"""/bijeenkomsten/<pk>/aanwezigheid/: the programme manager records who was there."""

from datetime import timedelta

import pytest
import time_machine

from meetings.models import Attendance, Guest, Meeting
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    GuestFactory,
    InvitationFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
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
from tests.factories.moments import DAY
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(DAY, 14), tick=False):
        yield


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=DAY.year)
    return MeetingFactory(sector_year=year, title="De dijk")


@pytest.fixture
def user(client, meeting):
    account = manager_user(meeting.sector_year.sector, OrganisationFactory(name="Waterschap"))
    client.force_login(account)
    return account


@pytest.fixture
def seats(meeting):
    emmen = OrganisationFactory(name="Gemeente Emmen")
    people = [PersonFactory(name=name, organisation=emmen) for name in ("Anna Aa", "Bert Bee", "Cato Cee")]
    return [SeatFactory(sector=meeting.sector_year.sector, person=person).person for person in people]


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/aanwezigheid/"


def recorded(meeting):
    return dict(meeting.attendances.exclude(presence="").values_list("person__name", "presence"))


def filled(*rows):
    """What the form sends for people: who, how he was recorded, how he is to be."""
    given = {"save": "1"}
    for person, was, now in rows:
        given |= {f"was-{person.pk}": was, f"now-{person.pk}": now}
    return given


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("outsider", 403),
        ("member", 403),
        ("chair", 403),
        ("editor", 403),
        ("stranger", 403),
        ("manager", 200),
        ("admin", 200),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_page_is_for_who_manages_the_meeting(client, meeting, kind, status, method):
    sector = meeting.sector_year.sector
    makers = {
        "outsider": UserFactory,
        "member": member_user,
        "chair": lambda: chair_user(sector),
        "editor": editor_user,
        "stranger": lambda: manager_user(SectorFactory()),
        "manager": lambda: manager_user(sector),
        "admin": admin_user,
    }
    client.force_login(makers[kind]())

    assert getattr(client, method)(url(meeting)).status_code == status


def test_visitor_signs_in_first(client, meeting):
    assert client.get(url(meeting)).headers["Location"].startswith("/account/login/")


def test_list_holds_the_audience_and_who_answered(client, meeting, user, seats):
    sector = meeting.sector_year.sector
    other = SectorFactory()
    meeting.joint_sectors.add(other)
    SeatFactory(sector=other, person=PersonFactory(name="Joint Jo"))
    AppointmentFactory(sector=sector, person=PersonFactory(name="Rol Ria"))
    AttendanceFactory(
        meeting=meeting, person=PersonFactory(name="Gast Geert"), response="no", responded_at=moment(DAY, 9)
    )
    InvitationFactory(meeting=meeting, person=PersonFactory(name="Uit Nodiging"))
    stand_in = PersonFactory(name="In Val")
    given = {"response": "substitute", "responded_at": moment(DAY, 9), "substitute": stand_in}
    AttendanceFactory(meeting=meeting, person=seats[0], **given)
    SeatFactory(person=PersonFactory(name="Elders"))
    SeatFactory(sector=sector, person=PersonFactory(name="Vorig Lid"), until=DAY - timedelta(days=1))

    page = Page(client.get(url(meeting)).text)

    for name in ("Anna Aa", "Bert Bee", "Joint Jo", "Rol Ria", "Gast Geert", "Uit Nodiging", "In Val"):
        assert name in page.text
    assert page.together("In Val", "Comes in place of Anna Aa", within=60)
    assert page.together("Gast Geert", "Does not come", within=60)
    assert "Elders" not in page.text
    assert "Vorig Lid" not in page.text


def test_who_said_that_he_comes_stands_first_with_nothing_chosen(client, meeting, user, seats):
    AttendanceFactory(meeting=meeting, person=seats[2], response="yes", responded_at=moment(DAY, 9))

    html = client.get(url(meeting)).text

    assert html.index("Cato Cee") < html.index("Anna Aa") < html.index("Bert Bee")
    assert " checked" not in html


def test_all_choices_are_saved_at_once(client, meeting, user, seats):
    given = filled((seats[0], "", "present"), (seats[1], "", "online"), (seats[2], "", ""))

    response = client.post(url(meeting), given, follow=True)

    assert recorded(meeting) == {"Anna Aa": "present", "Bert Bee": "online"}
    assert "2 people are recorded." in response.text
    assert Attendance.objects.get(person=seats[0]).organisation == seats[0].organisation


def test_presence_leaves_the_answer_as_it_was(client, meeting, user, seats):
    AttendanceFactory(
        meeting=meeting, person=seats[0], response="no", response_reason="Vrij", responded_at=moment(DAY, 9)
    )

    client.post(url(meeting), filled((seats[0], "", "present")))

    row = Attendance.objects.get(person=seats[0])
    assert (row.response, row.response_reason, row.presence) == ("no", "Vrij", "present")


def test_recording_is_taken_back(client, meeting, user, seats):
    AttendanceFactory(meeting=meeting, person=seats[0], presence="absent")

    client.post(url(meeting), filled((seats[0], "absent", "")))

    assert recorded(meeting) == {}


def test_what_another_recorder_wrote_meanwhile_is_kept_and_told(client, meeting, user, seats):
    AttendanceFactory(meeting=meeting, person=seats[0], presence="online")

    response = client.post(url(meeting), filled((seats[0], "", "present"), (seats[1], "", "present")), follow=True)

    assert recorded(meeting) == {"Anna Aa": "online", "Bert Bee": "present"}
    assert "Somebody else recorded this meanwhile, so it is kept: Anna Aa (Online)" in response.text
    assert "1 person is recorded." in response.text


def test_rest_becomes_absent_or_excused(client, meeting, user, seats):
    AttendanceFactory(meeting=meeting, person=seats[1], response="no", responded_at=moment(DAY, 9))

    client.post(url(meeting), filled((seats[0], "", "present")) | {"rest": "1"})

    expected = {"Anna Aa": "present", "Bert Bee": "excused", "Cato Cee": "absent"}
    assert recorded(meeting) == expected | {user.person.name: "absent"}


@pytest.mark.parametrize("value", ["maybe", "x" * 5000, "PRESENT"])
def test_other_values_are_refused(client, meeting, user, seats, value):
    assert client.post(url(meeting), filled((seats[0], "", value))).status_code == 400
    assert recorded(meeting) == {}


def test_people_who_are_not_on_the_list_are_left_out(client, meeting, user):
    client.post(url(meeting), filled((PersonFactory(), "", "present")) | {"was-x": "", "now-x": "present"})

    assert recorded(meeting) == {}


@pytest.mark.parametrize("words", ["anna", "EMMEN"])
def test_name_or_organisation_narrows_the_list(client, meeting, user, seats, words):
    html = client.get(url(meeting), {"naam": words}).text

    assert "Anna Aa" in html
    assert "Waterschap" not in html


def test_saving_a_narrowed_list_leaves_the_others_and_the_search(client, meeting, user, seats):
    AttendanceFactory(meeting=meeting, person=seats[1], presence="online")

    response = client.post(f"{url(meeting)}?naam=anna", filled((seats[0], "", "present")))

    assert response.headers["Location"] == f"{url(meeting)}?naam=anna"
    assert recorded(meeting) == {"Anna Aa": "present", "Bert Bee": "online"}


def test_somebody_who_walked_in_is_found_and_recorded(client, meeting, user, seats):
    known = member_user(name="Walter Loop").person
    PersonFactory(name="Walter Weg", left_on=DAY)

    html = client.get(url(meeting), {"naam": "walter"}).text
    response = client.post(url(meeting), {"person": known.pk}, follow=True)

    assert ("Walter Loop" in html, "Walter Weg" in html) == (True, False)
    assert recorded(meeting) == {"Walter Loop": "present"}
    assert "Walter Loop is recorded as: Present." in response.text


@pytest.mark.parametrize("which", ["", "x", "0", "9" * 23])
def test_nobody_known_is_refused(client, meeting, user, which):
    assert client.post(url(meeting), {"person": which}).status_code == 400
    assert recorded(meeting) == {}


def test_guest_comes_and_goes(client, meeting, user):
    client.post(url(meeting), {"add-guest": "1", "name": " Gea  Gast ", "organisation": "TNO"})
    guest = Guest.objects.get()
    response = client.post(url(meeting), {"guest": guest.pk}, follow=True)

    assert str(guest) == "Gea Gast, TNO"
    assert "Off the list: Gea Gast, TNO" in response.text
    assert not Guest.objects.exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "This field is required"), ("x" * 121, "at most 120 characters"), ("gea gast", "already stands on the list")],
)
def test_wrong_guest_is_told_and_kept(client, meeting, user, name, told):
    GuestFactory(meeting=meeting, name="Gea Gast")

    response = client.post(url(meeting), {"add-guest": "1", "name": name, "organisation": ""})

    assert told in response.text
    assert f'value="{name}"' in response.text or not name
    assert Guest.objects.count() == 1


@pytest.mark.parametrize("which", ["", "x", "9" * 23, "elsewhere"])
def test_guest_of_another_meeting_stays(client, meeting, user, which):
    other = GuestFactory()

    response = client.post(url(meeting), {"guest": other.pk if which == "elsewhere" else which}, follow=True)

    assert "This guest is not on the list any more." in response.text
    assert Guest.objects.count() == 1


CLOSED = {
    "before": ({"starts": moment(DAY, 15), "ends": moment(DAY, 16)}, "has not begun"),
    "cancelled": ({"state": "cancelled", "state_reason": "Storm"}, "not held"),
    "draft": ({"state": "draft"}, "not held"),
    "final": ({}, "are final"),
}


@pytest.mark.parametrize("when", CLOSED)
def test_list_that_is_closed_says_why_and_changes_nothing(client, meeting, user, seats, when):
    fields, told = CLOSED[when]
    if fields:
        Meeting.objects.update(**fields)
    else:
        MinutesFactory(meeting=meeting, published_at=moment(DAY, 9), published_by=user.person, final_at=moment(DAY, 10))
    guest = GuestFactory(meeting=meeting)

    html = client.get(url(meeting)).text
    acts = [filled((seats[0], "", "present")), {"rest": "1"}, {"person": user.person.pk}, {"guest": guest.pk}]
    acts.append({"add-guest": "1", "name": "Gea Gast"})
    answers = [client.post(url(meeting), act, follow=True).text for act in acts]

    assert told in html
    assert 'name="save"' not in html
    assert all(told in answer for answer in answers)
    assert (recorded(meeting), Guest.objects.count()) == ({}, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, meeting, user, rows):
    NetworkFactory()
    for _row in range(rows):
        SeatFactory(sector=meeting.sector_year.sector)
        AttendanceFactory(meeting=meeting)
        GuestFactory(meeting=meeting)

    with django_assert_num_queries(8):
        client.get(url(meeting))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_search_do_not_grow(client, django_assert_num_queries, meeting, user, rows):
    NetworkFactory()
    for row in range(rows):
        member_user(name=f"Walter {row}")

    with django_assert_num_queries(9):
        client.get(url(meeting), {"naam": "walter"})
