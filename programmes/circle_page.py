"""One knowledge circle as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from meetings.models import Meeting
from meetings.rows import MeetingRow, mark_next, meeting_rows
from members.models import Person, User
from members.permissions import can_see_contact
from members.rows import card_url
from members.weave import Weave, weave
from programmes.models import (
    CircleCoordinator,
    CirclePage,
    CircleParticipant,
    CircleRequest,
    JointActivity,
    KnowledgeCircle,
)
from programmes.permissions import (
    can_edit_circle,
    can_join_circles,
    can_read_circle_pages,
    can_reopen_circle,
    can_see_circle_people,
    coordinates,
    takes_part,
)
from programmes.rows import ActivityRow, activity_rows

GATHERINGS_SHOWN = 12
State = KnowledgeCircle.State


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone of the circle, with the address that the reader may see."""

    name: str
    organisation: str
    url: str
    pk: int = 0
    email: str = ""
    phone: str = ""
    photo: str = ""
    vcard: str = ""

    @classmethod
    def of(cls, person: Person) -> Self:
        """Shape someone whose organisation was fetched along, without an address."""
        home = person.organisation
        return cls(person.name, home.name if home else "", home.get_absolute_url() if home else "", person.pk)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reader is in the circle, and what he may do there."""

    takes_part: bool
    coordinates: bool
    may_edit: bool
    may_join: bool
    may_take_on: bool
    may_reopen: bool
    has_asked: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone's request to join, for who decides on it."""

    name: str
    organisation: str
    url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page that the circle wrote and that the reader may read."""

    title: str
    url: str
    is_for_all: bool


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
    pages: list[PageLink]
    requests: list[Waiting]
    own: Standing


def fetch_circle(circles: QuerySet[KnowledgeCircle]) -> QuerySet[KnowledgeCircle]:
    """Fetch what the page needs of a circle: its programme, and as plain values its pages and requests that wait."""
    pages = CirclePage.objects.filter(circle=OuterRef("pk")).in_order()
    page = JSONObject(title="title", slug="slug", visibility="visibility")
    asked = CircleRequest.objects.waiting().filter(circle=OuterRef("pk"))
    request = JSONObject(
        pk="pk", name="person__name", organisation="person__organisation__name", account="person__account"
    )
    return circles.select_related("programme").annotate(
        written=ArraySubquery(pages.values(json=page)), asking=ArraySubquery(asked.values(json=request))
    )


def circle_page(circle: KnowledgeCircle, user: User | AnonymousUser) -> CircleView:
    """Shape a circle that was fetched with `fetch_circle` and its number of participants; five more queries at most."""
    shows_people = can_see_circle_people(user)
    people = _people(circle, only_coordinator=not shows_people)
    coordinator = next((person for person in people if person.leads), None)
    activities = activity_rows(JointActivity.objects.filter(circle=circle).joinable_first())
    gatherings = Meeting.objects.visible_to(user).filter(gathering__circle=circle).coming_first()
    own = _standing(circle, user, has_coordinator=coordinator is not None)
    return CircleView(
        circle=circle,
        weave=weave(circle.slug, band=circle.band),
        coordinator=_coordinator(coordinator, user) if coordinator else None,
        participant_count=_fetched(circle, "participant_count"),
        participants=[PersonLine.of(person) for person in people if person.joins] if shows_people else [],
        shows_people=shows_people,
        activities=[(label, list(group)) for label, group in groupby(activities, key=lambda row: row.phase_label)],
        gatherings=mark_next(meeting_rows(gatherings[:GATHERINGS_SHOWN])),
        pages=_pages(circle, user),
        requests=_requests(circle) if own.may_edit else [],
        own=own,
    )


def _fetched(circle: KnowledgeCircle, name: str) -> Any:
    return getattr(circle, name)


def _people(circle: KnowledgeCircle, *, only_coordinator: bool) -> list[Any]:
    """Return who takes part or keeps the circle going, in one query: `joins`, `leads`."""
    leads = CircleCoordinator.objects.current().filter(circle=circle)
    joins = CircleParticipant.objects.current().filter(circle=circle)
    shown = Q(pk__in=leads.values("person"))
    if not only_coordinator:
        shown |= Q(pk__in=joins.values("person"))
    marked = Person.objects.filter(shown).annotate(
        leads=Exists(leads.filter(person=OuterRef("pk"))), joins=Exists(joins.filter(person=OuterRef("pk")))
    )
    return list(marked.select_related("organisation").by_name())


def _coordinator(person: Person, user: User | AnonymousUser) -> PersonLine:
    shown = can_see_contact(user, person)
    home = person.organisation
    return PersonLine(
        name=person.name,
        organisation=home.name if home else "",
        url=home.get_absolute_url() if home else "",
        email=person.email if shown else "",
        phone=person.phone if shown else "",
        photo=person.photo.url_as("round"),
        vcard=card_url(person, shown=shown),
    )


def _standing(circle: KnowledgeCircle, user: User | AnonymousUser, *, has_coordinator: bool) -> Standing:
    joined, rests = takes_part(user, circle), circle.state != State.ACTIVE
    asked = any(request["account"] == user.pk for request in _fetched(circle, "asking")) if user.pk else False
    return Standing(
        takes_part=joined,
        coordinates=coordinates(user, circle),
        may_edit=can_edit_circle(user, circle),
        may_join=not joined and not asked and circle.state != State.ARCHIVED and _may_join(user),
        may_take_on=joined and not has_coordinator and circle.state == State.ACTIVE,
        may_reopen=rests and can_reopen_circle(user),
        has_asked=asked and not joined,
    )


def _may_join(user: User | AnonymousUser) -> bool:
    """Whether joining is offered: to members, and to visitors, who sign in on the way."""
    return not user.is_authenticated or can_join_circles(user)


def _pages(circle: KnowledgeCircle, user: User | AnonymousUser) -> list[PageLink]:
    return [
        PageLink(
            title=page["title"],
            url=reverse("circle-page-detail", args=[circle.slug, page["slug"]]),
            is_for_all=page["visibility"] == CirclePage.Visibility.NETWORK,
        )
        for page in _fetched(circle, "written")
        if can_read_circle_pages(user, circle, page["visibility"])
    ]


def _requests(circle: KnowledgeCircle) -> list[Waiting]:
    return [
        Waiting(
            name=request["name"],
            organisation=request["organisation"] or "",
            url=reverse("circle-request-decide", args=[circle.slug, request["pk"]]),
        )
        for request in _fetched(circle, "asking")
    ]
