"""The agenda of a meeting as readers and those who make it see it: items with the times at which they begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.groups import group_of, group_tags
from meetings.models import ActionItem, AgendaItem, Meeting, MeetingQuerySet
from meetings.nested import nested
from meetings.rows import joint_sectors
from members.dates import date_plain, time_of
from members.models import Organisation, User
from members.permissions import can_see_member_details
from sectors.models import Appointment
from sectors.rows import SectorTag, sector_tags

AGENDA = {"title": "title", "minutes": "minutes", "presenter": "presenter__name"}
AGENDA |= {"organisation": "presenter__organisation__name"}
ACTION = {"text": "text", "owner": "owner__name", "due": "due", "meeting": "meeting__starts"}
CHAIR = {"name": "person__name"}


@dataclass(frozen=True, slots=True)
class Line:
    """An item as it is read; `time` as far as the items before it say how long they take."""

    time: str
    title: str
    minutes: int | None
    presenter: str


@dataclass(frozen=True, slots=True)
class OpenAction:
    """What someone still has to do since an earlier meeting."""

    text: str
    owner: str
    due: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Step:
    """An item as it is made up; `is_fixed` when it stands there by itself and is not removed."""

    pk: int
    position: int
    time: str
    title: str
    minutes: int | None
    presenter: str
    is_fixed: bool
    kind_label: str
    is_first: bool
    is_last: bool
    item: AgendaItem


def fetch_agenda(meetings: MeetingQuerySet, user: User | AnonymousUser) -> MeetingQuerySet:
    """Add what the agenda prints: items, chairs, and for members what is still open of earlier meetings."""
    chairs = Appointment.objects.current().filter(sector=OuterRef("sector_year__sector"), role=Appointment.Role.CHAIR)
    found = meetings.annotate(
        joint=joint_sectors(),
        group=group_of(),
        agenda_list=nested(AgendaItem.objects.filter(meeting=OuterRef("pk")), AGENDA),
        chair_list=nested(chairs.order_by("person__sort_key"), CHAIR),
    )
    if can_see_member_details(user):
        found = found.annotate(action_list=nested(_open_actions(user), ACTION))
    return found.select_related("sector_year__sector", "host", "organiser").defer(
        "search", "sector_year__sector__search", "host__search", "organiser__search"
    )


def _open_actions(user: User | AnonymousUser) -> QuerySet[ActionItem]:
    """Return the open actions of the sector's earlier meetings of which the reader may read the minutes."""
    read = Meeting.objects.visible_to(user).filter(minutes__published_at__lte=timezone.now())
    earlier = Q(meeting__sector_year__sector=OuterRef("sector_year__sector"), meeting__starts__lt=OuterRef("starts"))
    return ActionItem.objects.open().filter(earlier, meeting__in=read)


def sectors_of(meeting: Meeting) -> tuple[SectorTag, ...]:
    """Return the sectors that meet, or the group; the meeting comes from `fetch_agenda`."""
    row = cast("Any", meeting)
    joint = (*sector_tags(row.joint), *group_tags(row.group))
    if meeting.sector_year is None:
        return joint
    sector = meeting.sector_year.sector
    return (SectorTag(sector.name, sector.get_absolute_url(), sector.band), *joint)


def agenda_lines(meeting: Meeting) -> list[Line]:
    """Shape the items of a meeting from `fetch_agenda`."""
    rows = cast("Any", meeting).agenda_list
    times = begin_times(meeting, [row["minutes"] for row in rows])
    return [
        Line(time, row["title"], row["minutes"], _who(row["presenter"], row["organisation"]))
        for time, row in zip(times, rows, strict=True)
    ]


def open_actions(meeting: Meeting) -> Iterator[OpenAction]:
    """Shape what is still open; nothing for who is no member."""
    today = timezone.localdate()
    for row in getattr(meeting, "action_list", ()):
        due = date.fromisoformat(row["due"]) if row["due"] else None
        yield OpenAction(row["text"], row["owner"] or "", date_plain(due) if due else "", bool(due and due < today))


def begin_times(meeting: Meeting, minutes: list[int | None]) -> Iterator[str]:
    """Say when each item begins, until one does not say how long it takes."""
    begin = meeting.starts
    for length in minutes:
        yield time_of(begin) if begin else ""
        begin = begin + timedelta(minutes=length) if begin and length else None


def agenda_steps(meeting: Meeting) -> list[Step]:
    """Return the items as they are made up, in their order."""
    items = list(meeting.agenda_items.select_related("presenter__organisation"))
    times = begin_times(meeting, [item.minutes for item in items])
    return [
        Step(
            pk=item.pk,
            position=position,
            time=time,
            title=item.title,
            minutes=item.minutes,
            presenter=_presented(item),
            is_fixed=item.kind != AgendaItem.Kind.ORDINARY,
            kind_label=item.get_kind_display() if item.kind != AgendaItem.Kind.ORDINARY else "",
            is_first=position == 1,
            is_last=position == len(items),
            item=item,
        )
        for position, (item, time) in enumerate(zip(items, times, strict=True), start=1)
    ]


def room_text(meeting: Meeting, minutes: list[int | None]) -> str:
    """Say how the items fill the meeting: "20 minutes over"."""
    planned = sum(length or 0 for length in minutes)
    if not meeting.length:
        return ngettext("%(number)s minute planned.", "%(number)s minutes planned.", planned) % {"number": planned}
    room = int(meeting.length.total_seconds()) // 60 - planned
    if room < 0:
        text = ngettext("%(number)s minute over", "%(number)s minutes over", -room)
    elif room:
        text = ngettext("%(number)s minute left", "%(number)s minutes left", room)
    else:
        return _("The agenda fills the meeting exactly.")
    return text % {"number": abs(room)}


def is_too_long(meeting: Meeting, minutes: list[int | None]) -> bool:
    """Whether the items take longer than the meeting."""
    return bool(meeting.length) and timedelta(minutes=sum(length or 0 for length in minutes)) > (
        meeting.length or timedelta()
    )


def _presented(item: AgendaItem) -> str:
    if item.presenter is None:
        return ""
    organisation: Organisation | None = item.presenter.organisation
    return _who(item.presenter.name, organisation.name if organisation else "")


def _who(name: str | None, organisation: str | None) -> str:
    return ", ".join(part for part in (name, organisation) if part)
