"""Loads knowledge circles: who takes part, what they do together and when they gather."""

from datetime import date, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from meetings.models import Meeting
from meetings.models.meeting import UID_DOMAIN
from portal.demo.cast import Cast
from portal.demo.dated import day_of, period_of, store_periods
from portal.demo.northern_circles import CIRCLES
from portal.demo.shapes import INVENTED, Gather, Ring
from portal.demo.ssnt import RINGS
from portal.demo.store import link, store
from portal.demo.timing import is_free, moment
from programmes.models import (
    CircleCoordinator,
    CircleParticipant,
    Gathering,
    JointActivity,
    KnowledgeCircle,
    Programme,
)

ALL_RINGS = (*RINGS, *CIRCLES)


@transaction.atomic
def load_circles(today: date) -> None:
    """Load all circles as they stand on a day. Programmes, organisations and people are there already."""
    cast = Cast()
    programmes = {programme.slug: programme for programme in Programme.objects.all()}
    stored = store([_circle(ring, programmes.get(ring.programme)) for ring in ALL_RINGS], key=["slug"])
    circles = dict(zip((ring.slug for ring in ALL_RINGS), stored, strict=True))
    _load_people(circles, cast, today)
    _load_activities(circles, cast, today)
    _load_gatherings(circles, cast, today)


def _circle(ring: Ring, programme: Programme | None) -> KnowledgeCircle:
    return KnowledgeCircle(
        slug=ring.slug,
        name=ring.name,
        summary=ring.summary,
        text=ring.text,
        themes=list(ring.themes),
        band=ring.band,
        programme=programme,
        joining=ring.joining,
        state=ring.state,
    )


def _load_people(circles: dict[str, KnowledgeCircle], cast: Cast, today: date) -> None:
    coordinators = [
        CircleCoordinator(circle=circles[ring.slug], person=cast.person(name, ring.slug), **period_of(today, span))
        for ring in ALL_RINGS
        for name, span in ring.coordinators
    ]
    participants = [
        CircleParticipant(circle=circles[ring.slug], person=cast.person(name, ring.slug), **period_of(today, span))
        for ring in ALL_RINGS
        for name, span in ring.participants
    ]
    store_periods(coordinators, CircleCoordinator.objects.all(), owner="circle", who="person")
    store_periods(participants, CircleParticipant.objects.all(), owner="circle", who="person")


def _load_activities(circles: dict[str, KnowledgeCircle], cast: Cast, today: date) -> None:
    deeds = [(ring, deed) for ring in ALL_RINGS for deed in ring.deeds]
    activities = store(
        [
            JointActivity(
                circle=circles[ring.slug],
                kind=deed.kind,
                title=deed.title,
                text=deed.text,
                state=deed.state,
                lead=cast.organisation(deed.lead),
                join_before=day_of(today, deed.join_before),
            )
            for ring, deed in deeds
        ],
        key=["circle", "title"],
        once=["owner", "link", "since", "until", "extension", "version", "review_by", "places"],
    )
    takes_part = [[cast.organisations[name] for name in deed.participants] for _ring, deed in deeds]
    link("participants", zip(activities, takes_part, strict=True))


def _load_gatherings(circles: dict[str, KnowledgeCircle], cast: Cast, today: date) -> None:
    gathers = [(ring, gather) for ring in ALL_RINGS for gather in ring.gathers]
    meetings = store(
        [_meeting(ring, gather, cast, today) for ring, gather in gathers], key=["ical_uid"], once=["organiser"]
    )
    rows = [
        Gathering(circle=circles[ring.slug], meeting=meeting)
        for meeting, (ring, _gather) in zip(meetings, gathers, strict=True)
    ]
    store(rows, key=["meeting"])


def _meeting(ring: Ring, gather: Gather, cast: Cast, today: date) -> Meeting:
    day = _free_day(today + gather.on)
    name = f"https://example.org/kenniskringen/{ring.slug}/{gather.title}"
    return Meeting(
        ical_uid=f"brink-{uuid5(NAMESPACE_URL, name)}@{UID_DOMAIN}",
        kind=Meeting.Kind.GATHERING,
        title=gather.title,
        summary=gather.text + INVENTED,
        starts=moment(day, time(13, 30)),
        ends=moment(day, time(16)),
        host=cast.organisation(gather.host),
        place=gather.place,
        online_link=f"https://vergaderen.example.org/{ring.slug}" if gather.online else "",
        state=gather.state,
        state_reason=gather.reason,
        visibility=gather.visibility,
    )


def _free_day(day: date) -> date:
    """Return the first day from this one on which people work."""
    return next(later for later in (day + timedelta(days=ahead) for ahead in range(20)) if is_free(later))
