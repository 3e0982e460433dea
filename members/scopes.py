"""Who, other than an editor, keeps a part of the content right: which rows of a model he may see and edit in the admin.

This floor knows no sectors, so the floors above say which rows those are (`sectors/scopes.py` and so on), as they
register their admin classes. A model that nobody speaks for is for editors only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from members.models import User

Rows = Callable[[User], "QuerySet[Any]"]
Found = TypeVar("Found", bound=Rows)

_scopes: dict[type[Model], Rows] = {}
_keepers: list[Callable[[User], bool]] = []


def scope(model: type[Model]) -> Callable[[Found], Found]:
    """Register the function that returns the rows of a model that an account may edit without being an editor."""

    def register(rows: Found) -> Found:
        _scopes[model] = rows
        return rows

    return register


def keeper(test: Callable[[User], bool]) -> Callable[[User], bool]:
    """Register a test whether an account keeps anything at all; it runs on every page of the admin."""
    _keepers.append(test)
    return test


def keeps_something(user: User | AnonymousUser | None) -> bool:
    """Whether some part of the content is the account's to keep right."""
    return isinstance(user, User) and user.is_active and any(test(user) for test in _keepers)


def rows_kept_by(user: User | AnonymousUser | None, model: type[Model]) -> QuerySet[Any]:
    """Return the rows of a model that an account may edit without being an editor."""
    rows = _scopes.get(model)
    if rows is None or not isinstance(user, User) or not keeps_something(user):
        return model._default_manager.none()
    return rows(user)


def has_scope(model: type[Model]) -> bool:
    """Whether anyone but editors may edit rows of a model."""
    return model in _scopes
