"""How the tests of constraints say which change breaks which rule."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from factory.django import DjangoModelFactory


@dataclass
class Breach:
    """Changes to a valid row that break a constraint.

    A value may be a factory, or a function of the row. `shared` names what the row takes over from another one, made
    of `other`. `speaks` is the field whose own validator is heard before the constraint.
    """

    name: str
    factory: type[DjangoModelFactory]
    changes: dict[str, Any]
    shared: tuple[str, ...] = ()
    other: dict[str, Any] | None = None
    speaks: str = NON_FIELD_ERRORS

    def __str__(self) -> str:
        return self.name

    def row(self) -> models.Model:
        """Make a valid row, with another one beside it where one is needed, and break it."""
        other = self.factory(**values(self.other)) if self.other is not None else None
        row = self.factory()
        for name in self.shared:
            setattr(row, name, getattr(other, name))
        for name, value in values(self.changes).items():
            setattr(row, name, value(row) if callable(value) else value)
        return row


def values(given: dict[str, Any]) -> dict[str, Any]:
    """The values, a new row for each factory among them."""
    return {name: value() if isinstance(value, type) else value for name, value in given.items()}


def check(constraint, factory, /, speaks=NON_FIELD_ERRORS, **changes):
    """A row that breaks a rule on its own."""
    return Breach(constraint, factory, changes, speaks=speaks)


def rival(constraint, factory, /, *shared, other=None, **changes):
    """A row that breaks a rule because of another one."""
    return Breach(constraint, factory, changes, shared, other or {})
