"""The order in which acts on a meeting lock rows: sector, meeting, preparation, topic; planning and the backlog too."""

from __future__ import annotations

from meetings.models import Meeting
from sectors.models import Sector


def hold_meeting(pk: int) -> Meeting:
    """Lock a meeting, after the sector whose year it belongs to, if any; return it with both as it is now."""
    list(Sector.objects.select_for_update(of=("self",), no_key=True).filter(years__meetings=pk))
    found = Meeting.objects.select_for_update(of=("self",)).select_related("sector_year__sector", "preparation")
    return found.get(pk=pk)
