"""The way to a page below a meeting or a sector."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Meeting
from sectors.models import Sector

Crumb = tuple[str, str]


def title_of(meeting: Meeting) -> str:
    """Return what a meeting is called while its topic is open too."""
    return meeting.title or _("Topic to follow")


def below_meeting(meeting: Meeting, title: str, *between: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a page below a meeting's; `between` are pages on the way, with their addresses."""
    return [
        (_("Meetings"), reverse("meeting-list")),
        (title_of(meeting), meeting.get_absolute_url()),
        *between,
        (title, ""),
    ]


def below_sector(sector: Sector, title: str, *between: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a page below a sector's, as above."""
    return [(_("Sectors"), reverse("sector-list")), (sector.name, sector.get_absolute_url()), *between, (title, "")]
