"""What is asked of someone: in which order, how much at once, and of whom."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.mine import ANSWERS_SHOWN, my_meetings, my_page
from tests.factories import (
    ActionItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    CircleParticipantFactory,
    GatheringFactory,
    InvitationFactory,
    MeetingFactory,
    PreparationFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def year():
    return SectorYearFactory(sector=SectorFactory(name="Water"))


@pytest.fixture
def user(year):
    account = member_user()
    SeatFactory(sector=year.sector, person=account.person)
    return account


def meeting_on(year, day, **fields):
    return MeetingFactory(sector_year=year, starts=moment(day), ends=moment(day, 16), **fields)


def kinds(user):
    return [(each.kind, each.day) for each in my_page(user).asked]


def test_what_is_asked_stands_in_order_of_day_and_undated_last(user, year):
    meeting = meeting_on(year, date(2027, 4, 22))
    PreparationFactory(meeting=meeting)
    ActionItemFactory(meeting=meeting, owner=user.person, due=None)
    ActionItemFactory(meeting=meeting, owner=user.person, due=date(2027, 3, 1))
    ActionItemFactory(meeting=meeting, owner=user.person, due=date(2027, 4, 10))

    assert kinds(user) == [
        ("action", date(2027, 3, 1)),
        ("input", date(2027, 4, 6)),
        ("action", date(2027, 4, 10)),
        ("answer", date(2027, 4, 22)),
        ("action", None),
    ]


def test_answers_are_asked_for_the_first_few_meetings(user, year):
    for week in range(ANSWERS_SHOWN + 2):
        meeting_on(year, TODAY + timedelta(weeks=week + 1))

    page = my_page(user)

    assert [each.day for each in page.asked] == [TODAY + timedelta(weeks=week + 1) for week in range(ANSWERS_SHOWN)]
    assert (page.more_answers, len(page.meetings)) == (2, ANSWERS_SHOWN + 2)


@pytest.mark.parametrize("response", ["yes", "online", "no", "substitute"])
def test_every_answer_is_an_answer(user, year, response):
    meeting = meeting_on(year, date(2027, 4, 22))
    AttendanceFactory(meeting=meeting, person=user.person, response=response, responded_at=moment(TODAY, 9))

    assert kinds(user) == []
    assert my_meetings(user)[0].answer


def test_being_on_the_list_is_no_answer_yet(user, year):
    meeting = meeting_on(year, date(2027, 4, 22))
    AttendanceFactory(meeting=meeting, person=user.person)
    AttendanceFactory(meeting=meeting, response="yes", responded_at=moment(TODAY, 9))

    assert kinds(user) == [("answer", date(2027, 4, 22))]


def test_meeting_under_way_is_shown_and_asks_nothing(user, year):
    MeetingFactory(sector_year=year, starts=moment(TODAY, 9), ends=moment(TODAY, 12))

    assert (kinds(user), len(my_meetings(user))) == ([], 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": moment(date(2027, 3, 4)), "ends": moment(date(2027, 3, 4), 16)},
        {"state": "cancelled", "state_reason": "Storm"},
        {"state": "not_held", "state_reason": "Storm"},
        {"state": "draft"},
    ],
)
def test_meeting_that_does_not_come_is_not_asked_for(user, year, fields):
    PreparationFactory(meeting=MeetingFactory(sector_year=year, **fields))

    page = my_page(user)

    assert (page.asked, page.meetings) == ([], [])


def seat(person, sector):
    SeatFactory(person=person, sector=sector)


def role(person, sector):
    AppointmentFactory(person=person, sector=sector)


def only_the_organisation(person, sector):
    SectorMembershipFactory(organisation=person.organisation, sector=sector)


def former_seat(person, sector):
    SeatFactory(person=person, sector=sector, until=TODAY)


@pytest.mark.parametrize(
    ("tie", "asked"), [(seat, True), (role, True), (only_the_organisation, False), (former_seat, False)]
)
@pytest.mark.parametrize("joint", [False, True])
def test_who_has_a_seat_or_a_role_is_asked(year, tie, asked, joint):
    account, other = member_user(), SectorFactory()
    PreparationFactory(meeting=meeting_on(year, date(2027, 4, 22)))
    year.meetings.get().joint_sectors.add(other)

    tie(account.person, other if joint else year.sector)

    assert kinds(account) == ([("input", date(2027, 4, 6)), ("answer", date(2027, 4, 22))] if asked else [])


def test_who_was_invited_to_a_gathering_is_asked(user):
    gathering = GatheringFactory(circle__name="Inkoop", meeting__visibility="invited").meeting
    GatheringFactory()
    InvitationFactory(meeting=gathering, person=user.person)

    assert [row.pk for row in my_meetings(user)] == [gathering.pk]
    assert my_page(user).asked[0].sector == "Inkoop"


def test_seat_and_role_in_one_sector_are_one_line(user, year):
    AppointmentFactory(person=user.person, sector=year.sector, role="deputy")

    sectors = my_page(user).sectors

    assert [bool(sector.role and sector.mail and sector.calendar) for sector in sectors] == [True]


def test_circle_tells_when_it_meets_next(user):
    circle = CircleParticipantFactory(person=user.person, circle__name="Inkoop").circle
    GatheringFactory(circle=circle)
    CircleParticipantFactory(person=user.person, circle__name="Recht")

    assert [bool(found.next_text) for found in my_page(user).circles] == [True, False]
