"""What a meeting says now beside what a form wants it to say, in words: for who comes second."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Meeting
from members.dates import moment_long
from members.rich_text import plain_text
from sectors.models import Sector

LONGEST = 300  # of a text, in characters

COLUMNS = (gettext_lazy("What"), gettext_lazy("As it is now"), gettext_lazy("As you have it"))


class Difference(NamedTuple):
    """A field, what is stored in it now, and what the form says."""

    label: str
    stored: str
    typed: str


def differences(stored: Meeting, values: Mapping[str, Any], joint: Collection[Sector]) -> list[Difference]:
    """Return what differs; nothing when the form says what is so already."""
    wanted = Meeting(**{name: getattr(stored, name) for name in ("kind", "starts", "ends")} | dict(values))
    now = _shown(stored, stored.joint_sectors.all())
    return [
        Difference(label, then, typed or "–") if then else Difference(label, "–", typed)
        for (label, then), (_label, typed) in zip(now, _shown(wanted, joint), strict=True)
        if then != typed
    ]


def _shown(meeting: Meeting, joint: Collection[Sector]) -> Iterator[tuple[str, str]]:
    when = moment_long(meeting.starts, meeting.ends) if meeting.starts else ""
    yield _("Title"), meeting.title
    yield _("Kind"), meeting.get_kind_display()
    yield _("When"), when
    yield _("Place"), meeting.place
    yield _("Host"), str(meeting.host or "")
    yield _("Online link"), meeting.online_link
    yield _("Summary"), plain_text(meeting.summary)[:LONGEST]
    yield _("Together with sectors"), ", ".join(sorted(sector.name for sector in joint))
    yield _("Focus point"), str(meeting.focus_point or "")
    yield _("Places in the room"), str(meeting.capacity or "")
    yield _("Who may see it"), meeting.get_visibility_display()
