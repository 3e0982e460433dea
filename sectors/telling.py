"""Telling the people of sectors something: at once, with the weekly digest or not at all, as each chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from members.models import Person, User
from members.notices import NOTICES, Weight
from members.telling import Recipient, recipients_of, tell_many
from sectors.models import Appointment, Seat, Sector

Mail = Seat.Mail

AT_ONCE = {
    Weight.PERSONAL: frozenset(Mail),
    Weight.ASKS: frozenset({Mail.AT_ONCE, Mail.ONLY_ASKED}),
    Weight.TELLS: frozenset({Mail.AT_ONCE}),
}
IN_DIGEST = {
    Weight.PERSONAL: frozenset[Mail](),
    Weight.ASKS: frozenset({Mail.WEEKLY}),
    Weight.TELLS: frozenset({Mail.WEEKLY}),
}
NO_CHOICE: Mapping[str, int | None] = {Mail.AT_ONCE: None}


def tell_people(
    kind: str,
    people: QuerySet[Person],
    *,
    sectors: Iterable[Sector],
    key: str,
    context: Mapping[str, Any],
    own: Mapping[int, Mapping[str, Any]] | None = None,
    about: Model | None = None,
    except_by: User | None = None,
    due_at: datetime | None = None,
) -> None:
    """Tell people something of these sectors, each as the seat with the widest choice says; not to who did it.

    Who has a role without a seat, or neither, chose nothing and is told at once. The number of queries does not depend
    on the number of people.
    """
    told = people if except_by is None else people.exclude(account=except_by)
    weight, recipients = NOTICES[kind].weight, recipients_of(kind, told)
    chosen = _choices(recipients, [sector.pk for sector in sectors])
    now, later = [], []
    for one in recipients:
        choices = chosen.get(one.person, NO_CHOICE)
        if at_once := choices.keys() & AT_ONCE[weight]:
            now.append(replace(one, sector=choices[min(at_once)]))
        elif choices.keys() & IN_DIGEST[weight]:
            later.append(one)
    tell_many(kind, now, later, key=key, context=context, own=own, about=about, due_at=due_at)


def _choices(recipients: list[Recipient], sectors: list[int]) -> dict[int | None, dict[str, int | None]]:
    """Return what each chose for his seats in sectors, with a sector of that choice.

    A role without a seat counts as a choice too, without a sector: there is no seat to change.
    """
    own = {"sector__in": sectors, "person__in": [one.person for one in recipients]}
    seats = list(Seat.objects.current().filter(**own).order_by("-sector").values_list("person", "sector", "mail"))
    roles = Appointment.objects.current().filter(**own).values_list("person", "sector")
    chosen: dict[int | None, dict[str, int | None]] = defaultdict(dict)
    for person, _sector in set(roles) - {(person, sector) for person, sector, _mail in seats}:
        chosen[person] |= NO_CHOICE
    for person, sector, mail in seats:
        chosen[person][mail] = sector
    return chosen
