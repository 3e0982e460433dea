"""What ends in meetings when someone moves or leaves: answers to what is to come, and open actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from meetings.answering.waiting import fill_free_places
from meetings.answers import TAKES_A_PLACE
from meetings.models import ActionItem, Attendance, Meeting
from members.models import Person


def open_actions_of(people: QuerySet[Person]) -> QuerySet[ActionItem]:
    """Return what people still have to do, the most urgent first."""
    return ActionItem.objects.open().filter(owner__in=people).select_related("owner", "meeting__sector_year__sector")


def hand_over_actions(people: QuerySet[Person], *, to: Person) -> int:
    """Give the open actions of people to someone else and return how many there were."""
    return ActionItem.objects.filter(owner__in=people, done_at__isnull=True).update(owner=to)


def withdraw_answers(people: QuerySet[Person], *, on: date, sectors: Iterable[int] | None = None) -> None:
    """Take people off the lists of meetings from a day on, and of those to come only; of some sectors, or of all.

    What was held keeps its lists. Nobody stands in any more for whom they were to replace. Places that come free go
    to who waits for them.
    """
    coming = _coming(on, sectors)
    freed = list(
        coming.filter(pk__in=_places_of(people).values("meeting")).select_for_update(of=("self",)).order_by("pk")
    )
    Attendance.objects.filter(person__in=people, meeting__in=coming, presence="").delete()
    Attendance.objects.filter(substitute__in=people, meeting__in=coming, presence="").update(substitute=None)
    for meeting in freed:
        fill_free_places(meeting)


def _places_of(people: QuerySet[Person]) -> QuerySet[Attendance]:
    """Return the places that people have in meetings where others wait for one."""
    taken = Attendance.objects.filter(person__in=people, response__in=TAKES_A_PLACE, presence="")
    return taken.filter(meeting__attendances__response=Attendance.Response.WAITING)


def _coming(on: date, sectors: Iterable[int] | None) -> QuerySet[Meeting]:
    first = max(timezone.make_aware(datetime.combine(on, time.min)), timezone.now())
    meetings = Meeting.objects.filter(starts__gte=first)
    if sectors is None:
        return meetings
    keys = list(sectors)
    joint = Meeting.joint_sectors.through.objects.filter(sector__in=keys)
    return meetings.filter(Q(sector_year__sector__in=keys) | Q(pk__in=joint.values("meeting")))
