"""The history of a row and of what belongs to it: who changed what when, and the way back.

The triggers of members/tracking.py write the versions; here they are read, compared and put back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

import pghistory
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Subquery, Value

from members.differences import Difference, Names, differences, reference
from members.models import User

MADE, DELETED = "insert", "delete"  # labels of versions, beside "update"

COLUMNS = ("pgh_created_at", "pgh_context_id", "pgh_source", "pgh_id", "pgh_before", "pgh_is_latest")  # of a Place

Version = Any  # a row of an event model, which @tracked makes
Row = models.Model


@dataclass(frozen=True, slots=True)
class Source:
    """Versions shown with one object: its own, those of its parts, or those of links of either to other rows.

    `column` leads from a version to the object, or to the part whose source is `holder`.
    """

    model: type[Row]
    column: str
    link: Any = None
    holder: Source | None = None

    @property
    def versions(self) -> models.QuerySet[Any]:
        """All versions of all rows."""
        return models.QuerySet(event_model(self.model))

    @property
    def label(self) -> str:
        """What an editor calls the rows."""
        return str(self.link.verbose_name if self.link else self.model._meta.verbose_name)

    def of(self, pk: Any) -> models.QuerySet[Any]:
        """Return the versions that belong to one object."""
        if self.holder is None:
            return self.versions.filter(**{self.column: pk})
        return self.versions.filter(**{f"{self.column}__in": self.holder.of(pk).values("id")})

    def shown(self) -> list[Any]:
        """Return the fields that tell an editor something, without the one that names the object itself."""
        return [] if self.link else [each for each in edited_fields(self.model) if each.name != self.column]

    def name(self, row: Row, names: Names) -> str:
        """Give the name that a row had; of a link the name of its other end."""
        if not self.link:
            return str(row)
        far_end = self.link.m2m_reverse_field_name()
        ends = [self.column, far_end] if self.holder else [far_end]
        return ": ".join(reference(self.model._meta.get_field(end), row, names) for end in ends)


class Place(NamedTuple):
    """Where one version is kept, and the one before it."""

    moment: datetime
    context: Any
    source: int
    version: int
    before: int | None
    is_latest: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What an act did to one row."""

    kind: str
    model: str
    version: int
    label: str
    name: str
    differences: list[Difference]
    can_return: bool


@dataclass(frozen=True, slots=True)
class Act:
    """What someone did in one go: saved a page, ran a command, or wrote to the database from elsewhere."""

    moment: datetime
    who: str
    command: str
    url: str
    is_return: bool
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Return:
    """A row with the values of an earlier version, not saved; and the labels of files that are gone."""

    row: Row
    is_new: bool
    differences: list[Difference]
    lost_files: list[str]


def event_model(model: type[Row]) -> Any:
    """Return the model that holds the versions of a model's rows; None when none are kept."""
    return getattr(model, "pgh_event_model", None)


def sources(model: type[Row], parts: Iterable[tuple[type[Row], str]]) -> list[Source]:
    """List where the history of a model's rows is kept; parts come with the name of the key that leads to the row."""
    own = Source(model, "id")
    found = [each for each in (own, *(Source(part, key) for part, key in parts)) if event_model(each.model)]
    return found + [link for each in found for link in _links(each, holder=None if each is own else each)]


def places(found: Sequence[Source], pk: Any) -> models.QuerySet[Any]:
    """Return where the versions that belong to one object are, the newest first: pages are cut from it."""
    each = [_places(source, number, pk) for number, source in enumerate(found)]
    return each[0].union(*each[1:], all=True).order_by("-pgh_created_at", "-pgh_id")


def acts(found: Sequence[Source], rows: Iterable[Sequence[Any]]) -> list[Act]:
    """Turn places of versions into what people did, in a number of queries that their number leaves the same."""
    at = [Place(*row) for row in rows]
    versions = _versions(found, at)
    known = {key: row_of(version) for key, version in versions.items()}
    names = _named(known.values())
    accounts = _accounts(versions[place.source, place.version].pgh_context or {} for place in at)
    result = []
    for _act, group in groupby(at, _act_of):
        done = list(group)
        told = versions[done[0].source, done[0].version].pgh_context or {}
        steps = [_step(found[place.source], place, versions, known, names) for place in reversed(done)]
        result.append(_as_act(done[0].moment, told, accounts, steps))
    return result


def row_of(version: Version) -> Row:
    """Return the row as it was, not saved."""
    model: type[Row] = version.pgh_tracked_model
    return model(**{each.attname: getattr(version, each.name) for each in _kept_fields(model)})


def name_of(version: Version) -> str:
    """Give the name that a row had."""
    row = row_of(version)
    _named([row])
    return str(row)


def edited_fields(model: type[Row]) -> list[Any]:
    """Return the fields of which versions are kept and that editors fill in."""
    return [each for each in _kept_fields(model) if each.editable and not each.primary_key]


def returned(version: Version, *, leaving: Collection[str] = ()) -> Return:
    """Lay an earlier version over the row as it is now; one that is gone is made anew, with the number it had.

    What editors do not fill in, the fields in `leaving` and files that no longer exist stay as they are now.
    """
    model, earlier = version.pgh_tracked_model, row_of(version)
    now = models.QuerySet(model).filter(pk=version.id).first()
    row = models.QuerySet(model).get(pk=version.id) if now else model()
    fields = [each for each in (edited_fields(model) if now else _kept_fields(model)) if each.name not in leaving]
    lost = [each for each in fields if _is_lost(each, earlier) and (not now or _differs(each, now, earlier))]
    for each in fields:
        if each not in lost:
            setattr(row, each.attname, getattr(earlier, each.attname))
    names = _named([each for each in (now, row) if each])
    return Return(
        row=row,
        is_new=now is None,
        differences=differences(edited_fields(model), now, row, names),
        lost_files=[str(each.verbose_name) for each in lost],
    )


@transaction.atomic
def put_back(version: Version, *, leaving: Collection[str] = ()) -> Row:
    """Store an earlier version, where every rule of the model allows it today; the history records it like any change.

    Raises ValidationError, or IntegrityError when something else was stored in between.
    """
    list(models.QuerySet(version.pgh_tracked_model).filter(pk=version.id).select_for_update().values_list("pk"))
    result = returned(version, leaving=leaving)
    result.row.full_clean()
    pghistory.context(put_back=version.pgh_id)
    result.row.save(force_insert=result.is_new)
    return result.row


def can_return(version: Version) -> bool:
    """Whether a version can be put back; of a row that is gone only if versions hold all of it, unlike accounts."""
    model = version.pgh_tracked_model
    return _is_whole(model) or models.QuerySet(model).filter(pk=version.id).exists()


def _links(source: Source, *, holder: Source | None) -> Iterator[Source]:
    links: list[Any] = source.model._meta.local_many_to_many
    for link in links:
        if event_model(link.remote_field.through):
            yield Source(link.remote_field.through, link.m2m_field_name(), link, holder)


def _places(source: Source, number: int, pk: Any) -> models.QuerySet[Any]:
    same_row = source.versions.filter(id=OuterRef("id"))
    earlier = same_row.filter(pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    later = same_row.filter(pgh_id__gt=OuterRef("pgh_id"))
    found: Any = source.of(pk).annotate(
        pgh_source=Value(number), pgh_before=Subquery(earlier.values("pgh_id")[:1]), pgh_is_latest=~Exists(later)
    )
    rows: models.QuerySet[Any] = found.values_list(*COLUMNS)
    return rows


def _versions(found: Sequence[Source], at: Iterable[Place]) -> dict[tuple[int, int], Version]:
    wanted: dict[int, set[Any]] = defaultdict(set)
    for place in at:
        wanted[place.source] |= {place.version, place.before} - {None}
    return {
        (number, pk): version
        for number, keys in wanted.items()
        for pk, version in found[number].versions.in_bulk(keys).items()
    }


def _act_of(place: Place) -> Any:
    """Rows of one request or command belong together; without either, rows of the same second do."""
    return place.context or place.moment.replace(microsecond=0)


def _as_act(moment: datetime, told: dict[str, Any], accounts: dict[Any, str], steps: list[Step]) -> Act:
    return Act(
        moment=moment,
        who=accounts.get(told.get("user"), ""),
        command=told.get("command", ""),
        url=told.get("url", ""),
        is_return="put_back" in told,
        steps=steps,
    )


def _step(
    source: Source,
    place: Place,
    versions: dict[tuple[int, int], Version],
    known: dict[tuple[int, int], Row],
    names: Names,
) -> Step:
    key = place.source, place.version
    kind = versions[key].pgh_label
    after = None if kind == DELETED else known[key]
    before = known[key] if kind == DELETED else known.get((place.source, place.before or 0))
    return Step(
        kind=kind,
        model=source.model._meta.label_lower,
        version=place.version,
        label=source.label,
        name=source.name(known[key], names),
        differences=differences(source.shown(), before, after, names),
        can_return=_can_return(source, place, is_deletion=kind == DELETED),
    )


def _can_return(source: Source, place: Place, *, is_deletion: bool) -> bool:
    """The row as it is now needs no return; a link is there or not, it has no earlier state."""
    if place.is_latest:
        return is_deletion and _is_whole(source.model)
    return not source.link


def _kept_fields(model: type[Row]) -> list[Any]:
    versions = {each.name for each in event_model(model)._meta.concrete_fields}
    return [each for each in model._meta.concrete_fields if each.name in versions]


def _is_whole(model: type[Row]) -> bool:
    kept = {each.name for each in _kept_fields(model)}
    return all(
        each.name in kept or each.generated or getattr(each, "auto_now", False) for each in model._meta.concrete_fields
    )


def _is_lost(field: Any, row: Row) -> bool:
    name = field.value_from_object(row)
    return isinstance(field, models.FileField) and bool(name) and not field.storage.exists(str(name))


def _differs(field: Any, one: Row, other: Row) -> bool:
    return bool(field.value_from_object(one) != field.value_from_object(other))


def _named(rows: Iterable[Row]) -> Names:
    """Fetch all that rows refer to, with what their own names are made of, and hang it on the rows."""
    referring = [(row, each) for row in rows for each in _kept_fields(type(row)) if each.is_relation]
    wanted: dict[type[Row], set[Any]] = defaultdict(set)
    for row, each in referring:
        wanted[each.remote_field.model].add(getattr(row, each.attname))
    names = {model: _with_references(model).in_bulk(keys - {None}) for model, keys in wanted.items()}
    for row, each in referring:
        key, target = getattr(row, each.attname), each.remote_field.model
        setattr(row, each.name, None if key is None else names[target].get(key) or target(pk=key))
    return names


def _with_references(model: type[Row]) -> models.QuerySet[Any]:
    near: list[Any] = [each for each in model._meta.concrete_fields if each.is_relation]
    far = [
        f"{each.name}__{other.name}"
        for each in near
        for other in each.remote_field.model._meta.concrete_fields
        if other.is_relation
    ]
    return models.QuerySet(model).select_related(*(each.name for each in near), *far)


def _accounts(told: Iterable[dict[str, Any]]) -> dict[Any, str]:
    keys = {each["user"] for each in told if each.get("user")}
    accounts = User.objects.filter(pk__in=keys).select_related("person")
    return {account.pk: str(getattr(account, "person", account)) for account in accounts}
