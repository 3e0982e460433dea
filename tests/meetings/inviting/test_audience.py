"""Who ought to hold the invitation of a meeting, and what a mailing would do about it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.calendars.facts import facts_of
from meetings.inviting.audience import plan_of, wanted
from meetings.models import Attendance, Invitation, Meeting
from sectors.models import Seat
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    CalendarEditionFactory,
    InvitationFactory,
    MailPreferencesFactory,
    OrganisationFactory,
    PersonFactory,
    PresenterFactory,
    SeatFactory,
    SectorFactory,
    UserFactory,
)
from tests.meetings.inviting.people import member, scheduled, seated

pytestmark = pytest.mark.django_db

Calendar, Method, Response = Seat.Calendar, Invitation.Method, Attendance.Response
DAY = timedelta(days=1)


@pytest.fixture
def meeting(db):
    return scheduled()


@pytest.fixture
def sector(meeting):
    return meeting.sector_year.sector


def holds(meeting, person, **fields):
    given = {"address": person.email, "method": Method.REQUEST, "sequence": meeting.ical_sequence, "round": 1}
    return InvitationFactory(meeting=meeting, person=person, **given | fields)


def planned(meeting):
    return {(line.pk, str(line.what)) for line in plan_of(meeting).lines}


def test_wanted_are_seats_by_invitation_of_own_and_joint_sectors(meeting, sector):
    joint = SectorFactory()
    meeting.joint_sectors.add(joint)
    invited, both, feed, elsewhere = member(), member(), member(), member()
    SeatFactory(sector=sector, person=invited, calendar=Calendar.INVITATION)
    SeatFactory(sector=joint, person=both, calendar=Calendar.BOTH)
    SeatFactory(sector=sector, person=feed, calendar=Calendar.FEED)
    SeatFactory(person=elsewhere, calendar=Calendar.INVITATION)

    assert set(wanted(meeting)) == {invited, both}


def test_wanted_are_roles_unless_their_seat_follows_the_feed(meeting, sector):
    joint = SectorFactory()
    meeting.joint_sectors.add(joint)
    without_seat, in_joint, with_feed, ended = member(), member(), member(), member()
    for person, held in [(without_seat, sector), (in_joint, joint), (with_feed, sector)]:
        AppointmentFactory(sector=held, person=person, role="chair")
    AppointmentFactory(sector=sector, person=ended, role="chair", since=None, until=timezone.localdate())
    SeatFactory(sector=sector, person=with_feed, calendar=Calendar.FEED)

    assert set(wanted(meeting)) == {without_seat, in_joint}


def test_wanted_are_presenters_who_did_not_decline_and_substitutes(meeting):
    presenter, declined, replaced, substitute = member(), member(), member(), member()
    PresenterFactory(meeting=meeting, person=presenter, organisation=presenter.organisation)
    PresenterFactory(meeting=meeting, person=declined, organisation=declined.organisation, declined_at=timezone.now())
    given = {"response": Response.SUBSTITUTE, "responded_at": timezone.now(), "substitute": substitute}
    AttendanceFactory(meeting=meeting, person=replaced, **given)

    assert set(wanted(meeting)) == {presenter, substitute}


def test_wanted_are_people_on_the_list_who_never_sat_in_the_sector(meeting, sector):
    asked, comes, left, refused, withdrew = member(), member(), member(), member(), member()
    answered = {"responded_at": timezone.now()}
    AttendanceFactory(meeting=meeting, person=asked, response=Response.NONE)
    AttendanceFactory(meeting=meeting, person=comes, response=Response.YES, **answered)
    AttendanceFactory(meeting=meeting, person=left, response=Response.YES, **answered)
    SeatFactory(sector=sector, person=left, since=None, until=timezone.localdate())
    for person in (refused, withdrew):
        AttendanceFactory(meeting=meeting, person=person, response=Response.NO, **answered)
    holds(meeting, withdrew)

    assert set(wanted(meeting)) == {asked, comes, withdrew}


def test_wanted_leaves_out_who_cannot_be_reached_or_takes_no_part(meeting, sector):
    known = member()
    for person in (
        known,
        member(email=""),
        member(left_on=timezone.localdate()),
        PersonFactory(email="other@example.org", organisation=OrganisationFactory()),
    ):
        SeatFactory(sector=sector, person=person)

    assert set(wanted(meeting)) == {known}


@pytest.mark.parametrize(
    "change",
    [
        {"state": "cancelled", "state_reason": "Ziek"},
        {"state": "draft"},
        {"starts": timezone.now() - DAY, "ends": timezone.now() + DAY},
    ],
)
def test_nobody_is_wanted_at_a_meeting_that_does_not_stand_or_has_begun(change):
    meeting = scheduled(**change)
    seated(meeting)

    assert not wanted(meeting).exists()


def test_plan_invites_updates_and_cancels(meeting):
    new, outdated, _current, gone = seated(meeting), seated(meeting), seated(meeting), member()
    Meeting.objects.filter(pk=meeting.pk).update(ical_sequence=2)
    meeting.refresh_from_db()
    holds(meeting, outdated, sequence=1)
    holds(meeting, _current)
    holds(meeting, gone)

    plan = plan_of(meeting)

    assert planned(meeting) == {(new.pk, "new"), (outdated.pk, "update"), (gone.pk, "cancel")}
    assert (plan.people, plan.organisations) == (3, 3)


def test_plan_invites_again_who_was_cancelled(meeting):
    person = seated(meeting)
    holds(meeting, person, method=Method.CANCEL)

    assert planned(meeting) == {(person.pk, "new")}


def test_plan_cancels_with_everybody_who_holds_it_when_it_falls_through():
    meeting = scheduled(state="cancelled", state_reason="Ziek")
    holder, told, _never = seated(meeting), seated(meeting), seated(meeting)
    holds(meeting, holder)
    holds(meeting, told, method=Method.CANCEL)

    assert planned(meeting) == {(holder.pk, "cancel")}


def test_plan_of_a_meeting_that_has_begun_is_empty():
    now = timezone.now()
    meeting = scheduled(starts=now - timedelta(minutes=1), ends=now + DAY, state="cancelled", state_reason="Ziek")
    holds(meeting, seated(meeting))

    assert plan_of(meeting).people == 0


def test_plan_moves_an_invitation_to_another_address_whatever_its_case(meeting):
    moved, same = seated(meeting), seated(meeting)
    moved.account = UserFactory(email="new@example.org")
    moved.save()
    holds(meeting, moved)
    holds(meeting, same, address=same.email.upper())

    (line,) = plan_of(meeting).lines

    assert (line.pk, line.what, line.held_at, line.address) == (moved.pk, "new", moved.email, "new@example.org")


def test_plan_names_who_cannot_be_reached(meeting, sector):
    unknown, former = member(email=""), member(email="")
    for person in (unknown, former):
        SeatFactory(sector=sector, person=person)
    holds(meeting, former, address="former@example.org")

    plan = plan_of(meeting)

    assert [line.pk for line in plan.unreachable] == [unknown.pk, former.pk]
    assert [(line.pk, line.what, line.held_at) for line in plan.lines] == [(former.pk, "cancel", "former@example.org")]


def test_plan_leaves_the_erased_alone(meeting):
    erased = member(email="", left_on=timezone.localdate(), erased_at=timezone.now())
    holds(meeting, erased, address="once@example.org")

    assert plan_of(meeting) == type(plan_of(meeting))([], [], [])


@pytest.mark.parametrize(
    ("response", "partstat"),
    [
        ("none", "NEEDS-ACTION"),
        ("yes", "ACCEPTED"),
        ("online", "ACCEPTED"),
        ("no", "DECLINED"),
        ("substitute", "DECLINED"),
        ("waiting", "TENTATIVE"),
    ],
)
def test_plan_says_what_people_answered(meeting, response, partstat):
    person = seated(meeting)
    at = None if response == "none" else timezone.now()
    AttendanceFactory(meeting=meeting, person=person, response=response, responded_at=at)

    assert [line.partstat for line in plan_of(meeting).lines] == [partstat]


def test_plan_says_that_a_substitute_comes_and_writes_in_his_language(meeting):
    person, substitute = seated(meeting), member()
    MailPreferencesFactory(person=substitute, language="en")
    given = {"response": "substitute", "responded_at": timezone.now(), "substitute": substitute}
    AttendanceFactory(meeting=meeting, person=person, **given)

    lines = {line.pk: (line.partstat, line.language) for line in plan_of(meeting).lines}

    assert lines == {person.pk: ("DECLINED", "nl"), substitute.pk: ("ACCEPTED", "en")}


def follower(meeting):
    return seated(meeting, calendar=Calendar.FEED)


@pytest.mark.parametrize(("hours", "told"), [(47, True), (49, False)])
def test_followers_of_the_feed_are_told_of_a_late_change(hours, told):
    meeting = scheduled(starts=timezone.now() + timedelta(hours=hours), ical_sequence=1)
    person = follower(meeting)
    before = replace(facts_of(meeting), sequence=0, starts=meeting.starts + 9 * DAY, ends=meeting.ends + 9 * DAY)
    CalendarEditionFactory(meeting=meeting, method=Method.REQUEST, sequence=0, facts=before.as_json())

    assert [line.pk for line in plan_of(meeting).told] == ([person.pk] if told else [])


def test_followers_are_told_that_what_was_near_is_moved_away():
    meeting = scheduled(ical_sequence=1)
    person = follower(meeting)
    near = timezone.now() + DAY
    before = replace(facts_of(meeting), sequence=0, starts=near, ends=near + DAY)
    CalendarEditionFactory(meeting=meeting, method=Method.REQUEST, sequence=0, facts=before.as_json())

    assert [line.pk for line in plan_of(meeting).told] == [person.pk]


def test_followers_are_told_of_a_late_cancellation_though_nobody_was_mailed():
    meeting = scheduled(starts=timezone.now() + DAY, state="cancelled", state_reason="Ziek")
    person = follower(meeting)

    assert [line.pk for line in plan_of(meeting).told] == [person.pk]


def test_followers_are_told_nothing_of_a_meeting_that_did_not_change():
    meeting = scheduled(starts=timezone.now() + DAY)
    follower(meeting)
    CalendarEditionFactory(meeting=meeting, method=Method.REQUEST, sequence=0, facts=facts_of(meeting).as_json())

    assert plan_of(meeting).told == []


@pytest.mark.parametrize("number", [1, 3])
def test_plan_costs_the_same_for_every_number_of_people(number, django_assert_num_queries):
    meeting = scheduled(starts=timezone.now() + DAY, state="cancelled", state_reason="Ziek")
    for _ in range(number):
        holds(meeting, seated(meeting))
        follower(meeting)

    with django_assert_num_queries(3):
        plan = plan_of(meeting)

    assert (len(plan.lines), len(plan.told)) == (number, number)
