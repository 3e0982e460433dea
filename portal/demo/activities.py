"""What the northern circles say of their joint activities, and the staff that is offered and asked for in their pool.

Facts of programmes that ended stay as they were published: nothing is added to those.
"""

from dataclasses import dataclass
from datetime import date, time

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Q

from portal.demo.cast import Cast
from portal.demo.dated import When, day_of, days, months
from portal.demo.store import store
from portal.demo.timing import moment
from programmes.models import ActivityParticipant, JointActivity, PoolEntry

SITE = "https://example.org"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an activity, beside what its circle says of it; `owner` as in Cast.person."""

    circle: str
    title: str
    owner: str
    link: str = ""
    since: When = None
    until: When = None
    extension: str = ""
    version: str = ""
    review_by: When = None
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """An offer to a pool, or a request."""

    kind: str
    organisation: str
    title: str
    skills: tuple[str, ...]
    hours: int
    text: str
    made: relativedelta
    since: When = None
    until: When = None


KNOWN = (
    Known(
        "datagedreven-werken",
        "Een maand meedraaien als analist",
        "Gemeente Assen",
        f"{SITE}/ruilen",
        days(61),
        days(91),
        places=8,
    ),
    Known(
        "datagedreven-werken",
        "Wegwijzer eerlijke algoritmen",
        "Gemeente Groningen",
        f"{SITE}/wegwijzer",
        version="1.4",
        review_by=days(23),
    ),
    Known(
        "datagedreven-werken",
        "Wie gebruikt onze open data?",
        "Provincie Drenthe",
        f"{SITE}/open-data",
        months(-9),
        months(-4),
    ),
    Known(
        "informatieveiligheid",
        "Samen beveiligingstests inkopen",
        "Gemeente Hoogeveen",
        f"{SITE}/testen",
        months(5),
        months(41),
        "Twee keer met een jaar",
        places=12,
    ),
    Known("informatieveiligheid", "Invalpool voor beveiligers", "Gemeente Smallingerland", f"{SITE}/invalpool"),
    Known(
        "digitale-toegankelijkheid",
        "Toegankelijkheidsonderzoek voor websites",
        "",
        f"{SITE}/onderzoek",
        months(6),
        months(30),
        "Eén keer met een jaar",
    ),
    Known(
        "digitale-toegankelijkheid",
        "Schrijfwijzer voor brieven",
        "",
        f"{SITE}/schrijfwijzer",
        version="2.0",
        review_by=months(7),
    ),
)
POOL = ("informatieveiligheid", "Invalpool voor beveiligers")
STAFF = (
    Staff(
        "offer",
        "Gemeente Smallingerland",
        "Beveiliger met ervaring in noodplannen",
        ("noodplannen", "oefenen", "BIO"),
        8,
        "Eén vaste dag in de week, het liefst op donderdag.",
        days(-9),
        days(14),
        months(6),
    ),
    Staff(
        "offer",
        "Gemeente Assen",
        "Medewerker gegevensbescherming",
        ("privacy", "BIO"),
        12,
        "Kan op afstand en een dag per week ter plaatse.",
        days(-30),
        days(-20),
        months(4),
    ),
    Staff(
        "request",
        "Waterschap Noorderzijlvest",
        "Vervanging tijdens verlof",
        ("leveranciers", "BIO"),
        24,
        "Onze beveiliger is drie maanden met verlof. Wij zoeken iemand die het werk bijhoudt.",
        days(-4),
        days(30),
        months(5),
    ),
)


@transaction.atomic
def load_activities(today: date) -> None:
    """Fill in what is known of activities as they stand on a day. Circles and people are there already."""
    cast = Cast()
    found = {(row.circle.slug, row.title): row for row in JointActivity.objects.select_related("circle")}
    for known in KNOWN:
        _fill_in(found[known.circle, known.title], known, cast, today)
    _name_contacts(cast)
    pool = found[POOL]
    entries = [
        PoolEntry(
            activity=pool,
            organisation=cast.organisation(staff.organisation),
            person=cast.person(staff.organisation, POOL[0]),
            kind=staff.kind,
            title=staff.title,
            skills=list(staff.skills),
            hours=staff.hours,
            text=staff.text,
            since=day_of(today, staff.since),
            until=day_of(today, staff.until),
            made_at=moment(today + staff.made, time(10)),
        )
        for staff in STAFF
    ]
    store(entries, key=["activity", "organisation", "title"])


def _fill_in(activity: JointActivity, known: Known, cast: Cast, today: date) -> None:
    lead = activity.lead
    facts = {
        "owner": cast.person(known.owner or (lead.name if lead else ""), known.circle),
        "link": known.link,
        "since": day_of(today, known.since),
        "until": day_of(today, known.until),
        "extension": known.extension,
        "version": known.version,
        "review_by": day_of(today, known.review_by),
        "places": known.places,
    }
    if any(getattr(activity, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(activity, name, value)
        activity.save(update_fields=list(facts))


def _name_contacts(cast: Cast) -> None:
    """Name a colleague as contact of each organisation that joined something of a northern circle."""
    of_known = Q(activity__circle__slug__in={known.circle for known in KNOWN})
    nameless = ActivityParticipant.objects.filter(of_known, person=None)
    joined = list(nameless.select_related("organisation", "activity__circle"))
    for each in joined:
        each.person = cast.person(each.organisation.name, each.activity.circle.slug)
    ActivityParticipant.objects.bulk_update(joined, ["person"])
