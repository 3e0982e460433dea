"""What ends in programmes and circles when someone leaves, and what needs a home when an organisation does."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from members.models import Organisation, Person
from members.periods import PeriodQuerySet
from programmes.models import (
    ActivityParticipant,
    CircleCoordinator,
    CircleParticipant,
    Handover,
    Hosting,
    JointActivity,
    KnowledgeCircle,
    PoolEntry,
    Programme,
    ProgrammeLeader,
    ProgrammeParticipant,
)

OVER = (JointActivity.State.DONE, JointActivity.State.STOPPED)


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
    return JointActivity.objects.filter(lead=organisation).exclude(state__in=OVER)


def joined_by(organisation: Organisation) -> QuerySet[ActivityParticipant]:
    """Return the joint activities in which an organisation takes part and that are not over."""
    return ActivityParticipant.objects.filter(organisation=organisation).exclude(activity__state__in=OVER)


def pool_entries_of(organisation: Organisation) -> QuerySet[PoolEntry]:
    """Return what an organisation still offers to staff pools, or asks of them."""
    return PoolEntry.objects.open().filter(organisation=organisation)


def participating(organisation: Organisation, *, on: date) -> PeriodQuerySet[ProgrammeParticipant]:
    """Return the programmes in which an organisation takes part on a day, or will; not those that ended."""
    running = ProgrammeParticipant.objects.reaching(on).exclude(programme__state=Programme.State.ENDED)
    return running.filter(organisation=organisation)


def handovers_to(organisation: Organisation) -> QuerySet[Handover]:
    """Return what an organisation received, or is asked to: what went nowhere else and was not declined."""
    return Handover.objects.last_of_chain().filter(organisation=organisation, declined_at__isnull=True)


def move_on(handover: Handover, *, to: Organisation, contact: Person | None, on: date, source: str) -> Handover:
    """Have work that lived at an organisation live on at another from a day on, according to a source.

    What was accepted is followed by another handover, on record; what was not gets another destination in place, and
    is asked again where somebody else has to answer.
    """
    if not handover.is_accepted:
        if contact is None:
            handover.asked_at, handover.asked_round = None, 0
        handover.organisation, handover.contact = to, contact
        handover.save(update_fields=["organisation", "contact", "asked_at", "asked_round"])
        return handover
    since = max(on, handover.effective_from) if handover.effective_from else on
    return Handover.objects.create(
        programme=handover.programme,
        workstream=handover.workstream,
        kind=handover.kind,
        organisation=to,
        effective_from=since,
        contact=contact,
        accepted_at=timezone.now(),
        acceptance_source=source,
        follows=handover,
    )
