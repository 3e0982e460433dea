"""The woven picture of a page: bands of different colours that go over and under each other.

Every picture follows from its seed alone, so that a sector keeps its weave for as long as it keeps its name. All
numbers are whole: a decimal would be printed with a comma in Dutch, and SVG reads points only.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

BANDS = ("klinker", "koolzaad", "wad", "heide", "weide", "aubergine")

PITCH = 40  # from the middle of one band to the middle of the next
BAND = 28
GAP = 4  # the ground that shows between a band and the one that passes over it
MARGIN = 80  # from the outermost crossing to the edge of the picture
SHORTEST = BAND + GAP + 2  # a loose end this long shows as half a circle beyond the crossing


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a band that lies on top, between two places where the band goes under another."""

    x: int
    y: int
    width: int
    height: int
    band: str
    upright: bool
    round_start: bool = False
    round_end: bool = False

    @property
    def path(self) -> str:
        """The outline as SVG path data; a loose end is half a circle, a cut one is straight."""
        across, along = (self.width, self.height) if self.upright else (self.height, self.width)
        radius = across // 2
        first, last = radius * self.round_start, radius * self.round_end
        side = along - first - last
        if self.upright:
            turn, back = (f"a{radius} {radius} 0 0 1 {step} 0" for step in (-across, across))
            return (
                f"M{self.x + across} {self.y + first}v{side}{turn if last else f'h{-across}'}"
                f"v{-side}{back if first else ''}z"
            )
        turn, back = (f"a{radius} {radius} 0 0 1 0 {step}" for step in (across, -across))
        return f"M{self.x + first} {self.y}h{side}{turn if last else f'v{across}'}h{-side}{back if first else ''}z"


@dataclass(frozen=True, slots=True)
class Strand:
    """All pieces of one colour, joined into one SVG path."""

    band: str
    path: str


@dataclass(frozen=True, slots=True, eq=False)
class Weave:
    """A woven picture of `width` by `height`; its pieces never touch each other.

    The same seed gives the same object, so that comparing two costs nothing.
    """

    width: int
    height: int
    pieces: tuple[Piece, ...]

    @property
    def strands(self) -> tuple[Strand, ...]:
        """The pieces as one path for each colour, which keeps the page light."""
        used = dict.fromkeys(piece.band for piece in self.pieces)
        return tuple(Strand(band, self._path(band)) for band in used)

    def _path(self, band: str) -> str:
        return "".join(piece.path for piece in self.pieces if piece.band == band)


@dataclass(frozen=True, slots=True)
class Line:
    """One band before it is cut: where it lies, and from where to where it runs."""

    middle: int
    start: int
    end: int
    band: str
    thickness: int = BAND
    upright: bool = False
    loose_start: bool = True
    loose_end: bool = True

    def reaches(self, position: int) -> bool:
        return self.start <= position <= self.end

    def pieces(self, over: Iterable["Line"]) -> Iterator[Piece]:
        """Cut the band where one of the crossing bands `over` passes on top."""
        cuts = [line for line in over if line.reaches(self.middle) and self.reaches(line.middle)]
        starts = [self.start, *(line.middle + line.thickness // 2 + GAP for line in cuts)]
        ends = [*(line.middle - line.thickness // 2 - GAP for line in cuts), self.end]
        for start, end in zip(starts, ends, strict=True):
            round_start = self.loose_start and start == self.start
            round_end = self.loose_end and end == self.end
            if end - start > self.thickness // 2 * (round_start + round_end):
                yield self._piece(start, end, round_start=round_start, round_end=round_end)

    def _piece(self, start: int, end: int, *, round_start: bool, round_end: bool) -> Piece:
        near, length = self.middle - self.thickness // 2, end - start
        x, y, width, height = (
            (near, start, self.thickness, length) if self.upright else (start, near, length, self.thickness)
        )
        return Piece(x, y, width, height, self.band, self.upright, round_start, round_end)


@lru_cache(maxsize=512)
def weave(seed: str, *, band: str, second_band: str = "", columns: int = 7, rows: int = 6) -> Weave:
    """Weave the picture of a page, with `band` as its leading colour and loose ends of different lengths.

    With a second band the two cross: the first one leads the rows and the second one the columns.
    """
    draws = _draws(seed, 4 * (columns + rows) + 2)
    every = 2 if second_band else 3
    row_bands = _colours(rows, lead=band, every=every, draws=draws)
    column_bands = _colours(columns, lead=second_band or band, every=every, draws=draws)
    uprights = list(_uprights(column_bands, rows, draws))
    levels = list(_levels(row_bands, columns, draws, lead=band))
    return Weave(
        width=2 * MARGIN + PITCH * (columns - 1),
        height=2 * MARGIN + PITCH * (rows - 1),
        pieces=interlace(levels, uprights),
    )


def _draws(seed: str, count: int) -> Iterator[int]:
    """Numbers from 0 to 255 that look random and are the same for the same seed on every machine."""
    return iter(hashlib.shake_256(seed.encode()).digest(count))


def _colours(count: int, *, lead: str, every: int, draws: Iterator[int]) -> list[str]:
    """The leading colour in every second or third place, and never the same colour twice in a row."""
    first = next(draws) % every
    chosen: list[str] = []
    for place in range(count):
        draw = next(draws)
        free = [colour for colour in BANDS if colour != lead and colour not in chosen[-1:]]
        chosen.append(lead if place % every == first else free[draw % len(free)])
    return chosen


def _reaches(count: int, draws: Iterator[int]) -> list[int]:
    """How far loose ends stick out beyond the outermost crossing; neighbours differ enough to see."""
    steps = range(SHORTEST, MARGIN + 1, 2)
    chosen: list[int] = []
    for _ in range(count):
        draw = next(draws)
        free = [step for step in steps if all(abs(step - last) > BAND // 2 for last in chosen[-1:])]
        chosen.append(free[draw % len(free)])
    return chosen


def _uprights(bands: list[str], rows: int, draws: Iterator[int]) -> Iterator[Line]:
    above, below = _reaches(len(bands), draws), _reaches(len(bands), draws)
    last = MARGIN + PITCH * (rows - 1)
    for place, band in enumerate(bands):
        yield Line(MARGIN + PITCH * place, MARGIN - above[place], last + below[place], band, upright=True)


def _levels(bands: list[str], columns: int, draws: Iterator[int], *, lead: str) -> Iterator[Line]:
    """The horizontal bands; now and then one that does not lead comes out from under an upright."""
    before, after = _reaches(len(bands), draws), _reaches(len(bands), draws)
    last = MARGIN + PITCH * (columns - 1)
    for row, band in enumerate(bands):
        start, hidden = MARGIN - before[row], next(draws) % 3 == 0 and band != lead and columns > 3
        if hidden:
            start = MARGIN + PITCH * ((row + 1) % 2)
        yield Line(MARGIN + PITCH * row, start, last + after[row], band, loose_start=not hidden)


def interlace(levels: Sequence[Line], uprights: Sequence[Line]) -> tuple[Piece, ...]:
    """Let the levels and the uprights take turns in passing over each other."""
    pieces: list[Piece] = []
    for row, level in enumerate(levels):
        pieces += level.pieces(upright for place, upright in enumerate(uprights) if (row + place) % 2)
    for place, upright in enumerate(uprights):
        pieces += upright.pieces(level for row, level in enumerate(levels) if (row + place) % 2 == 0)
    return tuple(pieces)
