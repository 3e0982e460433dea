"""The year planner as a picture: two lanes, preparation and meeting, each pair joined by a thread.

Geometry only: no queries, whole numbers, and the same result for the same slots. The picture comes twice, lying
(from 768 pixels) and upright (for phones), from one description of an axis.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from members.lettering import shorten
from members.spacing import spread

LABEL_SIZE = 15


@dataclass(frozen=True, slots=True)
class PlannerSlot:
    """One of the year's meetings; without a date it stands in the picture as a dashed circle.

    The state is one of done, next, planned, cancelled, not_held and open.
    """

    number: int
    meeting: date | None
    preparation: date | None
    state: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class MonthTile:
    """A month in the bar; `kind` is "is-now", "is-outside" (a month of a neighbouring year) or nothing."""

    x: int
    y: int
    width: int
    height: int
    label: str
    kind: str = ""

    @property
    def middle(self) -> str:
        """Where its label stands, for a translation in SVG."""
        return f"{self.x + self.width // 2} {self.y + self.height // 2}"


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle on a lane with the day of the month in it, or nothing while there is no date."""

    x: int
    y: int
    radius: int
    day: int | None
    state: str
    label: str = ""

    @property
    def at(self) -> str:
        """The middle of the circle, for a translation in SVG."""
        return f"{self.x} {self.y}"


@dataclass(frozen=True, slots=True)
class Thread:
    """The curve from a preparation to its meeting, as SVG path data."""

    path: str
    state: str


@dataclass(frozen=True, slots=True)
class TodayLine:
    """The dotted line of today; where there is room a word beside it, that starts or ends at `word_x`."""

    path: str
    word_x: int = 0
    word_y: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """One of the two drawings, ready to print; the circles in the order in which they stand."""

    width: int
    height: int
    lanes: str
    months: tuple[MonthTile, ...]
    threads: tuple[Thread, ...]
    preparations: tuple[Dot, ...]
    meetings: tuple[Dot, ...]
    today: TodayLine | None


@dataclass(frozen=True, slots=True, eq=False)
class Planner:
    """The year planner: `wide` lies on its side, `tall` stands; `states` are the ones that occur, for the legend.

    The same meetings on the same day give the same object, so that comparing two costs nothing.
    """

    wide: Picture
    tall: Picture
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    """Along which line time runs, and where the lanes and the bar of months lie across it."""

    upright: bool
    width: int
    height: int
    start: int  # where the first month begins
    length: int
    meeting_lane: int
    preparation_lane: int
    bar: int
    bar_depth: int
    gap: int  # between the middles of two meetings
    small_gap: int  # between the middles of two preparations

    def point(self, along: int, across: int) -> str:
        return f"{across} {along}" if self.upright else f"{along} {across}"

    def dot(self, along: int, across: int) -> tuple[int, int]:
        return (across, along) if self.upright else (along, across)


WIDE = _Axis(
    upright=False,
    width=960,
    height=222,
    start=0,
    length=960,
    meeting_lane=60,
    preparation_lane=152,
    bar=190,
    bar_depth=32,
    gap=42,
    small_gap=29,
)
TALL = _Axis(
    upright=True,
    width=320,
    height=600,
    start=30,
    length=564,
    meeting_lane=164,
    preparation_lane=86,
    bar=0,
    bar_depth=46,
    gap=42,
    small_gap=30,
)
RADIUS = {"done": 15, "next": 20, "planned": 18, "cancelled": 15, "not_held": 15, "open": 15}
SMALL_RADIUS = 12
MARGIN = 23  # from the middle of a circle to the edge of the picture, ring included
SMALL_MARGIN = 14
TILE_GAP = 4


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The months in the picture: the year's own, and the one before or after where a date lies there."""

    year: int
    before: bool
    after: bool

    @property
    def months(self) -> list[int]:
        """Months counted from January of the year: 0 to 11, -1 for last December, 12 for next January."""
        return list(range(-self.before, 12 + self.after))

    def month_of(self, day: date) -> int:
        return (day.year - self.year) * 12 + day.month - 1

    def shows(self, day: date) -> bool:
        return self.month_of(day) in self.months

    def fraction(self, day: date) -> float:
        """How far into the picture a date lies, from 0 to 1; a date outside it lies on the edge."""
        share = (day.day - 0.5) / calendar.monthrange(day.year, day.month)[1]
        months = self.month_of(day) + share + self.before
        return min(max(months / len(self.months), 0), 1)


@lru_cache(maxsize=64)
def planner(slots: tuple[PlannerSlot, ...], *, year: int, today: date, month_names: tuple[str, ...]) -> Planner:
    """Draw a year's meetings; `month_names` are the twelve short names, January first."""
    dates = [day for slot in slots for day in (slot.meeting, slot.preparation) if day]
    shown = _Calendar(
        year=year,
        before=any(day < date(year, 1, 1) for day in dates),
        after=any(day > date(year, 12, 31) for day in dates),
    )
    wide, tall = (_picture(slots, axis, shown, today, month_names) for axis in (WIDE, TALL))
    occurring = {dot.state for dot in wide.meetings}
    return Planner(wide, tall, states=tuple(state for state in RADIUS if state in occurring))


def _picture(slots: Sequence[PlannerSlot], axis: _Axis, shown: _Calendar, today: date, names: Sequence[str]) -> Picture:
    meetings = _meeting_positions(slots, axis, shown, today)
    preparations = _preparation_positions(slots, axis, shown)
    return Picture(
        width=axis.width,
        height=axis.height,
        lanes="".join(_lane(axis, across) for across in (axis.meeting_lane, axis.preparation_lane)),
        months=tuple(_month_tiles(axis, shown, today, names)),
        threads=tuple(
            Thread(_curve(axis, preparations[place], meetings[place]), slot.state)
            for place, slot in sorted(enumerate(slots), key=lambda entry: entry[1].state == "next")
            if place in preparations and slot.meeting
        ),
        preparations=tuple(_preparation_dot(slots[place], axis, along, today) for place, along in preparations.items()),
        meetings=tuple(_meeting_dot(slots[place], axis, along) for place, along in meetings.items()),
        today=_today_line(axis, shown, today),
    )


def _meeting_positions(slots: Sequence[PlannerSlot], axis: _Axis, shown: _Calendar, today: date) -> dict[int, int]:
    """Where each slot stands on the meeting lane: by date, and those without one in what is left of the year."""
    wanted = {place: _along(axis, shown.fraction(slot.meeting)) for place, slot in enumerate(slots) if slot.meeting}
    waiting = [place for place in range(len(slots)) if place not in wanted]
    now = _along(axis, shown.fraction(today))
    wanted |= zip(waiting, _free_places(axis, list(wanted.values()), now, len(waiting)), strict=True)
    return _settle(wanted, axis, axis.gap, MARGIN)


def _preparation_positions(slots: Sequence[PlannerSlot], axis: _Axis, shown: _Calendar) -> dict[int, int]:
    wanted = {
        place: _along(axis, shown.fraction(slot.preparation)) for place, slot in enumerate(slots) if slot.preparation
    }
    return _settle(wanted, axis, axis.small_gap, SMALL_MARGIN)


def _along(axis: _Axis, fraction: float) -> float:
    return axis.start + fraction * axis.length


def _settle(wanted: dict[int, float], axis: _Axis, gap: int, margin: int) -> dict[int, int]:
    """Move circles that would cover each other apart."""
    order = sorted(wanted, key=lambda place: (wanted[place], place))
    low, high = axis.start + margin, axis.start + axis.length - margin
    positions = spread([wanted[place] for place in order], gap=gap, low=low, high=high)
    return dict(zip(order, positions, strict=True))


def _free_places(axis: _Axis, taken: list[float], now: float, count: int) -> list[float]:
    """Evenly after the last date and after today; where that is too narrow, in the widest gap of the year."""
    edge = float(axis.start + axis.length)
    start, end = max([now, *taken]), edge
    if end - start < axis.gap * (count + 1):
        marks = [float(axis.start), *sorted(taken), edge]
        start, end = max(pairwise(marks), key=lambda pair: pair[1] - pair[0])
    return [start + (end - start) * (place + 1) / (count + 1) for place in range(count)]


def _lane(axis: _Axis, across: int) -> str:
    return f"M{axis.point(axis.start, across)}L{axis.point(axis.start + axis.length, across)}"


def _curve(axis: _Axis, start: int, end: int) -> str:
    """Leaves the preparation and reaches the meeting straight across the lanes."""
    below, above = axis.preparation_lane, axis.meeting_lane
    bend = (above - below) * 5 // 8
    return (
        f"M{axis.point(start, below)}C{axis.point(start, below + bend)} "
        f"{axis.point(end, above - bend)} {axis.point(end, above)}"
    )


def _meeting_dot(slot: PlannerSlot, axis: _Axis, along: int) -> Dot:
    x, y = axis.dot(along, axis.meeting_lane)
    state = slot.state if slot.meeting else "open"
    room = axis.width - axis.meeting_lane - 30
    label = shorten(slot.place, size=LABEL_SIZE, width=room) if axis.upright else ""
    return Dot(x, y, RADIUS[state], slot.meeting.day if slot.meeting else None, state, label)


def _preparation_dot(slot: PlannerSlot, axis: _Axis, along: int, today: date) -> Dot:
    x, y = axis.dot(along, axis.preparation_lane)
    over = slot.preparation is not None and slot.preparation <= today
    state = "done" if over and slot.state in {"next", "planned", "open"} else slot.state
    return Dot(x, y, SMALL_RADIUS, slot.preparation.day if slot.preparation else None, state)


def _month_tiles(axis: _Axis, shown: _Calendar, today: date, names: Sequence[str]) -> list[MonthTile]:
    tiles = []
    for place, month in enumerate(shown.months):
        start, end = (round(axis.start + axis.length * step / len(shown.months)) for step in (place, place + 1))
        x, y = axis.dot(start + TILE_GAP // 2, axis.bar)
        along, across = end - start - TILE_GAP, axis.bar_depth
        width, height = (across, along) if axis.upright else (along, across)
        kind = "is-outside" if month not in range(12) else ""
        if month == shown.month_of(today):
            kind = "is-now"
        tiles.append(MonthTile(x, y, width, height, names[month % 12], kind))
    return tiles


def _today_line(axis: _Axis, shown: _Calendar, today: date) -> TodayLine | None:
    if not shown.shows(today):
        return None
    along = round(_along(axis, shown.fraction(today)))
    if axis.upright:
        return TodayLine(f"M{axis.bar + axis.bar_depth} {along}H{axis.width}")
    late = along > axis.length - 80
    return TodayLine(f"M{along} 2V{axis.bar}", along + (-8 if late else 8), 13, "end" if late else "start")
