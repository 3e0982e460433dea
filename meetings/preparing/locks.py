"""The order in which preparing locks rows: sector, meeting, preparation, topic; as planning and the backlog do."""

from __future__ import annotations

from meetings.models import Meeting
from sectors.models import Sector


def hold_meeting(pk: int) -> Meeting:
    """Lock a meeting, after the sector whose year it belongs to, if any; return it as it is now."""
    list(Sector.objects.select_for_update(of=("self",), no_key=True).filter(years__meetings=pk))
    return Meeting.objects.select_for_update().get(pk=pk)
