"""/sectoren/<slug>/planning/<year>/ with what it leads to: who plans, and what comes of it."""

import re
from datetime import date, time

import pytest
import time_machine
from django.utils import timezone

from meetings.models import Meeting
from meetings.planning.acts import mark_of
from sectors.models import Appointment, Sector, SectorYear
from tests.factories import (
    ClosedDayFactory,
    MeetingFactory,
    NetworkFactory,
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
    role_user,
)

pytestmark = pytest.mark.django_db

URL = "/sectoren/water/planning/2027/"
CONFIRM, COPY = f"{URL}bevestigen/", f"{URL}gewoonten/"
APRIL, MAY = date(2027, 4, 22), date(2027, 5, 20)


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    NetworkFactory()
    with time_machine.travel(moment(date(2027, 1, 4), 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory(name="Water", slug="water", usual_start=time(9, 30), usual_minutes=120)


@pytest.fixture
def manager(client, sector):
    account = manager_user(sector)
    client.force_login(account)
    return account


def draft(sector, number, day=APRIL, **values):
    year, _new = SectorYear.objects.get_or_create(sector=sector, year=2027)
    span = {"starts": moment(day), "ends": moment(day, 16)} if day else {"starts": None, "ends": None}
    return MeetingFactory(sector_year=year, number=number, **{"state": Meeting.State.DRAFT, **span, **values})


def mark():
    return mark_of(Meeting.objects.filter(sector_year__year=2027))


def days():
    found = Meeting.objects.order_by("number").values_list("number", "starts")
    return {number: starts and timezone.localdate(starts) for number, starts in found}


def send(client, act="save", value="1", **days):
    return client.post(URL, {"mark": mark(), act: value, **days})


# who plans


MAKERS = {
    "waiting": lambda _sector: UserFactory(),
    "outsider": lambda _sector: member_user(),
    "other manager": lambda _sector: manager_user(SectorFactory()),
    "chair": chair_user,
    "editor": lambda _sector: editor_user(),
}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("address", [URL, CONFIRM, COPY])
def test_planning_is_for_who_manages_the_sector(client, sector, kind, address):
    client.force_login(MAKERS[kind](sector))

    assert client.post(address, {"mark": "plan", "day_1": "2027-04-22"}).status_code == 403
    assert Meeting.objects.count() == 0


def deputy_user(sector):
    return role_user(sector, Appointment.Role.DEPUTY)


@pytest.mark.parametrize("make", [manager_user, deputy_user, lambda _sector: admin_user()])
def test_planning_opens_to_who_manages(client, sector, make):
    client.force_login(make(sector))

    assert client.get(URL).status_code == 200


@pytest.mark.parametrize("address", [URL, CONFIRM])
def test_planning_sends_a_visitor_to_signing_in(client, sector, address):
    assert client.get(address).url.startswith("/account/login/")


@pytest.mark.parametrize("address", ["/sectoren/vuur/planning/2027/", "/sectoren/water/planning/3027/"])
def test_planning_of_what_is_not_there_is_not_found(client, manager, address):
    assert client.get(address).status_code == 404


def test_role_lost_meanwhile_saves_nothing(client, sector, manager):
    manager.person.appointments.update(until=date(2027, 1, 3), since=date(2026, 1, 1))

    assert send(client, day_1="2027-04-22").status_code == 403
    assert days() == {}


# the page


def test_planning_shows_every_slot(client, sector, manager):
    scheduled = draft(sector, 1, state=Meeting.State.SCHEDULED)
    cancelled = draft(sector, 2, MAY, state=Meeting.State.CANCELLED, state_reason="Storm")
    draft(sector, 3, date(2027, 6, 17))

    text = client.get(URL).content.decode()

    assert all(f'href="{each.get_absolute_url()}"' in text for each in (scheduled, cancelled))
    assert re.findall(r'name="(day_\d+)"', text) == [f"day_{number}" for number in range(3, 9)]


def test_planning_says_what_clashes(client, sector, manager):
    draft(sector, 1, date(2027, 4, 27))
    ClosedDayFactory(day=date(2027, 4, 27), reason="Regiodag")

    text = client.get(URL).content.decode()

    assert "Public holiday: Koningsdag" in text
    assert "Closed day: Regiodag" in text


@pytest.mark.parametrize("target", [0, 52])
def test_planning_of_a_sector_with_odd_habits_proposes(client, sector, manager, target):
    Sector.objects.update(months_without=list(range(1, 13)), usual_weekday=6)
    SectorYearFactory(sector=sector, year=2027, meeting_target=target)

    assert client.get(URL).status_code == 200
    assert send(client, "propose").status_code == 302
    assert len(days()) == target


@pytest.mark.parametrize(("year", "opens"), [(1990, False), (2026, False), (2032, True), (2033, False), (2100, False)])
def test_only_this_year_and_some_ahead_can_be_planned(client, sector, manager, year, opens):
    address = f"/sectoren/water/planning/{year}/"

    assert ('name="propose"' in client.get(address).content.decode()) == opens
    client.post(address, {"mark": "plan", "propose": "1"})
    assert Meeting.objects.exists() == opens


def test_years_beyond_what_is_known_say_so(client, sector, manager):
    known, unknown = (client.get(f"/sectoren/water/planning/{year}/").content.decode() for year in (2029, 2030))

    assert "are not known yet" not in known
    assert "are not known yet" in unknown


def test_looking_changes_nothing(client, sector, manager):
    draft(sector, 1)
    before = list(Meeting.objects.values())

    for address in (URL, CONFIRM):
        client.get(address, {"propose": "1", "save": "1", "day_1": "2027-05-20"})

    assert list(Meeting.objects.values()) == before
    assert SectorYear.objects.count() == 1


@pytest.mark.parametrize(("address", "count"), [(URL, 13), (CONFIRM, 15)])
def test_planning_asks_as_much_for_one_as_for_three(client, sector, manager, django_assert_num_queries, address, count):
    draft(sector, 1)
    client.get(address)
    with django_assert_num_queries(count):
        client.get(address)
    for number in (2, 3):
        draft(sector, number, date(2027, 4, number))
        MeetingFactory().joint_sectors.add(sector)
    with django_assert_num_queries(count):
        client.get(address)


# what it does


def test_save_keeps_what_was_typed(client, sector, manager):
    assert send(client, day_1="2027-04-22", day_3="2027-05-20").url == URL

    assert days() == {1: APRIL, 3: MAY}
    assert {each.state for each in Meeting.objects.all()} == {"draft"}


def test_propose_fills_open_slots_only(client, sector, manager):
    send(client, "propose", day_2="2027-03-02")

    assert list(days()) == list(range(1, 9))
    assert days()[2] == date(2027, 3, 2)


def test_propose_twice_leaves_the_plan_as_it_was(client, sector, manager):
    send(client, "propose")
    before, kept = mark(), {f"day_{number}": day.isoformat() for number, day in days().items()}

    send(client, "propose", **kept)

    assert mark() == before


def test_propose_leaves_months_that_passed_alone(client, sector, manager):
    with time_machine.travel(moment(date(2027, 8, 30), 10)):
        client.force_login(manager)
        send(client, "propose")

    assert min(days().values()) >= date(2027, 9, 30)


def test_step_moves_one_date_and_returns_to_its_row(client, sector, manager):
    draft(sector, 1)

    response = send(client, "step", "later:1", day_1="2027-04-22")

    assert (response.url, days()) == (f"{URL}#slot-1", {1: date(2027, 4, 29)})


@pytest.mark.parametrize("step", ["x", "later:", "later:99999999999", "\0", "day_1"])
def test_step_that_no_button_sends_is_refused(client, sector, manager, step):
    assert send(client, "step", step, day_1="2027-04-22").status_code == 400
    assert days() == {}


def test_step_of_a_number_that_is_not_there_moves_nothing(client, sector, manager):
    draft(sector, 1)

    send(client, "step", "later:999", day_1="2027-04-22")

    assert days() == {1: APRIL}


@pytest.mark.parametrize("day", ["2027-02-31", "2026-12-31", "2027-01-03", "2028-02-01", "morgen"])
def test_wrong_day_is_told_and_kept(client, sector, manager, day):
    draft(sector, 2, MAY)

    response = send(client, day_1=day, day_2="2027-06-17")

    assert response.status_code == 200
    assert f'value="{day}"' in response.content.decode()
    assert days() == {2: MAY}


def test_stale_plan_is_refused_once_with_what_was_typed(client, sector, manager):
    meeting = draft(sector, 1)
    looked_at = mark()
    Meeting.objects.filter(pk=meeting.pk).update(starts=moment(MAY), ends=moment(MAY, 16), version=2)

    response = client.post(URL, {"mark": looked_at, "save": "1", "day_1": "2027-06-17"})

    text = response.content.decode()
    assert days() == {1: MAY}
    assert 'value="2027-06-17"' in text
    assert "Kept now: Thursday 20 May 2027" in text
    assert f'value="{mark()}"' in text


def test_stale_plan_of_a_slot_that_was_scheduled_leaves_it(client, sector, manager):
    meeting = draft(sector, 1)
    looked_at = mark()
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.SCHEDULED, version=2)

    response = client.post(URL, {"mark": looked_at, "step": "later:1", "day_1": "2027-04-22"})

    assert (response.status_code, days()) == (200, {1: APRIL})


# confirming


def test_confirm_says_whom_it_concerns(client, sector, manager):
    draft(sector, 1)
    for _seat in range(2):
        SeatFactory(sector=sector, person=member_user().person)
    SeatFactory()

    text = client.get(CONFIRM).content.decode()

    assert "1 meeting is scheduled" in text
    assert "3 people at 3 organisations" in text


def test_save_and_confirm_leads_there(client, sector, manager):
    assert send(client, "confirm", day_1="2027-04-22").url == CONFIRM


def test_confirm_schedules_the_draft(client, sector, manager):
    draft(sector, 1)
    draft(sector, 2, MAY)

    assert client.post(CONFIRM, {"mark": mark()}).url == "/sectoren/water/uitnodigingen/"
    assert {each.state for each in Meeting.objects.all()} == {"scheduled"}


@pytest.mark.parametrize("sent", [{}, {"mark": "plan"}, {"mark": "\0" * 9}])
def test_confirm_of_another_plan_schedules_nothing(client, sector, manager, sent):
    draft(sector, 1)

    assert client.post(CONFIRM, sent).url == URL
    assert Meeting.objects.get().state == "draft"


def test_confirm_with_a_day_that_passed_schedules_nothing(client, sector, manager):
    draft(sector, 1, date(2027, 1, 2))
    draft(sector, 2)

    response = client.post(CONFIRM, {"mark": mark()}, follow=True)

    assert "These days have passed: Saturday 2 January 2027" in response.content.decode()
    assert {each.state for each in Meeting.objects.all()} == {"draft"}


def test_confirm_without_a_draft_leads_back(client, sector, manager):
    draft(sector, 1, None)

    assert client.get(CONFIRM).url == URL


# habits


HABITS = {"habits": "1", "usual_weekday": "1", "usual_start": "10:00", "usual_minutes": "90", "meeting_target": "6"}


def test_habits_are_kept(client, sector, manager):
    assert client.post(URL, {**HABITS, "months_without": ["7", "8"]}).url == URL

    sector.refresh_from_db()
    assert (sector.usual_weekday, sector.usual_start, sector.usual_minutes) == (1, time(10), 90)
    assert (sector.months_without, SectorYear.objects.get().meeting_target) == ([7, 8], 6)


@pytest.mark.parametrize("wrong", [{"meeting_target": "99"}, {"usual_start": "laat"}, {"usual_minutes": "-5"}])
def test_wrong_habits_are_told_and_kept(client, sector, manager, wrong):
    response = client.post(URL, {**HABITS, **wrong})

    assert f'value="{next(iter(wrong.values()))}"' in response.content.decode()
    assert SectorYear.objects.count() == 0


def test_habits_are_copied(client, sector, manager):
    year, day = SectorYearFactory(sector=sector, year=2026), date(2026, 6, 2)
    MeetingFactory(sector_year=year, starts=moment(day, 14), ends=moment(day, 16))

    assert client.post(COPY).url == URL

    sector.refresh_from_db()
    assert (sector.usual_weekday, sector.usual_start) == (1, time(14, 30))


def test_habits_of_a_year_without_meetings_stay(client, sector, manager):
    response = client.post(COPY, follow=True)

    assert "The habits stay as they are." in response.content.decode()
