"""/bijeenkomsten/<pk>/verslag/: who reads the minutes, and what stands in them."""

from datetime import date

import pytest
import time_machine

from meetings.models import Attendance, Minutes
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AttendanceFactory,
    CorrectionFactory,
    DecisionFactory,
    GuestFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    OrganisationFactory,
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
Presence = Attendance.Presence
MAKERS = {
    "waiting": lambda _sector: UserFactory(),
    "member": lambda _sector: member_user(),
    "chair": chair_user,
    "manager": manager_user,
    "editor": lambda _sector: editor_user(),
    "admin": lambda _sector: admin_user(),
    "other chair": lambda _sector: chair_user(SectorFactory()),
}


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


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/verslag/"


def read(client, meeting):
    return Page(client.get(url(meeting)).text)


def publish(meeting, **fields):
    given = {"published_at": moment(DAY, 16), "published_by": PersonFactory(), "corrections_until": date(2027, 5, 6)}
    return MinutesFactory(meeting=meeting, **(given | fields))


def fill(meeting, times=1):
    for _ in range(times):
        AgendaItemFactory(meeting=meeting, title="Opening", note="Iedereen is er.", presenter=PersonFactory())
        number = meeting.decisions.count() + 7
        DecisionFactory(meeting=meeting, sector_year=meeting.sector_year, number=number, text="We doen mee.")
        ActionItemFactory(meeting=meeting, text="Bellen", owner=PersonFactory(name="Bo Boer"), due=date(2027, 5, 1))
        here = PersonFactory(name="Ans Aa", organisation=OrganisationFactory(short_name="Emmen"))
        AttendanceFactory(meeting=meeting, person=here, organisation=here.organisation, presence=Presence.PRESENT)
        GuestFactory(meeting=meeting)
        if meeting_minutes := Minutes.objects.filter(meeting=meeting).first():
            CorrectionFactory(minutes=meeting_minutes)


def sign_in(client, kind, meeting):
    account = MAKERS[kind](meeting.sector_year.sector)
    client.force_login(account)
    return account


# who reads


@pytest.mark.parametrize(
    ("kind", "draft", "members", "public"),
    [
        ("waiting", 404, 403, 200),
        ("member", 404, 200, 200),
        ("other chair", 404, 200, 200),
        ("chair", 200, 200, 200),
        ("manager", 200, 200, 200),
        ("editor", 404, 200, 200),
        ("admin", 200, 200, 200),
    ],
)
def test_readers(client, meeting, kind, draft, members, public):
    sign_in(client, kind, meeting)
    minutes = publish(meeting, published_at=None, published_by=None)
    found = [client.get(url(meeting)).status_code]

    for fields in ({"published_at": moment(DAY, 16), "published_by": PersonFactory()}, {"is_public": True}):
        Minutes.objects.filter(pk=minutes.pk).update(**fields)
        found.append(client.get(url(meeting)).status_code)

    assert found == [draft, members, public]


def test_visitor_signs_in_for_what_is_not_public(client, meeting):
    login = f"/account/login/?next={url(meeting)}"

    assert client.get(url(meeting)).headers["Location"] == login
    publish(meeting)
    assert client.get(url(meeting)).headers["Location"] == login
    assert client.get("/bijeenkomsten/999999/verslag/").status_code == 302


def test_visitor_reads_public_minutes_without_names(client, meeting):
    publish(meeting, is_public=True, text="<p>Kort.</p>")
    fill(meeting)
    AttendanceFactory(meeting=meeting, person=PersonFactory(name="Ziek"), presence=Presence.EXCUSED)

    text = read(client, meeting).text

    assert [word for word in ("Ans Aa", "Bo Boer", "Gast", "Ziek", "Het waren er vier.") if word in text] == []
    assert all(
        word in text for word in ("Kort.", "Opening", "Iedereen is er.", "We doen mee.", "2 people, 1 organisation")
    )


def test_member_reads_who_was_there_and_who_does_what(client, meeting):
    publish(meeting)
    fill(meeting)
    sign_in(client, "member", meeting)

    page = read(client, meeting)

    assert page.together("Present", "Ans Aa, Organisatie")
    assert page.together("2027-07", "We doen mee.")
    assert page.together("Bellen", "Bo Boer", "1 May 2027")
    assert "Het waren er vier." not in page.text


# what it offers


def test_leader_sees_a_draft_marked_as_such(client, meeting):
    sign_in(client, "chair", meeting)

    page = read(client, meeting)

    assert page.together("Draft", "Only who leads the sector sees this")
    assert {f"{url(meeting)}wijzigen/", f"{url(meeting)}publiceren/"} <= set(page.links)


def test_leader_answers_corrections_and_makes_final(client, meeting):
    correction = CorrectionFactory(minutes=publish(meeting))
    sign_in(client, "chair", meeting)

    page = read(client, meeting)

    assert f"/correcties/{correction.pk}/" in page.links
    assert f"{url(meeting)}definitief/" not in page.links
    correction.delete()
    assert f"{url(meeting)}definitief/" in read(client, meeting).links


def test_who_was_there_can_propose_a_correction_and_sees_his_own(client, meeting):
    minutes, account = publish(meeting), sign_in(client, "member", meeting)
    assert f"{url(meeting)}correctie/" not in read(client, meeting).links

    AttendanceFactory(meeting=meeting, person=account.person, presence=Presence.ONLINE)
    CorrectionFactory(minutes=minutes, person=account.person, text="Ik was er ook.")

    page = read(client, meeting)
    assert f"{url(meeting)}correctie/" in page.links
    assert page.together("Ik was er ook.", "Waits for an answer")


def test_final_minutes_offer_nothing(client, meeting):
    publish(meeting, final_at=moment(DAY, 17))
    sign_in(client, "manager", meeting)

    assert [link for link in read(client, meeting).links if link.startswith(url(meeting))] == []


def test_minutes_before_the_meeting_say_that_there_are_none(client, meeting):
    sign_in(client, "chair", meeting)

    with time_machine.travel(moment(DAY, 10), tick=False):
        page = read(client, meeting)

    assert page.together("No minutes yet", "The meeting has not begun yet.")


@pytest.mark.parametrize("kind", ["chair", "member"])
def test_minutes_take_the_same_queries_whatever_they_hold(client, meeting, kind, django_assert_num_queries):
    publish(meeting)
    fill(meeting)
    sign_in(client, kind, meeting)
    number = {"chair": 15, "member": 14}[kind]

    with django_assert_num_queries(number):
        client.get(url(meeting))
    fill(meeting, 2)
    with django_assert_num_queries(number):
        client.get(url(meeting))
