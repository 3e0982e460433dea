"""A programme's life as a timeline woven from founding to end.

Geometry only: no queries, whole numbers, and the same result for the same facts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from meetings.pictures import TodayLine
from members.lettering import text_width, wrap
from members.spacing import spread
from members.weave import Line, Weave, interlace

TEXT = 14
LEADING = 18

WIDTH = 960
FLAG = 200  # the widest line of a label
DATE_WIDTH = 130  # room for the longest date
FLAG_GAP = 10  # from a strand to its text, and from a text to the next strand
STRAND = 10
STRAND_GAP = 20  # between the middles of two strands
EDGE = 18  # from the middle of the first strand to the edge
BAND = 12
BAND_PITCH = 18
BANDS_DEPTH = BAND_PITCH + BAND
STICKING_OUT = 9
LOOSE_END = 16  # how far the bands run on beyond the founding and the end
TILE = 28
TODAY_STRIP = 20

TALL_WIDTH = 320
TALL_BANDS = 14  # the middle of the first band
TALL_TEXT = 70
TALL_GAP = 22  # between the texts of two events


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened on a day; `when` replaces the day where only the year or month is known.

    The kind is one of found, extend, leadership, transition, end, platform and other.
    """

    on: date
    label: str
    kind: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """The text at the end of an event's strand: its date, then at most three lines."""

    x: int
    y: int
    anchor: str
    event: TimelineEvent
    lines: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[int, str]]:
        """Each line with its height, below the date."""
        return [(self.y + LEADING * row, line) for row, line in enumerate(self.lines, start=1)]


@dataclass(frozen=True, slots=True)
class YearTile:
    """One or more years in the bar below the timeline."""

    x: int
    y: int
    width: int
    height: int
    label: str
    current: bool

    @property
    def middle(self) -> str:
        """Where its label stands, for a translation in SVG."""
        return f"{self.x + self.width // 2} {self.y + self.height // 2}"


@dataclass(frozen=True, slots=True)
class TimelinePicture:
    """One of the two drawings, ready to print."""

    weave: Weave
    flags: tuple[Flag, ...]
    years: tuple[YearTile, ...]
    today: TodayLine | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A programme's life: `wide` is true to scale, `tall` is a list in order."""

    wide: TimelinePicture
    tall: TimelinePicture


@dataclass(frozen=True, slots=True)
class _Life:
    """From when to when the programme ran, and which years the picture spans."""

    start: date
    until: date  # its end, or today while it runs
    planned: date | None  # planned end beyond that, or nothing
    ended: bool
    today: date
    first_year: int
    last_year: int

    @property
    def runs(self) -> bool:
        """Whether it has begun and goes on, so that today has a place in the picture."""
        return not self.ended and self.until == self.today

    def fraction(self, day: date) -> float:
        """How far into the picture's years a day lies, from 0 to 1."""
        days = (day - date(self.first_year, 1, 1)).days
        return days / ((date(self.last_year, 12, 31) - date(self.first_year, 1, 1)).days + 1)


def timeline(
    events: Iterable[TimelineEvent],
    *,
    start: date | None,
    end: date | None,
    planned_end: date | None,
    today: date,
) -> Timeline:
    """Draw a programme's life. A programme without an end runs until today, and on to its planned end."""
    ordered = sorted(events, key=lambda event: event.on)
    life = _life(ordered, start, end, planned_end, today)
    return Timeline(wide=_wide(ordered, life), tall=_tall(ordered, life))


def _life(
    events: Sequence[TimelineEvent], start: date | None, end: date | None, planned_end: date | None, today: date
) -> _Life:
    if end and end > today:
        end, planned_end = None, end
    known = [event.on for event in events]
    begin = start or min(known, default=end or today)
    until = max(end or today, begin)
    planned = planned_end if planned_end and planned_end > until else None
    if planned is None and end is None:
        planned = date(until.year, 12, 31)
    span = [begin, until, *known, *([planned] if planned else [])]
    return _Life(begin, until, planned, end is not None, today, min(span).year, max(span).year)


@dataclass(frozen=True, slots=True)
class _Post:
    """An event in the lying picture: its strand rises or falls from the bands, and carries its text like a flag."""

    event: TimelineEvent
    x: int
    lines: tuple[str, ...]
    upward: bool  # and then the flag flies to the right, otherwise to the left
    lane: int = 0  # how far from the bands, 0 the nearest

    @property
    def width(self) -> int:
        """From the strand to the end of the text and the room behind it."""
        texts = [self.event.when, *self.lines]
        return round(max(DATE_WIDTH, *(text_width(text, TEXT) for text in texts))) + 2 * FLAG_GAP

    def covers(self, other: "_Post") -> bool:
        """Whether the other strand would run through this flag, or the flags touch in one lane."""
        reach = other.x - self.x if self.upward else self.x - other.x
        return self.upward == other.upward and 0 <= reach <= self.width


def _posts(events: Sequence[TimelineEvent], life: _Life) -> list[_Post]:
    """Place the events. A flag flies in the first lane outside those of all strands that it would cover."""
    wanted = [WIDTH * life.fraction(event.on) for event in events]
    places = spread(wanted, gap=STRAND_GAP, low=EDGE, high=WIDTH - EDGE)
    posts = [
        _turned(_Post(event, x, wrap(event.label, size=TEXT, width=FLAG), upward=place % 2 == 0))
        for place, (event, x) in enumerate(zip(events, places, strict=True))
    ]
    settled: list[_Post] = []
    for post in [*reversed([post for post in posts if post.upward]), *(post for post in posts if not post.upward)]:
        lane = max((other.lane + 1 for other in settled if post.covers(other)), default=0)
        settled.append(replace(post, lane=lane))
    return sorted(settled, key=lambda post: post.x)


def _turned(post: _Post) -> _Post:
    """Near an edge of the picture a flag flies inward."""
    if post.upward and post.x + post.width > WIDTH:
        return replace(post, upward=False)
    return replace(post, upward=True) if not post.upward and post.x < post.width else post


def _wide(events: Sequence[TimelineEvent], life: _Life) -> TimelinePicture:
    posts = _posts(events, life)
    rise, fall = (_step(posts, upward=upward) for upward in (True, False))
    up, down = _lanes(posts, upward=True) * rise + STICKING_OUT, _lanes(posts, upward=False) * fall + STICKING_OUT
    top = up + TODAY_STRIP * life.runs
    bar = top + BANDS_DEPTH + down + FLAG_GAP
    flags, strands = [], []
    for post in posts:
        text = top - rise * (post.lane + 1) if post.upward else top + BANDS_DEPTH + fall * post.lane + FLAG_GAP
        side = FLAG_GAP if post.upward else -FLAG_GAP
        anchor = "start" if post.upward else "end"
        flags.append(Flag(post.x + side, text + TEXT, anchor, post.event, post.lines))
        start = text if post.upward else top - STICKING_OUT
        end = top + BANDS_DEPTH + STICKING_OUT if post.upward else text + LEADING * (1 + len(post.lines))
        strands.append(Line(post.x, start, end, post.event.kind, STRAND, upright=True))
    start, now, end = (
        round(WIDTH * life.fraction(day)) for day in (life.start, life.until, life.planned or life.until)
    )
    start, now = min(max(start - LOOSE_END, 0), WIDTH - 2 * BAND), min(now + LOOSE_END * life.ended, WIDTH)
    bands = _bands(life, top + BAND // 2, start, now, end, upright=False)
    return TimelinePicture(
        weave=Weave(WIDTH, bar + TILE, interlace(bands, strands)),
        flags=tuple(flags),
        years=tuple(_years(life, bar)),
        today=_today_line(now, bar) if life.runs else None,
    )


def _today_line(now: int, bar: int) -> TodayLine:
    late = now > WIDTH - 80
    return TodayLine(f"M{now} 2V{bar}", now + (-8 if late else 8), 13, "end" if late else "start")


def _lanes(posts: Iterable[_Post], *, upward: bool) -> int:
    return max((post.lane + 1 for post in posts if post.upward == upward), default=0)


def _step(posts: Iterable[_Post], *, upward: bool) -> int:
    """How much further from the bands each next lane of texts lies."""
    return LEADING * (1 + max((len(post.lines) for post in posts if post.upward == upward), default=0)) + FLAG_GAP


def _tall(events: Sequence[TimelineEvent], life: _Life) -> TimelinePicture:
    texts = [wrap(event.label, size=TEXT, width=TALL_WIDTH - TALL_TEXT) for event in events]
    heights = [LEADING * (1 + len(lines)) + TALL_GAP for lines in texts]
    places = [2 * TALL_GAP + above for above in accumulate(heights, initial=0)]
    strands = [
        Line(place, 0, TALL_TEXT - FLAG_GAP, event.kind, STRAND) for event, place in zip(events, places, strict=False)
    ]
    flags = tuple(
        Flag(TALL_TEXT, place + TEXT // 3, "start", event, lines)
        for event, place, lines in zip(events, places, texts, strict=False)
    )
    start = places[sum(event.on < life.start for event in events)] - TALL_GAP
    past = sum(event.on <= life.until for event in events)
    now = places[max(past - 1, 0)] + TALL_GAP if life.ended else places[past] - TALL_GAP * 3 // 4
    end = now
    if life.planned:
        end = places[max(sum(event.on <= life.planned for event in events) - 1, 0)] + 3 * TALL_GAP
    bands = _bands(life, TALL_BANDS, start, now, end, upright=True)
    return TimelinePicture(
        weave=Weave(TALL_WIDTH, max(places[-1], end) + FLAG_GAP, interlace(strands, bands)),
        flags=flags,
        years=(),
        today=TodayLine(f"M0 {now}H{TALL_WIDTH}") if life.runs else None,
    )


def _bands(life: _Life, middle: int, start: int, now: int, end: int, *, upright: bool) -> list[Line]:
    """Two bands from the founding to the end or today, and pale ones from there to the planned end."""
    now = max(now, start + 2 * BAND)
    bands = []
    for place, name in enumerate(("first", "second")):
        band = Line(middle + BAND_PITCH * place, start, now, name, BAND, upright)
        bands.append(replace(band, loose_end=life.ended))
        if end - now > 2 * BAND:
            ahead = replace(band, band=f"{name}-ahead", start=now + BAND // 2, end=end)
            bands.append(replace(ahead, loose_start=life.ended))
    return sorted(bands, key=lambda line: line.band.endswith("ahead"))


def _years(life: _Life, y: int) -> Iterator[YearTile]:
    """One tile for each year, or for as many years as leave each tile wide enough to read."""
    years = life.last_year - life.first_year + 1
    step = next(step for step in (1, 2, 5, 10, 25, 100, 10_000) if years <= 16 * step)
    for year in range(life.first_year, life.last_year + 1, step):
        past, until = year - life.first_year, min(year + step, life.last_year + 1) - life.first_year
        start, end = (round(WIDTH * share / years) for share in (past, until))
        current = year <= life.today.year < year + step
        yield YearTile(start + 2, y, end - start - 4, TILE, str(year), current)
