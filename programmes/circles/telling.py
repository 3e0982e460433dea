"""What circles tell people by mail, each at once and once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from members.models import Person, User
from members.models.people import PersonQuerySet
from members.telling import reachable, recipients_of, tell, tell_accounts, tell_many
from programmes.circles.locks import coordination_of
from programmes.models import CircleCoordinator, CircleParticipant, CircleRequest, KnowledgeCircle


def said_of(circle: KnowledgeCircle, *, path: str = "") -> dict[str, Any]:
    """Return what every mail says of a circle, and where it leads."""
    return {"circle": circle.name, "path": path or circle.get_absolute_url()}


def who(person: Person) -> dict[str, str]:
    """Return what mails say of a person."""
    return {"who": person.name, "organisation": person.organisation.name if person.organisation else ""}


def editors() -> QuerySet[User]:
    """Return the accounts of the network's editors."""
    return User.objects.filter(is_active=True, is_staff=True)


def people_of(circle: KnowledgeCircle) -> PersonQuerySet:
    """Return who takes part in a circle today."""
    current = CircleParticipant.objects.current().filter(circle=circle)
    return Person.objects.present().filter(pk__in=current.values("person"))


def tell_office(circle: KnowledgeCircle, *, starter: Person, by: User) -> None:
    """Tell the editors that somebody started a circle."""
    context = {**said_of(circle), **who(starter), "why": circle.why}
    tell_accounts("circle_started", editors().exclude(pk=by.pk), key=f"{circle.pk}", context=context)


def tell_asked(request: CircleRequest) -> None:
    """Tell the coordinator that somebody wants to join; the editors as long as there is none."""
    path = reverse("circle-request-decide", args=[request.circle.slug, request.pk])
    context = {**said_of(request.circle, path=path), **who(request.person), "text": request.text}
    coordination = coordination_of(request.circle)
    if coordination:
        tell("circle_join_asked", coordination.person, key=f"{request.pk}", context=context, about=request.circle)
    else:
        tell_accounts("circle_join_asked", editors(), key=f"{request.pk}", context=context)


def tell_decided(request: CircleRequest) -> None:
    """Tell who asked to join what was decided."""
    context = {**said_of(request.circle), "is_admitted": request.is_admitted, "reason": request.reason}
    tell("circle_join_decided", request.person, key=f"{request.pk}", context=context, about=request.circle)


def tell_coordinator(participation: CircleParticipant, *, has_joined: bool, by: User) -> None:
    """Tell the coordinator who joined or left, unless he did that himself."""
    circle, coordination = participation.circle, coordination_of(participation.circle)
    if coordination is None or coordination.person.account_id == by.pk:
        return
    context = {**said_of(circle), **who(participation.person), "has_joined": has_joined}
    key = f"{participation.pk}:{'joined' if has_joined else 'left'}"
    tell("circle_joined", coordination.person, key=key, context=context, about=circle)


def tell_new_coordinator(coordination: CircleCoordinator, *, by: User) -> None:
    """Tell who becomes coordinator, unless he took it on himself."""
    if coordination.person.account_id == by.pk:
        return
    giver = Person.objects.filter(account=by).values_list("name", flat=True).first()
    context = {**said_of(coordination.circle), "who": giver or ""}
    tell("circle_coordinator", coordination.person, key=f"{coordination.pk}", context=context)


def ask_whether_it_lives(circle: KnowledgeCircle, *, due_at: datetime) -> None:
    """Ask the coordinator whether a circle lives; who takes part and the editors when no coordinator can be mailed."""
    day, coordination = timezone.localdate().isoformat(), coordination_of(circle)
    leads = Person.objects.filter(pk=coordination.person_id) if coordination else Person.objects.none()
    asked = reachable(leads)
    context = {**said_of(circle, path=reverse("circle-alive", args=[circle.slug])), "day": day}
    people = recipients_of("circle_quiet", asked if asked else people_of(circle))
    tell_many("circle_quiet", people, key=f"{circle.pk}:{day}", context=context, about=circle, due_at=due_at)
    if not asked:
        tell_accounts("circle_quiet", editors(), key=f"{circle.pk}:{day}", context=context)


def tell_state(circle: KnowledgeCircle, *, by: User | None, due_at: datetime | None = None) -> None:
    """Tell who takes part that a circle fell asleep, is archived or opened again; not who did it."""
    people = recipients_of("circle_state", people_of(circle).exclude(account=by) if by else people_of(circle))
    key = f"{circle.pk}:{circle.state}:{timezone.localdate().isoformat()}"
    context = {**said_of(circle), "state": str(circle.state)}
    tell_many("circle_state", people, key=key, context=context, about=circle, due_at=due_at)
