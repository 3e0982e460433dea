"""One knowledge circle as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from meetings.models import Meeting
from meetings.rows import MeetingRow, mark_next, meeting_rows
from members.models import User
from members.permissions import can_see_contact
from members.rows import card_url
from members.weave import Weave, weave
from programmes.models import CircleCoordinator, CircleParticipant, JointActivity, KnowledgeCircle
from programmes.permissions import can_see_circle_people
from programmes.rows import ActivityRow, activity_rows

GATHERINGS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone of the circle, with the address that the reader may see."""

    name: str
    organisation: str
    url: str
    email: str = ""
    phone: str = ""
    photo: str = ""
    vcard: str = ""


@dataclass(frozen=True, slots=True)
class CircleView:
    """All that the page prints."""

    circle: KnowledgeCircle
    weave: Weave
    coordinator: PersonLine | None
    participant_count: int
    participants: list[PersonLine]
    shows_people: bool
    activities: list[tuple[str, list[ActivityRow]]]
    gatherings: list[MeetingRow]


def circle_page(circle: KnowledgeCircle, user: User | AnonymousUser) -> CircleView:
    """Shape a circle that was fetched with its number of participants; four more queries at most."""
    shows_people = can_see_circle_people(user)
    activities = activity_rows(JointActivity.objects.filter(circle=circle).joinable_first())
    gatherings = Meeting.objects.visible_to(user).filter(gathering__circle=circle).coming_first()
    return CircleView(
        circle=circle,
        weave=weave(circle.slug, band=circle.band),
        coordinator=_coordinator(circle, user),
        participant_count=getattr(circle, "participant_count"),  # noqa: B009 - annotated
        participants=_participants(circle) if shows_people else [],
        shows_people=shows_people,
        activities=[(label, list(group)) for label, group in groupby(activities, key=lambda row: row.phase_label)],
        gatherings=mark_next(meeting_rows(gatherings[:GATHERINGS_SHOWN])),
    )


def _coordinator(circle: KnowledgeCircle, user: User | AnonymousUser) -> PersonLine | None:
    current = CircleCoordinator.objects.filter(circle=circle).current().select_related("person__organisation").first()
    if current is None:
        return None
    person, shown = current.person, can_see_contact(user, current.person)
    return PersonLine(
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        url=person.organisation.get_absolute_url() if person.organisation else "",
        email=person.email if shown else "",
        phone=person.phone if shown else "",
        photo=person.photo.url_as("round"),
        vcard=card_url(person, shown=shown),
    )


def _participants(circle: KnowledgeCircle) -> list[PersonLine]:
    current = CircleParticipant.objects.filter(circle=circle).current().order_by("person__sort_key")
    columns = ("person__name", "person__organisation__name", "person__organisation__slug")
    prefix = reverse("organisation-list")
    return [
        PersonLine(name, organisation or "", f"{prefix}{slug}/" if slug else "")
        for name, organisation, slug in current.values_list(*columns)
    ]
