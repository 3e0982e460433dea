"""What calendars cost: a personal feed of 200 meetings and the network's of 5,000, made anew, kept, and known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.calendars.feeds import network_feed
from meetings.models import Meeting
from members.models import CalendarLink, Person
from sectors.models import Seat, Sector, SectorYear
from tests.bench import site

SECRET = "bench"
OWN, ALL = 200, 5000
FEEDS = (f"/agenda/{SECRET}.ics", "/agenda.ics")
READER = "member@example.org"
MOST_KNOWN = 2  # queries to say that nothing changed


def report(cpu_seconds: Callable[[Callable[[], object]], float], yardstick: float) -> int:
    """Print a row for each feed and way of asking; 1 when saying that it is known costs more queries than two."""
    _fill()
    print(f"\n{'calendar':24}{'':8}{'queries':>9}{'CPU ms':>9}{'CPU x':>8}")
    missed = 0
    for path in FEEDS:
        etag = site.get_kept(path)["ETag"]
        for name, known, forgets in (("cold", "", True), ("kept", "", False), ("304", etag, False)):
            queries, cpu = _measure(cpu_seconds, path, known, forgets=forgets)
            too_many = name == "304" and queries > MOST_KNOWN
            missed += too_many
            print(f"{path:24}{name:8}{queries:9}{cpu * 1000:9.1f}{cpu / yardstick:8.1f}{' MISSED' if too_many else ''}")
    return 1 if missed else 0


def _measure(
    cpu_seconds: Callable[[Callable[[], object]], float], path: str, known: str, *, forgets: bool
) -> tuple[int, float]:
    def ask() -> None:
        if forgets:
            caches["feeds"].clear()
        site.get_kept(path, known)

    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries), min(cpu_seconds(ask) for _round in range(3))


def _fill() -> None:
    """Give a reader a seat in a sector with 200 meetings, and the network 5,000 in all."""
    person = Person.objects.get(account__email=READER)
    sector = Sector.objects.create(name="Agenda", slug="agenda")
    Seat.objects.create(sector=sector, person=person, calendar=Seat.Calendar.FEED)
    _meetings(sector, OWN)
    _meetings(Sector.objects.create(name="Vol", slug="vol"), ALL - network_feed("").meetings.count())
    CalendarLink.objects.create(
        person=person, name="Bench", token_hash=sha256(SECRET.encode()).hexdigest(), used_on=timezone.localdate()
    )


def _meetings(sector: Sector, count: int) -> None:
    year = SectorYear.objects.create(sector=sector, year=timezone.localdate().year)
    begin = timezone.now() - timedelta(days=300)
    Meeting.objects.bulk_create(
        Meeting(
            sector_year=year,
            number=number,
            title=f"Bijeenkomst {number}",
            summary="<p>Waar het over gaat, wie er komt en wat er van u wordt gevraagd.</p>",
            place="Zaal De Terp, Assen",
            online_link="https://example.org/vergadering",
            starts=begin + timedelta(hours=number * 700 // count * 24),
            ends=begin + timedelta(hours=number * 700 // count * 24 + 3),
            state="scheduled",
        )
        for number in range(1, count + 1)
    )
