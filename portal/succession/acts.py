"""Carrying a succession out: everything finds its new home in one transaction, or nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pghistory
from django.db import transaction
from django.urls import reverse

from members.models import Organisation, Person, User
from members.telling import recipients_of, tell_accounts, tell_many
from portal.departures import close_accounts_of
from portal.succession.case import Succession, check
from portal.succession.kinds import KINDS, LOCK_ORDER, Choice, Kind
from sectors.rows import Link


@dataclass(frozen=True, slots=True)
class Load:
    """What an organisation carries of one kind."""

    kind: Kind
    rows: list[Any]

    @property
    def lines(self) -> list[Link]:
        """How each reads."""
        return [self.kind.line(row) for row in self.rows]

    @property
    def stamp(self) -> str:
        """A short text that is another one as soon as anything in it changed."""
        told = [(getattr(row, "pk", row), *self.kind.line(row)) for row in self.rows]
        return sha256(repr(sorted(told, key=str)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one kind, as chosen by somebody who saw it when it had a stamp; `to` is given for OTHER only."""

    choice: str
    stamp: str
    to: Organisation | None = None


class ChangedError(Exception):
    """Some kinds, by key, are no longer as they were when somebody decided on them."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


def loads_of(succession: Succession) -> list[Load]:
    """Return everything that needs a home, in the order in which it is carried over; one query for each kind."""
    found = [Load(kind, kind.find(succession)) for kind in KINDS]
    return [load for load in found if load.rows]


@transaction.atomic
def succeed(*, succession: Succession, decisions: Mapping[str, Decision], reason: str = "") -> Organisation:
    """Do with everything an organisation carries what was decided, and write down that it is no more.

    Raises NotPossibleError when it cannot be so (any more), and ChangedError when what it carries is not what was
    decided on: nothing has changed then.
    """
    others = {decision.to.pk for decision in decisions.values() if decision.to}
    held = _locked(succession, others)
    check(held, besides=others)
    loads = _locked_loads(held)
    _compare(loads, decisions)
    concerned = _concerned(held)
    with pghistory.context(user=held.by.pk, reason=reason):
        for load in loads:
            _carry(held, load, decisions[load.kind.key])
        held.source.succeeded_by, held.source.dissolved_on = held.successor, held.day
        held.source.save(update_fields=["succeeded_by", "dissolved_on"])
    close_accounts_of(held.source, by=held.by)
    _tell(held, concerned)
    return held.source


def _locked(succession: Succession, others: set[int]) -> Succession:
    """Lock all organisations in the order of their keys, so that crosswise mergers wait for each other."""
    keys = {succession.source.pk, *others, *([succession.successor.pk] if succession.successor else [])}
    locked = Organisation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    list(locked)  # by itself: what is read while waiting may be old, the next query is not
    now = Organisation.objects.select_related("succeeded_by").in_bulk(keys)
    successor = now[succession.successor.pk] if succession.successor else None
    return replace(succession, source=now[succession.source.pk], successor=successor)


def _locked_loads(succession: Succession) -> list[Load]:
    """Lock the rows that are concerned, in the order of all acts, and read what is carried again."""
    keys: dict[Any, set[int]] = {model: set() for model in LOCK_ORDER}
    for load in loads_of(succession):
        if load.kind.held:
            model, column = load.kind.held
            keys[model] |= {getattr(row, column) for row in load.rows}
    for model, found in keys.items():
        list(model.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=found).order_by("pk"))
    return loads_of(succession)


def _compare(loads: list[Load], decisions: Mapping[str, Decision]) -> None:
    stamps = {load.kind.key: load.stamp for load in loads}
    decided = {key: decision.stamp for key, decision in decisions.items()}
    changed = [kind.key for kind in KINDS if stamps.get(kind.key) != decided.get(kind.key)]
    if changed:
        raise ChangedError(changed)


def _carry(succession: Succession, load: Load, decision: Decision) -> None:
    if decision.choice == Choice.SUCCESSOR:
        load.kind.carry(succession, load.rows, succession.successor)
    elif decision.choice == Choice.OTHER:
        load.kind.carry(succession, load.rows, decision.to)
    elif decision.choice == Choice.END:
        load.kind.carry(succession, load.rows, None)


def _concerned(succession: Succession) -> list[int]:
    """Return the keys of who works at either organisation and has an account, other than who arranges it."""
    sides = [succession.source, *([succession.successor] if succession.successor else [])]
    people = Person.objects.filter(organisation__in=sides, account__is_active=True).present()
    return list(people.exclude(account=succession.by).values_list("pk", flat=True))


def _tell(succession: Succession, concerned: list[int]) -> None:
    source, successor = succession.source, succession.successor
    key = f"{source.pk}:{succession.day}"
    context = {
        "organisation": source.name,
        "successor": successor.name if successor else "",
        "day": succession.day.isoformat(),
        "path": reverse("organisation-detail", args=[(successor or source).slug]),
    }
    people = Person.objects.filter(pk__in=concerned)
    tell_many("succession_done", recipients_of("succession_done", people), key=key, context=context)
    editors = User.objects.filter(is_staff=True, is_active=True).exclude(pk=succession.by.pk)
    tell_accounts("succession_done", editors.exclude(person__in=concerned), key=key, context=context)
