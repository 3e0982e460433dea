"""What programmes and circles are to somebody: what waits for him to answer or decide, and the circles he is in.

All of it in one query, since his own page asks for it beside much else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone

from members.models import Person, User
from programmes.models import (
    CircleCoordinator,
    CircleParticipant,
    CircleRequest,
    Handover,
    KnowledgeCircle,
    LifeSign,
    ProgrammeLeader,
)

HANDOVER, ALIVE, REQUEST, CIRCLE_ALIVE, DECLINED = "handover", "alive", "circle_request", "circle_alive", "declined"
COORDINATES, TAKES_PART = "coordinates", "takes_part"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, of which programme or circle, and since when. `kind` is one of the words above."""

    kind: str
    title: str
    about: str
    url: str
    since: date


@dataclass(frozen=True, slots=True)
class OwnCircle:
    """A circle that somebody keeps going or takes part in, and when it meets next as far as planned."""

    name: str
    url: str
    coordinates: bool
    next_gathering: datetime | None


@dataclass(frozen=True, slots=True)
class Concerns:
    """What waits for somebody, the oldest first, and his circles by name."""

    waiting: list[Waiting]
    circles: list[OwnCircle]


def concerns_of(user: User) -> Concerns:
    """Return what programmes and circles are to the account's person, in one query."""
    first, *others = _questions(user)
    rows = list(first.union(*others, all=True).order_by("moment", "number"))
    circles = [
        OwnCircle(title, reverse("circle-detail", args=[slug]), what == COORDINATES, moment)
        for what, _number, title, _about, slug, moment in rows
        if what in {COORDINATES, TAKES_PART}
    ]
    waiting = [
        Waiting(what, title, about, _path(what, number, slug), timezone.localdate(moment))
        for what, number, title, about, slug, moment in rows
        if what not in {COORDINATES, TAKES_PART}
    ]
    return Concerns(waiting, sorted(circles, key=lambda circle: circle.name.casefold()))


def _questions(user: User) -> Iterator[QuerySet[Any, Any]]:
    person = Person.objects.present().filter(account=user)
    asked = Handover.objects.waiting().filter(contact__in=person)
    yield _rows(asked, HANDOVER, title=_work(""), name="programme", moment="asked_at")
    leads = ProgrammeLeader.objects.current().filter(programme=OuterRef("programme"), person__in=person)
    declined = Handover.objects.last_of_chain().filter(Exists(leads), declined_at__isnull=False)
    yield _rows(declined, DECLINED, title=_work(""), name="programme", moment="declined_at")
    signs = LifeSign.objects.waiting().filter(handover__contact__in=person)
    yield _rows(signs, ALIVE, title=_work("handover__"), name="handover__programme", moment="asked_at")
    keeps = CircleCoordinator.objects.current().filter(person__in=person)
    requests = CircleRequest.objects.waiting().filter(Exists(keeps.filter(circle=OuterRef("circle"))))
    yield _rows(requests, REQUEST, title="person__name", name="circle", moment="asked_at")
    kept = Exists(keeps.filter(circle=OuterRef("pk")))
    quiet = Q(alive_at__isnull=True) | Q(alive_at__lt=F("asked_at"))
    silent = KnowledgeCircle.objects.filter(quiet, kept, asked_at__isnull=False, state=KnowledgeCircle.State.ACTIVE)
    yield _rows(silent, CIRCLE_ALIVE, title="name", name="", moment="asked_at")
    joined = Exists(CircleParticipant.objects.current().filter(circle=OuterRef("pk"), person__in=person))
    circles = KnowledgeCircle.objects.with_next_gathering()
    yield _rows(circles.filter(kept), COORDINATES, title="name", name="", moment="next_gathering")
    yield _rows(circles.filter(~kept, joined), TAKES_PART, title="name", name="", moment="next_gathering")


def _work(prefix: str) -> Coalesce:
    """The title of a workstream; of the steering the name of its programme."""
    return Coalesce(f"{prefix}workstream__title", f"{prefix}programme__name")


def _rows(found: QuerySet[Any], what: str, *, title: Any, name: str, moment: str) -> QuerySet[Any, Any]:
    """Shape one part of the query; `name` leads to the programme or circle that a row is about."""
    prefix, text = f"{name}__" if name else "", CharField()
    rows: QuerySet[Any, Any] = (
        found.order_by()
        .annotate(
            what=Value(what, output_field=text),
            number=Cast("pk", IntegerField()),
            said=Cast(title, text),
            about=Cast(f"{prefix}name", text),
            word=Cast(f"{prefix}slug", text),
            moment=Cast(moment, DateTimeField()),
        )
        .values_list("what", "number", "said", "about", "word", "moment")
    )
    return rows


def _path(what: str, number: int, slug: str) -> str:
    """Where one answers, decides or looks."""
    if what == HANDOVER:
        return reverse("handover-mine", args=[number])
    if what == DECLINED:
        return reverse("handover-list", args=[slug])
    if what == ALIVE:
        return reverse("life-sign-mine", args=[number])
    return (
        reverse("circle-request-decide", args=[slug, number])
        if what == REQUEST
        else reverse("circle-alive", args=[slug])
    )
