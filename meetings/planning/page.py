"""The planning page in the shape that its templates print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from meetings.models import Meeting, Preparation
from meetings.pictures import Planner, PlannerSlot, planner
from meetings.planning.acts import USUAL_START
from meetings.planning.forms import PlanForm, name_of
from meetings.planning.obstacles import SectorName, YearMeeting
from meetings.planning.plan import Plan
from meetings.planning.planner import SATURDAY, Kind, Obstacle
from meetings.preparation_dates import preparation_dates
from members.dates import date_long, date_short, month_short, time_span

DROPPED = {Meeting.State.CANCELLED: "cancelled", Meeting.State.NOT_HELD: "not_held"}


@dataclass(frozen=True)
class PlanSlot:
    """One of the year's meetings as the planner shows it; without a `field` its date is not to be typed here.

    `stored` is the day that stands when another one is typed.
    """

    number: int
    field: BoundField | None
    day: date | None
    time_text: str
    opens_on: date | None
    state: str
    state_label: str
    url: str
    stored: str
    clashes: tuple[str, ...]

    @property
    def day_text(self) -> str:
        """The day: "do 22 apr 2027", made when printed, as are the texts below."""
        return f"{date_short(self.day)} {self.day.year}" if self.day else ""

    @property
    def day_machine(self) -> str:
        """The same day for <time datetime>."""
        return self.day.isoformat() if self.day else ""

    @property
    def opens_text(self) -> str:
        """The day on which its preparation opens: "ma 22 mrt 2027"."""
        return f"{date_short(self.opens_on)} {self.opens_on.year}" if self.opens_on else ""


@dataclass(frozen=True)
class YearEntry:
    """A meeting in the year of all sectors; a sector's own numbered ones need no kind."""

    day_text: str
    kind_label: str
    sectors: tuple[SectorName, ...]
    is_draft: bool
    clashes: bool


@dataclass(frozen=True)
class MonthRow:
    """A month of all sectors: their meetings, and which holidays and closed days fall in it."""

    label: str
    entries: list[YearEntry]
    free_days: list[str]


def plan_slots(plan: Plan, form: PlanForm) -> list[PlanSlot]:
    """Return the slots of the year in the order of their numbers."""
    typed = {number: _typed(form[name_of(number)]) for number in form.numbers}
    days = {number: typed[number] if number in typed else _stored(plan, number) for number in plan.numbers}
    opening = _opening_days(plan, days)
    return [_slot(plan, form, number, days[number], opening.get(number)) for number in plan.numbers]


def draft_slots(plan: Plan) -> list[PlanSlot]:
    """Return the slots that confirming schedules, the first one first."""
    drafts = {meeting.number for meeting in plan.drafts}
    found = [slot for slot in plan_slots(plan, plan.form()) if slot.number in drafts]
    return sorted(found, key=lambda slot: slot.day or date.max)


def _slot(plan: Plan, form: PlanForm, number: int, day: date | None, opens_on: date | None) -> PlanSlot:
    meeting, stored = plan.meetings.get(number), _stored(plan, number)
    differs = form.is_bound and stored != day
    return PlanSlot(
        number=number,
        field=form[name_of(number)] if number in form.numbers else None,
        day=day,
        time_text=_time_text(plan, meeting) if day else "",
        opens_on=opens_on,
        state=DROPPED.get(Meeting.State(meeting.state), "") if meeting else "",
        state_label=str(meeting.get_state_display()) if meeting else _("Not planned yet"),
        url=meeting.get_absolute_url() if meeting else "",
        stored=date_long(stored) if differs and stored else "",
        clashes=tuple(clashes(plan, day)) if day and not _is_dropped(meeting) else (),
    )


def clashes(plan: Plan, day: date) -> Iterator[str]:
    """Say in words what stands in the way of a meeting on a day, the heaviest first."""
    if day.weekday() >= SATURDAY:
        yield _("It is a weekend.")
    for obstacle in plan.around.obstacles.get(day, ()):
        yield in_words(obstacle)


def in_words(obstacle: Obstacle) -> str:
    """Say what an obstacle is."""
    words = {
        Kind.PUBLIC_HOLIDAY: _("Public holiday: %(name)s"),
        Kind.SCHOOL_HOLIDAY: _("School holiday: %(name)s"),
        Kind.CLOSED_DAY: _("Closed day: %(name)s"),
        Kind.OTHER_MEETING: _("Also on this day: %(name)s"),
    }
    return words[obstacle.kind] % {"name": obstacle.name}


def year_rows(plan: Plan) -> list[MonthRow]:
    """Return the year of all sectors, month by month."""
    rows = []
    for month in range(1, 13):
        entries = [_entry(plan, meeting) for meeting in plan.around.meetings if meeting.day.month == month]
        rows.append(MonthRow(str(MONTHS[month]), entries, list(free_days(plan, month))))
    return rows


def _entry(plan: Plan, meeting: YearMeeting) -> YearEntry:
    is_slot = meeting.is_slot_of(plan.sector, plan.year)
    clashing = is_slot and any(clashes(plan, meeting.day))
    kind_label = "" if meeting.number else meeting.kind_label
    return YearEntry(date_short(meeting.day), kind_label, meeting.sectors, meeting.is_draft, clashing)


def free_days(plan: Plan, month: int) -> Iterator[str]:
    """Yield the holidays and closed days of a month by name, each with the days that it lasts without a break."""
    named: dict[str, list[date]] = {}
    for day, obstacles in sorted(plan.around.obstacles.items()):
        for obstacle in obstacles:
            if (day.year, day.month) == (plan.year, month) and obstacle.kind != Kind.OTHER_MEETING:
                named.setdefault(obstacle.name, []).append(day)
    for name, days in named.items():
        yield f"{name}: {', '.join(_spans(days))}"


def _spans(days: Sequence[date]) -> Iterator[str]:
    for _start, run in groupby(enumerate(days), key=lambda pair: pair[1] - timedelta(days=pair[0])):
        first, *others = [day for _place, day in run]
        yield f"{date_short(first)} – {date_short(others[-1])}" if others else date_short(first)


def plan_picture(plan: Plan, slots: Sequence[PlanSlot]) -> Planner:
    """Draw the plan, drafts included, as the sector's page draws the year."""
    months = tuple(month_short(date(plan.year, month, 1)) for month in range(1, 13))
    drawn = tuple(_drawn(slot, plan.today) for slot in slots)
    return planner(drawn, year=plan.year, today=plan.today, month_names=months)


def _drawn(slot: PlanSlot, today: date) -> PlannerSlot:
    if slot.day is None:
        return PlannerSlot(slot.number, None, None, slot.state or "open")
    state = slot.state or ("done" if slot.day < today else "planned")
    return PlannerSlot(slot.number, slot.day, slot.opens_on, state)


def _opening_days(plan: Plan, days: Mapping[int, date | None]) -> dict[int, date]:
    """Return when each preparation opens, in the order of their days; one that stands keeps what it says."""
    held = {number: day for number, day in days.items() if day and not _is_dropped(plan.meetings.get(number))}
    found: dict[int, date] = {}
    before: date | None = None
    for number, day in sorted(held.items(), key=lambda pair: (pair[1], pair[0])):
        standing = _preparation(plan, number) if day == _stored(plan, number) else None
        found[number] = standing.opens_on if standing else preparation_dates(day, before).opens_on
        before = day
    return found


def _preparation(plan: Plan, number: int) -> Preparation | None:
    return getattr(plan.meetings.get(number), "preparation", None)


def _time_text(plan: Plan, meeting: Meeting | None) -> str:
    if meeting and meeting.starts:
        return time_span(meeting.starts, meeting.ends)
    begin = timezone.make_aware(datetime.combine(plan.today, plan.sector.usual_start or USUAL_START))
    return time_span(begin, begin + timedelta(minutes=plan.sector.usual_minutes))


def _typed(field: BoundField) -> date | None:
    """Return the date in a field as far as it is one."""
    try:
        day = field.field.clean(field.value())
    except ValidationError:
        return None
    return day if isinstance(day, date) else None


def _stored(plan: Plan, number: int) -> date | None:
    meeting = plan.meetings.get(number)
    return meeting.day if meeting else None


def _is_dropped(meeting: Meeting | None) -> bool:
    return meeting is not None and meeting.state in DROPPED
