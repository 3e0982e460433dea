"""Writes the years of eight."""

from datetime import date, timedelta

from meetings.models import Meeting
from portal.demo.sector_data import SECTORS, SectorPage
from portal.demo.store import store
from portal.demo.timing import Slot, moment, plan
from sectors.models import SectorYear

Stage = Meeting.Stage
STATES = {
    Stage.OPEN: Meeting.State.DRAFT,
    Stage.CANCELLED: Meeting.State.CANCELLED,
    Stage.NOT_HELD: Meeting.State.NOT_HELD,
}
REASONS = {
    Stage.CANCELLED: "De spreker is ziek. Het onderwerp komt later terug.",
    Stage.NOT_HELD: "Er waren te weinig aanmeldingen om er samen iets aan te hebben.",
}


def load_meetings(years: dict[tuple[str, int], SectorYear], today: date) -> list[Meeting]:
    """Write the meetings of all sectors around today."""
    return store(
        [_meeting(page, slot, years[page.slug, slot.year]) for page in SECTORS for slot in plan(today, page.habits)],
        key=["ical_uid"],
    )


def _meeting(page: SectorPage, slot: Slot, sector_year: SectorYear) -> Meeting:
    starts = moment(slot.day, page.habits.start) if slot.day else None
    return Meeting(
        ical_uid=f"brink-demo-{page.slug}-{slot.year}-{slot.number}@calendar.brink.example",
        sector_year=sector_year,
        number=slot.number,
        state=STATES.get(slot.stage, Meeting.State.SCHEDULED),
        state_reason=REASONS.get(slot.stage, ""),
        starts=starts,
        ends=starts + timedelta(minutes=page.habits.minutes) if starts else None,
    )
