"""What the link under a mail stops, and the way back. Nobody is signed in: the link says whose mail it is.

Mail about a sector follows the seat there: what only tells something stops by asking for "only what asks something of
me", what asks something by "nothing". Unsubscribing from the weekly mail turns the seats that had it to "nothing", not
to "only what asks": that would bring mails at once to somebody who wants less. Invitations go by another choice, so
they keep coming. Mail that goes with a role, or with nothing, is stopped by its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import models, transaction

from members.history import event_model
from members.models import MailPreferences, Person
from members.notices import NOTICES, Weight
from members.unsubscribing import Unsubscribing
from sectors.models import Appointment, Seat

DIGEST = "digest"
MARK = "unsubscribed"  # in the history of a seat: which link changed it


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link stops: the seats whose mail changes, or a kind of mail. Nothing left to change: it is done."""

    kind: str
    sector: str
    has: str  # what the seat of that sector has now, in words
    target: str
    changing: list[Seat]
    mutes: bool
    was: dict[int, str]  # by seat, what undoing gives back
    can_unmute: bool

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to stop."""
        return not self.changing and not self.mutes

    @property
    def can_undo(self) -> bool:
        """Whether this link stopped something that nobody changed since."""
        return self.is_done and (self.can_unmute or bool(self.was))

    @property
    def name(self) -> str:
        """What is stopped, in words."""
        notice = NOTICES.get(self.kind)
        return str(notice.name) if notice else ""

    @property
    def becomes(self) -> str:
        """What the seats will have, in words."""
        return str(Seat.Mail(self.target).label) if self.target else ""


def stop_of(asked: Unsubscribing) -> Stop:
    """Return what a link stops, and whether it has."""
    seats, target = _seats(asked), _target(asked)
    own_kind = target is None or not (seats or asked.kind == DIGEST)
    muted = asked.kind in _muted(asked.person_pk)
    concerned = target is None or asked.sector_pk is None or _has_role(asked)
    return Stop(
        kind=asked.kind,
        sector=str(seats[0].sector) if asked.sector_pk and seats else "",
        has=seats[0].get_mail_display() if asked.sector_pk and seats else "",
        target="" if own_kind else str(target),
        changing=[] if own_kind else [seat for seat in seats if seat.mail in _stopped_by(asked.kind, target)],
        mutes=own_kind and concerned and not muted,
        was={} if own_kind else _former_choices(seats, asked.kind),
        can_unmute=own_kind and muted,
    )


@transaction.atomic
def stop(asked: Unsubscribing) -> None:
    """Stop what a link stops; once more changes nothing."""
    found = _held(asked)
    for seat in found.changing:
        seat.mail = found.target
        _keep(seat, asked.kind)
    if found.mutes:
        _change_muted(asked.person_pk, lambda kinds: {*kinds, asked.kind})


@transaction.atomic
def resume(asked: Unsubscribing) -> None:
    """Undo what a link stopped, where nobody changed it since."""
    found = _held(asked)
    for seat in Seat.objects.filter(pk__in=found.was):
        seat.mail = found.was[seat.pk]
        seat.save(update_fields=["mail"])
    if found.can_unmute:
        _change_muted(asked.person_pk, lambda kinds: kinds - {asked.kind})


def _held(asked: Unsubscribing) -> Stop:
    """Return what a link stops, when nobody else changes the person's seats (as sectors.actions locks them)."""
    Person.objects.select_for_update().filter(pk=asked.person_pk).first()
    return stop_of(asked)


def _keep(seat: Seat, kind: str) -> None:
    with pghistory.context(**{MARK: kind}):  # names no account: nobody signed in
        seat.save(update_fields=["mail"])


def _change_muted(person_pk: int, change: Callable[[set[str]], set[str]]) -> None:
    preferences, _is_new = MailPreferences.objects.get_or_create(person_id=person_pk)
    preferences.muted = sorted(change({*preferences.muted}))
    preferences.save(update_fields=["muted"])


def _seats(asked: Unsubscribing) -> list[Seat]:
    seats = Seat.objects.current().filter(person=asked.person_pk).select_related("sector").order_by("sector__name")
    if asked.kind == DIGEST:
        return list(seats)
    return list(seats.filter(sector=asked.sector_pk)) if asked.sector_pk else []


def _target(asked: Unsubscribing) -> str | None:
    """Return what a seat gets; None for mail that follows no seat."""
    if asked.kind == DIGEST:
        return Seat.Mail.NOTHING
    notice = NOTICES.get(asked.kind)
    if notice is None or notice.weight == Weight.PERSONAL or asked.sector_pk is None:
        return None
    return Seat.Mail.NOTHING if notice.weight == Weight.ASKS else Seat.Mail.ONLY_ASKED


def _stopped_by(kind: str, target: str | None) -> set[str]:
    """Return the choices of mail that a link changes; what is already less stays as it is."""
    if kind == DIGEST:
        return {Seat.Mail.WEEKLY}
    return {*Seat.Mail.values} - {Seat.Mail.NOTHING, target}


def _has_role(asked: Unsubscribing) -> bool:
    return Appointment.objects.current().filter(person=asked.person_pk, sector=asked.sector_pk).exists()


def _muted(person_pk: int) -> list[str]:
    found = MailPreferences.objects.filter(person=person_pk).values_list("muted", flat=True).first()
    return found or []


def _former_choices(seats: list[Seat], kind: str) -> dict[int, str]:
    """Return by seat what it had before this link changed it, where that was the last change."""
    versions: dict[int, list[Any]] = defaultdict(list)
    kept = models.QuerySet[Any](event_model(Seat)).filter(id__in=[seat.pk for seat in seats]).order_by("-pgh_id")
    for pk, mail, told in kept.values_list("id", "mail", "pgh_context"):
        versions[pk].append((mail, (told or {}).get(MARK)))
    return {pk: rows[1][0] for pk, rows in versions.items() if len(rows) > 1 and rows[0][1] == kind}
