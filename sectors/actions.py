"""Taking, keeping and leaving a seat in a sector. The history names `by`, also outside a request."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone

from members.models import Person, User
from members.periods import PeriodQuerySet
from sectors.models import Seat, Sector


@transaction.atomic
def take_seat(*, person: Person, sector: Sector, by: User) -> Seat:
    """Give someone a seat from today; the seat he has is left as it is, so that a second click does nothing.

    Who comes back gets mail and calendar as before; a seat that would have begun later begins today.
    """
    today = timezone.localdate()
    seats = _locked_seats(person).filter(sector=sector)
    current = seats.current(today).first()
    if current:
        return current
    coming = seats.to_come(today).order_by("since").first()
    before = seats.newest_first().first()
    seat = coming or Seat(sector=sector, person=person)
    if before and not coming:
        seat.mail, seat.calendar = before.mail, before.calendar
    seat.since = today
    with pghistory.context(user=by.pk):
        seat.save()
    return seat


@transaction.atomic
def leave_seat(*, seat: Seat, by: User, on: date | None = None) -> None:
    """End a seat on a day, the first one without it; today when none is given.

    A seat that would not have lasted a day is removed, and one that ends earlier stays as it is.
    """
    day = on or timezone.localdate()
    kept = _locked_seats(seat.person).filter(pk=seat.pk).first()
    if kept is None or (kept.until and kept.until <= day):
        return
    with pghistory.context(user=by.pk):
        if kept.since and kept.since >= day:
            kept.delete()
        else:
            kept.until = day
            kept.save(update_fields=["until"])


@transaction.atomic
def change_seat(*, seat: Seat, mail: str, calendar: str, by: User) -> Seat:
    """Keep what someone wants to be mailed, and how meetings get into his calendar."""
    seat.mail, seat.calendar = mail, calendar
    with pghistory.context(user=by.pk):
        seat.save(update_fields=["mail", "calendar"])
    return seat


def _locked_seats(person: Person) -> PeriodQuerySet[Seat]:
    """Return someone's seats, when nobody else is changing them: two clicks at once wait for each other."""
    Person.objects.select_for_update().get(pk=person.pk)
    return Seat.objects.filter(person=person)
