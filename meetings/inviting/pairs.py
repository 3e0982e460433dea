"""Which people go with which meetings: querysets whose rows have `meeting_pk` and `person_pk`, one per reason."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from meetings.models import Attendance, Invitation, Meeting, Presenter
from sectors.models import Appointment, Seat

Pairs = QuerySet[Any, Any]
Response = Attendance.Response

SECTORS = ("sector__years__meetings", "sector__joint_meetings")  # from a seat or role to the meetings it goes with


def invited_pairs() -> list[Pairs]:
    """Return who is to hold an invitation to which meeting, whatever state it is in.

    A seat counts when its calendar is by invitation, a role unless its seat follows the feed only; then presenters
    who did not decline, substitutes, and who stands on the list of answers without ever having had a seat or role in
    the sectors. Someone of the last kind who says no before he was invited is left alone.
    """
    seats = Seat.objects.current()
    feed_only = _feed_only().filter(sector=OuterRef("sector"), person=OuterRef("person"))
    roles = Appointment.objects.current().filter(~Exists(feed_only))
    listed = _pairs(Attendance.objects.all(), "meeting")
    absent = Q(response__in=[Response.NO, Response.SUBSTITUTE])
    belongs = [
        Exists(_pairs(rows.objects.all(), path).filter(OF_PAIR)) for rows in (Seat, Appointment) for path in SECTORS
    ]
    return [
        *(_pairs(seats.exclude(calendar=Seat.Calendar.FEED), path) for path in SECTORS),
        *(_pairs(roles, path) for path in SECTORS),
        _pairs(Presenter.objects.filter(declined_at=None), "meeting"),
        _pairs(Attendance.objects.all(), "meeting", "substitute"),
        listed.filter(~absent | Q(Exists(holding_pair())), *(~each for each in belongs)),
    ]


def following_pairs() -> list[Pairs]:
    """Return who follows which meeting by a feed only."""
    return [_pairs(_feed_only(), path) for path in SECTORS]


def holding_pair() -> QuerySet[Invitation]:
    """Return the invitation that is held by the pair of the outer query."""
    return Invitation.objects.filter(
        meeting=OuterRef("meeting_pk"), person=OuterRef("person_pk"), method=Invitation.Method.REQUEST
    )


def goes_with(pairs: Iterable[Pairs], meeting: Meeting) -> Q:
    """Return the condition that a person goes with a meeting."""
    named = (Q(pk__in=rows.filter(meeting_pk=meeting.pk).values("person_pk")) for rows in pairs)
    return reduce(or_, named)


OF_PAIR = Q(meeting_pk=OuterRef("meeting_pk"), person_pk=OuterRef("person_pk"))


def _feed_only() -> QuerySet[Seat]:
    return Seat.objects.current().filter(calendar=Seat.Calendar.FEED)


def _pairs(rows: Pairs, meeting: str, person: str = "person") -> Pairs:
    found: Pairs = rows.annotate(meeting_pk=F(meeting), person_pk=F(person))
    return found.filter(meeting_pk__isnull=False, person_pk__isnull=False)
