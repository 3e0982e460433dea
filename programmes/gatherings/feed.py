"""The calendar of a circle's public gatherings, for programs that read it again and again."""

from __future__ import annotations

from meetings.calendars.feeds import Feed, public_meetings
from meetings.models import Meeting
from programmes.models import KnowledgeCircle


def circle_feed(circle: KnowledgeCircle, network_name: str) -> Feed:
    """Return the feed of a circle's public gatherings."""
    name = f"{circle.name} · {network_name}" if network_name else circle.name
    return Feed(f"circle:{circle.pk}", name, public_meetings(Meeting.objects.filter(gathering__circle=circle)))
