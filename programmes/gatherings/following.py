"""Gatherings follow their circle: who takes part is asked to come, and who keeps it going arranges them."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from meetings.inviting.listing import list_people, unlist_people
from meetings.locks import hold_meeting
from meetings.models import Attendance, Meeting, MeetingQuerySet
from members.models import Person, User
from programmes.circles.locks import coordination_of, hold_circle, is_present
from programmes.models import CircleCoordinator, CircleParticipant, KnowledgeCircle


@transaction.atomic
def follow_circle(*, circle: KnowledgeCircle, by: User | None) -> None:
    """Put on the lists of what is to come who joined the circle, take off who left, and name who arranges it now.

    Belongs in the transaction that changes who takes part or coordinates; nobody stands in the history for a job. Who
    holds an invitation is cancelled and who has none is invited by the sweep, once people are invited at all.
    """
    held = hold_circle(circle.pk)
    organiser, people = organiser_of(held), people_of(held)
    for meeting in coming_gatherings(held):
        _follow(meeting, people, organiser, by)
        _forget(meeting, held, people, by)


def follow_circles() -> None:
    """Do so for every circle that is to gather: people also leave where no circle is asked."""
    gathering = Meeting.objects.filter(_to_come(), gathering__isnull=False).values("gathering__circle")
    for circle in KnowledgeCircle.objects.filter(pk__in=gathering).order_by("pk"):
        follow_circle(circle=circle, by=None)


def organiser_of(circle: KnowledgeCircle) -> Person | None:
    """Return who arranges what a circle does: who keeps it going today, unless he left the network."""
    coordination = coordination_of(circle)
    return coordination.person if coordination and is_present(coordination.person) else None


def people_of(circle: KnowledgeCircle) -> list[Person]:
    """Return who is asked to a circle's gatherings: who takes part today, and who keeps it going."""
    current = [rows.objects.current().filter(circle=circle) for rows in (CircleParticipant, CircleCoordinator)]
    takes_part = Q(pk__in=current[0].values("person")) | Q(pk__in=current[1].values("person"))
    return list(Person.objects.present().filter(takes_part).order_by("pk"))


def coming_gatherings(circle: KnowledgeCircle) -> MeetingQuerySet:
    """Return a circle's gatherings that have not begun, those that are called off or have no date included."""
    return Meeting.objects.filter(_to_come(), gathering__circle=circle).order_by("pk")


def _to_come() -> Q:
    return Q(starts__gt=timezone.now()) | Q(starts__isnull=True)


def _follow(meeting: Meeting, people: list[Person], organiser: Person | None, by: User | None) -> None:
    list_people(meeting=meeting, people=people, by=by)
    if meeting.organiser_id == (organiser.pk if organiser else None):
        return
    held = hold_meeting(meeting.pk)
    held.organiser = organiser
    with pghistory.context(user=by.pk if by else None):
        held.save(update_fields=["organiser", "modified_at"])


def _forget(meeting: Meeting, circle: KnowledgeCircle, people: list[Person], by: User | None) -> None:
    """Take off the list who took part once, and who was only asked; who else answered for himself stays."""
    others = meeting.attendances.exclude(person__in=people)
    once = Q(person__circles__circle=circle) | Q(person__coordinated_circles__circle=circle)
    gone = others.filter(once | Q(response=Attendance.Response.NONE), presence="")
    leavers: QuerySet[Person] = Person.objects.filter(pk__in=gone.values("person"))
    if found := list(leavers.order_by("pk")):
        unlist_people(meeting=meeting, people=found, by=by)
