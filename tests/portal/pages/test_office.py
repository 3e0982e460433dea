"""The office: all sectors side by side, for who manages one and for editors."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.models import Meeting
from tests.factories import (
    AttendanceFactory,
    ContributionFactory,
    CorrectionFactory,
    MailingFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
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

URL = "/bureau/"
FILE = "/bureau/sectoren.csv"
TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def year():
    NetworkFactory()
    return SectorYearFactory(sector=SectorFactory(name="Overheden", slug="overheden"), year=2027)


@pytest.fixture
def reader(client, year):
    client.cookies["brink_language"] = "en"
    client.force_login(editor_user())
    return client


def meeting(year, number, days, **fields):
    day = TODAY + timedelta(days=days)
    return MeetingFactory(sector_year=year, number=number, starts=moment(day), ends=moment(day, 16), **fields)


def prepared(meeting, days, **fields):
    """Give a meeting a preparation that is to be settled in some days."""
    day = TODAY + timedelta(days=days)
    return PreparationFactory(meeting=meeting, opens_on=day, input_closes_on=day, settle_by=day, **fields)


def row(client, url=URL):
    [found] = client.get(url).context["rows"]
    return found


def lines(client, query=""):
    text = client.get(FILE + query).content.decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()]


def test_visitor_signs_in_first(client, year):
    assert client.get(URL).url == f"/account/login/?next={URL}"
    assert client.get(FILE).url == f"/account/login/?next={FILE}"


@pytest.mark.parametrize("make", [UserFactory, member_user, chair_user])
def test_who_manages_nothing_is_refused(client, year, make):
    client.force_login(make(year.sector) if make is chair_user else make())

    assert [client.get(url).status_code for url in (URL, FILE)] == [403, 403]


@pytest.mark.parametrize("make", [manager_user, editor_user, admin_user])
def test_managers_and_editors_see_all_sectors(client, year, make):
    SectorFactory(name="Zorg")
    SectorFactory(name="Gestopt", is_active=False)
    client.force_login(make(year.sector) if make is manager_user else make())

    assert {found.name for found in client.get(URL).context["rows"]} == {"Overheden", "Zorg"}
    assert {line[0] for line in lines(client)[1:]} == {"Overheden", "Zorg"}


def test_own_sectors_come_first(client, year):
    SectorFactory(name="Aanvang", position=0)
    client.force_login(manager_user(year.sector))

    assert [found.name for found in client.get(URL).context["rows"]] == ["Overheden", "Aanvang"]


def test_planned_counts_what_stands(reader, year):
    meeting(year, 1, -30)
    meeting(year, 2, 30)
    meeting(year, 3, 60, state=Meeting.State.CANCELLED, state_reason="Ziek")
    meeting(year, 4, 60, state=Meeting.State.DRAFT)

    assert (row(reader).planned, row(reader).target) == (2, 8)


def test_next_meeting_tells_stage_and_days_left(reader, year):
    meeting(year, 1, -30)
    coming = meeting(year, 2, 20)
    prepared(coming, 6)
    meeting(year, 3, 60)

    found = row(reader).next

    assert (found.pk, found.stage, found.days_to_settle) == (coming.pk, "planned", 6)
    assert lines(reader)[1][3:6] == ["6 days left", "0 of 0", "0 of 0"]


def test_late_topic_is_counted_and_leads_to_the_preparation(reader, year):
    coming = meeting(year, 2, 10)
    prepared(coming, -4)

    found = row(reader)

    assert (found.unsettled.count, found.unsettled.meeting, found.next.days_to_settle) == (1, coming.pk, -4)
    assert f"/bijeenkomsten/{coming.pk}/voorbereiding/" in Page(reader.get(URL).text).links


@pytest.mark.parametrize(("make", "leads_on"), [(manager_user, True), (editor_user, False)])
def test_meetings_to_invite_to_are_counted(client, year, make, leads_on):
    coming = meeting(year, 2, 10)
    MailingFactory(meeting=meeting(year, 3, 20), done_at=moment(TODAY, 9))
    client.force_login(make(year.sector) if make is manager_user else make())

    assert (row(client).uninvited.count, row(client).uninvited.meeting) == (1, coming.pk)
    assert ("/sectoren/overheden/uitnodigingen/" in Page(client.get(URL).text).links) is leads_on


def test_settled_topic_waits_for_nothing(reader, year):
    prepared(meeting(year, 2, 10), -4, settled_at=moment(TODAY), settled_by=PersonFactory())

    assert (row(reader).unsettled.count, lines(reader)[1][3]) == (0, "Settled")


def test_heard_counts_organisations_of_the_sector(reader, year):
    coming = meeting(year, 2, 20)
    heard = [SectorMembershipFactory(sector=year.sector).organisation for _each in range(2)]
    SectorMembershipFactory(sector=year.sector)
    for organisation in (*heard, heard[0], OrganisationFactory()):
        ContributionFactory(meeting=coming, organisation=organisation)

    assert (row(reader).next.heard, row(reader).organisations) == (2, 3)


def test_answers_count_people_with_a_seat_or_a_role(reader, year):
    coming = meeting(year, 2, 20)
    answered, silent = (SeatFactory(sector=year.sector).person for _each in range(2))
    AttendanceFactory(meeting=coming, person=answered, response="no", responded_at=moment(TODAY))
    AttendanceFactory(meeting=coming, person=silent)
    AttendanceFactory(meeting=coming, response="yes", responded_at=moment(TODAY))
    chair_user(year.sector)

    assert (row(reader).next.answers, row(reader).people) == (1, 3)


def test_missing_minutes_and_corrections_lead_to_the_first_meeting(reader, year):
    silent, reported = meeting(year, 1, -30), meeting(year, 2, -20)
    minutes = MinutesFactory(meeting=reported, published_at=moment(date(2027, 3, 20)), published_by=PersonFactory())
    CorrectionFactory(minutes=minutes)
    CorrectionFactory(minutes=minutes, handled_at=moment(TODAY), handled_by=PersonFactory())

    found = row(reader)

    assert (found.unreported.count, found.unreported.meeting) == (1, silent.pk)
    assert (found.corrections.count, found.corrections.meeting) == (1, reported.pk)


def test_growth_is_held_against_what_is_expected(reader, year):
    SectorMembershipFactory(sector=year.sector, since=date(2027, 2, 1))
    SectorMembershipFactory(sector=year.sector, since=date(2026, 2, 1))

    assert (row(reader).joined, row(reader).expected) == (1, 2)


def test_sector_without_a_programme_manager_is_named(reader, year):
    assert "Without a programme manager: Overheden." in reader.get(URL).text

    manager_user(year.sector)

    assert "Without a programme manager" not in reader.get(URL).text


def test_only_who_plans_a_sector_is_led_to_its_planner(client, year):
    other = SectorYearFactory(sector=SectorFactory(slug="zorg"), year=2027)
    client.force_login(manager_user(year.sector))

    links = Page(client.get(URL).text).links

    assert "/sectoren/overheden/planning/2027/" in links
    assert f"/sectoren/{other.sector.slug}/planning/2027/" not in links
    assert "/sectoren/zorg/terugblik/2027/" in links


def test_meeting_that_a_manager_may_not_know_of_does_not_count(client, year):
    other = SectorYearFactory(sector=SectorFactory(name="Zorg"), year=2027)
    meeting(other, 1, 20, visibility=Meeting.Visibility.INVITED)
    client.force_login(manager_user(year.sector))

    [zorg] = [found for found in client.get(URL).context["rows"] if found.name == "Zorg"]

    assert (zorg.planned, zorg.next) == (0, None)


def test_another_year_can_be_chosen(reader, year):
    before = SectorYearFactory(sector=year.sector, year=2026, meeting_target=6)
    meeting(before, 1, -300)
    meeting(year, 1, 20)

    found = row(reader, f"{URL}?jaar=2026")

    assert (found.planned, found.target, found.next) == (1, 6, None)
    assert "/bureau/sectoren.csv?jaar=2026" in Page(reader.get(f"{URL}?jaar=2026").text).links
    assert lines(reader, "?jaar=2026")[1][1] == "1 of 6"


@pytest.mark.parametrize("word", ["0", "1889", "99999", "x", "-1"])
def test_wrong_year_says_so_and_shows_this_year(reader, year, word):
    response = reader.get(f"{URL}?jaar={word}")

    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["year"] == 2027


def test_unknown_table_is_not_found(reader):
    assert reader.get("/bureau/anders.csv").status_code == 404


def test_name_that_looks_like_a_formula_stays_text(reader, year):
    type(year.sector).objects.update(name="=1+1")

    assert lines(reader)[1][0] == "'=1+1"


def test_without_sectors_the_page_says_so(client):
    NetworkFactory()
    client.cookies["brink_language"] = "en"
    client.force_login(editor_user())

    assert "No sectors yet" in client.get(URL).text


@pytest.mark.parametrize(("make", "shown"), [(manager_user, True), (chair_user, False)])
def test_my_page_leads_who_manages_to_the_office(client, year, make, shown):
    client.force_login(make(year.sector))

    assert (URL in Page(client.get("/mijn/").text).links) is shown


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    for number in range(rows):
        each = SectorYearFactory(year=2027)
        organisation = SectorMembershipFactory(sector=each.sector).organisation
        coming = meeting(each, 1, 20)
        prepared(coming, 6)
        meeting(each, 2, -20)
        ContributionFactory(meeting=coming, organisation=organisation)
        AttendanceFactory(meeting=coming, person=SeatFactory(sector=each.sector).person)
        SectorYearFactory(sector=each.sector, year=2020 + number)
    client.force_login(manager_user(each.sector))

    with django_assert_num_queries(18):
        client.get(URL)
