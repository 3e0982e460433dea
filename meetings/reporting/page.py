"""The minutes of a meeting as they are read: compiled from presence, agenda, decisions and actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import ngettext

from meetings.meeting_parts import Someone
from meetings.models import Attendance, Correction, Meeting, Minutes
from meetings.permissions import can_correct_minutes
from meetings.reporting.numbers import number_text
from meetings.reporting.standing import (
    minutes_of,
    open_until,
    why_not_corrected,
    why_not_finished,
    why_not_published,
    why_not_written,
)
from members.dates import date_plain
from members.models import User
from members.permissions import can_see_member_details

Presence = Attendance.Presence
Reader = User | AnonymousUser
PRESENCE_SHOWN = (Presence.PRESENT, Presence.ONLINE, Presence.EXCUSED)


@dataclass(frozen=True, slots=True)
class Item:
    """What was said about an item of the agenda."""

    title: str
    presenter: str
    note: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision; its number is that in the sector's year."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What someone will do; the owner's name is for members."""

    text: str
    owner: str
    due: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction that someone proposed, and what became of it."""

    pk: int
    who: str
    day: str
    text: str
    answer: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader can do on the page."""

    writes: bool = False
    publishes: bool = False
    finishes: bool = False
    corrects: bool = False
    handles: bool = False


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """All that the page prints; `closed` says why a leader cannot write."""

    text: str
    published: str
    final: str
    until: str
    is_public: bool
    closed: str
    present: list[Someone]
    online: list[Someone]
    excused: list[Someone]
    guests: list[str]
    count_text: str
    items: list[Item]
    decisions: list[Decided]
    actions: list[Agreed]
    corrections: list[str]
    proposals: list[Proposal]
    rights: Rights

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written yet."""
        return not (self.text or self.decisions or self.actions or any(item.note for item in self.items))


def minutes_page(meeting: Meeting, user: Reader, *, leads: bool) -> MinutesPage:
    """Gather the minutes, in the same number of queries whatever they hold; `leads` says whether the reader does."""
    minutes, named = minutes_of(meeting), can_see_member_details(user)
    there = list(_attendances(meeting))
    guests = list(meeting.guests.all())
    proposals = list(_proposals(minutes, user, leads=leads))
    return MinutesPage(
        text=minutes.text,
        published=date_plain(minutes.published_at) if minutes.published_at else "",
        final=date_plain(minutes.final_at) if minutes.final_at else "",
        until=open_until(minutes),
        is_public=minutes.is_public,
        closed=why_not_written(meeting) if leads else "",
        present=_people(there, Presence.PRESENT) if named else [],
        online=_people(there, Presence.ONLINE) if named else [],
        excused=_people(there, Presence.EXCUSED) if named else [],
        guests=[str(guest) for guest in guests] if named else [],
        count_text=_count(there, len(guests)),
        items=_items(meeting, named=named),
        decisions=_decisions(meeting),
        actions=_actions(meeting, named=named),
        corrections=minutes.corrections.splitlines(),
        proposals=proposals,
        rights=_rights(meeting, minutes, user, leads=leads),
    )


def _attendances(meeting: Meeting) -> QuerySet[Attendance]:
    listed = meeting.attendances.filter(presence__in=PRESENCE_SHOWN).select_related("person", "organisation")
    return listed.order_by("person__sort_key", "pk")


def _people(there: Iterable[Attendance], presence: str) -> list[Someone]:
    return [
        Someone(each.person.name, each.organisation.name if each.organisation else "")
        for each in there
        if each.presence == presence
    ]


def _count(there: Iterable[Attendance], guests: int) -> str:
    """Tell how many there were, of how many organisations: what everyone may know."""
    came = [each for each in there if each.presence in {Presence.PRESENT, Presence.ONLINE}]
    people, organisations = len(came) + guests, len({each.organisation_id for each in came} - {None})
    if not people:
        return ""
    who = ngettext("%(count)s person", "%(count)s people", people) % {"count": people}
    of = ngettext("%(count)s organisation", "%(count)s organisations", organisations) % {"count": organisations}
    return f"{who}, {of}"


def _items(meeting: Meeting, *, named: bool) -> list[Item]:
    found = meeting.agenda_items.values_list("title", "presenter__name", "note")
    return [Item(title, (presenter or "") if named else "", note) for title, presenter, note in found]


def _decisions(meeting: Meeting) -> list[Decided]:
    found = meeting.decisions.values_list("sector_year__year", "number", "text")
    return [Decided(number_text(year, number), text) for year, number, text in found]


def _actions(meeting: Meeting, *, named: bool) -> list[Agreed]:
    found = meeting.actions.values_list("text", "owner__name", "due", "done_at")
    return [
        Agreed(text, (owner or "") if named else "", date_plain(due) if due else "", done_at is not None)
        for text, owner, due, done_at in found
    ]


def _proposals(minutes: Minutes, user: Reader, *, leads: bool) -> Iterable[Proposal]:
    """Show leaders every proposed correction, and others their own."""
    found = Correction.objects.filter(minutes=minutes.pk).select_related("person")
    for each in found if leads else found.filter(person__account=user.pk or 0):
        day = date_plain(each.created_at)
        yield Proposal(each.pk, each.person.name, day, each.text, each.answer, is_open=each.handled_at is None)


def _rights(meeting: Meeting, minutes: Minutes, user: Reader, *, leads: bool) -> Rights:
    return Rights(
        writes=leads and not why_not_written(meeting),
        publishes=leads and not why_not_published(meeting),
        finishes=leads and bool(minutes.pk) and not why_not_finished(minutes),
        corrects=not why_not_corrected(minutes) and can_correct_minutes(user, minutes),
        handles=leads and not minutes.final_at,
    )
