"""The steps in the life of a programme, each with one decision on record.

Each locks the programme and looks again at where it stands, so of two people at once the second is told. The same
decision sent twice is recorded once.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.models import User
from programmes.life.deciding import Decided, check_day, check_step, hold_programme, record, recorded_already
from programmes.life.steps import Kind, State
from programmes.models import Programme, ProgrammeDecision

TAKEN_WORDS = frozenset({"voorstellen"})  # a page of its own stands at this address


@transaction.atomic
def propose_programme(*, facts: dict[str, Any], decided: Decided, planned_end: date | None, by: User) -> Programme:
    """Make a programme that has not begun, with the proposal as its first decision.

    The same proposal once more is there already: somebody sent it twice. Raises ValidationError.
    """
    check_day(decided)
    made = Programme(**facts, state=State.PROPOSED, planned_end=planned_end)
    _check_planned_end(made, planned_end, decided)
    for there in Programme.objects.filter(name__iexact=made.name):
        return _same_proposal(there, made, decided)
    made.slug = _free_slug(made.name)
    try:
        with transaction.atomic(), pghistory.context(user=by.pk):
            made.save()
            record(made, Kind.PROPOSE, decided, planned_end)
    except IntegrityError:  # somebody took this word at the same moment
        return _same_proposal(Programme.objects.get(slug=made.slug), made, decided)
    return made


def _same_proposal(there: Programme, made: Programme, decided: Decided) -> Programme:
    names = [field.name for field in Programme._meta.concrete_fields if field.name not in {"id", "slug", "search"}]
    same = all(getattr(there, name) == getattr(made, name) for name in names)
    if same and recorded_already(there, Kind.PROPOSE, decided, made.planned_end):
        return there
    raise ValidationError({"name": _("There is already a programme with this name.")}, code="taken")


@transaction.atomic
def found_programme(*, programme: Programme, decided: Decided, planned_end: date | None, by: User) -> ProgrammeDecision:
    """Begin a programme, on the day or in the year of the decision. Raises ValidationError."""
    held = hold_programme(programme)
    if again := recorded_already(held, Kind.FOUND, decided, planned_end):
        return again
    check_step(held, Kind.FOUND, decided)
    _check_planned_end(held, planned_end, decided)
    held.state, held.planned_end = State.RUNNING, planned_end
    held.started_on, held.start_year = decided.decided_on, None if decided.decided_on else decided.decided_in_year
    return _take(held, Kind.FOUND, decided, planned_end, by)


@transaction.atomic
def extend_programme(*, programme: Programme, decided: Decided, planned_end: date, by: User) -> ProgrammeDecision:
    """Give a programme a later planned end, on conditions. Raises ValidationError."""
    held = hold_programme(programme)
    if again := recorded_already(held, Kind.EXTEND, decided, planned_end):
        return again
    check_step(held, Kind.EXTEND, decided)
    _check_planned_end(held, planned_end, decided)
    if held.planned_end and planned_end <= held.planned_end:
        told = _("The planned end is %(day)s now. An extension goes beyond that.") % {
            "day": date_plain(held.planned_end)
        }
        raise ValidationError({"planned_end": told}, code="not_later")
    held.planned_end = planned_end
    return _take(held, Kind.EXTEND, decided, planned_end, by)


@transaction.atomic
def start_transition(*, programme: Programme, decided: Decided, by: User) -> ProgrammeDecision:
    """Begin to give everything a place after the end. Raises ValidationError."""
    held = hold_programme(programme)
    if again := recorded_already(held, Kind.START_TRANSITION, decided):
        return again
    check_step(held, Kind.START_TRANSITION, decided)
    held.state = State.IN_TRANSITION
    return _take(held, Kind.START_TRANSITION, decided, None, by)


@transaction.atomic
def reopen_programme(
    *, programme: Programme, decided: Decided, planned_end: date | None, by: User
) -> ProgrammeDecision:
    """Have a programme run again, after its end or out of its transition. Raises ValidationError."""
    held = hold_programme(programme)
    if again := recorded_already(held, Kind.REOPEN, decided, planned_end):
        return again
    check_step(held, Kind.REOPEN, decided)
    _check_planned_end(held, planned_end, decided)
    held.state, held.ended_on = State.RUNNING, None
    held.planned_end = planned_end or held.planned_end
    return _take(held, Kind.REOPEN, decided, planned_end, by)


def _take(held: Programme, kind: str, decided: Decided, planned_end: date | None, by: User) -> ProgrammeDecision:
    with pghistory.context(user=by.pk):
        held.save(update_fields=["state", "started_on", "start_year", "planned_end", "ended_on"])
        return record(held, kind, decided, planned_end)


def _check_planned_end(programme: Programme, planned_end: date | None, decided: Decided) -> None:
    if planned_end is None:
        return
    early = planned_end <= decided.decided_on if decided.decided_on else planned_end.year < decided.year
    if early or (programme.started_on and planned_end <= programme.started_on):
        told = _("The planned end lies after the beginning, and after the day of the decision.")
        raise ValidationError({"planned_end": told}, code="planned_before")


def _free_slug(name: str) -> str:
    """Make a word for the address from the name, with a number behind it when it is taken."""
    word = slugify(name)[:70].strip("-") or "programma"
    taken = TAKEN_WORDS | set(Programme.objects.filter(slug__startswith=word).values_list("slug", flat=True))
    if word not in taken:
        return word
    return next(f"{word}-{number}" for number in range(2, len(taken) + 3) if f"{word}-{number}" not in taken)
