"""The map of the region: a woven ground for each area, and a mark for each town where organisations sit.

Geometry only: degrees (WGS 84) in, whole units of the picture out, the same for the same facts. Nothing but the
organisations' own places is known, so the ground is what lies near them and no border is claimed. On a phone a unit
is a pixel; marks keep room for a finger there, so neighbours move apart a little, and share a mark where a region is
too full for that.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise, product

from members.lettering import text_width

WIDTH = 320
HEIGHTS = (160, 400)
EDGE = 30  # from the outermost town to the edge
MARK = 8  # from the middle of a mark to its outline
PIE = 11  # the same, of a mark that stands for several
MARK_EDGE = 12  # from the middle of a mark to the edge, its outline and its focus ring included
GAP = 25  # between the middles of two marks
FULL = 0.7  # how much of the picture marks may claim before neighbours share them at once
ROUNDS = 60
PITCH = 10  # from thread to thread of the ground
REACH = 27  # how far the ground lies round a town
THREAD = 12  # as long as a thread shows between two others
TEXT = 12
TEXT_ROOM = 2
ROW = TEXT // 2 + MARK + TEXT_ROOM
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Place:
    """Where something sits: an organisation by its number in a list, its town and its area, such as a province."""

    key: int
    latitude: float
    longitude: float
    town: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the map with all that sits there; in a full region neighbouring towns share one."""

    x: int
    y: int
    keys: tuple[int, ...]
    towns: tuple[str, ...]
    area: str


@dataclass(frozen=True, slots=True)
class Area:
    """The woven ground of an area, as one path, and its name where there is room; without room y is 0."""

    name: str
    threads: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class RegionMap:
    """A map of `width` by `height`; its marks never touch each other."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    areas: tuple[Area, ...]

    def of(self, keys: Iterable[int]) -> "RegionMap":
        """Return the same map with only some of what sits on it, so that the region stands still while one filters."""
        wanted = set(keys)
        kept = (replace(mark, keys=tuple(key for key in mark.keys if key in wanted)) for mark in self.marks)
        return replace(self, marks=tuple(mark for mark in kept if mark.keys))


@dataclass(slots=True)
class Spot:
    """A mark while it still moves."""

    x: float
    y: float
    places: list[Place]


@lru_cache(maxsize=32)
def region_map(places: tuple[Place, ...]) -> RegionMap:
    """Draw the map of all places, at least one."""
    height, spots = _projected(_by_town(places))
    is_full = len(spots) * GAP**2 > FULL * WIDTH * height
    spots = _joined(spots, GAP if is_full else GAP / 4)
    _push_apart(spots, height)
    marks = sorted(map(_mark, _joined(spots, GAP)), key=lambda mark: (mark.y, mark.x))
    return RegionMap(WIDTH, height, tuple(marks), tuple(_areas(marks, height)))


def _by_town(places: Iterable[Place]) -> list[Spot]:
    """Put what sits in the same town of the same area together; what has no town stands alone."""
    found: dict[tuple[object, ...], list[Place]] = {}
    for place in places:
        key = (place.town, place.area) if place.town else (place.latitude, place.longitude)
        found.setdefault(key, []).append(place)
    return [
        Spot(_mean(p.longitude for p in group), _mean(p.latitude for p in group), group) for group in found.values()
    ]


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return math.fsum(listed) / len(listed)


def _projected(spots: list[Spot]) -> tuple[int, list[Spot]]:
    """Lay degrees on the plane: equirectangular, true to scale at the middle latitude."""
    west, east = min(spot.x for spot in spots), max(spot.x for spot in spots)
    south, north = min(spot.y for spot in spots), max(spot.y for spot in spots)
    narrowing = max(math.cos(math.radians((south + north) / 2)), CLOSE)
    wide, tall = (east - west) * narrowing, north - south
    room = WIDTH - 2 * EDGE, HEIGHTS[1] - 2 * EDGE
    scale = min((space / size for space, size in zip(room, (wide, tall), strict=True) if size > CLOSE), default=0)
    height = max(round(tall * scale) + 2 * EDGE, HEIGHTS[0])
    for spot in spots:
        spot.x = WIDTH / 2 + (spot.x - (west + east) / 2) * narrowing * scale
        spot.y = height / 2 - (spot.y - (south + north) / 2) * scale
    return height, spots


def _joined(spots: list[Spot], gap: float) -> list[Spot]:
    """Let spots nearer than `gap` to a fuller one share its mark; those that stay are at least that far apart."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: -len(spot.places)):
        nearest = min(kept, key=lambda other: _distance(spot, other), default=spot)
        if nearest is not spot and _distance(spot, nearest) < gap:
            nearest.places += spot.places
        else:
            kept.append(spot)
    return kept


def _distance(one: Spot, other: Spot) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


def _push_apart(spots: Sequence[Spot], height: int) -> None:
    """Move spots that are too near away from each other, a little at a time, and leave them on whole units."""
    for _ in range(ROUNDS):
        moved = [_push(one, other) for place, one in enumerate(spots) for other in spots[:place]]
        _keep_inside(spots, height)
        if not any(moved):
            break
    for spot in spots:
        spot.x, spot.y = round(spot.x), round(spot.y)


def _push(one: Spot, other: Spot) -> bool:
    """Move both by half of what they lack, with a unit to spare for rounding."""
    distance = _distance(one, other)
    if not CLOSE < distance < GAP + 1:
        return False
    step = (GAP + 2 - distance) / 2 / distance
    along, down = (one.x - other.x) * step, (one.y - other.y) * step
    one.x, one.y, other.x, other.y = one.x + along, one.y + down, other.x - along, other.y - down
    return True


def _keep_inside(spots: Iterable[Spot], height: int) -> None:
    for spot in spots:
        spot.x = min(max(spot.x, MARK_EDGE), WIDTH - MARK_EDGE)
        spot.y = min(max(spot.y, MARK_EDGE), height - MARK_EDGE)


def _mark(spot: Spot) -> Mark:
    keys = tuple(sorted(place.key for place in spot.places))
    towns = dict.fromkeys(place.town for place in spot.places if place.town)
    return Mark(round(spot.x), round(spot.y), keys, tuple(towns), spot.places[0].area)


def _areas(marks: Sequence[Mark], height: int) -> Iterator[Area]:
    """Weave the ground: each crossing of threads belongs to the area of the nearest mark."""
    near: dict[str, list[tuple[int, int]]] = {}
    threads: dict[str, str] = {}
    for x, y in product(range(PITCH // 2, WIDTH, PITCH), range(PITCH // 2, height, PITCH)):
        distance, nearest = min((math.hypot(x - mark.x, y - mark.y), place) for place, mark in enumerate(marks))
        name = marks[nearest].area
        if distance < 2 * REACH and TEXT <= y <= height - TEXT:
            near.setdefault(name, []).append((x, y))
        if distance < REACH:
            threads[name] = threads.get(name, "") + _thread(x, y)
    taken: list[tuple[int, int, float]] = [(mark.x, mark.y, MARK) for mark in marks]
    for name, path in sorted(threads.items()):
        x, y = _room_for(name, _middle(name, marks), near.get(name, []), taken)
        taken.append((x, y, text_width(name, TEXT) / 2))
        yield Area(name, path, x, y)


def _thread(x: int, y: int) -> str:
    """The thread that lies on top at a crossing: level and upright ones take turns."""
    half = THREAD // 2
    return f"M{x - half} {y}h{THREAD}" if (x + y) // PITCH % 2 else f"M{x} {y - half}v{THREAD}"


def _middle(name: str, marks: Iterable[Mark]) -> tuple[float, float]:
    own = [mark for mark in marks if mark.area == name]
    return _mean(mark.x for mark in own), _mean(mark.y for mark in own)


def _room_for(
    name: str,
    middle: tuple[float, float],
    crossings: Iterable[tuple[int, int]],
    taken: Iterable[tuple[int, int, float]],
) -> tuple[int, int]:
    """Find the crossing nearest to the middle of an area where its name hides nothing and stays inside."""
    half = text_width(name, TEXT) / 2
    boxes = [(x, y, width + half + TEXT_ROOM) for x, y, width in taken]
    free = [
        (x, y)
        for x, y in crossings
        if half <= x <= WIDTH - half
        and not any(abs(x - left) < room and abs(y - top) < ROW for left, top, room in boxes)
    ]
    return min(free, key=lambda spot: math.dist(spot, middle), default=(0, 0)) if name else (0, 0)


def pie(shares: Sequence[int]) -> list[str]:
    """Cut the round of a shared mark into slices as large as their shares, as path data round 0,0."""
    if len(shares) == 1:
        return [f"M-{PIE} 0a{PIE} {PIE} 0 1 0 {2 * PIE} 0a{PIE} {PIE} 0 1 0-{2 * PIE} 0z"]
    whole, ends = sum(shares), list(accumulate(shares, initial=0))
    return [
        f"M0 0L{_on_edge(start / whole)}A{PIE} {PIE} 0 {int(2 * (end - start) > whole)} 1 {_on_edge(end / whole)}z"
        for start, end in pairwise(ends)
    ]


def _on_edge(turn: float) -> str:
    return f"{PIE * math.sin(math.tau * turn):.1f} {-PIE * math.cos(math.tau * turn):.1f}"
