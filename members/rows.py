"""Organisations as rows for lists: urls made once, so that templates only print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models import Organisation, OrganisationQuerySet, Person

Kind = Organisation.Kind

KIND_HEADINGS = {
    Kind.MUNICIPALITY: _("Municipalities"),
    Kind.PROVINCE: _("Provinces"),
    Kind.WATER_BOARD: _("Water boards"),
    Kind.SAFETY_REGION: _("Safety regions"),
    Kind.PARTNERSHIP: _("Partnerships"),
    Kind.NATIONAL_GOVERNMENT: _("National government"),
    Kind.EDUCATION: _("Education"),
    Kind.HEALTH_CARE: _("Health care"),
    Kind.COMPANY: _("Companies"),
    Kind.ASSOCIATION: _("Associations"),
    Kind.OTHER: _("Other organisations"),
}


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in a list; the note is a word beside its name, such as "chair"."""

    name: str
    url: str
    kind: str
    seat: str = ""
    note: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class KindGroup:
    """Organisations of one kind under their heading."""

    label: str
    organisations: tuple[OrganisationRow, ...]


def organisation_rows(organisations: OrganisationQuerySet) -> list[OrganisationRow]:
    """Shape organisations, in their own order, in one query."""
    prefix = reverse("organisation-list")
    columns = organisations.values_list("name", "slug", "kind", "seat")
    return [OrganisationRow(name, f"{prefix}{slug}/", kind, seat) for name, slug, kind, seat in columns]


def by_kind(rows: Iterable[OrganisationRow]) -> list[KindGroup]:
    """Group organisations by kind, in the order of the kinds; kinds without organisations are left out."""
    found: dict[str, list[OrganisationRow]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return [KindGroup(str(label), tuple(found[kind])) for kind, label in KIND_HEADINGS.items() if kind in found]


def card_url(person: Person, *, shown: bool) -> str:
    """Return where to fetch someone's contact card; nothing where no details are shown or known."""
    return reverse("contact-card", args=[person.pk]) if shown and (person.email or person.phone) else ""
