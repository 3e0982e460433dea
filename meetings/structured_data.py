"""A meeting in the words of schema.org."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from meetings.models import Meeting
from members.rich_text import plain_text
from members.structured_data import EventStatus, Node, event_node, organiser_node
from sectors.rows import SectorTag

STATUS = {
    Meeting.State.SCHEDULED: EventStatus.SCHEDULED,
    Meeting.State.CANCELLED: EventStatus.CANCELLED,
    Meeting.State.NOT_HELD: EventStatus.CANCELLED,  # schema.org has no word for what did not happen unannounced
}


def is_public(meeting: Meeting) -> bool:
    """Whether everyone may see the meeting's page, as MeetingQuerySet.visible_to has it for who is not signed in."""
    return meeting.visibility == Meeting.Visibility.PUBLIC and meeting.state != Meeting.State.DRAFT


def meeting_event(meeting: Meeting, tags: Iterable[SectorTag], groups: Collection[SectorTag] = ()) -> Node | None:
    """Describe a meeting; nothing for one that not everyone may see, or that has no date yet.

    Its tags are those of sectors, except for the groups among them.
    """
    if meeting.starts is None or not is_public(meeting):
        return None
    names = {tag: tag.name if tag in groups else _("Sector %(name)s") % {"name": tag.name} for tag in tags}
    return event_node(
        name=meeting.title or _("Topic to follow"),
        page=meeting.get_absolute_url(),
        status=STATUS[Meeting.State(meeting.state)],
        starts=meeting.starts,
        ends=meeting.ends,
        description=plain_text(meeting.summary),
        place=meeting.place,
        is_online=bool(meeting.online_link),
        organisers=[organiser_node(name, tag.url) for tag, name in names.items()],
    )
