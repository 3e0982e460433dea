"""Acts on gatherings. Once one is there, it is a meeting: it is changed, called off and mailed as all meetings are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.inviting.listing import list_people
from meetings.models import Meeting
from meetings.models.meeting import UID_DOMAIN
from members.models import Person, User
from members.permissions import can_edit_content
from programmes.circles.locks import hold_circle
from programmes.gatherings.following import organiser_of, people_of
from programmes.models import Gathering, KnowledgeCircle


@transaction.atomic
def create_gathering(
    *, circle: KnowledgeCircle, values: Mapping[str, Any], key: UUID, schedule: bool, by: User
) -> Meeting:
    """Plan a gathering of a circle, as a draft or scheduled, arranged by its coordinator; all who take part are listed.

    The same key gives the same gathering. Raises ValidationError when the circle is archived or has no coordinator,
    and for who was its coordinator until a moment ago.
    """
    held = hold_circle(circle.pk)
    uid = f"brink-{key}@{UID_DOMAIN}"
    if known := Meeting.objects.filter(ical_uid=uid).first():
        return known
    if closed := why_not_gather(held):
        raise ValidationError(closed, code="closed")
    organiser = organiser_of(held)
    _refuse_former(organiser, by)
    state = Meeting.State.SCHEDULED if schedule else Meeting.State.DRAFT
    with pghistory.context(user=by.pk):
        meeting = Meeting.objects.create(
            ical_uid=uid, kind=Meeting.Kind.GATHERING, state=state, organiser=organiser, **values
        )
        Gathering.objects.create(circle=held, meeting=meeting)
    list_people(meeting=meeting, people=people_of(held), by=by)
    return meeting


def why_not_gather(circle: KnowledgeCircle) -> str:
    """Say why a circle can plan no gathering; nothing when it can."""
    if circle.state == KnowledgeCircle.State.ARCHIVED:
        return _("This circle is archived. Open it again first; then it can gather.")
    if organiser_of(circle) is None:
        return _("Nobody coordinates this circle. First choose a coordinator, who then arranges the gathering.")
    return ""


def _refuse_former(organiser: Person | None, by: User) -> None:
    if organiser and organiser.account_id != by.pk and not can_edit_content(by):
        told = _("%(name)s became the coordinator meanwhile, and plans the gatherings now.")
        raise ValidationError(told % {"name": organiser}, code="former")
