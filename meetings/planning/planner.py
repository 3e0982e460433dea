"""The planner: proposes the dates of a sector's year and says in which ways a date clashes.

Pure functions of days: no clock, no queries, the same plan for the same input. Days are those of Europe/Amsterdam.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import groupby

from meetings.preparation_dates import MONTH

DAY = timedelta(days=1)
TOO_SOON = timedelta(days=21)  # meetings closer together leave no month to prepare
SATURDAY = 5
NEVER = 10**9


class Kind(IntEnum):
    """What stands in the way of a day, and how heavily it weighs: one heavier outweighs many lighter ones."""

    SCHOOL_HOLIDAY = 40
    OTHER_MEETING = 60
    CLOSED_DAY = 300
    PUBLIC_HOLIDAY = 1000


@dataclass(frozen=True, slots=True, order=True)
class Obstacle:
    """Something that stands in the way on a day: a holiday by its name, a meeting by whose it is."""

    kind: Kind
    name: str


Obstacles = Mapping[date, Sequence[Obstacle]]


@dataclass(frozen=True, slots=True)
class Habits:
    """What a sector is used to: how many meetings a year, on which weekday (Monday is 0), in which months none."""

    count: int
    weekday: int
    months_without: frozenset[int] = frozenset()

    @property
    def months(self) -> frozenset[int]:
        """The months to meet in; all of them when the habits leave none."""
        return frozenset(range(1, 13)) - self.months_without or frozenset(range(1, 13))


def propose(
    year: int,
    habits: Habits,
    obstacles: Obstacles,
    fixed: Mapping[int, date] | None = None,
    first: date = date.min,
) -> dict[int, date]:
    """Return a date for each number from 1 to `habits.count`; those in `fixed` keep theirs.

    Dates are spread over the months to meet in, on the usual weekday, and run in the order of their numbers; each new
    one lies on or after `first`, where days before it and after it weigh least. A year that has too few of the usual
    weekday takes other working days; numbers for which no day is left get none.
    """
    kept = dict(fixed or {})
    for numbers in _runs(number for number in range(1, habits.count + 1) if number not in kept):
        gap = _gap(_candidates(year, habits, frozenset(kept.values()), first), kept, numbers)
        kept |= zip(numbers, _lightest(gap, len(numbers), obstacles), strict=False)
    return dict(sorted(kept.items()))


def weight(day: date, obstacles: Obstacles) -> int:
    """Return how much stands in the way of a meeting on a day; its preparation counts for a quarter."""
    prepared = sum(obstacle.kind for obstacle in obstacles.get(day - MONTH, ()))
    return 4 * sum(obstacle.kind for obstacle in obstacles.get(day, ())) + prepared


@dataclass(frozen=True, slots=True)
class _Gap:
    """The days for a run of numbers, in order, and the meetings on either side of it."""

    days: list[date]
    before: date | None = None
    after: date | None = None

    def ideals(self, count: int) -> list[date]:
        """Return the days at even distances: whole ones to a neighbour, half ones to the end of the year."""
        half, steps = self.before is not None, 2 * count + (self.before is not None) + (self.after is not None)
        return [self.days[len(self.days) * (2 * place + 1 + half) // steps] for place in range(count)]


def _candidates(year: int, habits: Habits, taken: frozenset[date], first: date) -> tuple[list[date], ...]:
    """Return days on which a meeting could be proposed, in order: the usual ones, others in its months, any at all."""
    whole = (date(year, 1, 1) + DAY * number for number in range(365 + isleap(year)))
    working = [day for day in whole if day.weekday() < SATURDAY and day >= first and day not in taken]
    free = [day for day in working if day.month in habits.months]
    usual = [day for day in free if day.weekday() == habits.weekday]
    return usual, free, working


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Yield the numbers in runs that follow each other."""
    for _difference, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _place, number in run]


def _gap(candidates: tuple[list[date], ...], kept: Mapping[int, date], numbers: list[int]) -> _Gap:
    """Return the days between the meetings before a run and those after it, the more usual ones while they suffice.

    They suffice when they leave a choice, or else when there are enough; dates out of order leave the whole year.
    """
    before = max((day for number, day in kept.items() if number < numbers[0]), default=None)
    after = min((day for number, day in kept.items() if number > numbers[-1]), default=None)
    between = [[day for day in days if (before or date.min) < day < (after or date.max)] for days in candidates]
    for needed in (2 * len(numbers), len(numbers)):
        for days in between:
            if len(days) >= needed:
                return _Gap(days, before, after)
    return _Gap(next((days for days in candidates if len(days) >= len(numbers)), candidates[-1]))


def _lightest(gap: _Gap, count: int, obstacles: Obstacles) -> list[date]:
    """Choose as many days, in order, that together weigh least; the earlier ones when it is a draw.

    `best[place]` is the lightest choice for the ideals so far that ends before days[place], with its weight.
    """
    days, count = gap.days, min(count, len(gap.days))
    weights = [weight(day, obstacles) for day in days]
    best: list[tuple[int, tuple[date, ...]]] = [(0, ()) for _day in range(len(days) + 1)]
    for place, ideal in enumerate(gap.ideals(count)):
        lighter: list[tuple[int, tuple[date, ...]]] = [(NEVER, ())]
        is_last = place == count - 1
        for index, day in enumerate(days):
            before, chosen = best[index]
            neighbours = (chosen[-1] if chosen else gap.before, gap.after if is_last else None)
            here = before + weights[index] + _cost(day, ideal, neighbours)
            lighter.append(min(lighter[-1], (here, (*chosen, day)), key=lambda choice: choice[0]))
        best = lighter
    return list(best[-1][1])


def _cost(day: date, ideal: date, neighbours: Iterable[date | None]) -> int:
    """Return what it costs to be away from the ideal day, and near to the meetings before and after it."""
    distance = (day - ideal).days
    hurried = sum(max(0, (TOO_SOON - abs(day - other)).days) for other in neighbours if other)
    return distance * distance // 7 + 20 * hurried
