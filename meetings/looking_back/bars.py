"""Bars as a picture: one for each row, lying side by side in parts, with its label before it and its number behind it.

Geometry only: whole numbers, no queries. It comes twice, as the other pictures do: wide, and for phones with each label
above its bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from members.lettering import shorten, text_width

LETTERS = 13
KINDS = ("is-first", "is-second", "is-other", "is-first-ahead")


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn: a label, the sizes of the parts, and the number in words."""

    label: str
    parts: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of a bar in one of the colours."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A bar in its place; `label_y` and `text_y` are the middles of the lines of text."""

    label: str
    label_y: int
    y: int
    text: str
    text_x: int
    text_y: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One of the two drawings; `mark` is the path of the line to compare with, `mark_x` where its word stands."""

    width: int
    height: int
    start: int
    length: int
    depth: int
    rows: tuple[Row, ...]
    mark: str = ""
    mark_x: int = 0


@dataclass(frozen=True, slots=True)
class BarChart:
    """The picture; a `track` shows how long the bars could be, `mark` is the word at the line to compare with."""

    wide: Drawing
    tall: Drawing
    has_track: bool
    mark: str


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where bars begin; in the tall drawing the labels stand above them."""

    width: int
    start: int
    step: int
    depth: int
    is_tall: bool


WIDE = _Shape(width=480, start=196, step=28, depth=16, is_tall=False)
TALL = _Shape(width=340, start=1, step=46, depth=14, is_tall=True)
GAP = 8  # between a bar and its number
HEAD = 22  # room above the bars for the word at the line


def bar_chart(
    bars: Sequence[Bar], *, full: int | None = None, mark: int | None = None, mark_text: str = ""
) -> BarChart:
    """Draw bars on one scale: `full` long (which shows as a track), or as long as the longest one."""
    longest = max([1, full or 0, mark or 0, *(sum(bar.parts) for bar in bars)])
    wide, tall = (_draw(bars, shape, longest, mark) for shape in (WIDE, TALL))
    return BarChart(wide, tall, has_track=full is not None, mark=mark_text)


def _draw(bars: Sequence[Bar], shape: _Shape, longest: int, mark: int | None) -> Drawing:
    """Lay the rows below one another; the longest bar leaves room for the widest number."""
    top = HEAD if mark is not None else 0
    widest = max((round(text_width(bar.text, LETTERS)) for bar in bars), default=0)
    length = shape.width - shape.start - GAP - widest
    rows = tuple(_row(bar, shape, length / longest, top + place * shape.step) for place, bar in enumerate(bars))
    height = top + len(bars) * shape.step
    mark_x = shape.start + round(mark * length / longest) if mark is not None else 0
    path = f"M{mark_x} {top}V{height}" if mark is not None else ""
    return Drawing(shape.width, height, shape.start, length, shape.depth, rows, path, mark_x)


def _row(bar: Bar, shape: _Shape, scale: float, top: int) -> Row:
    y = top + (24 if shape.is_tall else (shape.step - shape.depth) // 2)
    parts, x = [], shape.start
    for end, kind in zip(accumulate(bar.parts), KINDS, strict=False):
        if width := shape.start + round(end * scale) - x:
            parts.append(Part(x, width, kind))
            x += width
    middle = y + shape.depth // 2
    room = shape.width if shape.is_tall else shape.start - GAP
    return Row(
        label=shorten(bar.label, size=LETTERS, width=room),
        label_y=top + 12 if shape.is_tall else middle,
        y=y,
        text=bar.text,
        text_x=x + GAP,
        text_y=middle,
        parts=tuple(parts),
    )
