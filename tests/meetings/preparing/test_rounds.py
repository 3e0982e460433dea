"""Preparations open, are raised and are closed by themselves: once, whenever the work of the day is done."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from meetings.models import Meeting, Preparation
from meetings.preparing.rounds import (
    open_due_preparations,
    present_held_topics,
    raise_unsettled,
    remind_of_closing,
)
from members.models import Notification, OutboxMessage
from members.outbox import written
from tests.factories import (
    ContributionFactory,
    MeetingFactory,
    NetworkMembershipFactory,
    PersonFactory,
    PreparationFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    TopicFactory,
    chair_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)

OPENS, CLOSES, SETTLED_BY = (
    date(2027, 3, 22),
    date(2027, 4, 6),
    date(2027, 4, 8),
)  # of the factory; it meets on 22 April


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water"))
    return PreparationFactory(meeting=MeetingFactory(sector_year=year, title="")).meeting


@pytest.fixture
def member(meeting):
    return SeatFactory(sector=meeting.sector_year.sector, person=member_user().person).person


def run(day, step=open_due_preparations):
    with time_machine.travel(moment(day, 3), tick=False):
        step()


def mailed(kind):
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def opened(meeting):
    return Preparation.objects.get(meeting=meeting).opened_at


def test_preparation_opens_on_its_day_and_asks_once(meeting, member):
    run(date(2027, 3, 21))
    assert (opened(meeting), mailed("input_asked")) == (None, [])

    run(OPENS)
    run(OPENS)
    run(date(2027, 3, 23))

    assert opened(meeting) == moment(OPENS, 3)
    assert mailed("input_asked") == [member.account.email]


def test_mail_names_meeting_sector_moment_last_day_and_page(meeting, member):
    run(OPENS)

    text = written(OutboxMessage.objects.get(), "brink@example.org").body

    for part in (
        "Water",
        "donderdag 22 april 2027",
        "dinsdag 6 april 2027",
        f"/bijeenkomsten/{meeting.pk}/voorbereiding/",
    ):
        assert part in text


def test_who_has_a_seat_or_role_is_asked_as_the_seat_says(meeting, member):
    sector, joint = meeting.sector_year.sector, SectorFactory()
    meeting.joint_sectors.add(joint)
    chair, other = chair_user(sector), manager_user(joint)
    SeatFactory(sector=sector, person=chair.person, mail="weekly")
    reader = SeatFactory(sector=sector, person=member_user().person, mail="weekly").person
    SeatFactory(sector=sector, person=PersonFactory(email=""))
    SeatFactory(sector=sector, person=PersonFactory(email="weg@example.org", left_on=date(2027, 1, 1)))
    SeatFactory(person=member_user().person)

    run(OPENS)

    assert mailed("input_asked") == sorted([member.account.email, other.email])
    weekly = Notification.objects.filter(kind="input_asked", mailed_at=None)
    assert {one.person for one in weekly} == {chair.person, reader}


@pytest.mark.parametrize(("day", "mails"), [(date(2027, 3, 27), 1), (CLOSES, 1), (date(2027, 4, 7), 0)])
def test_preparation_that_opens_late_asks_only_while_there_is_time(meeting, member, day, mails):
    run(day)

    assert opened(meeting) == moment(day, 3)
    assert len(mailed("input_asked")) == mails


def test_meeting_that_moves_after_it_opened_is_not_opened_again(meeting, member):
    run(OPENS)
    later = {"opens_on": date(2027, 4, 20), "input_closes_on": date(2027, 5, 4), "settle_by": date(2027, 5, 6)}
    Preparation.objects.update(**later)
    Meeting.objects.update(starts=moment(date(2027, 5, 20)), ends=moment(date(2027, 5, 20), 16))

    run(date(2027, 4, 20))

    assert opened(meeting) == moment(OPENS, 3)
    assert len(mailed("input_asked")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"meeting": {"state": "cancelled", "state_reason": "Storm"}},
        {"meeting": {"state": "draft"}},
        {"preparation": {"waived_at": moment(OPENS), "waived_reason": "Werkbezoek"}},
        {"preparation": {"settled_at": moment(OPENS)}},
    ],
)
@pytest.mark.parametrize("step", [open_due_preparations, raise_unsettled])
def test_what_needs_no_preparation_is_neither_opened_nor_raised(meeting, member, change, step):
    chair_user(meeting.sector_year.sector)
    Meeting.objects.update(**change.get("meeting", {"version": 2}))
    fields = change.get("preparation", {})
    by = {name.replace("_at", "_by"): PersonFactory() for name in fields if name.endswith("_at")}
    Preparation.objects.update(**fields or {"dates_set_by_hand": False}, **by)

    run(SETTLED_BY, step)

    found = Preparation.objects.get()
    assert (found.opened_at, found.raised_at, OutboxMessage.objects.count()) == (None, None, 0)


def test_opening_lays_the_items_on_both_agendas():
    year = SectorYearFactory()
    before = MeetingFactory(sector_year=year, starts=moment(date(2027, 3, 25)), ends=moment(date(2027, 3, 25), 16))
    meeting = MeetingFactory(sector_year=year)
    PreparationFactory(meeting=meeting, discussed_in=before)

    run(OPENS)
    run(OPENS)

    assert list(before.agenda_items.values_list("kind", flat=True)) == ["next_meeting"]
    assert list(meeting.agenda_items.values_list("kind", flat=True)) == ["previous_minutes"]


def test_unsettled_topic_is_raised_once_with_those_who_lead(meeting, member):
    leaders = [chair_user(meeting.sector_year.sector), manager_user(meeting.sector_year.sector)]
    run(date(2027, 4, 7), raise_unsettled)
    assert mailed("topic_unsettled") == []

    run(date(2027, 4, 11), raise_unsettled)
    run(date(2027, 4, 12), raise_unsettled)

    assert Preparation.objects.get().raised_at == moment(date(2027, 4, 11), 3)
    assert mailed("topic_unsettled") == sorted(leader.email for leader in leaders)


def test_topic_of_a_meeting_that_was_held_is_presented_and_its_proposer_told(meeting):
    topic = TopicFactory(meeting=meeting, state="scheduled", proposed_by=member_user().person)
    run(date(2027, 4, 22), present_held_topics)
    topic.refresh_from_db()
    assert topic.state == "scheduled"

    run(date(2027, 4, 27), present_held_topics)
    run(date(2027, 4, 28), present_held_topics)

    topic.refresh_from_db()
    assert (topic.state, topic.meeting) == ("presented", meeting)
    assert OutboxMessage.objects.count() == 1


def test_topic_of_a_meeting_that_fell_through_is_not_presented(meeting):
    TopicFactory(meeting=meeting, state="scheduled")
    Meeting.objects.update(state="cancelled", state_reason="Storm")

    run(date(2027, 4, 27), present_held_topics)

    assert meeting.topics.get().state == "scheduled"


def silent(meeting, name):
    """Make somebody of an organisation that takes part in the meeting's sector, with a seat."""
    organisation, sector = NetworkMembershipFactory().organisation, meeting.sector_year.sector
    SectorMembershipFactory(sector=sector, organisation=organisation)
    person = PersonFactory(email=f"{name}@example.org", organisation=organisation)
    return SeatFactory(sector=sector, person=person).person


@pytest.mark.parametrize(
    ("day", "is_told"),
    [(CLOSES - 4 * DAY, False), (CLOSES - 3 * DAY, True), (CLOSES, True), (CLOSES + DAY, False)],
)
def test_last_days_for_input_are_told_while_they_last(meeting, day, is_told):
    silent(meeting, "an")
    run(OPENS)

    run(day, remind_of_closing)

    assert mailed("input_closing") == (["an@example.org"] if is_told else [])


def test_last_days_are_told_once_and_again_when_the_last_day_moves(meeting):
    silent(meeting, "an")
    run(OPENS)
    for late in range(3, -1, -1):
        run(CLOSES - late * DAY, remind_of_closing)
    Preparation.objects.update(input_closes_on=SETTLED_BY)

    run(SETTLED_BY, remind_of_closing)

    assert mailed("input_closing") == ["an@example.org"] * 2


def test_last_days_are_told_to_organisations_that_were_not_heard(meeting, member):
    silent(meeting, "an")
    heard = silent(meeting, "bo")
    SeatFactory(sector=meeting.sector_year.sector, person=member_user(heard.organisation).person)
    ContributionFactory(meeting=meeting, person=heard, organisation=heard.organisation)
    elsewhere = silent(meeting, "cor")
    ContributionFactory(person=elsewhere, organisation=elsewhere.organisation)
    run(OPENS)

    run(CLOSES, remind_of_closing)

    assert mailed("input_closing") == ["an@example.org", "cor@example.org"]


def test_last_days_are_not_told_right_after_asking(meeting):
    silent(meeting, "an")
    run(CLOSES - DAY)

    run(CLOSES - DAY, remind_of_closing)
    run(CLOSES, remind_of_closing)

    assert mailed("input_asked") == ["an@example.org"]
    assert mailed("input_closing") == []


@pytest.mark.parametrize("state", ["draft", "cancelled", "not_held"])
def test_last_days_are_not_told_of_a_meeting_that_does_not_stand(meeting, state):
    silent(meeting, "an")
    run(OPENS)
    Meeting.objects.update(state=state, state_reason="" if state == "draft" else "Geen zaal.")

    run(CLOSES, remind_of_closing)

    assert mailed("input_closing") == []


@pytest.mark.parametrize("step", [open_due_preparations, raise_unsettled])
def test_mail_of_the_night_arrives_in_the_morning(meeting, member, step):
    chair_user(meeting.sector_year.sector)

    run(SETTLED_BY - 2 * DAY if step is open_due_preparations else SETTLED_BY, step)

    assert {timezone.localtime(due).hour for due in OutboxMessage.objects.values_list("due_at", flat=True)} == {7}
