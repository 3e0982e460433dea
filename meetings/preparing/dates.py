"""When a preparation opens, closes and is to be settled, set by hand."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Meeting, Preparation
from meetings.preparation_dates import lay_preparations
from meetings.preparing.settling import hold_preparation
from meetings.preparing.standing_items import lay_standing_items
from members.models import User


@transaction.atomic
def set_preparation_dates(
    *,
    meeting: Meeting,
    opens_on: date,
    input_closes_on: date,
    settle_by: date,
    by: User,
    discussed_in: Meeting | None = None,
    discussed_at: datetime | None = None,
) -> Preparation:
    """Set the dates by hand: from now on they stay where they are when the meeting moves.

    Raises ValidationError when they are not in order, or when there is nothing left to prepare.
    """
    preparation = hold_preparation(meeting)
    before = preparation.discussed_in
    preparation.opens_on, preparation.input_closes_on, preparation.settle_by = opens_on, input_closes_on, settle_by
    preparation.discussed_in, preparation.discussed_at = discussed_in, discussed_at
    preparation.dates_set_by_hand = True
    preparation.validate_constraints()
    with pghistory.context(user=by.pk):
        preparation.save()
        _lay([before, discussed_in])
    return preparation


@transaction.atomic
def follow_meeting_again(*, meeting: Meeting, by: User) -> Preparation:
    """Let the dates follow the meeting again. Raises ValidationError when there is nothing left to prepare."""
    sector_year = meeting.sector_year
    if sector_year is None:
        raise ValidationError(_("Only the dates of a sector's meetings follow by themselves."), code="no_sector")
    preparation = hold_preparation(meeting)
    before = preparation.discussed_in
    preparation.dates_set_by_hand, preparation.discussed_at = False, None
    with pghistory.context(user=by.pk):
        preparation.save()
        lay_preparations(sector_year.sector)
        preparation.refresh_from_db()
        _lay([before, preparation.discussed_in])
    return preparation


def _lay(meetings: list[Meeting | None]) -> None:
    """Lay the items of the meeting that spoke of it, and of the one that does now."""
    for meeting in {meeting.pk: meeting for meeting in meetings if meeting}.values():
        lay_standing_items(meeting)
