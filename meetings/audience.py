"""Whom a meeting concerns: conditions on meetings, and on the sectors that hold them, as one account sees them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from meetings.answers import STANDS_IN
from meetings.models import Attendance, Invitation, Meeting
from members.models import Person, PersonQuerySet, User
from sectors.models import Appointment, Seat, Sector, SectorMembership


def held_sectors(user: User) -> QuerySet[Sector]:
    """Return the sectors in which the account's person has a seat or an appointment today."""
    own = Q(sector=OuterRef("pk"), person__account=user)
    seats, appointments = Seat.objects.current().filter(own), Appointment.objects.current().filter(own)
    return Sector.objects.filter(Exists(seats) | Exists(appointments))


def shared_sectors(user: User) -> QuerySet[Sector]:
    """Return the sectors in which the account's organisation takes part today."""
    colleagues = SectorMembership.objects.current().filter(organisation__people__account=user)
    return Sector.objects.filter(Exists(colleagues.filter(sector=OuterRef("pk"))))


def of_sectors(sectors: QuerySet[Sector]) -> Q:
    """Return the condition that a meeting is of one of these sectors, alone or jointly."""
    joint = Meeting.joint_sectors.through.objects.filter(meeting=OuterRef("pk"), sector__in=sectors)
    return Q(sector_year__sector__in=sectors) | Q(Exists(joint))


def asked_to_come(user: User) -> Q:
    """Return the condition that the account's person belongs to a meeting's audience, was invited or stands in."""
    own = {"meeting": OuterRef("pk"), "person__account": user}
    invitations, attendances = held_invitations().filter(**own), Attendance.objects.filter(**own)
    listed = Q(Exists(attendances)) | Q(Exists(_stood_in_for(user)))
    return of_sectors(held_sectors(user)) | Q(Exists(invitations)) | listed


def may_take_part(user: User) -> Q:
    """Return the condition that the account's person may come and give input: asked, or a colleague of who is."""
    return asked_to_come(user) | of_sectors(shared_sectors(user))


def own_answer(user: User) -> Coalesce:
    """Return for each meeting what the account's person answered; None when nothing was asked or answered.

    It is `STANDS_IN` for who comes in somebody else's place.
    """
    given = Attendance.objects.filter(meeting=OuterRef("pk"), person__account=user)
    stands_in = _stood_in_for(user).values(answer=Value(STANDS_IN))[:1]
    return Coalesce(Subquery(given.exclude(response=Attendance.Response.NONE).values("response")), Subquery(stands_in))


def audience_of(meetings: QuerySet[Meeting]) -> PersonQuerySet:
    """Return whom meetings concern: people with a seat or a role in one of the sectors, invited or listed."""
    sectors = Sector.objects.filter(Q(years__meetings__in=meetings) | Q(joint_meetings__in=meetings))
    seats, roles = (rows.objects.current().filter(sector__in=sectors) for rows in (Seat, Appointment))
    invited, listed = (rows.filter(meeting__in=meetings) for rows in (held_invitations(), Attendance.objects.all()))
    concerned = Q()
    for rows in (seats, roles, invited, listed):
        concerned |= Q(pk__in=rows.values("person"))
    return Person.objects.present().filter(concerned)


def who_can_come(meeting: Meeting) -> PersonQuerySet:
    """Return who can be asked to a meeting at all: who takes part in the network.

    To the gathering of another group come people of organisations that are no members as well.
    """
    return Person.objects.present() if meeting.kind == Meeting.Kind.GATHERING else Person.objects.taking_part()


def held_invitations() -> QuerySet[Invitation]:
    """Return the invitations that stand in people's calendars: whose was cancelled is asked no more."""
    return Invitation.objects.filter(method=Invitation.Method.REQUEST)


def _stood_in_for(user: User) -> QuerySet[Attendance]:
    return Attendance.objects.filter(meeting=OuterRef("pk"), substitute__account=user)
