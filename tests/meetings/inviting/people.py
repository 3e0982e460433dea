"""Meetings to come and the people who are invited to them."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from meetings.models import Meeting
from tests.factories import MeetingFactory, NetworkMembershipFactory, PersonFactory, SeatFactory, SectorYearFactory

numbers = count(1)


def scheduled(sector=None, **fields):
    """A meeting that stands, a month from now unless said otherwise."""
    starts = fields.pop("starts", timezone.now() + timedelta(days=30))
    year = SectorYearFactory(**({"sector": sector} if sector else {}), year=2000 + next(numbers) % 90)
    given = {"state": Meeting.State.SCHEDULED, "starts": starts, "ends": starts + timedelta(hours=2)}
    return MeetingFactory(sector_year=year, number=1, **given | fields)


def member(**fields):
    """Someone of a member organisation, with an address."""
    given = {"organisation": NetworkMembershipFactory().organisation, "email": f"member{next(numbers)}@example.org"}
    return PersonFactory(**given | fields)


def seated(meeting, **fields):
    """A member with a seat in the meeting's own sector."""
    person = member()
    SeatFactory(sector=meeting.sector_year.sector, person=person, **fields)
    return person
