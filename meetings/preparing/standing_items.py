"""What stands on an agenda by itself: the minutes of the meeting before, the topic, preparing the next meeting."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation

from meetings.models import AgendaItem, Meeting, Preparation, Topic

Kind = AgendaItem.Kind

MEANT_TO_BE_HELD = (Meeting.State.DRAFT, Meeting.State.SCHEDULED)


@transaction.atomic
def lay_standing_items(meeting: Meeting) -> None:
    """Put what stands there by itself on the agenda: the previous minutes first, the next meeting last.

    The topic comes after the minutes, and follows the meeting's topic and presenters. What stands there already stays
    where someone put it. What no longer applies goes, unless notes were taken under it. Safe to call often; a meeting
    that is over or does not take place stays as it is. Locks the meeting.
    """
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.is_over or held.state not in MEANT_TO_BE_HELD:
        return
    with translation.override(settings.LANGUAGE_CODE):
        wanted = _wanted(held)
    items = _without_what_went(list(held.agenda_items.all()), wanted)
    stored = {item.pk: _written(item) for item in items}
    known = {item.kind for item in items}
    for kind in wanted:
        if kind not in known:
            items.insert(_place(kind, items), AgendaItem(meeting=held, kind=kind))
    for item in items:
        _follow(item, wanted)
    _save_in_order(items, stored)


def _wanted(meeting: Meeting) -> dict[str, tuple[str, int | None]]:
    """Return the title and the presenter of each item that belongs there, by kind."""
    wanted: dict[str, tuple[str, int | None]] = {}
    earlier = Meeting.objects.filter(kind=Meeting.Kind.SECTOR_MEETING, state=Meeting.State.SCHEDULED)
    if meeting.starts and meeting.sector_year:
        earlier = earlier.filter(sector_year__sector=meeting.sector_year.sector_id, starts__lt=meeting.starts)
        if earlier.exists():
            wanted[Kind.PREVIOUS_MINUTES] = str(Kind.PREVIOUS_MINUTES.label), None
    if topic := Topic.objects.filter(meeting=meeting, state=Topic.State.SCHEDULED).first():
        people = meeting.presenters.filter(person__isnull=False, declined_at__isnull=True).order_by("pk")
        wanted[Kind.TOPIC] = topic.title, people.values_list("person", flat=True).first()
    prepared = Preparation.objects.filter(discussed_in=meeting, waived_at__isnull=True)
    if prepared.filter(meeting__state__in=MEANT_TO_BE_HELD).exists():
        wanted[Kind.NEXT_MEETING] = str(Kind.NEXT_MEETING.label), None
    return wanted


def _without_what_went(items: list[AgendaItem], wanted: dict[str, tuple[str, int | None]]) -> list[AgendaItem]:
    gone = [item for item in items if item.kind not in (Kind.ORDINARY, *wanted) and not item.note]
    AgendaItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
    return [item for item in items if item not in gone]


def _place(kind: str, items: list[AgendaItem]) -> int:
    """Return where an item that is new belongs: the next meeting last, the minutes first, the topic after them."""
    if kind == Kind.NEXT_MEETING:
        return len(items)
    return 1 if kind == Kind.TOPIC and items and items[0].kind == Kind.PREVIOUS_MINUTES else 0


def _follow(item: AgendaItem, wanted: dict[str, tuple[str, int | None]]) -> None:
    """The topic follows the meeting; other items keep the words that someone gave them."""
    if item.kind in wanted and (item.kind == Kind.TOPIC or not item.title):
        item.title, item.presenter_id = wanted[item.kind]


def _save_in_order(items: list[AgendaItem], stored: dict[int, tuple[object, ...]]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
        if stored.get(item.pk) != _written(item):
            item.save()


def _written(item: AgendaItem) -> tuple[object, ...]:
    return item.position, item.title, item.presenter_id
