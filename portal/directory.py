"""The members' list in the shape that its page prints: who is shown, the map, and what shares a mark on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import ngettext

from members.models import Organisation
from members.region_map import Area, Mark, Place, pie, region_map
from members.rows import KIND_HEADINGS, Kind, OrganisationRow
from sectors.models import SectorMembership

COLUMNS = ("name", "slug", "kind", "seat", "province", "latitude", "longitude", "sector_slugs")


@dataclass(frozen=True, slots=True)
class Member:
    """A member with all that the list can be narrowed by."""

    row: OrganisationRow
    province: str
    sectors: frozenset[str]
    place: Place | None


class Shape(NamedTuple):
    """An outline round 0,0 as path data, and the band colour inside it."""

    path: str
    band: str


class Look(NamedTuple):
    """A line of the legend."""

    kind: str
    label: str
    path: str
    band: str


@dataclass(frozen=True, slots=True)
class MapMark:
    """A mark on the map: the shape of a kind, or the number of organisations that share it."""

    x: int
    y: int
    url: str
    label: str
    anchor: str
    organisations: list[OrganisationRow]
    kind: str = ""
    slices: tuple[Shape, ...] = ()

    @property
    def band(self) -> str:
        """The colour of the kind."""
        return LOOKS[Kind(self.kind)].band


@dataclass(frozen=True, slots=True)
class MemberMap:
    """The map, its legend, and who has no known place on it."""

    width: int
    height: int
    areas: tuple[Area, ...]
    marks: list[MapMark]
    legend: list[Look]
    missing: list[OrganisationRow]

    @property
    def shared(self) -> list[MapMark]:
        """The marks that stand for several organisations, by the name of their town."""
        return sorted((mark for mark in self.marks if not mark.kind), key=lambda mark: mark.label)


LOOKS = {
    Kind.MUNICIPALITY: Shape("M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z", "klinker"),
    Kind.PROVINCE: Shape("M-7.5-7.5h15v15h-15z", "aubergine"),
    Kind.WATER_BOARD: Shape("M0-11c3 5 8 8 8 12a8 8 0 0 1-16 0c0-4 5-7 8-12z", "wad"),
    Kind.SAFETY_REGION: Shape("M0-10l10 17h-20z", "heide"),
    Kind.PARTNERSHIP: Shape("M0-10.5l10.5 10.5-10.5 10.5-10.5-10.5z", "weide"),
    Kind.NATIONAL_GOVERNMENT: Shape("M-10 0l5-8.5h10l5 8.5-5 8.5h-10z", "koolzaad"),
    Kind.EDUCATION: Shape("M0 10l10-17h-20z", "wad"),
    Kind.HEALTH_CARE: Shape("M-3.5-9.5h7v6h6v7h-6v6h-7v-6h-6v-7h6z", "klinker"),
    Kind.COMPANY: Shape("M0-9.5l9.5 7-3.5 10.5h-12l-3.5-10.5z", "weide"),
    Kind.ASSOCIATION: Shape("M-5-6h10a6 6 0 0 1 0 12h-10a6 6 0 0 1 0-12z", "heide"),
    Kind.OTHER: Shape("M-9.5 5a9.5 9.5 0 0 1 19 0z", "aubergine"),
}


def members_of_network() -> list[Member]:
    """Return the members of today by name with the slugs of their sectors, in one query."""
    terms = SectorMembership.objects.filter(organisation=OuterRef("pk"), sector__is_active=True).current()
    found = Organisation.objects.members().by_name().annotate(sector_slugs=ArraySubquery(terms.values("sector__slug")))
    prefix = reverse("organisation-list")
    return [_member(number, prefix, values) for number, values in enumerate(found.values_list(*COLUMNS))]


def _member(number: int, prefix: str, values: tuple[Any, ...]) -> Member:
    name, slug, kind, seat, province, latitude, longitude, sectors = values
    place = None if latitude is None else Place(number, float(latitude), float(longitude), seat, province)
    shown = "" if seat.casefold() in name.casefold() else seat
    return Member(OrganisationRow(name, f"{prefix}{slug}/", kind, shown), province, frozenset(sectors), place)


def narrowed(members: Iterable[Member], *, kind: str = "", sector: str = "", province: str = "") -> list[Member]:
    """Return the members of a kind, in a sector (by its slug) and in a province; empty asks nothing."""
    return [
        member
        for member in members
        if kind in ("", member.row.kind)
        and province in ("", member.province)
        and (not sector or sector in member.sectors)
    ]


def map_of(members: Sequence[Member], shown: Sequence[Member]) -> MemberMap | None:
    """Draw `shown` on the map of all members, so that the region stands still while one filters.

    There is no map while no member has a known place.
    """
    places = tuple(member.place for member in members if member.place)
    if not places:
        return None
    drawn = region_map(places)
    rows = {member.place.key: member.row for member in shown if member.place}
    marks = [_map_mark(mark, [rows[key] for key in mark.keys]) for mark in drawn.of(rows).marks]
    present = {row.kind for row in rows.values()}
    return MemberMap(
        width=drawn.width,
        height=drawn.height,
        areas=drawn.areas,
        marks=marks,
        legend=[Look(kind, str(label), *LOOKS[kind]) for kind, label in KIND_HEADINGS.items() if kind in present],
        missing=[member.row for member in shown if not member.place],
    )


def _map_mark(mark: Mark, rows: list[OrganisationRow]) -> MapMark:
    """A mark of one organisation leads to its page, one of several to their names beside the map."""
    towns = ", ".join(mark.towns)
    if len(rows) == 1:
        name, kind = rows[0].name, rows[0].kind
        label = name if not towns or towns.casefold() in name.casefold() else f"{name}, {towns}"
        return MapMark(mark.x, mark.y, rows[0].url, label, "", rows, kind)
    anchor = f"plaats-{mark.x}-{mark.y}"
    counted = ngettext("%(number)s organisation", "%(number)s organisations", len(rows)) % {"number": len(rows)}
    label = f"{towns}: {counted}" if towns else counted
    return MapMark(mark.x, mark.y, f"#{anchor}", label, anchor, rows, slices=_slices(rows))


def _slices(rows: Iterable[OrganisationRow]) -> tuple[Shape, ...]:
    found = Counter(row.kind for row in rows)
    present = [kind for kind in KIND_HEADINGS if found[kind]]
    paths = pie([found[kind] for kind in present])
    return tuple(Shape(path, LOOKS[kind].band) for path, kind in zip(paths, present, strict=True))
