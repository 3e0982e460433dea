"""Writes what does not count among a sector's eight: events for all, a training, and a talk among chairs."""

from dataclasses import dataclass
from datetime import time, timedelta

from meetings.models import Attendance, ClosedDay, Meeting
from members.models import Person
from portal.demo.people import APPOINTED, Role
from portal.demo.sessions import REAL_NAMES, Ground, draw
from portal.demo.store import link, store
from portal.demo.timing import Habits, closed_days, moment, pick

Kind, Visibility = Meeting.Kind, Meeting.Visibility
ALL = ("overheden", "veiligheid", "zorg", "onderwijs", "water", "energie")
SMALL = 20  # places
ANY_DAY = Habits(weekday=1, start=time(10, 0), minutes=240)


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day near to a distance from today, for one or more sectors."""

    slug: str
    kind: Meeting.Kind
    title: str
    summary: str
    days_ahead: int
    sectors: tuple[str, ...]
    host: str
    place: str
    visibility: Meeting.Visibility = Visibility.PUBLIC
    capacity: int | None = None


EVENTS = (
    Event(
        "netwerkdag",
        Kind.EVENT,
        "Noordelijke netwerkdag",
        "<p>Alle sectoren onder één dak: korte verhalen in de ochtend, werkplaatsen in de middag.</p>",
        -52,
        ALL,
        "Provincie Drenthe",
        "Zaal De Brink, Assen",
    ),
    Event(
        "netwerkcafe",
        Kind.EVENT,
        "Netwerkcafé over de grenzen van sectoren",
        "<p>Zes tafels, zes sectoren. U schuift elk half uur een tafel op.</p>",
        34,
        ALL,
        "Gemeente Groningen",
        "Zaal Het Veen, Groningen",
        capacity=120,
    ),
    Event(
        "training-portfolio",
        Kind.TRAINING,
        "Oefendag projectportfolio",
        "<p>Met een verzonnen lijst van veertig projecten oefent u kiezen, uitstellen en stoppen.</p>",
        41,
        ("overheden",),
        "Gemeente Heerenveen",
        "Zaal De Terp, Heerenveen",
        Visibility.NETWORK,
        16,
    ),
    Event(
        "voorzitters",
        Kind.EVENT,
        "Overleg van de sectorvoorzitters",
        "<p>De voorzitters stemmen de plannen voor volgend jaar op elkaar af.</p>",
        20,
        (),  # of no sector: only who stands on its list
        "Provincie Groningen",
        "Zaal De Wierde, Groningen",
        Visibility.INVITED,
    ),
)


def load_events(ground: Ground) -> list[Meeting]:
    """Write the events, who comes, and the days on which nobody meets; return the events."""
    rows = store([_meeting(event, ground) for event in EVENTS], key=["ical_uid"])
    joint = [(row, [ground.sectors[slug] for slug in event.sectors]) for event, row in zip(EVENTS, rows, strict=True)]
    link("joint_sectors", joint)
    years = range(ground.today.year - 1, ground.today.year + 2)
    days = [ClosedDay(day=day, reason=reason) for year in years for day, reason in closed_days(year).items()]
    store(days, key=["day"])
    store(
        [row for event, meeting in zip(EVENTS, rows, strict=True) for row in _coming(event, meeting, ground)], key=PAIR
    )
    return rows


PAIR = ("meeting", "person")


def _meeting(event: Event, ground: Ground) -> Meeting:
    middle = ground.today + timedelta(days=event.days_ahead)
    starts = moment(pick([middle + timedelta(days=distance) for distance in range(14)], ANY_DAY), ANY_DAY.start)
    return Meeting(
        ical_uid=f"brink-demo-{event.slug}@calendar.brink.example",
        kind=event.kind,
        title=event.title,
        summary=event.summary,
        starts=starts,
        ends=starts + timedelta(minutes=ANY_DAY.minutes),
        host=ground.organisations[event.host],
        place=event.place,
        state=Meeting.State.SCHEDULED,
        capacity=event.capacity,
        visibility=event.visibility,
    )


def _coming(event: Event, meeting: Meeting, ground: Ground) -> list[Attendance]:
    """Return the people who said they come, as many as fit; of a small group two more wait for a place."""
    if event.visibility == Visibility.INVITED:
        return [_asked(meeting, ground.people[name]) for name in _chairs()]
    audience = {person.pk: person for slug in event.sectors for person in ground.audience(slug, ground.today)}
    places = event.capacity or 120
    wanted = places + 2 if places <= SMALL else places // 2
    said = moment(ground.today + timedelta(days=min(event.days_ahead - 10, -2)), time(14, 0))
    return [
        Attendance(
            meeting=meeting,
            person=person,
            organisation=person.organisation,
            response=Attendance.Response.YES if place < places else Attendance.Response.WAITING,
            channel=Attendance.Channel.SITE,
            responded_at=said + timedelta(minutes=place),
            presence=Attendance.Presence.PRESENT if event.days_ahead < 0 else "",
        )
        for place, person in enumerate(draw(list(audience.values()), event.slug, min(60, wanted)))
    ]


def _chairs() -> list[str]:
    """Return the names of the made-up chairs."""
    return sorted({row.person for row in APPOINTED if row.role == Role.CHAIR and row.until is None} - REAL_NAMES)


def _asked(meeting: Meeting, person: Person) -> Attendance:
    """Return someone on the list who did not answer yet."""
    return Attendance(meeting=meeting, person=person, organisation=person.organisation)
