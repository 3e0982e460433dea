"""A programme's woven map: from each outcome, through its workstreams, to where they live now.

Geometry only: no queries, whole numbers, and the same result for the same facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from members.lettering import shorten, wrap
from members.spacing import spread

TEXT = 14
LEADING = 18
WIDTH = 1120
GAP = 12  # between two boxes
PADDING = 14
NOTE = 12
PORT = 12  # between the middles of two bands that leave or reach one box
LOOSE = 36  # how far the band of a workstream without a home sticks out
COLOURS = ("klinker", "wad", "weide", "heide", "koolzaad", "aubergine")
UNBOUND = "aubergine"  # a workstream that serves no outcome


@dataclass(frozen=True, slots=True)
class MapOutcome:
    """A wensbeeld: where the bands begin, each outcome in its own colour."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class MapStream:
    """A workstream; `stage` is a text for the reader. With an unknown outcome it begins by itself."""

    key: str
    outcome_key: str
    title: str
    stage: str


@dataclass(frozen=True, slots=True)
class MapHome:
    """Where a workstream lives now; `kind` is a text for the reader."""

    key: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Column:
    x: int
    width: int

    @property
    def end(self) -> int:
        return self.x + self.width

    @property
    def text_width(self) -> int:
        return self.width - 2 * PADDING


OUTCOMES = _Column(0, 230)
STREAMS = _Column(360, 330)
HOMES = _Column(840, 280)


@dataclass(frozen=True, slots=True)
class MapBox:
    """A box with a title of at most three lines and a note under it."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    note: str
    band: str

    @property
    def text_x(self) -> int:
        return self.x + PADDING

    @property
    def first_y(self) -> int:
        """The height of the first line, with the whole text in the middle of the box."""
        return self.y + (self.height - LEADING * (len(self.lines) + bool(self.note))) // 2 + TEXT

    @property
    def rows(self) -> list[tuple[int, str]]:
        """Each line of the title with its height."""
        return [(self.first_y + LEADING * row, line) for row, line in enumerate(self.lines)]

    @property
    def note_y(self) -> int:
        return self.first_y + LEADING * len(self.lines)

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class MapBand:
    """A band between two boxes, or a loose end, as SVG path data."""

    path: str
    band: str


@dataclass(frozen=True, slots=True)
class WovenMap:
    """The map from outcome through workstream to present home; `bands` in the order in which they lie."""

    width: int
    height: int
    outcomes: tuple[MapBox, ...]
    streams: tuple[MapBox, ...]
    homes: tuple[MapBox, ...]
    bands: tuple[MapBand, ...]


def woven_map(
    outcomes: Sequence[MapOutcome],
    streams: Sequence[MapStream],
    homes: Sequence[MapHome],
    links: Iterable[tuple[str, str]],
) -> WovenMap:
    """Draw where each workstream came from and where it lives now.

    `links` pair the key of a workstream with the key of a home; a pair with an unknown key is left out.
    A workstream without a home ends in a loose end.
    """
    colours = {outcome.key: COLOURS[place % len(COLOURS)] for place, outcome in enumerate(outcomes)}
    left, middle = _outcomes_and_streams(outcomes, streams, colours)
    known = [pair for pair in dict.fromkeys(links) if pair[0] in middle and pair[1] in {home.key for home in homes}]
    right = _homes(homes, known, middle)
    served = [(stream.outcome_key, stream.key) for stream in streams if stream.outcome_key in left]
    loose = [box for key, box in middle.items() if key not in {stream for stream, _ in known}]
    bands = [
        *_joined(served, left, middle, colour_from=1),
        *_joined(known, middle, right, colour_from=0),
        *(MapBand(f"M{box.x + box.width} {box.middle}h{LOOSE}", box.band) for box in loose),
    ]
    boxes = [*left.values(), *middle.values(), *right.values()]
    return WovenMap(
        width=WIDTH,
        height=max((box.y + box.height for box in boxes), default=0),
        outcomes=tuple(left.values()),
        streams=tuple(middle.values()),
        homes=tuple(right.values()),
        bands=tuple(bands),
    )


def _box(column: _Column, title: str, note: str, band: str, ports: int = 0) -> MapBox:
    """A box at the top of its column, high enough for its text and its bands."""
    lines = wrap(title, size=TEXT, width=column.text_width)
    height = max(LEADING * (len(lines) + bool(note)) + PADDING, PORT * (ports + 1))
    return MapBox(column.x, 0, column.width, height, lines, shorten(note, size=NOTE, width=column.text_width), band)


def _outcomes_and_streams(
    outcomes: Sequence[MapOutcome], streams: Sequence[MapStream], colours: dict[str, str]
) -> tuple[dict[str, MapBox], dict[str, MapBox]]:
    """Group by group from top to bottom: an outcome and its workstreams, then the workstreams without one."""
    left: dict[str, MapBox] = {}
    middle: dict[str, MapBox] = {}
    top = 0
    for outcome in [*outcomes, None]:
        own = [stream for stream in streams if _serves(stream, outcome, colours)]
        band = colours[outcome.key] if outcome else UNBOUND
        boxes = {stream.key: _box(STREAMS, stream.title, stream.stage, band) for stream in own}
        depth = sum(box.height + GAP for box in boxes.values()) - GAP
        if outcome:
            box = _box(OUTCOMES, outcome.title, "", band, ports=len(own))
            depth = max(depth, box.height)
            left[outcome.key] = replace(box, y=top + (depth - box.height) // 2)
        y = top
        for key, box in boxes.items():
            middle[key] = replace(box, y=y)
            y += box.height + GAP
        top += depth + 2 * GAP
    return left, middle


def _serves(stream: MapStream, outcome: MapOutcome | None, colours: dict[str, str]) -> bool:
    return stream.outcome_key == outcome.key if outcome else stream.outcome_key not in colours


def _homes(homes: Sequence[MapHome], links: Sequence[tuple[str, str]], streams: dict[str, MapBox]) -> dict[str, MapBox]:
    """Each home as near as can be to the middle of what lives there."""
    arriving = {home.key: [streams[stream].middle for stream, key in links if key == home.key] for home in homes}
    wanted = {key: sum(heights) / len(heights) if heights else 0.0 for key, heights in arriving.items()}
    order = sorted(homes, key=lambda home: wanted[home.key])
    boxes = [_box(HOMES, home.title, home.kind, "", ports=len(arriving[home.key])) for home in order]
    tallest = max((box.height for box in boxes), default=0)
    depth = max((box.y + box.height for box in streams.values()), default=0)
    depth = max(depth, len(boxes) * (tallest + GAP) - GAP)
    places = spread(
        [wanted[home.key] for home in order],
        gap=tallest + GAP,
        low=(tallest + 1) // 2,
        high=depth - tallest // 2,
    )
    return {
        home.key: replace(box, y=place - box.height // 2) for home, box, place in zip(order, boxes, places, strict=True)
    }


def _joined(
    links: Sequence[tuple[str, str]], left: dict[str, MapBox], right: dict[str, MapBox], colour_from: int
) -> list[MapBand]:
    """Bands between two columns; every other one lies on top, so that they pass over and under each other."""
    starts = _ports(links, left, right, side=0)
    ends = _ports(links, right, left, side=1)
    bands = []
    for link in sorted(links, key=starts.__getitem__):
        source, target = left[link[0]], right[link[1]]
        x, end = source.x + source.width, target.x
        bend = (x + end) // 2
        colour = (source, target)[colour_from].band
        bands.append(
            MapBand(f"M{x} {starts[link]}C{bend} {starts[link]} {bend} {ends[link]} {end} {ends[link]}", colour)
        )
    return bands[::2] + bands[1::2]


def _ports(
    links: Sequence[tuple[str, str]], own: dict[str, MapBox], other: dict[str, MapBox], side: int
) -> dict[tuple[str, str], int]:
    """Where on its box each band leaves or arrives, in the order of the boxes at the other end."""
    ports: dict[tuple[str, str], int] = {}
    for key, box in own.items():
        attached = sorted((link for link in links if link[side] == key), key=lambda link: other[link[1 - side]].middle)
        first = box.middle - PORT * (len(attached) - 1) // 2
        ports |= {link: first + PORT * place for place, link in enumerate(attached)}
    return ports
