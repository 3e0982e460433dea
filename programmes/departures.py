"""What ends in programmes and circles when someone leaves, and what needs a home when an organisation does."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from members.models import Organisation, Person
from members.periods import PeriodQuerySet
from programmes.models import (
    CircleCoordinator,
    CircleParticipant,
    Hosting,
    JointActivity,
    KnowledgeCircle,
    Programme,
    ProgrammeLeader,
)


def participations_of(people: QuerySet[Person], *, on: date) -> PeriodQuerySet[CircleParticipant]:
    """Return the circles in which people take part on a day, or will."""
    return CircleParticipant.objects.reaching(on).filter(person__in=people)


def coordinations_of(people: QuerySet[Person], *, on: date) -> PeriodQuerySet[CircleCoordinator]:
    """Return the circles that people keep going on a day, or will; archived ones need nobody."""
    circles = CircleCoordinator.objects.reaching(on).exclude(circle__state=KnowledgeCircle.State.ARCHIVED)
    return circles.filter(person__in=people)


def leaderships_of(people: QuerySet[Person], *, on: date) -> PeriodQuerySet[ProgrammeLeader]:
    """Return the programmes under way that people lead, or stand in for, on a day, or will."""
    leading = ProgrammeLeader.objects.reaching(on).exclude(programme__state=Programme.State.ENDED)
    return leading.filter(person__in=people)


def end_leaderships(people: QuerySet[Person], *, on: date) -> None:
    """End the leading of programmes on a day, ended ones included."""
    ProgrammeLeader.objects.filter(person__in=people).end_on(on)


def end_participations(people: QuerySet[Person], *, on: date) -> None:
    """End taking part in circles on a day."""
    participations_of(people, on=on).end_on(on)


def end_circles(people: QuerySet[Person], *, on: date) -> None:
    """End taking part in circles and keeping them going on a day, archived ones included."""
    end_participations(people, on=on)
    CircleCoordinator.objects.filter(person__in=people).end_on(on)


def hostings_of(organisation: Organisation, *, on: date) -> PeriodQuerySet[Hosting]:
    """Return the platforms that an organisation hosts on a day, or will."""
    return Hosting.objects.reaching(on).filter(organisation=organisation)


def activities_led_by(organisation: Organisation) -> QuerySet[JointActivity]:
    """Return the joint activities that an organisation leads and that are not over."""
    over = [JointActivity.State.DONE, JointActivity.State.STOPPED]
    return JointActivity.objects.filter(lead=organisation).exclude(state__in=over)
