"""What keeps a handover from being arranged, asked or accepted: each function raises ValidationError by field."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.models import Organisation, Person
from programmes.chains import Destination, has_ended, leads_back
from programmes.models import Handover, KnowledgeCircle, Platform, Programme

SETTLED_BY_DECISION = frozenset({Handover.Kind.STOPPED, Handover.Kind.ARCHIVED})


def check_destination(handover: Handover) -> None:
    """Refuse no destination or one for what stopped, the programme itself, a circle of programmes, and what ended."""
    destination = handover.destination
    if handover.kind in SETTLED_BY_DECISION:
        if destination:
            raise ValidationError({"destination": _("What stopped or is archived goes nowhere: leave this empty.")})
        return
    if not destination:
        raise ValidationError({"destination": _("Choose where it goes.")})
    if isinstance(destination, Programme):
        _check_programme(handover.programme, destination)
    if ended := why_ended(destination, on=handover.effective_from):
        raise ValidationError({"destination": ended})


def _check_programme(programme: Programme, to_programme: Programme) -> None:
    if programme.pk == to_programme.pk:
        raise ValidationError({"destination": _("A programme cannot hand over to itself.")})
    if leads_back(programme, to_programme):
        told = {"other": to_programme, "programme": programme}
        text = _("%(other)s hands over to %(programme)s itself, directly or by way of others. Choose another place.")
        raise ValidationError({"destination": text % told})


def check_note(handover: Handover) -> None:
    """Ask why work stops or goes to the archive."""
    if handover.kind in SETTLED_BY_DECISION and not handover.note.strip():
        raise ValidationError({"note": _("Say why it stops, or where the archive is.")})


def check_day(programme: Programme, day: date | None, *, field: str) -> None:
    """Refuse a day before the programme began."""
    begin = programme.started_on or (date(programme.start_year, 1, 1) if programme.start_year else None)
    if day and begin and day < begin:
        text = _("The programme started on %(day)s: choose that day or a later one.") % {"day": date_plain(begin)}
        raise ValidationError({field: text})


def why_unreachable(contact: Person | None) -> str:
    """Say why nobody can be asked; nothing when the contact is there and has an address or an account."""
    if contact is None:
        return _("Choose a contact first: somebody has to say yes.")
    if has_left(contact):
        return _("%(name)s has left the network. Choose another contact.") % {"name": contact.name}
    if not contact.email and contact.account_id is None:
        return _("%(name)s has no e-mail address here. Choose another contact, or have it added.") % {
            "name": contact.name
        }
    return ""


def has_left(person: Person) -> bool:
    """Whether somebody left the network by today."""
    return person.left_on is not None and person.left_on <= timezone.localdate()


def why_ended(destination: Destination, *, on: date | None = None) -> str:
    """Say that a place is no more today, or on an earlier day, and what came after it; nothing when it is there."""
    today = timezone.localdate()
    if not has_ended(destination, min(on or today, today)):
        return ""
    told = {"name": str(destination)}
    if isinstance(destination, Platform):
        return _("Platform %(name)s has ended. Choose another place.") % told
    if isinstance(destination, KnowledgeCircle):
        return _("Knowledge circle %(name)s is archived. Choose another place, or have it opened again.") % told
    if isinstance(destination, Organisation) and destination.succeeded_by:
        return _("%(name)s merged into %(successor)s. Choose that organisation.") % {
            **told,
            "successor": destination.succeeded_by.name,
        }
    return _("%(name)s has ended. Choose another place.") % told
