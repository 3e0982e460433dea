"""Who leads a programme, who stands in, and which organisations take part: dated rows that begin and end."""

from __future__ import annotations

from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.dates import date_machine, date_plain
from members.models import Organisation, Person, SecurityEvent, User
from members.security_log import record as record_event
from members.telling import tell
from programmes.life.deciding import Decided, check_step, hold_programme, record, recorded_already
from programmes.life.steps import Kind, State
from programmes.models import Programme, ProgrammeDecision, ProgrammeLeader, ProgrammeParticipant


@transaction.atomic
def change_leader(
    *, programme: Programme, decided: Decided, person: Person, keeps_old: bool, by: User
) -> ProgrammeDecision:
    """Have someone lead a programme from the day of the decision on; who led stops that day, or becomes deputy.

    Without a day, when only the year is known, this records who led first. Raises ValidationError.
    """
    held = hold_programme(programme)
    again = recorded_already(held, Kind.CHANGE_LEADERSHIP, decided)
    if again and held.leaders.current().filter(person=person, is_deputy=False).exists():
        return again
    check_step(held, Kind.CHANGE_LEADERSHIP, decided)
    _check_present(person)
    day = decided.decided_on
    if day is None and held.leaders.exists():
        raise ValidationError({"decided_on": _("Somebody leads or led already: give the day of the change.")})
    with pghistory.context(user=by.pk):
        old = _end_old_leader(held, person, day) if day else None
        if day:
            _end_deputyship(held, person, day)
        leader = _begin(held, person, day, by, is_deputy=False)
        if old and keeps_old:
            _begin(held, old.person, day, by, is_deputy=True)
        decision = record(held, Kind.CHANGE_LEADERSHIP, decided)
    _tell(leader, by)
    return decision


@transaction.atomic
def add_deputy(*, programme: Programme, person: Person, since: date, by: User) -> ProgrammeLeader:
    """Have someone stand in for the leader from a day on. Who does already, does. Raises ValidationError."""
    held = _hold_open(programme)
    _check_present(person)
    _check_past(since, "since")
    for row in held.leaders.reaching(since).filter(person=person):
        if row.is_deputy and row.since == since and row.until is None:
            return row
        told = _("This person leads this programme, or stands in, already.")
        raise ValidationError({"person": told}, code="twice")
    with pghistory.context(user=by.pk):
        deputy = _begin(held, person, since, by, is_deputy=True)
    _tell(deputy, by)
    return deputy


@transaction.atomic
def end_deputy(*, deputy: ProgrammeLeader, until: date, by: User) -> None:
    """Have someone stand in until a day. Once more is the same. Raises ValidationError."""
    hold_programme(deputy.programme)
    _end(ProgrammeLeader.objects.select_for_update().get(pk=deputy.pk), until, by)
    record_event(SecurityEvent.Kind.ROLE_CHANGED, actor=by, about=deputy)


@transaction.atomic
def join_programme(
    *, programme: Programme, organisation: Organisation, since: date | None, by: User
) -> ProgrammeParticipant:
    """Have an organisation take part, from a day on or since an unknown one. Raises ValidationError."""
    held = _hold_open(programme)
    rows = held.participants.filter(organisation=organisation)
    if since:
        _check_past(since, "since")
        rows = rows.reaching(since)
    for row in rows:
        if row.since == since and row.until is None:
            return row
        told = _("This organisation takes part in that period already.")
        raise ValidationError({"organisation": told}, code="twice")
    with pghistory.context(user=by.pk):
        return ProgrammeParticipant.objects.create(programme=held, organisation=organisation, since=since)


@transaction.atomic
def leave_programme(*, participant: ProgrammeParticipant, until: date, by: User) -> None:
    """Have an organisation take part until a day. Once more is the same. Raises ValidationError."""
    hold_programme(participant.programme)
    _end(ProgrammeParticipant.objects.select_for_update().get(pk=participant.pk), until, by)


def _end_old_leader(held: Programme, person: Person, day: date) -> ProgrammeLeader | None:
    """End who leads on a day, on that day. Refuses what is recorded for later, and who leads already."""
    rows = list(held.leaders.reaching(day).filter(is_deputy=False).select_related("person").order_by("since"))
    later = [row for row in rows if row.since and row.since >= day]
    if later:
        told = _("%(name)s leads this programme from %(day)s on. Give a later day.") % {
            "name": later[0].person.name,
            "day": date_plain(later[0].since or day),
        }
        raise ValidationError({"decided_on": told}, code="later_leader")
    if not rows:
        return None
    if rows[0].person_id == person.pk:
        raise ValidationError({"person": _("This person leads this programme already.")}, code="twice")
    rows[0].until = day
    rows[0].save(update_fields=["until"])
    return rows[0]


def _end_deputyship(held: Programme, person: Person, day: date) -> None:
    """A deputy who becomes the leader stops standing in on that day; one who would only begin later is unclear."""
    for row in held.leaders.reaching(day).filter(person=person, is_deputy=True):
        if row.since and row.since > day:
            told = _("This person stands in from %(day)s on. End that first, or give a later day.") % {
                "day": date_plain(row.since)
            }
            raise ValidationError({"person": told}, code="unclear")
        if row.since == day:
            row.delete()
        else:
            row.until = day
            row.save(update_fields=["until"])


def _begin(held: Programme, person: Person, since: date | None, by: User, *, is_deputy: bool) -> ProgrammeLeader:
    row = ProgrammeLeader.objects.create(programme=held, person=person, since=since, is_deputy=is_deputy)
    record_event(SecurityEvent.Kind.ROLE_CHANGED, actor=by, about=row)
    return row


def _end(row: ProgrammeLeader | ProgrammeParticipant, until: date, by: User) -> None:
    if row.until == until:
        return
    _check_past(until, "until")
    if row.since and until <= row.since:
        told = _("This began on %(day)s. Give a later day.") % {"day": date_plain(row.since)}
        raise ValidationError({"until": told}, code="before")
    if row.until and row.until <= timezone.localdate():
        told = _("This has ended already, on %(day)s.") % {"day": date_plain(row.until)}
        raise ValidationError(told, code="ended")
    row.until = until
    with pghistory.context(user=by.pk):
        row.save(update_fields=["until"])


def _hold_open(programme: Programme) -> Programme:
    held = hold_programme(programme)
    if held.state == State.ENDED:
        raise ValidationError(_("This programme has ended."), code="state")
    return held


def _check_present(person: Person) -> None:
    if not Person.objects.present().filter(pk=person.pk).exists():
        raise ValidationError({"person": _("This person has left. Choose somebody else.")}, code="left")


def _check_past(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: _("This day lies ahead. Record it once it has come.")}, code="ahead")


def _tell(row: ProgrammeLeader, by: User) -> None:
    """Tell who leads or stands in, unless he arranged it himself."""
    if row.person.account_id == by.pk:
        return
    context = {
        "programme": row.programme.name,
        "path": row.programme.get_absolute_url(),
        "is_deputy": row.is_deputy,
        "since": date_machine(row.since) if row.since else "",
    }
    tell("programme_led", row.person, key=f"{row.programme_id}:{row.pk}", context=context, about=row.programme)
