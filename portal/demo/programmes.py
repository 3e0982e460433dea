"""Loads programmes: participants, leaders, decisions, outcomes, workstreams, platforms and their hosts."""

from datetime import date

from django.db import transaction

from members.models import Person
from portal.demo.cast import Cast
from portal.demo.dated import day_of, period_of, store_periods
from portal.demo.northern_programmes import PROGRAMMES
from portal.demo.shapes import Plan
from portal.demo.ssnt import PEOPLE, PROGRAMME
from portal.demo.store import store
from programmes.models import (
    Hosting,
    Outcome,
    Platform,
    Programme,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)

PLANS = (PROGRAMME, *PROGRAMMES)


@transaction.atomic
def load_programmes(today: date) -> None:
    """Load all programmes as they stand on a day. Organisations and made-up people are there already."""
    _load_people_of_ssnt()
    cast = Cast()
    stored = store([_programme(plan, cast, today) for plan in PLANS], key=["slug"])
    programmes = dict(zip((plan.slug for plan in PLANS), stored, strict=True))
    _load_participants_and_leaders(programmes, cast, today)
    _load_decisions(programmes, today)
    _load_outcomes(programmes, cast)
    _load_platforms(programmes, cast, today)


def _load_people_of_ssnt() -> None:
    """Load the three people the publication names; the address it gives is for everyone."""
    cast = Cast()
    people = [
        Person(
            name=name,
            job_title=job_title,
            organisation=cast.organisation(organisation),
            email=email,
            contact_visibility=Person.ContactVisibility.EVERYONE if email else Person.ContactVisibility.NOBODY,
        )
        for name, job_title, organisation, email in PEOPLE
    ]
    store(people, key=["name"])


def _programme(plan: Plan, cast: Cast, today: date) -> Programme:
    return Programme(
        slug=plan.slug,
        name=plan.name,
        acronym=plan.acronym,
        summary=plan.summary,
        purpose=plan.purpose,
        region=plan.region,
        band=plan.band,
        state=plan.state,
        founding_document=plan.document,
        founding_period_from=plan.document_years[0],
        founding_period_to=plan.document_years[1],
        started_on=day_of(today, plan.started),
        start_year=plan.start_year,
        planned_end=day_of(today, plan.planned_end),
        ended_on=day_of(today, plan.ended),
        ending=plan.ending,
        contact=cast.person(plan.contact, plan.slug),
        contact_capacity=plan.contact_capacity,
    )


def _load_participants_and_leaders(programmes: dict[str, Programme], cast: Cast, today: date) -> None:
    participants = [
        ProgrammeParticipant(
            programme=programmes[plan.slug],
            organisation=cast.organisation(name),
            **period_of(today, plan.participation),
        )
        for plan in PLANS
        for name in plan.participants
    ]
    leaders = [
        ProgrammeLeader(
            programme=programmes[plan.slug],
            person=cast.person(leader.person, plan.slug),
            is_deputy=leader.deputy,
            **period_of(today, leader.span),
        )
        for plan in PLANS
        for leader in plan.leaders
    ]
    store_periods(participants, ProgrammeParticipant.objects.all(), owner="programme", who="organisation")
    store_periods(leaders, ProgrammeLeader.objects.all(), owner="programme", who="person")


def _load_decisions(programmes: dict[str, Programme], today: date) -> None:
    decisions = [
        ProgrammeDecision(
            programme=programmes[plan.slug],
            kind=step.kind,
            decided_on=day_of(today, step.on),
            decided_in_year=step.year,
            body=step.body,
            text=step.text,
        )
        for plan in PLANS
        for step in plan.steps
    ]
    store(decisions, key=["programme", "kind"])


def _load_outcomes(programmes: dict[str, Programme], cast: Cast) -> None:
    wishes = [(plan, place, wish) for plan in PLANS for place, wish in enumerate(plan.wishes, start=1)]
    outcomes = store(
        [
            Outcome(
                programme=programmes[plan.slug],
                title=wish.title,
                text=wish.text,
                still_open=wish.still_open,
                position=place,
            )
            for plan, place, wish in wishes
        ],
        key=["programme", "title"],
    )
    workstreams = [
        Workstream(
            outcome=outcome,
            title=stream.title,
            text=stream.text,
            stage=stream.stage,
            lead=cast.person(stream.lead, plan.slug),
            position=position,
        )
        for outcome, (plan, _place, wish) in zip(outcomes, wishes, strict=True)
        for position, stream in enumerate(wish.streams, start=1)
    ]
    store(workstreams, key=["outcome", "title"])


def _load_platforms(programmes: dict[str, Programme], cast: Cast, today: date) -> None:
    grounds = [(plan, ground) for plan in PLANS for ground in plan.grounds]
    platforms = store(
        [
            Platform(
                slug=ground.slug,
                name=ground.name,
                purpose=ground.purpose,
                scope=list(ground.scope),
                since=day_of(today, ground.since),
                since_text=ground.since_text,
                programme=programmes[plan.slug],
            )
            for plan, ground in grounds
        ],
        key=["slug"],
    )
    hostings = [
        Hosting(platform=platform, organisation=cast.organisation(host), **period_of(today, span))
        for platform, (_plan, ground) in zip(platforms, grounds, strict=True)
        for host, span in ground.hosts
    ]
    store_periods(hostings, Hosting.objects.all(), owner="platform", who="organisation")
