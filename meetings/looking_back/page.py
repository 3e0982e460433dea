"""The page that looks back on a year: its parts and its numbers at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from meetings.looking_back.sections import Section, sections_of
from meetings.looking_back.year import MeetingFacts, YearFacts
from meetings.models import Meeting
from meetings.pictures import Planner, PlannerSlot, planner
from members.dates import month_short
from sectors.models import SectorYear

STATES = {
    Meeting.Stage.HELD: "done",
    Meeting.Stage.MINUTES_PUBLISHED: "done",
    Meeting.Stage.CANCELLED: "cancelled",
    Meeting.Stage.NOT_HELD: "not_held",
    Meeting.Stage.OPEN: "open",
}
DROPPED = frozenset({"cancelled", "not_held"})


@dataclass(frozen=True)
class ReviewPage:
    """What the page prints; `is_future` while there is nothing to look back on."""

    year: SectorYear
    held: int
    dropped: int
    heard: int
    members: int
    is_future: bool
    planner: Planner | None
    sections: list[Section]


def review_page(facts: YearFacts) -> ReviewPage:
    """Shape a year for the page, without a query."""
    taking_part = [each for each in facts.organisations if each.took_part_on(facts.day)]
    dropped = [meeting for meeting in facts.meetings if STATES.get(Meeting.Stage(meeting.stage)) in DROPPED]
    return ReviewPage(
        year=facts.sector_year,
        held=len(facts.held),
        dropped=len(dropped),
        heard=sum(bool(each.inputs) for each in taking_part),
        members=len(taking_part),
        is_future=facts.year > timezone.localdate().year,
        planner=_planner(facts) if facts.meetings else None,
        sections=sections_of(facts),
    )


def _planner(facts: YearFacts) -> Planner:
    """Draw the year as the sector's page does, slots that nobody filled included."""
    known = {meeting.number: meeting for meeting in facts.meetings}
    numbers = sorted({*range(1, facts.sector_year.meeting_target + 1), *known})
    slots = tuple(_slot(number, known.get(number)) for number in numbers)
    months = tuple(month_short(date(facts.year, month, 1)) for month in range(1, 13))
    return planner(slots, year=facts.year, today=timezone.localdate(), month_names=months)


def _slot(number: int, meeting: MeetingFacts | None) -> PlannerSlot:
    if meeting is None:
        return PlannerSlot(number, None, None, "open")
    town = meeting.place.rpartition(",")[2].strip()
    state = STATES.get(Meeting.Stage(meeting.stage), "planned")
    return PlannerSlot(number, meeting.day, meeting.prepared_on, state, town)
