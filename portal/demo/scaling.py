"""Writes a network many times the size of the demonstration: more sectors, each with eleven years of meetings.

Everything is made up from the demonstration's own people and organisations, in bulk and always the same. What it is for
is seeing whether pages stay quick.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Model, QuerySet

from meetings.models import Attendance, Contribution, Meeting, Minutes, Preparation, Topic, TopicSupport
from members.models import NetworkMembership, Organisation, Person
from portal.demo.people import CAST
from portal.demo.sector_data import SECTORS, SectorPage
from portal.demo.themes import themes_of
from portal.demo.timing import moment
from sectors.models import Appointment, Band, Seat, Sector, SectorMembership, SectorYear

YEARS = 11
LIVELY_YEARS = 2  # of which everybody's answer and presence are written too
MEMBERS = 16
BATCH = 2000
MONTHS = (1, 2, 3, 4, 5, 9, 10, 11)
MONTH = relativedelta(months=1)
Seated = dict[int, list[Person]]
NAME = "Voorbeeld {number}: {name}"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the larger network is made from, in a fixed order."""

    organisations: list[Organisation]
    people: dict[int, list[Person]]
    leaders: list[Person]


def grow(today: date, scale: int) -> None:
    """Make the demonstration `scale` times as large; sectors that an earlier run made stay as they are."""
    wanted = range(len(SECTORS) + 1, len(SECTORS) * scale + 1)
    known = set(Sector.objects.filter(slug__startswith="schaal-").values_list("slug", flat=True))
    numbers = [number for number in wanted if _slug(number) not in known]
    cast = _cast()
    sectors = _write(Sector, (_sector(number) for number in numbers))
    members = [(sector, _members(sector, cast)) for sector in sectors]
    _write(
        SectorMembership,
        (SectorMembership(sector=sector, organisation=each) for sector, own in members for each in own),
    )
    seated = {sector.pk: [cast.people[each.pk][0] for each in own] for sector, own in members}
    _write(Seat, (Seat(sector=sector, person=person) for sector in sectors for person in seated[sector.pk]))
    _write(Appointment, (row for sector in sectors for row in _appointments(sector, cast)))
    years = _write(SectorYear, (row for sector in sectors for row in _years(sector, today)))
    meetings = _write(Meeting, (row for year in years for row in _meetings(year, today)))
    _write(Preparation, (_preparation(meeting, seated) for meeting in meetings))
    lively = [row for row in meetings if row.sector_year and row.sector_year.year > today.year - LIVELY_YEARS]
    _write(Attendance, (row for meeting in lively for row in _attendances(meeting, seated, today)))
    _write(Contribution, (row for meeting in lively for row in _contributions(meeting, seated)))
    _write(Minutes, (_minutes(meeting, seated) for meeting in meetings if _final_on(meeting) < today))
    topics = _write(Topic, (row for sector in sectors for row in _topics(sector, seated, today)))
    _write(TopicSupport, (_support(topic, seated) for topic in topics))


def _write(model: type[Any], rows: Iterable[Any]) -> list[Any]:
    manager: QuerySet[Model] = QuerySet(model)
    return manager.bulk_create(list(rows), batch_size=BATCH)


def _cast() -> Cast:
    taking_part = NetworkMembership.objects.current().values("organisation")
    organisations = list(
        Organisation.objects.filter(pk__in=taking_part, people__isnull=False).distinct().order_by("slug")
    )
    people: dict[int, list[Person]] = {}
    for person in Person.objects.filter(organisation__in=organisations).order_by("pk"):
        people.setdefault(person.organisation_id or 0, []).append(person)
    names = [known.name for known in CAST]
    return Cast(organisations, people, list(Person.objects.filter(name__in=names).order_by("pk")))


def _slug(number: int) -> str:
    return f"schaal-{number:03}"


def _example(sector: Sector) -> tuple[int, SectorPage]:
    """Return the number of a sector and the one of the demonstration that it is like."""
    number = int(sector.slug.rpartition("-")[2])
    return number, SECTORS[number % len(SECTORS)]


def _sector(number: int) -> Sector:
    page = SECTORS[number % len(SECTORS)]
    return Sector(
        slug=_slug(number),
        name=NAME.format(number=number, name=page.name),
        summary=page.summary,
        band=Band.values[number % len(Band.values)],
        position=100 + number,
        usual_weekday=number % 5,
        usual_start=page.habits.start,
        usual_minutes=page.habits.minutes,
        months_without=[6, 7, 8, 12],
    )


def _members(sector: Sector, cast: Cast) -> list[Organisation]:
    number, _page = _example(sector)
    return [cast.organisations[(number * 7 + place * 3) % len(cast.organisations)] for place in _distinct(cast)]


def _distinct(cast: Cast) -> range:
    """Return places that, three apart, fall on different organisations."""
    return range(min(MEMBERS, len(cast.organisations) // 3))


def _appointments(sector: Sector, cast: Cast) -> Iterator[Appointment]:
    number, _page = _example(sector)
    for place, role in enumerate((Appointment.Role.PROGRAMME_MANAGER, Appointment.Role.CHAIR)):
        yield Appointment(sector=sector, person=cast.leaders[(number + place) % len(cast.leaders)], role=role)


def _years(sector: Sector, today: date) -> Iterator[SectorYear]:
    return (SectorYear(sector=sector, year=year) for year in range(today.year - YEARS + 1, today.year + 1))


def _meetings(year: SectorYear, today: date) -> Iterator[Meeting]:
    number, page = _example(year.sector)
    for place, month in enumerate(MONTHS, 1):
        first = date(year.year, month, 8 + number % 7)
        day = first + timedelta(days=(year.sector.usual_weekday - first.weekday()) % 7)
        starts = moment(day, page.habits.start)
        yield Meeting(
            ical_uid=f"brink-demo-{year.sector.slug}-{year.year}-{place}@calendar.brink.example",
            sector_year=year,
            number=place,
            title=themes_of(page.slug, year.year)[place - 1][0] if day < today else "",
            starts=starts,
            ends=starts + timedelta(minutes=page.habits.minutes),
            place="Zaal De Es, Assen",
            state=Meeting.State.SCHEDULED,
        )


def _begin(meeting: Meeting) -> datetime:
    if meeting.starts is None:
        raise ValueError("Every meeting of the larger network has a day.")
    return meeting.starts


def _people(meeting: Meeting, seated: Seated) -> Sequence[Person]:
    return seated[meeting.sector_year.sector_id] if meeting.sector_year else []


def _preparation(meeting: Meeting, seated: Seated) -> Preparation:
    begin = _begin(meeting)
    is_settled = bool(meeting.title)
    return Preparation(
        meeting=meeting,
        opens_on=begin.date() - MONTH,
        input_closes_on=begin.date() - timedelta(days=16),
        settle_by=begin.date() - timedelta(days=14),
        opened_at=begin - MONTH if is_settled else None,
        settled_at=begin - timedelta(days=15) if is_settled else None,
        settled_by=_people(meeting, seated)[0] if is_settled else None,
    )


def _attendances(meeting: Meeting, seated: Seated, today: date) -> Iterator[Attendance]:
    for place, person in enumerate(_people(meeting, seated)):
        comes = (place + (meeting.number or 0)) % 4 > 0
        yield Attendance(
            meeting=meeting,
            person=person,
            organisation=person.organisation,
            response=Attendance.Response.YES if comes else Attendance.Response.NO,
            responded_at=_begin(meeting) - timedelta(days=35),
            channel=Attendance.Channel.SITE,
            presence=_presence(comes=comes) if _begin(meeting).date() < today else "",
        )


def _presence(*, comes: bool) -> str:
    return Attendance.Presence.PRESENT if comes else Attendance.Presence.EXCUSED


def _contributions(meeting: Meeting, seated: Seated) -> Iterator[Contribution]:
    people, number = _people(meeting, seated), meeting.number or 0
    for person in (people[number % len(people)], people[(number * 5 + 1) % len(people)]):
        yield Contribution(
            meeting=meeting,
            person=person,
            organisation=person.organisation,
            kind=Contribution.Kind.values[number % 4],
            text="Hoe pakken anderen dit aan?",
            created_at=_begin(meeting) - timedelta(days=22),
        )


def _final_on(meeting: Meeting) -> date:
    return _begin(meeting).date() + timedelta(days=22)


def _minutes(meeting: Meeting, seated: Seated) -> Minutes:
    begin = _begin(meeting)
    return Minutes(
        meeting=meeting,
        text="<p>Drie leden vertelden wat er bij hen speelt.</p>",
        published_at=begin + timedelta(days=7),
        published_by=_people(meeting, seated)[0],
        corrections_until=begin.date() + timedelta(days=21),
        final_at=datetime.combine(_final_on(meeting), begin.timetz()),
    )


def _topics(sector: Sector, seated: Seated, today: date) -> Iterator[Topic]:
    _number, page = _example(sector)
    for place, (title, question) in enumerate(themes_of(page.slug, today.year + 1)):
        person = seated[sector.pk][place % len(seated[sector.pk])]
        yield Topic(
            sector=sector,
            title=title,
            summary=question,
            proposed_by=person,
            proposed_for=person.organisation,
            proposed_at=moment(today - timedelta(days=30 + place), page.habits.start),
            state=Topic.State.PROPOSED,
        )


def _support(topic: Topic, seated: Seated) -> TopicSupport:
    person = seated[topic.sector_id][0]
    return TopicSupport(topic=topic, organisation=person.organisation, person=person)
