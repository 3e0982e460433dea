"""Who, other than an editor, keeps a part of the content right: which rows of a model he may see and edit in the admin.

This floor knows no sectors, so the floors above say it in a `scopes.py` of their own, which is found at start-up: a
keeper is somebody with a role, and a scope is what a model holds for him. What nobody speaks for is for editors only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from members.models import User

Account = User | AnonymousUser | None
Keeper = Callable[[User], bool]
Rows = Callable[[User], "QuerySet[Any]"]


@dataclass(frozen=True)
class Scope:
    """What a keeper may do with a model: rows he sees, those among them that he edits (None: he only looks).

    `fixed` fields he cannot fill in, `required` ones he must: without them a row would not be his.
    """

    keeper: Keeper
    seen: Rows
    kept: Rows | None
    adds: bool
    deletes: bool
    fixed: frozenset[str]
    required: frozenset[str]


_scopes: dict[type[Model], Scope] = {}
_withheld: dict[type[Model], list[Callable[[], QuerySet[Any]]]] = defaultdict(list)
_reach: dict[tuple[type[Model], str], list[Rows]] = defaultdict(list)


def keep(
    model: type[Model],
    keeper: Keeper,
    rows: Rows,
    *,
    seen: Rows | None = None,
    adds: bool = True,
    deletes: bool = True,
    fixed: Iterable[str] = (),
    required: Iterable[str] = (),
) -> None:
    """Let keepers edit rows of a model, and see those and perhaps more."""
    _scopes[model] = Scope(keeper, seen or rows, rows, adds, deletes, frozenset(fixed), frozenset(required))


def show(model: type[Model], keeper: Keeper, rows: Rows) -> None:
    """Let keepers see rows of a model that only editors change."""
    nothing: frozenset[str] = frozenset()
    _scopes[model] = Scope(keeper, rows, None, adds=False, deletes=False, fixed=nothing, required=nothing)


def withhold(model: type[Model], rows: Callable[[], QuerySet[Any]]) -> None:
    """Keep rows from everyone but editors, whichever scope they are in."""
    _withheld[model].append(rows)


def reach(model: type[Model], rows: Rows, *, field: str = "") -> None:
    """Let a keeper's rows refer to these rows of a model, or name them in one field; else only to what he edits."""
    _reach[model, field].append(rows)


def keeps_something(user: Account) -> bool:
    """Whether some part of the content is the account's to keep right."""
    keepers = {scope.keeper for scope in _scopes.values()}
    return isinstance(user, User) and user.is_active and any(keeper(user) for keeper in keepers)


def scope_of(user: Account, model: type[Model]) -> Scope | None:
    """Return what a model holds for a keeper; None for everyone else."""
    scope = _scopes.get(model)
    if scope is None or not isinstance(user, User) or not user.is_active or not scope.keeper(user):
        return None
    return scope


def rows_seen_by(user: Account, model: type[Model]) -> QuerySet[Any]:
    """Return the rows of a model that a keeper sees."""
    scope = scope_of(user, model)
    return _none(model) if scope is None or not isinstance(user, User) else _left(model, scope.seen(user))


def rows_kept_by(user: Account, model: type[Model]) -> QuerySet[Any]:
    """Return the rows of a model that a keeper edits."""
    scope = scope_of(user, model)
    if scope is None or scope.kept is None or not isinstance(user, User):
        return _none(model)
    return _left(model, scope.kept(user))


def rows_in_reach_of(user: Account, model: type[Model], field: str) -> QuerySet[Any]:
    """Return what the rows that a keeper edits may name in a field."""
    target: Any = model._meta.get_field(field).related_model
    found = _reach.get((model, field)) or _reach.get((target, ""))
    if not found or not isinstance(user, User):
        return rows_kept_by(user, target)
    named = Q()
    for rows in found:
        named |= Q(pk__in=rows(user).values("pk"))
    return all_of(target).filter(named)


def sees(user: Account, row: Model) -> bool:
    """Whether a keeper sees a row."""
    return rows_seen_by(user, type(row)).filter(pk=row.pk).exists()


def keeps(user: Account, row: Model) -> bool:
    """Whether a row is a keeper's to edit, as it is stored now."""
    return rows_kept_by(user, type(row)).filter(pk=row.pk).exists()


def all_of(model: type[Model]) -> QuerySet[Any]:
    """Return all rows of a model."""
    return model._default_manager.all()


def _none(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.none()


def _left(model: type[Model], rows: QuerySet[Any]) -> QuerySet[Any]:
    for withheld in _withheld.get(model, ()):
        rows = rows.exclude(pk__in=withheld().values("pk"))
    return rows
