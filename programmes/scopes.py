"""What leaders of programmes and their deputies keep right in the admin: what their own programmes are to achieve."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from members.models import Person, User
from members.scopes import Rows, all_of, keep, reach, show, withhold
from programmes.models import (
    CircleCoordinator,
    Handover,
    KnowledgeCircle,
    Outcome,
    Platform,
    Programme,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)
from programmes.permissions import leads, led_programmes
from sectors.scopes import everything


def within(model: type[Model], path: str) -> Rows:
    """Return how to find the rows of a model that a path leads from to a programme someone leads."""

    def rows(user: User) -> QuerySet[Any]:
        return all_of(model).filter(**{f"{path}__in": led_programmes(user)})

    return rows


def people_around(user: User) -> QuerySet[Person]:
    """Return whom a programme that someone leads may name: people of the organisations that take part in it."""
    taking_part = ProgrammeParticipant.objects.current().filter(programme__in=led_programmes(user))
    return Person.objects.filter(organisation__in=taking_part.values("organisation"))


def people_with_a_role() -> QuerySet[Person]:
    """Return who lead a programme or keep a circle going: their rights are not a sector's to hand on."""
    today = timezone.localdate()
    leading = ProgrammeLeader.objects.exclude(until__lte=today).values("person")
    coordinating = CircleCoordinator.objects.exclude(until__lte=today).values("person")
    return Person.objects.filter(Q(pk__in=leading) | Q(pk__in=coordinating))


show(Programme, leads, within(Programme, "pk"))
keep(Outcome, leads, within(Outcome, "programme"))
keep(Workstream, leads, within(Workstream, "outcome__programme"))
keep(
    Handover,
    leads,
    within(Handover, "programme"),
    fixed=["accepted_at", "accepted_by", "acceptance_source"],  # who hands over is not who says yes
)
withhold(Person, people_with_a_role)

reach(Programme, within(Programme, "pk"))
reach(Person, people_around)
reach(Handover, everything(Platform), field="platform")
reach(Handover, everything(KnowledgeCircle), field="circle")
reach(Handover, everything(Programme), field="to_programme")
