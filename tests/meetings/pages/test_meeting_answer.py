"""/bijeenkomsten/<pk>/aanmelden/ and /acties/<pk>/: who comes, and what is done."""

from datetime import date

import pytest
import time_machine

from meetings.models import ActionItem, Attendance, Meeting
from tests.factories import (
    ActionItemFactory,
    AttendanceFactory,
    MeetingFactory,
    NetworkFactory,
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
from tests.reading import Page

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"))
    return MeetingFactory(sector_year=year, title="De dijk", place="Het Petgat, Leeuwarden")


@pytest.fixture
def user(client, meeting):
    account = member_user()
    SeatFactory(sector=meeting.sector_year.sector, person=account.person)
    client.force_login(account)
    return account


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/aanmelden/"


def stored():
    return list(Attendance.objects.values_list("response", "response_reason"))


# who may answer


def office_admin():
    return PersonFactory(account=admin_user()).account


MAKERS = {
    "waiting": lambda _sector: UserFactory(),
    "outsider": lambda _sector: member_user(),
    "chair": chair_user,
    "manager": manager_user,
    "editor": lambda _sector: editor_user(),
    "admin": lambda _sector: office_admin(),
}


@pytest.mark.parametrize(
    ("kind", "get", "post"),
    [
        ("visitor", 302, 302),
        ("waiting", 403, 403),
        ("outsider", 403, 403),
        ("editor", 403, 403),
        ("chair", 200, 302),
        ("manager", 200, 302),
        ("admin", 200, 302),
    ],
)
def test_answer_is_taken_of_who_takes_part(client, meeting, kind, get, post):
    if kind in MAKERS:
        client.force_login(MAKERS[kind](meeting.sector_year.sector))

    statuses = (client.get(url(meeting)).status_code, client.post(url(meeting), {"response": "yes"}).status_code)

    assert statuses == (get, post)
    assert Attendance.objects.exists() is (get == 200)


def test_visitor_comes_back_after_signing_in(client, meeting):
    assert client.get(url(meeting)).headers["Location"] == f"/account/login/?next={url(meeting)}"


@pytest.mark.parametrize("fields", [{"visibility": "invited"}, {"state": "draft"}])
def test_meeting_one_may_not_know_of_is_not_found(client, meeting, user, fields):
    Meeting.objects.update(**fields)

    assert client.post(url(meeting), {"response": "yes"}).status_code == 404
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("pk", ["0", "123456", "9" * 23])
def test_unknown_meeting_is_not_found(client, user, pk):
    assert client.get(f"/bijeenkomsten/{pk}/aanmelden/").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_wrong_method_is_refused(client, meeting, user, method):
    assert getattr(client, method)(url(meeting)).status_code == 405


# answering


def test_page_says_when_and_where(client, meeting, user):
    page = Page(client.get(url(meeting)).text)

    assert page.together("When", "Thursday 22 April 2027", within=60)
    assert page.together("Place", "Het Petgat, Leeuwarden", within=40)


def test_get_changes_nothing(client, meeting, user):
    client.get(url(meeting), {"response": "yes"})

    assert not Attendance.objects.exists()


def test_answer_is_stored_and_said(client, meeting, user):
    response = client.post(url(meeting), {"response": "no", "reason": "Vakantie"}, follow=True)

    assert response.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert "Your answer is noted: No, I do not come." in response.text
    assert stored() == [("no", "Vakantie")]


def test_earlier_answer_stands_in_the_form_and_can_change(client, meeting, user):
    client.post(url(meeting), {"response": "no", "reason": "Vakantie"})

    shown = client.get(url(meeting)).context["form"].initial
    client.post(url(meeting), {"response": "yes"})

    assert (shown["response"], shown["reason"]) == ("no", "Vakantie")
    assert stored() == [("yes", "")]


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"online_link": "https://video.example.org/x"}, True),
        ({"place": "Online, via de link in de uitnodiging"}, True),
        ({"place": "Het Petgat"}, False),
    ],
)
def test_joining_online_is_offered_where_it_can_be(client, meeting, user, fields, offered):
    Meeting.objects.update(**fields)

    response = client.post(url(meeting), {"response": "online"})

    assert (response.status_code == 302) is offered
    assert stored() == ([("online", "")] if offered else [])


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({}, "response", "required"),
        ({"response": "maybe"}, "response", "invalid_choice"),
        ({"response": "none"}, "response", "invalid_choice"),
        ({"response": "no", "reason": "x" * 301}, "reason", "max_length"),
        ({"response": "no", "reason": "x\x00"}, "reason", "null_characters_not_allowed"),
        ({"response": "substitute"}, "reason", ""),
        ({"response": "substitute", "reason": "  "}, "reason", ""),
    ],
)
def test_wrong_answer_is_an_error_on_its_field(client, meeting, user, given, field, code):
    response = client.post(url(meeting), given)

    errors = response.context["form"].errors.as_data()
    assert {name: [each.code or "" for each in found] for name, found in errors.items()} == {field: [code]}
    assert stored() == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"state": "cancelled", "state_reason": "Storm"}, "This meeting is cancelled, so no answer is needed."),
        ({"state": "not_held", "state_reason": "Storm"}, "This meeting has no day that stands"),
        ({"starts": moment(TODAY, 9), "ends": moment(TODAY, 12)}, "This meeting has begun"),
        ({"starts": moment(date(2027, 3, 1)), "ends": moment(date(2027, 3, 1), 16)}, "This meeting has begun"),
    ],
)
def test_meeting_that_takes_no_answers_says_why(client, meeting, user, fields, told):
    Meeting.objects.update(**fields)

    pages = [client.get(url(meeting)), client.post(url(meeting), {"response": "yes"})]

    assert [told in page.text for page in pages] == [True, True]
    assert stored() == []


def test_full_room_says_so_on_the_field(client, meeting, user):
    Meeting.objects.update(capacity=1)
    AttendanceFactory(meeting=meeting, response="yes", responded_at=moment(TODAY, 9))

    response = client.post(url(meeting), {"response": "yes"})

    assert set(response.context["form"].errors) == {"response"}
    assert "The only place is taken." in response.text
    assert Page(client.get(url(meeting)).text).together("Places left", "0", within=15)


@pytest.mark.parametrize(("taken", "asked"), [(0, True), (1, False)])
def test_colleague_is_asked_only_while_there_is_a_place(client, meeting, user, taken, asked):
    Meeting.objects.update(capacity=1)
    AttendanceFactory.create_batch(taken, meeting=meeting, response="yes", responded_at=moment(TODAY, 9))

    page = client.get(url(meeting)).text

    assert ("Which colleague?" in page, "Reason, or who comes instead" in page) == (asked, asked)


@pytest.mark.parametrize("target", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "evil"])
def test_answer_leads_back_within_the_site_only(client, meeting, user, target):
    response = client.post(url(meeting), {"response": "yes", "next": target})

    assert response.headers["Location"] == meeting.get_absolute_url()


def test_script_in_a_reason_is_printed_as_text(client, meeting, user):
    client.post(url(meeting), {"response": "no", "reason": "</textarea><script>a()</script>"})

    assert "<script>a()" not in client.get(url(meeting)).text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, meeting, user, rows):
    NetworkFactory()
    Meeting.objects.update(capacity=9)
    for _row in range(rows):
        AttendanceFactory(meeting=meeting)
        meeting.joint_sectors.add(SectorFactory())

    with django_assert_num_queries(13):
        client.get(url(meeting))


# actions


@pytest.mark.parametrize(
    ("kind", "status"),
    [("visitor", 302), ("waiting", 404), ("outsider", 403), ("editor", 403), ("chair", 302), ("admin", 302)],
)
def test_action_is_finished_by_who_may(client, meeting, kind, status):
    action = ActionItemFactory(meeting=meeting, owner=PersonFactory())
    if kind in MAKERS:
        client.force_login(MAKERS[kind](meeting.sector_year.sector))

    assert client.post(f"/acties/{action.pk}/", {"done": "yes"}).status_code == status

    assert ActionItem.objects.filter(done_at__isnull=False).exists() is (kind in {"chair", "admin"})


def test_own_action_is_finished_and_opened_again(client, meeting, user):
    action = ActionItemFactory(meeting=meeting, owner=user.person, text="Zand bestellen")

    done = client.post(f"/acties/{action.pk}/", {"done": "yes", "next": "/mijn/"}, follow=True)
    finished = ActionItem.objects.get().done_at
    client.post(f"/acties/{action.pk}/", {"done": "no"})

    assert done.redirect_chain == [("/mijn/", 302)]
    assert "Done: Zand bestellen" in done.text
    assert (finished, ActionItem.objects.get().done_at) == (moment(TODAY, 10), None)


def test_own_action_of_a_meeting_out_of_sight_is_still_ones_own(client, meeting, user):
    Meeting.objects.update(visibility="invited")
    action = ActionItemFactory(meeting=meeting, owner=user.person)

    assert client.post(f"/acties/{action.pk}/", {"done": "yes", "next": "/mijn/"}).status_code == 302


@pytest.mark.parametrize("given", [{}, {"done": "perhaps"}, {"done": ""}])
def test_action_without_a_clear_word_is_a_bad_request(client, meeting, user, given):
    action = ActionItemFactory(meeting=meeting, owner=user.person)

    assert client.post(f"/acties/{action.pk}/", given).status_code == 400
    assert ActionItem.objects.get().done_at is None


@pytest.mark.parametrize("pk", ["0", "123456", "9" * 23])
def test_unknown_action_is_not_found(client, user, pk):
    assert client.post(f"/acties/{pk}/", {"done": "yes"}).status_code == 404


def test_action_takes_posts_only(client, meeting, user):
    action = ActionItemFactory(meeting=meeting, owner=user.person)

    assert client.get(f"/acties/{action.pk}/").status_code == 405
