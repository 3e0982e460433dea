"""The gate at the end of a programme as a picture: what passes to its home, and what still holds up the end.

Geometry only: no queries, whole numbers, and the same result for the same facts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from members.lettering import shorten, wrap
from programmes.pictures.woven_map import COLOURS, GAP, LEADING, NOTE, PADDING, PORT, TEXT, WIDTH, MapBand, MapBox

TOP = 34  # room for the word above the gate
WORK_WIDTH, HOMES_X, HOMES_WIDTH = 330, 840, 280
GATE_X, GATE_PITCH = 560, 20  # of its two posts
STOP = GATE_X - 44  # where a band ends that does not pass
LOOSE = 56
PASSES, ASKED, WAITS, LOOSE_END = "passes", "asked", "waits", "loose"


@dataclass(frozen=True, slots=True)
class GateWork:
    """A piece of work: its title, a text on where it stands, how far its band gets, and the key of its home.

    `reach` is one of passes (the receiver said yes), asked, waits (arranged, nobody asked) and loose (no home).
    """

    title: str
    note: str
    reach: str
    outcome: int = 0
    home: str = ""


@dataclass(frozen=True, slots=True)
class GateBand:
    """A band as SVG path data; dotted as long as nobody said yes, without a colour where it is a loose end."""

    path: str
    band: str
    is_dotted: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """The picture; `under` and `over` are the bands that pass below and above the posts of the gate."""

    width: int
    height: int
    works: tuple[MapBox, ...]
    homes: tuple[MapBox, ...]
    under: tuple[GateBand, ...]
    posts: tuple[MapBand, ...]
    over: tuple[GateBand, ...]
    label_x: int = GATE_X + GATE_PITCH // 2
    label_y: int = TOP - 18


def gate(works: Sequence[GateWork], homes: Sequence[tuple[str, str, str]]) -> Gate:
    """Draw the works in their order; `homes` are keys, titles and kinds. Work with an unknown home reaches none."""
    left = _stack([_box(0, WORK_WIDTH, each.title, each.note, _colour(each)) for each in works])
    known = {key for key, _title, _kind in homes}
    arriving = {key: [at for at, each in enumerate(works) if each.home == key] for key, _title, _kind in homes}
    right = _homes(homes, arriving, left)
    height = max((box.y + box.height for box in (*left, *right.values())), default=TOP) + GAP
    bands = [
        _band(each, left[at], _port(right[each.home], arriving[each.home], at) if each.home in known else None)
        for at, each in enumerate(works)
    ]
    return Gate(
        width=WIDTH,
        height=height,
        works=tuple(left),
        homes=tuple(right.values()),
        under=tuple(bands[::2]),
        posts=tuple(_posts(height)),
        over=tuple(bands[1::2]),
    )


def _colour(work: GateWork) -> str:
    return COLOURS[work.outcome % len(COLOURS)]


def _box(x: int, width: int, title: str, note: str, band: str, ports: int = 0) -> MapBox:
    lines = wrap(title, size=TEXT, width=width - 2 * PADDING)
    height = max(LEADING * (len(lines) + bool(note)) + PADDING, PORT * (ports + 1))
    return MapBox(x, TOP, width, height, lines, shorten(note, size=NOTE, width=width - 2 * PADDING), band)


def _stack(boxes: Sequence[MapBox]) -> list[MapBox]:
    """One below the other, from the top."""
    placed, y = [], TOP
    for box in boxes:
        placed.append(replace(box, y=y))
        y += box.height + GAP
    return placed


def _homes(
    homes: Sequence[tuple[str, str, str]], arriving: dict[str, list[int]], left: Sequence[MapBox]
) -> dict[str, MapBox]:
    """Each home beside the middle of the work that goes there, or as near below that as there is room."""
    wanted = {key: sum(left[at].middle for at in rows) // len(rows) if rows else 0 for key, rows in arriving.items()}
    placed: dict[str, MapBox] = {}
    free = TOP
    for key, title, kind in sorted(homes, key=lambda home: wanted[home[0]]):
        box = _box(HOMES_X, HOMES_WIDTH, title, kind, "", ports=len(arriving[key]))
        y = max(free, wanted[key] - box.height // 2)
        placed[key] = replace(box, y=y)
        free = y + box.height + GAP
    return placed


def _port(home: MapBox, rows: list[int], at: int) -> int:
    """The height at which a band arrives: those of one home in the order of the work."""
    return home.middle - PORT * (len(rows) - 1) // 2 + PORT * rows.index(at)


def _band(work: GateWork, box: MapBox, port: int | None) -> GateBand:
    x, y, colour = box.x + box.width, box.middle, _colour(work)
    if work.reach == LOOSE_END or (port is None and work.reach != PASSES):
        return GateBand(f"M{x} {y}h{LOOSE}", "")
    if work.reach == WAITS:
        return GateBand(f"M{x} {y}H{STOP}", colour)
    after = GATE_X + 2 * GATE_PITCH
    if port is None:  # what stops or is archived passes, and goes nowhere
        return GateBand(f"M{x} {y}H{after + LOOSE}", colour)
    bend = (after + HOMES_X) // 2
    path = f"M{x} {y}H{after}C{bend} {y} {bend} {port} {HOMES_X} {port}"
    return GateBand(path, colour, is_dotted=work.reach == ASKED)


def _posts(height: int) -> Iterator[MapBand]:
    for place, colour in enumerate(("aubergine", "koolzaad")):
        yield MapBand(f"M{GATE_X + GATE_PITCH * place} {TOP - 6}V{height}", colour)
