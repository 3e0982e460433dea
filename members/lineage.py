"""Mergers: an organisation with all that merged into it, and what became of one that merged.

Both walk `succeeded_by` in the database, as far as it goes, inside the query that asks; a line that turns in a circle
ends where it began. What happened before a merger keeps the organisation of then, and is counted along the line.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import BigIntegerField, F, Func, JSONField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from members.models import Organisation, OrganisationQuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


class Lineage(Func):
    """The keys of an organisation, given by its key, and of all that merged into it, in steps; for use with `__in`."""

    template = """(
        WITH RECURSIVE line(id) AS (
            SELECT (%(expressions)s)::bigint
            UNION
            SELECT organisation.id
            FROM members_organisation organisation
            JOIN line ON organisation.succeeded_by_id = line.id
        )
        SELECT id FROM line
    )"""
    arity = 1
    output_field = BigIntegerField()


class Heir(Func):
    """The organisation in which one, given by its key, lives on: the last of its line, itself when it did not merge.

    A dictionary of `pk`, `name`, `slug` and `sort_key`; None where there is no organisation or the line has no end.
    """

    template = """(
        WITH RECURSIVE line(id, next) AS (
            SELECT organisation.id, organisation.succeeded_by_id
            FROM members_organisation organisation
            WHERE organisation.id = %(expressions)s
            UNION
            SELECT organisation.id, organisation.succeeded_by_id
            FROM members_organisation organisation
            JOIN line ON organisation.id = line.next
        )
        SELECT jsonb_build_object('pk', last.id, 'name', last.name, 'slug', last.slug, 'sort_key', last.sort_key)
        FROM line
        JOIN members_organisation last ON last.id = line.id
        WHERE line.next IS NULL
    )"""
    arity = 1
    output_field = JSONField()


def heir_key(organisation: str | Combinable) -> Coalesce:
    """Return, as a part of a query, the key of the organisation in which one lives on; its own where no line ends."""
    own = F(organisation) if isinstance(organisation, str) else organisation
    heir = Cast(KeyTextTransform("pk", Heir(own)), BigIntegerField())
    return Coalesce(heir, own, output_field=BigIntegerField())


def lineage_of(organisation: Organisation) -> OrganisationQuerySet:
    """Return an organisation and all its predecessors; loop-safe, without a query of its own."""
    key = Value(organisation.pk, output_field=BigIntegerField())
    return Organisation.objects.filter(pk__in=Lineage(key))


def with_heirs(rows: Rows, *, organisation: str = "organisation") -> Rows:
    """Annotate `heir`: in which organisation the one of each row lives on (see Heir)."""
    return rows.annotate(heir=Heir(F(organisation)))
