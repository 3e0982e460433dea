"""The form in which a circle plans a gathering: that of any meeting, without what belongs to sectors."""

from __future__ import annotations

from uuid import uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from meetings.models import Meeting
from meetings.scheduling.forms import KeyField, MeetingForm


class GatheringForm(MeetingForm):
    """A new gathering of a circle, for the invited unless said otherwise."""

    key = KeyField(required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        """Ask what can be asked of a gathering."""
        gathering = Meeting(kind=Meeting.Kind.GATHERING, visibility=Meeting.Visibility.INVITED)
        super().__init__(data, instance=gathering, sector=None)
        self.initial = {**self.initial, "key": str(uuid4())}
        self.fields["visibility"].help_text = _("Who takes part in the circle is always invited.")
