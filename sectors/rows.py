"""Sectors and what they aim for as rows: plain values with urls and labels made once, so that templates only print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from members.models import Person, User
from members.permissions import can_see_contact
from members.rows import card_url
from sectors.models import Appointment, FocusPoint, Sector, SectorQuerySet, SectorYear

SECTOR_COLUMNS = ("name", "slug", "band", "icon", "summary", "member_count")
LEADER_COLUMNS = (
    *("role", "person__name", "person__email", "person__phone", "person__photo", "person__contact_visibility"),
    *("person__organisation__name", "person__organisation__slug"),
)
FOCUS_COLUMNS = ("title", "text", "state", "result", "owner", "sharing", "partner_list")


class Link(NamedTuple):
    """A name and where it leads."""

    name: str
    url: str


class SectorTag(NamedTuple):
    """A sector as a coloured label."""

    name: str
    url: str
    band: str


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A sector as a card."""

    name: str
    url: str
    band: str
    icon: str
    summary: str
    member_count: int


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """A chair, programme manager or deputy; address and number only for who may see them.

    `for_members` says that there are details which the reader would see once signed in as a member.
    """

    role: str
    role_label: str
    name: str
    organisation: str
    url: str
    photo: str
    email: str
    phone: str
    for_members: bool
    vcard: str


@dataclass(frozen=True, slots=True)
class FocusRow:
    """A focus point as a card; `others` are the sectors that work on it too."""

    title: str
    text: str
    state: str
    state_label: str
    result: str
    others: tuple[SectorTag, ...]
    partners: tuple[Link, ...]


def sector_tags(found: Iterable[dict[str, str]], prefix: str = "") -> tuple[SectorTag, ...]:
    """Make labels of dictionaries with name, slug and band; long lists look up the `prefix` of the urls once."""
    prefix = prefix or reverse("sector-list")
    return tuple(SectorTag(each["name"], f"{prefix}{each['slug']}/", each["band"]) for each in found)


def sector_rows(sectors: SectorQuerySet) -> list[SectorRow]:
    """Shape sectors, in their own order, in one query."""
    prefix = reverse("sector-list")
    found = sectors.with_member_count().values(*SECTOR_COLUMNS)
    return [SectorRow(url=f"{prefix}{values.pop('slug')}/", **values) for values in found]


def leader_rows(sector: Sector, user: User | AnonymousUser) -> list[LeaderRow]:
    """Return who leads a sector today, chairs first, in one query; contact details as far as `user` may see them."""
    leading = Appointment.objects.filter(sector=sector).current().leading().only(*LEADER_COLUMNS)
    return [_leader(appointment, shown=can_see_contact(user, appointment.person)) for appointment in leading]


def _leader(appointment: Appointment, *, shown: bool) -> LeaderRow:
    person = appointment.person
    organisation = person.organisation
    return LeaderRow(
        role=appointment.role,
        role_label=appointment.get_role_display(),
        name=person.name,
        organisation=organisation.name if organisation else "",
        url=organisation.get_absolute_url() if organisation else "",
        photo=person.photo.url_as("round"),
        email=person.email if shown else "",
        phone=person.phone if shown else "",
        for_members=not shown and _is_for_members(person),
        vcard=card_url(person, shown=shown),
    )


def _is_for_members(person: Person) -> bool:
    meant = person.contact_visibility == Person.ContactVisibility.MEMBERS
    return meant and bool(person.email or person.phone)


def focus_rows(sector: Sector, year: int) -> list[FocusRow]:
    """Return the focus points on a sector's page for a year, its own and those shared with it, in one query."""
    found = FocusPoint.objects.of(sector, year).for_display().values(*FOCUS_COLUMNS)
    states = {value: str(label) for value, label in FocusPoint.State.choices}
    prefix = reverse("organisation-list")
    return [_focus(values, sector, states[values["state"]], prefix) for values in found]


def _focus(values: dict[str, Any], sector: Sector, state_label: str, prefix: str) -> FocusRow:
    involved = [values["owner"], *values["sharing"]]
    return FocusRow(
        title=values["title"],
        text=values["text"],
        state=values["state"],
        state_label=state_label,
        result=values["result"],
        others=sector_tags(each for each in involved if each["slug"] != sector.slug),
        partners=tuple(Link(each["name"], f"{prefix}{each['slug']}/") for each in values["partner_list"]),
    )


def sector_years(sector: Sector) -> list[SectorYear]:
    """Return the years of a sector that was fetched `with_years`, the latest first, without a query."""
    return [SectorYear(sector=sector, **fields) for fields in vars(sector)["all_years"]]
