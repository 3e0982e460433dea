"""The way to a page below a meeting."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Meeting

Crumb = tuple[str, str]


def below_meeting(meeting: Meeting, title: str, *between: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a page below a meeting's; `between` are pages on the way, with their addresses."""
    name = meeting.title or _("Topic to follow")
    return [(_("Meetings"), reverse("meeting-list")), (name, meeting.get_absolute_url()), *between, (title, "")]
