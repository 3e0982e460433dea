"""A whole year of a sector, day by day, with the jobs as they run every night: from the plan to the last minutes."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from meetings.answering.acts import answer_meeting
from meetings.backlog.acts import propose_topic, support_topic
from meetings.holding.presence_acts import Choice as Presence
from meetings.holding.presence_acts import record_presence
from meetings.inviting.acts import ask_mailing
from meetings.models import AgendaItem, Decision, Meeting, Preparation, Topic
from meetings.planning.acts import confirm_plan, save_plan
from meetings.planning.plan import Plan
from meetings.preparing.acts import give_input
from meetings.preparing.presenting import Choice, answer_presenter
from meetings.preparing.settling import settle_topic, waive_preparation
from meetings.reporting.correcting import handle_correction, propose_correction
from meetings.reporting.publishing import publish_minutes
from meetings.reporting.writing import Change, write_minutes
from meetings.scheduling.acts import cancel_meeting, skip_meeting, update_meeting
from members.models import OutboxMessage
from portal.daily import do_what_the_day_asks
from sectors.actions import take_seat
from tests.factories import (
    ActionItemFactory,
    NetworkFactory,
    OrganisationFactory,
    SectorFactory,
    SectorMembershipFactory,
    chair_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 12, 1), date(2028, 1, 31)
NIGHT, MORNING = (3, 17), (10, 0)
DAY = timedelta(days=1)
SETTLED_LATE, WAIVED, MOVED, CANCELLED, SKIPPED = 3, 4, 5, 6, 7  # what happens to which of the eight
CORRECTED = 2
WITH_ACTION = 8
TOLD_TOMORROW = "meeting_near"  # the one mail that makes no sense once its moment has passed


class Year:
    """A sector with its people, and what they do on each day around their meetings."""

    def __init__(self):
        NetworkFactory()
        self.sector = SectorFactory(name="Overheden", months_without=[7, 8])
        self.manager, self.chair = manager_user(self.sector), chair_user(self.sector)
        self.members = [self._member(name) for name in ("an", "bo", "cor")]
        self.plan()
        self.topics = [
            propose_topic(sector=self.sector, title=f"Onderwerp {number}", summary="", by=self.members[number % 3])
            for number in range(1, 9)
        ]
        for topic in self.topics[:4]:
            support_topic(topic=topic, by=self.chair)

    def _member(self, name):
        organisation = OrganisationFactory(name=f"Gemeente {name}")
        SectorMembershipFactory(sector=self.sector, organisation=organisation)
        account = member_user(organisation, name=name, email=f"{name}@example.org")
        take_seat(person=account.person, sector=self.sector, by=account)
        return account

    def name_of(self, address):
        """Return who has an address, the same in every run."""
        accounts = {"manager": self.manager, "chair": self.chair} | dict(
            zip(("an", "bo", "cor"), self.members, strict=True)
        )
        return next(name for name, account in accounts.items() if account.email == address)

    def plan(self):
        """Take over the proposal for the year and confirm it."""
        plan = Plan(self.sector, FIRST.year + 1)
        dates = plan.proposed(dict.fromkeys(plan.movable))
        save_plan(sector=self.sector, year=plan.year, dates=dates, mark=plan.mark, by=self.manager)
        confirm_plan(sector=self.sector, year=plan.year, mark=Plan(self.sector, plan.year).mark, by=self.manager)
        ask_mailing(meetings=Meeting.objects.filter(state="scheduled"), by=self.manager)

    def meet(self, today):
        """Do what is done on a day, meeting by meeting."""
        for meeting in Meeting.objects.filter(state="scheduled").order_by("number").select_related("preparation"):
            day, preparation = timezone.localdate(meeting.starts), meeting.preparation
            if today == day - timedelta(days=40):
                self.change(meeting)
            if today == preparation.opens_on + 2 * DAY or today == preparation.input_closes_on:
                self.bring_in(meeting, today)
            late = 4 * DAY if meeting.number == SETTLED_LATE else timedelta()
            if today == preparation.settle_by - DAY + late:
                self.settle(meeting)
            if today == preparation.settle_by + late:
                self.confirm(meeting)
            if today == day - timedelta(days=5):
                self.answer(meeting)
            if today > day:
                self.report(meeting, (today - day).days)

    def change(self, meeting):
        if meeting.number == CANCELLED:
            cancel_meeting(meeting=meeting, reason="De zaal is weg.", by=self.manager)
        elif meeting.number == SKIPPED:
            skip_meeting(meeting=meeting, reason="Te weinig onderwerpen.", by=self.manager)
        elif meeting.number == MOVED and meeting.moved_from is None:
            week = timedelta(days=7)
            values = {"starts": meeting.starts + week, "ends": meeting.ends + week, "capacity": None}
            update_meeting(meeting=meeting, values=values, joint=[], version=meeting.version, by=self.manager)
            ask_mailing(meetings=[meeting], by=self.manager)
        elif meeting.number == WAIVED:
            waive_preparation(meeting=meeting, reason="Een werkbezoek.", by=self.chair)

    def bring_in(self, meeting, today):
        if meeting.number != WAIVED:
            account = self.members[today.day % 3]
            give_input(meeting=meeting, person=account.person, kind="question", text=f"Op {today}?", by=account)

    def settle(self, meeting):
        if meeting.number != WAIVED:
            presenter = self.members[meeting.number % 3].person
            chosen = [Choice(presenter, presenter.organisation)]
            settle_topic(meeting=meeting, topic=self.topics[meeting.number - 1], presenters=chosen, by=self.chair)

    def confirm(self, meeting):
        for presenter in meeting.presenters.select_related("person__account", "meeting"):
            answer_presenter(presenter=presenter, confirms=True, by=presenter.person.account)

    def answer(self, meeting):
        for account, response in zip(self.members, ("yes", "no", "yes"), strict=True):
            answer_meeting(meeting=meeting, person=account.person, response=response, by=account)

    def report(self, meeting, days):
        there, _away, too = (account.person.pk for account in self.members)
        if days == 1:
            present = {pk: Presence("", "present") for pk in (there, too)}
            record_presence(meeting=meeting, choices=present, by=self.manager, rest=[self.members[1].person.pk])
            decided = Change("decision-new", {"text": f"Besluit van {meeting.number}", "position": 1})
            write_minutes(meeting=meeting, changes=[decided], by=self.chair)
        if meeting.number == WITH_ACTION and days == 2:
            ActionItemFactory(meeting=meeting, owner_id=there, due=timezone.localdate() + 10 * DAY)
        if days == 4:
            publish_minutes(meeting=meeting, is_public=False, by=self.chair)
        if meeting.number == CORRECTED and days == 8:
            propose_correction(meeting=meeting, text="Het waren er drie.", by=self.members[0])
        if meeting.number == CORRECTED and days == 30:  # the time is over, but this still waits
            correction = meeting.minutes.proposed_corrections.get()
            handle_correction(correction=correction, is_accepted=True, answer="Drie, niet twee.", by=self.chair)


def live_through(*, down=()):
    """Live through the year and return how it ended; on the days in `down` no job runs."""
    with time_machine.travel(moment(FIRST, *MORNING), tick=False) as clock:
        year = Year()
        for number in range((LAST - FIRST).days + 1):
            today = FIRST + number * DAY
            if today not in down:
                clock.move_to(moment(today, *NIGHT))
                assert do_what_the_day_asks() == []
            clock.move_to(moment(today, *MORNING))
            year.meet(today)
        return end_state(year)


def end_state(year):
    """Return what stands in the end, in words that are the same in every run, and how often who got which mail."""
    meetings = Meeting.objects.in_year(year.sector.years.get(year=FIRST.year + 1)).with_stage()
    return {
        "meetings": [
            (meeting.number, str(meeting.starts), meeting.stage, meeting.title, meeting.version, meeting.ical_sequence)
            for meeting in meetings
        ],
        "topics": sorted(Topic.objects.values_list("title", "state", "meeting__number", "state_reason")),
        "agendas": sorted(AgendaItem.objects.values_list("meeting__number", "position", "kind", "title")),
        "unopened": numbers(Preparation.objects.filter(opened_at=None), "meeting__number"),
        "raised": numbers(Preparation.objects.exclude(raised_at=None), "meeting__number"),
        "final": numbers(meetings.exclude(minutes__final_at=None), "number"),
        "decisions": numbers(Decision.objects.exclude(number=None), "number"),
        "mails": Counter(
            (kind, year.name_of(address)) for kind, address in OutboxMessage.objects.values_list("kind", "recipient")
        ),
    }


def numbers(rows, column):
    return sorted(rows.values_list(column, flat=True))


def rolled_back(**given):
    """Live through a year and leave nothing behind."""
    with transaction.atomic():
        ended = live_through(**given)
        transaction.set_rollback(True)
    return ended


def told(ended, kind):
    """Return how often each was mailed a kind of notice."""
    return {name: count for (each, name), count in ended["mails"].items() if each == kind}


def test_year_goes_from_the_plan_to_final_minutes_whether_or_not_the_worker_was_down():
    ended = rolled_back()

    stages = {number: stage for number, _starts, stage, *_ in ended["meetings"]}
    assert stages == dict.fromkeys(range(1, 9), "minutes_published") | {CANCELLED: "cancelled", SKIPPED: "not_held"}
    assert {number for _title, state, number, _reason in ended["topics"] if state == "presented"} == {1, 2, 3, 5, 8}
    assert ended["final"] == [1, 2, 3, 4, 5, 8]
    assert ended["decisions"] == [1, 2, 3, 4, 5, 6]
    assert ended["raised"] == [SETTLED_LATE]
    assert told(ended, "input_asked") == dict.fromkeys(("an", "bo", "cor", "chair", "manager"), 7)
    assert told(ended, "topic_unsettled") == {"chair": 1, "manager": 1}
    assert told(ended, "topic_settled")["manager"] == 5
    assert told(ended, "answer_reminder") == {"an": 6, "bo": 6, "cor": 6}
    assert told(ended, TOLD_TOMORROW) == {"an": 6, "cor": 6}
    assert told(ended, "actions_due") == {"an": 4}
    days = {number: datetime.fromisoformat(starts).date() for number, starts, *_ in ended["meetings"]}
    opening = {days[2] - timedelta(days=33 - number) for number in range(5)}
    meeting = {days[WITH_ACTION] - number * DAY for number in range(5)}

    after = rolled_back(down=opening | meeting)

    missed = Counter({(TOLD_TOMORROW, name): 1 for name in ("an", "cor")})  # who came to the last one
    assert ended["mails"] - after["mails"] == missed
    assert after == ended | {"mails": ended["mails"] - missed}
