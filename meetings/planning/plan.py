"""A sector's year as it is stored, with all that surrounds it: what the pages of planning start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from meetings.models import Meeting
from meetings.planning.acts import is_dated_draft, mark_of
from meetings.planning.forms import PlanForm, name_of
from meetings.planning.obstacles import Surroundings, surroundings
from meetings.planning.planner import DAY, Habits, propose
from meetings.preparation_dates import MONTH
from members.models import Person
from sectors.models import Appointment, Seat, Sector, SectorYear

YEARS_AHEAD = 5


@dataclass(frozen=True)
class Audience:
    """Whom the meetings concern: how many people, at how many organisations."""

    people: int
    organisations: int


class Plan:
    """The numbered meetings of a sector's year; a year that is past, or too far ahead, can only be looked at."""

    def __init__(self, sector: Sector, year: int) -> None:
        """Fetch the year, in two queries."""
        self.sector, self.year, self.today = sector, year, timezone.localdate()
        known = SectorYear.objects.filter(sector=sector, year=year).first()
        self.sector_year = known or SectorYear(year=year)
        self.sector_year.sector = sector
        stored = Meeting.objects.in_year(known).select_related("preparation") if known else Meeting.objects.none()
        self.meetings = {meeting.number: meeting for meeting in stored if meeting.number is not None}
        self.mark = mark_of(self.meetings.values())

    @property
    def last_year(self) -> int:
        """The last year that can be planned today."""
        return self.today.year + YEARS_AHEAD

    @property
    def is_open(self) -> bool:
        """Whether the year can be planned today."""
        return self.today.year <= self.year <= self.last_year

    @property
    def numbers(self) -> list[int]:
        """The numbers of the year: as many as it means to hold, and those that are there already."""
        return sorted({*range(1, self.sector_year.meeting_target + 1), *self.meetings})

    @property
    def movable(self) -> list[int]:
        """The numbers that may be moved freely: drafts, and what is not planned yet."""
        drafts = [number for number in self.numbers if self._is_movable(self.meetings.get(number))]
        return drafts if self.is_open else []

    @property
    def drafts(self) -> list[Meeting]:
        """The meetings that confirming schedules, the first one first."""
        found = [meeting for meeting in self.meetings.values() if is_dated_draft(meeting)]
        return sorted(found, key=lambda meeting: str(meeting.starts))

    @cached_property
    def around(self) -> Surroundings:
        """What stands in the way; fetched once."""
        return surroundings(self.sector, self.year)

    def form(self, data: Any = None) -> PlanForm:
        """Return the form of the plan, with what is stored unless data is given."""
        days = {name_of(number): meeting.day for number, meeting in self.meetings.items()}
        initial = {"mark": self.mark, **days}
        last = self.numbers[-1] if self.numbers else 0
        return PlanForm(data, year=self.year, numbers=self.movable, initial=initial, last=last)

    def proposed(self, typed: Mapping[int, date | None]) -> dict[int, date | None]:
        """Return the typed dates with proposals for the open numbers; these leave a month to prepare, if they can."""
        fixed = {number: day for number, meeting in self.meetings.items() if (day := meeting.day)}
        fixed = {number: day for number, day in fixed.items() if number not in typed}
        fixed |= {number: day for number, day in typed.items() if day}
        habits = Habits(
            count=self.sector_year.meeting_target,
            weekday=self.sector.usual_weekday,
            months_without=frozenset(self.sector.months_without),
        )
        for first in (self.today + MONTH, self.today + DAY):
            plan = propose(self.year, habits, self.around.obstacles, fixed, first)
            if len(plan) == len({*range(1, habits.count + 1), *fixed}):
                break
        return {**typed, **{number: day for number, day in plan.items() if number in typed}}

    def audience(self) -> Audience:
        """Count who has a seat or a role today in the sectors of the drafts; one query for each number."""
        joint = Q(joint_meetings__in=[meeting.pk for meeting in self.drafts])
        sectors = Sector.objects.filter(Q(pk=self.sector.pk) | joint).values("pk")
        concerned = Q()
        for model in (Seat, Appointment):
            concerned |= Q(pk__in=model._default_manager.filter(sector__in=sectors).current().values("person"))
        people = Person.objects.filter(concerned)
        organisations = people.filter(organisation__isnull=False).values("organisation").distinct()
        return Audience(people.count(), organisations.count())

    @staticmethod
    def _is_movable(meeting: Meeting | None) -> bool:
        return meeting is None or meeting.state == Meeting.State.DRAFT
