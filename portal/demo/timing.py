"""When the demonstration meets: three years of eight, laid around today so that every stage is there on any day."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.easter import easter
from django.utils import timezone

from meetings.models import Meeting

Stage = Meeting.Stage
YEAR_LENGTH = 8
LAST_YEAR_STAGES = (
    *(Stage.MINUTES_PUBLISHED, Stage.MINUTES_PUBLISHED, Stage.CANCELLED, Stage.MINUTES_PUBLISHED),
    *(Stage.MINUTES_PUBLISHED, Stage.NOT_HELD, Stage.MINUTES_PUBLISHED, Stage.MINUTES_PUBLISHED),
)
NEXT_YEAR_DATES = 4
FEASTS = ((4, 27), (5, 5))
FEASTS_AROUND_EASTER = (-2, 1, 39, 40, 50)  # Good Friday, Easter Monday, Ascension and the day after, Whit Monday


@dataclass(frozen=True, slots=True)
class Habits:
    """What the days of a sector follow: weekday 0 is Monday; `shift` sets sectors apart."""

    weekday: int
    start: time
    minutes: int
    months_without: tuple[int, ...] = ()
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the meetings of a sector's year, with the stage that its reader finds. Without a day the date is open."""

    year: int
    number: int
    day: date | None
    stage: Meeting.Stage


def moment(day: date, at: time) -> datetime:
    """Return the moment on a day, on the clock of the region."""
    return timezone.make_aware(datetime.combine(day, at))


def third_wednesday_of_march(year: int) -> date:
    """Return the day on which the demonstration votes."""
    first = date(year, 3, 1)
    return first + timedelta(days=(2 - first.weekday()) % 7 + 14)


def closed_days(year: int) -> dict[date, str]:
    """Return the made-up days on which nobody meets."""
    return {
        third_wednesday_of_march(year): "Voorbeeld: verkiezingen",
        date(year, 9, 30): "Voorbeeld: regionale vrijwilligersdag",
    }


def plan(today: date, habits: Habits) -> list[Slot]:
    """Return the slots of last year, this year and as much of next year as is planned."""
    soon = [
        pick(_days(today, range(1, 14)), habits),
        pick(_days(today, range(17, 29)), habits),
    ]
    this_year = [day for day in soon if day.year == today.year]
    past, later = _rest_of_year(today, this_year, habits)
    before = spread(date(today.year - 1, 1, 12), date(today.year - 1, 12, 10), YEAR_LENGTH, habits)
    last_stages = list(LAST_YEAR_STAGES)
    if not past:
        last_stages[-1] = Stage.HELD
    soon_stages = {soon[0]: Stage.SETTLED, soon[1]: Stage.IN_PREPARATION}
    this_stages = [*_past_stages(len(past), len(later)), *map(soon_stages.__getitem__, this_year)]
    this_stages += _later_stages(len(later))
    next_year = [day for day in soon if day.year > today.year]
    return [
        *_slots(today.year - 1, before, last_stages),
        *_slots(today.year, [*past, *this_year, *later], this_stages),
        *_slots_of_next_year(today, next_year, soon_stages, habits),
    ]


def pick(days: Iterable[date], habits: Habits) -> date:
    """Return the first day that suits the sector best; any of them when none suits."""
    candidates = list(days)
    wishes: tuple[Callable[[date], bool], ...] = (
        lambda day: day.weekday() == habits.weekday and day.month not in habits.months_without,
        lambda day: day.weekday() == habits.weekday,
        lambda day: day.month not in habits.months_without,
        lambda day: day in candidates,
    )
    free = [day for day in candidates if is_free(day)] or candidates
    return next(day for wish in wishes for day in free if wish(day))


def is_free(day: date) -> bool:
    """Whether people work on a day: no weekend, no feast, no turn of the year, no closed day."""
    turn_of_year = (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
    feast = (day.month, day.day) in FEASTS or (day - easter(day.year)).days in FEASTS_AROUND_EASTER
    return day.weekday() < 5 and not (turn_of_year or feast) and day not in closed_days(day.year)


def spread(first: date, last: date, number: int, habits: Habits) -> list[date]:
    """Return so many days, evenly spread from the first to the last, each moved to a day that suits the sector."""
    every = _days(first, range((last - first).days + 1))
    season = [day for day in every if day.month not in habits.months_without]
    span = season if len(season) >= 14 * number else every
    step = (len(span) - 1) / max(number - 1, 1)
    starts = [span[round(step * place)] for place in range(number)]
    return [pick(_days(start, range(-habits.shift, 7 - habits.shift)), habits) for start in starts]


def _days(day: date, distances: Collection[int]) -> list[date]:
    return [day + timedelta(days=distance) for distance in distances]


def _rest_of_year(today: date, soon: list[date], habits: Habits) -> tuple[list[date], list[date]]:
    """Divide what is left of the eight over the months behind and the months ahead, by the room there is."""
    first, recent = date(today.year, 1, 12), today - timedelta(days=10)
    left = YEAR_LENGTH - len(soon)
    next_free, last = max([today, *soon]) + timedelta(days=29), date(today.year, 12, 10)
    room_ahead = (last - next_free).days // 28 + 1 if len(soon) == 2 and last >= next_free else 0
    room_behind = (recent - first).days // 24 + 1 if recent >= first else 0
    wanted = round(YEAR_LENGTH * today.timetuple().tm_yday / 366)
    behind = min(max(wanted, left - room_ahead), room_behind, left)
    past = spread(recent - (recent - first) * min(1, behind - 1), recent, behind, habits) if behind else []
    return past, spread(next_free, last, left - behind, habits)


def _past_stages(past: int, later: int) -> list[Meeting.Stage]:
    stages = [Stage.MINUTES_PUBLISHED] * past
    if past >= 3:
        stages[1] = Stage.NOT_HELD
    if past >= 4 and later < 3:
        stages[2] = Stage.CANCELLED
    return [*stages[:-1], Stage.HELD] if past else []


def _later_stages(later: int) -> list[Meeting.Stage]:
    stages = [Stage.PLANNED] * later
    if later >= 3:
        stages[1] = Stage.CANCELLED
    return [*stages[:-1], Stage.OPEN] if later >= 2 else stages


def _slots(year: int, days: list[date], stages: list[Meeting.Stage]) -> list[Slot]:
    rows = zip(days, stages, strict=True)
    return [
        Slot(year, number, None if stage == Stage.OPEN else day, stage) for number, (day, stage) in enumerate(rows, 1)
    ]


def _slots_of_next_year(today: date, soon: list[date], stages: dict[date, Meeting.Stage], habits: Habits) -> list[Slot]:
    year = today.year + 1
    first = max([date(year, 1, 14), *(day + timedelta(days=29) for day in soon)])
    later = spread(first, date(year, 6, 8), NEXT_YEAR_DATES - len(soon), habits)
    planned = _slots(year, [*soon, *later], [*map(stages.__getitem__, soon), *[Stage.PLANNED] * len(later)])
    return [*planned, Slot(year, NEXT_YEAR_DATES + 1, None, Stage.OPEN)]
