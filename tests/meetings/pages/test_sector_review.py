"""Looking back on a sector's year: who sees it, what it counts, and its tables as files."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.looking_back.sections import SECTIONS
from meetings.models import Attendance, Meeting
from members.models import Organisation
from tests.factories import (
    AttendanceFactory,
    ContributionFactory,
    GuestFactory,
    MeetingFactory,
    NetworkFactory,
    PersonFactory,
    PreparationFactory,
    PresenterFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    UserFactory,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/sectoren/overheden/terugblik/2027/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(date(2027, 10, 1), 10), tick=False):
        yield


@pytest.fixture
def year():
    NetworkFactory()
    return SectorYearFactory(sector=SectorFactory(name="Overheden", slug="overheden"), year=2027)


@pytest.fixture
def reader(client, year):
    client.cookies["brink_language"] = "en"
    client.force_login(member_user())
    return client


def meeting(year, number, **fields):
    day = date(2027, 3, 1) + timedelta(days=number)
    known = {"number": number, "title": f"Nummer {number}", "starts": moment(day), "ends": moment(day, 16)}
    return MeetingFactory(sector_year=year, **known | fields)


def member(year, name="Assen", **fields):
    return SectorMembershipFactory(sector=year.sector, organisation__name=name, **fields).organisation


def was_there(meeting, organisation, presence=Attendance.Presence.PRESENT):
    person = PersonFactory(organisation=organisation)
    return AttendanceFactory(meeting=meeting, person=person, organisation=organisation, presence=presence)


def table(client, key, url=URL):
    text = client.get(f"{url}{key}.csv").content.decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()[1:]]


def test_visitor_signs_in_first(client, year):
    assert client.get(URL).url == f"/account/login/?next={URL}"
    assert client.get(f"{URL}groei.csv").url.startswith("/account/login/")


def test_account_that_is_no_member_is_refused(client, year):
    client.force_login(UserFactory())

    assert [client.get(url).status_code for url in (URL, f"{URL}groei.csv")] == [403, 403]


@pytest.mark.parametrize("role", ["member", "chair", "manager", "editor"])
def test_members_of_the_network_and_editors_look_back(client, year, role):
    held = meeting(year, 1)
    was_there(held, member(year, "Assen"))
    makers = {"chair": chair_user, "manager": manager_user}
    client.force_login(
        makers[role](year.sector) if role in makers else {"member": member_user, "editor": editor_user}[role]()
    )

    response = client.get(URL)

    assert response.status_code == 200
    assert Page(response.text).together("Assen", "1", "100", within=40)


def test_nobody_is_named(reader, year):
    held = meeting(year, 1)
    organisation = member(year)
    person = PersonFactory(name="Geheim Persoon", organisation=organisation)
    AttendanceFactory(meeting=held, person=person, organisation=organisation, presence="present")
    ContributionFactory(meeting=held, person=person, organisation=organisation, text="Vertrouwelijk")
    PresenterFactory(meeting=held, person=person, organisation=organisation)

    seen = reader.get(URL).text + "".join(reader.get(f"{URL}{key}.csv").text for key in SECTIONS)

    assert "Assen" in seen
    assert "Geheim" not in seen
    assert "Vertrouwelijk" not in seen


@pytest.mark.parametrize(("make", "seen"), [(member_user, ["network"]), (editor_user, ["network", "invited"])])
def test_meetings_count_for_who_may_know_of_them(client, year, make, seen):
    for number, visibility in enumerate(("network", "invited"), start=1):
        was_there(meeting(year, number, title=visibility, visibility=visibility), member(year, visibility))
    meeting(year, 3, title="draft", state=Meeting.State.DRAFT)
    client.force_login(make())

    assert [row[2] for row in table(client, "bijeenkomsten")] == seen
    assert len(table(client, "aanwezigheid")) == len(seen)


def test_meetings_say_what_became_of_them(reader, year):
    meeting(year, 1)
    meeting(year, 2, state=Meeting.State.CANCELLED, state_reason="Ziekte")
    meeting(year, 3, state=Meeting.State.NOT_HELD, state_reason="Te weinig belangstelling")

    page = reader.get(URL).context["page"]

    assert (page.held, page.dropped) == (1, 2)
    assert [row[3:] for row in table(reader, "bijeenkomsten")] == [
        ["Held", ""],
        ["Cancelled", "Ziekte"],
        ["Not held", "Te weinig belangstelling"],
    ]


def test_attendance_counts_each_way_and_guests(reader, year):
    held, organisation = meeting(year, 1), member(year)
    for presence in ("present", "present", "online", "excused", "absent"):
        was_there(held, organisation, presence)
    was_there(meeting(year, 2, starts=moment(date(2027, 11, 1)), ends=moment(date(2027, 11, 1), 16)), organisation)
    GuestFactory(meeting=held)

    assert table(reader, "aanwezigheid") == [["02-03-2027", "2", "1", "1", "1", "1"]]


def test_presence_of_an_organisation_counts_while_it_took_part(reader, year):
    early, late = meeting(year, 1), meeting(year, 60)
    always, joined = member(year, "Assen"), member(year, "Emmen", since=date(2027, 4, 1))
    member(year, "Weg", until=date(2026, 1, 1))
    for held, organisation, presence in (
        (early, always, "online"),
        (late, always, "absent"),
        (late, joined, "present"),
    ):
        was_there(held, organisation, presence)

    assert table(reader, "organisaties") == [["Assen", "1", "2", "50"], ["Emmen", "1", "1", "100"]]


def test_who_was_not_heard_is_named_kindly(reader, year):
    held = meeting(year, 1)
    ContributionFactory(meeting=held, organisation=member(year, "Assen"))
    member(year, "Emmen")

    page = Page(reader.get(URL).text)

    assert page.together("We would like to hear from: Emmen.", within=80)
    assert table(reader, "inbreng") == [["Assen", "1", "1"], ["Emmen", "0", "0"]]


def test_who_has_a_turn_is_suggested(reader, year):
    PresenterFactory(meeting=meeting(year, 1), organisation=member(year, "Assen"))
    member(year, "Emmen")

    assert Page(reader.get(URL).text).together("Suggested for the next meeting: Emmen, Assen.", within=60)
    assert table(reader, "sprekers") == [["Emmen", "0", "", ""], ["Assen", "1", "02-03-2027", ""]]


def test_growth_tells_who_came_for_the_first_time_and_who_left(reader, year):
    member(year, "Nieuw", since=date(2027, 5, 1))
    member(year, "Weg", until=date(2027, 6, 1))
    back = member(year, "Terug", until=date(2027, 2, 1))
    SectorMembershipFactory(sector=year.sector, organisation=back, since=date(2027, 3, 1))
    member(year, "Straks", since=date(2027, 12, 1))

    assert table(reader, "groei") == [
        ["Nieuw", "Joined the sector", "01-05-2027"],
        ["Weg", "Left the sector", "01-06-2027"],
    ]


def test_lead_time_is_held_against_two_weeks(reader, year):
    for number, days in ((1, 14), (2, 13)):
        held = meeting(year, number)
        PreparationFactory(meeting=held, settled_at=held.starts - timedelta(days=days), settled_by=PersonFactory())
    PreparationFactory(meeting=meeting(year, 3), waived_at=moment(), waived_by=PersonFactory(), waived_reason="Feest")
    meeting(year, 4)

    assert [row[2:] for row in table(reader, "doorlooptijd")] == [
        ["14", "Yes"],
        ["13", "No"],
        ["", "Needed no preparation"],
        ["", "Not recorded"],
    ]


def test_formula_in_a_title_stays_text(reader, year):
    meeting(year, 1, title="=HYPERLINK(1)")

    assert table(reader, "bijeenkomsten")[0][2] == "'=HYPERLINK(1)"


def test_every_table_is_linked_as_a_file(reader, year):
    held, organisation = meeting(year, 1), member(year, since=date(2027, 1, 1))
    was_there(held, organisation)

    links = {link for link in Page(reader.get(URL).text).links if link.endswith(".csv")}

    assert links == {f"{URL}{key}.csv" for key in SECTIONS}
    assert {reader.get(link).headers["Content-Type"] for link in links} == {"text/csv; charset=utf-8"}


@pytest.mark.parametrize("number", [2028, 2026, 2100, 1990])
def test_year_without_anything_says_so(reader, year, number):
    response = reader.get(f"/sectoren/overheden/terugblik/{number}/")

    assert response.status_code == 200
    assert ("still to come" in response.text) == (number > 2027)
    assert table(reader, "bijeenkomsten", f"/sectoren/overheden/terugblik/{number}/") == []


@pytest.mark.parametrize(
    "url",
    [
        "/sectoren/overheden/terugblik/0/",
        "/sectoren/overheden/terugblik/1889/",
        "/sectoren/overheden/terugblik/99999/",
        "/sectoren/bestaat-niet/terugblik/2027/",
        "/sectoren/bestaat-niet/terugblik/2027/groei.csv",
        f"{URL}anders.csv",
    ],
)
def test_unknown_year_sector_or_table_is_not_found(reader, url):
    assert reader.get(url).status_code == 404


def test_sector_that_stopped_is_still_looked_back_on(reader, year):
    type(year.sector).objects.update(is_active=False)

    assert "no longer active" in reader.get(URL).text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, year, rows):
    for number in range(1, rows + 1):
        held, organisation = meeting(year, number), member(year, f"Lid {number}")
        was_there(held, organisation)
        ContributionFactory(meeting=held, organisation=organisation)
        PresenterFactory(meeting=held, organisation=organisation)
        SectorYearFactory(sector=year.sector, year=2020 + number)
    client.force_login(member_user())

    with django_assert_num_queries(11):
        client.get(URL)


def test_what_merged_counts_under_the_organisation_it_lives_on_in(reader, year):
    old, new = member(year, "Haren", until=date(2027, 3, 15)), member(year, "Groningen", since=date(2027, 3, 15))
    Organisation.objects.filter(pk=old.pk).update(succeeded_by=new)
    before, after = meeting(year, 1), meeting(year, 20)
    was_there(before, old)
    was_there(after, new)
    ContributionFactory(meeting=before, organisation=old)
    PresenterFactory(meeting=before, organisation=old)

    assert table(reader, "organisaties") == [["Groningen (with Haren)", "2", "2", "100"]]
    assert table(reader, "inbreng") == [["Groningen (with Haren)", "1", "1"]]
    assert [row[:2] for row in table(reader, "sprekers")] == [["Groningen", "1"]]
    assert table(reader, "groei") == []
    assert Attendance.objects.filter(organisation=old).exists()
