"""Recording who was there; of two people who record at once each writes only what he changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Attendance, Guest, Meeting
from members.models import Person, User

Presence = Attendance.Presence
DECLINED = frozenset({Attendance.Response.NO, Attendance.Response.SUBSTITUTE})


@dataclass(frozen=True, slots=True)
class Choice:
    """What someone is recorded as, and what he was when the form was made; nothing means not recorded."""

    was: str
    now: str


@dataclass(slots=True)
class Recorded:
    """How many people were recorded, and of whom somebody else recorded something different meanwhile."""

    number: int = 0
    kept: list[Attendance] = field(default_factory=list)


def why_not_recorded(meeting: Meeting) -> str:
    """Say why nobody is recorded; nothing when that can be done."""
    if meeting.state != Meeting.State.SCHEDULED or meeting.starts is None:
        return _("This meeting is not held, so nobody is recorded.")
    if meeting.starts > timezone.now():
        return _("The meeting has not begun. From its start you record here who is there.")
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.final_at is not None:
        return _("The minutes are final, so who was there does not change any more.")
    return ""


@transaction.atomic
def record_presence(*, meeting: Meeting, choices: Mapping[int, Choice], by: User, rest: Iterable[int] = ()) -> Recorded:
    """Record people by their number; of the `rest` those who are not recorded become absent, or excused.

    Only what was changed in the form is written. Where somebody else recorded otherwise meanwhile, that is kept.
    """
    held = _hold(meeting)
    changed = {pk: choice for pk, choice in choices.items() if choice.now != choice.was}
    rest = set(rest) - changed.keys()
    people = Person.objects.filter(pk__in=rest | changed.keys()).select_related("organisation").in_bulk()
    lists = {each.person_id: each for each in held.attendances.filter(person__in=people).select_related("person")}
    done = Recorded()
    with pghistory.context(user=by.pk):
        for pk, person in people.items():
            row = lists.get(pk) or Attendance(meeting=held, person=person, organisation=person.organisation)
            _record(row, changed.get(pk), done)
    return done


def _record(row: Attendance, choice: Choice | None, done: Recorded) -> None:
    """Write one row; without a choice he is one of the rest."""
    if choice is None:
        excused = row.response in DECLINED
        choice = Choice("", Presence.EXCUSED if excused else Presence.ABSENT)
        if row.presence:
            return
    if row.presence == choice.now:
        return
    if row.presence != choice.was:
        done.kept.append(row)
        return
    row.presence = choice.now
    row.save(update_fields=["presence"] if row.pk else None)
    done.number += 1


@transaction.atomic
def add_walk_in(*, meeting: Meeting, person: Person, by: User) -> Attendance:
    """Record someone who was not on the list as present; who is recorded already stays as he is."""
    held = _hold(meeting)
    row = held.attendances.filter(person=person).first()
    row = row or Attendance(meeting=held, person=person, organisation=person.organisation)
    if not row.presence:
        row.presence = Presence.PRESENT
        with pghistory.context(user=by.pk):
            row.save()
    return row


@transaction.atomic
def add_guest(*, meeting: Meeting, name: str, organisation: str, by: User) -> Guest:
    """Put a guest on the list. Raises ValidationError for one who stands there already."""
    guest = Guest(meeting=_hold(meeting), name=name, organisation=organisation)
    guest.validate_constraints()
    with pghistory.context(user=by.pk):
        guest.save()
    return guest


@transaction.atomic
def remove_guest(*, guest: Guest, by: User) -> None:
    """Take a guest off the list; the history keeps him."""
    _hold(guest.meeting)
    with pghistory.context(user=by.pk):
        Guest.objects.filter(pk=guest.pk).delete()


def _hold(meeting: Meeting) -> Meeting:
    """Lock the meeting, so that its list changes one act at a time. Raises ValidationError when it may not change."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("minutes").get(pk=meeting.pk)
    if closed := why_not_recorded(held):
        raise ValidationError(closed, code="closed")
    return held
