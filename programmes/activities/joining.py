"""Organisations join joint activities and leave them, by their own people; a circle's coordinator does it by hand."""

from __future__ import annotations

from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Organisation, Person, User
from programmes.activities.rules import hold, is_joinable, signer, why_not_join
from programmes.activities.telling import tell_joined
from programmes.models import ActivityParticipant, JointActivity


@transaction.atomic
def join_activity(
    *, activity: JointActivity, by: User, contact: Person | None = None, note: str = ""
) -> ActivityParticipant:
    """Sign up the account's own organisation; who signs is its contact, unless a colleague is named.

    Raises ValidationError when it joined already, no place is left, it is too late or the activity is not open.
    """
    held = hold(activity)
    person, organisation = signer(by)
    _refuse_twice(held, organisation)
    if closed := why_not_join(held, taken=held.joined.count()):
        raise ValidationError(closed, code="closed")
    if contact and contact.organisation_id != organisation.pk:
        raise ValidationError({"contact": _("Choose somebody of your own organisation.")})
    with pghistory.context(user=by.pk):
        joined = held.joined.create(
            organisation=organisation, person=contact or person, joined_on=timezone.localdate(), note=note
        )
    tell_joined(held, organisation, by=by, has_joined=True, note=note)
    return joined


@transaction.atomic
def leave_activity(*, activity: JointActivity, by: User) -> None:
    """Take the account's own organisation out; where it takes no part, nothing happens.

    Raises ValidationError once the last day to join has passed: then the circle's coordinator does it.
    """
    held = hold(activity)
    _person, organisation = signer(by)
    joined = held.joined.filter(organisation=organisation)
    if not joined.exists():
        return
    if not is_joinable(held):
        text = _("One can no longer leave by oneself. Ask the coordinator of the circle.")
        raise ValidationError(text, code="closed")
    _take_out(held, organisation, by=by)


@transaction.atomic
def add_organisation(
    *,
    activity: JointActivity,
    organisation: Organisation,
    by: User,
    contact: Person | None = None,
    joined_on: date | None = None,
    note: str = "",
) -> ActivityParticipant:
    """Write down that an organisation takes part, also long ago. Raises ValidationError when it does already."""
    held = hold(activity)
    _refuse_twice(held, organisation)
    if held.places is not None and held.joined.count() >= held.places:
        raise ValidationError(_("All places are taken."), code="closed")
    with pghistory.context(user=by.pk):
        joined = held.joined.create(organisation=organisation, person=contact, joined_on=joined_on, note=note)
    tell_joined(held, organisation, by=by, has_joined=True, note=note)
    return joined


@transaction.atomic
def remove_organisation(*, activity: JointActivity, organisation: Organisation, by: User) -> None:
    """Take an organisation out, whatever the day; where it takes no part, nothing happens."""
    held = hold(activity)
    if held.joined.filter(organisation=organisation).exists():
        _take_out(held, organisation, by=by)


def _take_out(activity: JointActivity, organisation: Organisation, *, by: User) -> None:
    """Forget the participation, and close what the organisation offers and asks for in a staff pool."""
    with pghistory.context(user=by.pk):
        activity.joined.filter(organisation=organisation).delete()
        activity.pool.filter(organisation=organisation, closed_at=None).update(closed_at=timezone.now())
    tell_joined(activity, organisation, by=by, has_joined=False)


def _refuse_twice(activity: JointActivity, organisation: Organisation) -> None:
    if activity.joined.filter(organisation=organisation).exists():
        text = _("%(organisation)s has joined already.") % {"organisation": organisation}
        raise ValidationError(text, code="twice")
