"""Writes who holds which invitation to what lies ahead, as if it had been mailed."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from meetings.calendars.facts import MeetingFacts, facts_of
from meetings.inviting.audience import invited_people
from meetings.models import CalendarEdition, Invitation, Meeting
from members.models import Person
from portal.demo.sessions import Session, Stage
from portal.demo.store import store
from portal.demo.timing import moment

Method = Invitation.Method
METHODS = {Meeting.State.SCHEDULED: Method.REQUEST, Meeting.State.CANCELLED: Method.CANCEL}
MOVED_IN = "veiligheid"  # its next meeting was moved and nobody mailed that yet: its page shows whom it concerns


def load_invitations(sessions: list[Session], events: list[Meeting], today: date) -> None:
    """Write that everyone holds the invitations to what is still ahead, and the cancellation of what is not."""
    moved = {each.meeting.pk for each in sessions if each.page.slug == MOVED_IN and each.slot.stage == Stage.SETTLED}
    meetings = [*(session.meeting for session in sessions), *events]
    ahead = [each for each in meetings if each.day and each.day > today and each.state in METHODS]
    sent = moment(today - timedelta(days=15), time(9, 0))
    editions = [_edition(meeting, sent, is_old=meeting.pk in moved) for meeting in ahead]
    store(editions, key=["meeting", "method", "sequence"], once=["facts", "made_at"])
    rows = [_invitation(edition, person) for edition in editions for person in invited_people(edition.meeting)]
    store(rows, key=["meeting", "person"], once=["round", "message"])


def _edition(meeting: Meeting, sent: datetime, *, is_old: bool) -> CalendarEdition:
    facts = _before_the_move(meeting) if is_old else facts_of(meeting)
    return CalendarEdition(
        meeting=meeting,
        method=METHODS[Meeting.State(meeting.state)],
        sequence=facts.sequence,
        facts=facts.as_json(),
        made_at=sent,
    )


def _before_the_move(meeting: Meeting) -> MeetingFacts:
    facts = facts_of(meeting)
    starts = facts.moved_from or facts.starts
    ends = starts + (facts.ends - facts.starts)
    return replace(facts, sequence=facts.sequence - 1, starts=starts, ends=ends, moved_from=None)


def _invitation(edition: CalendarEdition, person: Person) -> Invitation:
    return Invitation(
        meeting=edition.meeting,
        person=person,
        address=person.account.email if person.account else person.email,
        method=edition.method,
        round=1,
        sequence=edition.sequence,
        sent_at=edition.made_at,
    )
