"""Rows by their natural key: a second load finds what the first one made and leaves it as it is."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def store(
    rows: Iterable[Row], *, key: Sequence[str], once: Sequence[str] = (), among: models.Q | None = None
) -> list[Row]:
    """Insert the rows that are not there yet, change those that differ and leave the others; return all, in order.

    A row is known by the fields in `key`, among the stored rows that meet a condition. What stands in the fields
    `once` is only written when the row is made.
    """
    rows = list(rows)
    if not rows:
        return rows
    model = type(rows[0])
    keys = [_column(model, name) for name in key]
    columns = _columns(model, leave_out=once)
    kept = _stored(model, keys, columns, among)
    fresh, changed = [], []
    for row in rows:
        _prepare(row)
        known = kept.get(tuple(getattr(row, column) for column in keys))
        if known is None:
            fresh.append(row)
            continue
        row.pk = known["pk"]
        if any(getattr(row, column) != known[column] for column in columns):
            changed.append(row)
    manager: models.QuerySet[Row] = models.QuerySet(model)
    manager.bulk_create(fresh)
    for row in changed:
        row.save(force_update=True, update_fields=[*columns, *_stamps(model)])
    return rows


def link(name: str, targets: Iterable[tuple[models.Model, Iterable[models.Model]]]) -> None:
    """Make the many-to-many field `name` of stored rows of one model point to exactly these rows."""
    pairs = list(targets)
    field: Any = type(pairs[0][0])._meta.get_field(name)
    source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    wanted = {(row.pk, other.pk) for row, others in pairs for other in others}
    through = field.remote_field.through.objects
    kept = through.filter(**{f"{source}__in": [row.pk for row, _others in pairs]}).values_list("pk", source, target)
    known = {(one, other): pk for pk, one, other in kept}
    through.filter(pk__in=[pk for pair, pk in known.items() if pair not in wanted]).delete()
    fresh = sorted(wanted - known.keys())
    through.bulk_create(through.model(**{source: one, target: other}) for one, other in fresh)


def _column(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "attname"))  # noqa: B009 - relations in reverse have none


def _columns(model: type[models.Model], *, leave_out: Sequence[str]) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
    return [field.attname for field in fields if field.name not in (*leave_out, *_stamps(model))]


def _stamps(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if getattr(field, "auto_now", False)]


def _stored(
    model: type[models.Model], keys: Sequence[str], columns: Sequence[str], among: models.Q | None
) -> dict[tuple[Any, ...], dict[str, Any]]:
    everything: models.QuerySet[Any] = models.QuerySet(model)
    found = everything.filter(among or models.Q()).values("pk", *{*keys, *columns})
    return {tuple(row[column] for column in keys): row for row in found}


def _prepare(row: models.Model) -> None:
    """Bring the values into the form in which they are stored, such as cleaned rich text."""
    for field in row._meta.concrete_fields:
        if not field.generated and not getattr(field, "auto_now", False):
            field.pre_save(row, add=False)
