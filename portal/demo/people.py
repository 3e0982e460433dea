"""Everyone of the demonstration: the people of the seeds in their public role, and a made-up rest with accounts."""

from datetime import date, time, timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from members.models import NetworkMembership, Organisation, Person, User
from portal.demo import DEMO_LOGINS, PASSWORD
from portal.demo.names import JOB_TITLES, PHONE, made_up_name
from portal.demo.sector_data import Membership
from portal.demo.store import store
from portal.demo.timing import moment
from sectors.models import Appointment, Seat, Sector

Role = Appointment.Role
Visibility = Person.ContactVisibility
Seated = dict[str, list[tuple[Person, date | None]]]
VISIBILITIES = (
    *(Visibility.MEMBERS, Visibility.MEMBERS, Visibility.EVERYONE, Visibility.MEMBERS, Visibility.NOBODY),
    *(Visibility.MEMBERS, Visibility.MEMBERS, Visibility.EVERYONE, Visibility.MEMBERS),
)


class Known(NamedTuple):
    """Someone with a name of their own; without organisation of the network's office."""

    name: str
    job_title: str
    organisation: str
    email: str = ""
    phone: str = ""
    visibility: Person.ContactVisibility = Visibility.MEMBERS


class Appointed(NamedTuple):
    """Someone holds a role in a sector, since a year when that is known."""

    sector: str
    person: str
    role: Appointment.Role
    since: int | None = None
    until: int | None = None


# Real people in the role in which a publication named them: nothing more is known of them here.
REAL = (
    Known("Peter Jager", "", "Gemeente De Fryske Marren"),
    Known("Arne Bakker", "", "Gemeente Groningen"),
    Known(
        "Albina Koolhof-Vitochina",
        "Programmamanager",
        "",
        "albina.koolhof-vitochina@example.org",
        PHONE.format(0),
        Visibility.EVERYONE,
    ),
)

CAST = (
    Known("Berend Beheerlucht", "Functioneel beheerder", "Provincie Drenthe", "admin@example.org"),
    Known("Rixt Redactiepen", "Communicatieadviseur", "Provincie Fryslân", "editor@example.org"),
    Known(
        "Marije Mastbos",
        "Programmamanager (gedetacheerd)",
        "Veiligheidsregio Drenthe",
        "manager@example.org",
        PHONE.format(1),
        Visibility.EVERYONE,
    ),
    Known("Chris Kwelderpaal", "Directeur", "Veiligheidsregio Fryslân", "chair@example.org", PHONE.format(2)),
    Known("Margriet Meerkoet", "Informatiemanager", "Gemeente Assen", "member@example.org", PHONE.format(3)),
    Known("Otto Oeverzwaluw", "Adviseur water", "Waterschap Hunze en Aa's", "outsider@example.org", PHONE.format(4)),
    Known("Tineke Torenklok", "Afdelingshoofd", "Gemeente Emmen", "tineke.torenklok@example.org"),
    Known("Sake Stolpraam", "Bestuurder", "Voorbeeldziekenhuis Noord", "sake.stolpraam@example.org"),
    Known("Jantje Jutebaal", "Directeur", "GGZ Voorbeeldbos", "jantje.jutebaal@example.org"),
    Known("Foppe Fluitketel", "Lid college van bestuur", "Voorbeeldcollege Noord", "foppe.fluitketel@example.org"),
    Known("Alie Aardappelkist", "Hoofd projecten", "Wetterskip Fryslân", "alie.aardappelkist@example.org"),
    Known("Egbert Eendenkooi", "Programmaleider energie", "Provincie Groningen", "egbert.eendenkooi@example.org"),
    Known(
        "Dieuwke Duinroos",
        "Programmamanager",
        "",
        "dieuwke.duinroos@example.org",
        PHONE.format(5),
        Visibility.EVERYONE,
    ),
    Known(
        "Lubbert Lindeboog",
        "Programmamanager",
        "",
        "lubbert.lindeboog@example.org",
        PHONE.format(6),
        Visibility.EVERYONE,
    ),
)

APPOINTED = (
    Appointed("overheden", "Peter Jager", Role.CHAIR),
    Appointed("overheden", "Arne Bakker", Role.CHAIR),
    Appointed("overheden", "Albina Koolhof-Vitochina", Role.PROGRAMME_MANAGER),
    Appointed("overheden", "Marije Mastbos", Role.DEPUTY, 2024),
    Appointed("veiligheid", "Chris Kwelderpaal", Role.CHAIR, 2023),
    Appointed("veiligheid", "Tineke Torenklok", Role.CHAIR, 2024),
    Appointed("veiligheid", "Lubbert Lindeboog", Role.PROGRAMME_MANAGER, 2017, 2022),
    Appointed("veiligheid", "Marije Mastbos", Role.PROGRAMME_MANAGER, 2022),
    Appointed("zorg", "Sake Stolpraam", Role.CHAIR, 2021),
    Appointed("zorg", "Jantje Jutebaal", Role.CHAIR, 2022),
    Appointed("zorg", "Dieuwke Duinroos", Role.PROGRAMME_MANAGER, 2020),
    Appointed("onderwijs", "Foppe Fluitketel", Role.CHAIR, 2022),
    Appointed("onderwijs", "Dieuwke Duinroos", Role.PROGRAMME_MANAGER, 2020),
    Appointed("water", "Alie Aardappelkist", Role.CHAIR, 2019),
    Appointed("water", "Lubbert Lindeboog", Role.PROGRAMME_MANAGER, 2018),
    Appointed("energie", "Egbert Eendenkooi", Role.CHAIR, 2023),
    Appointed("energie", "Lubbert Lindeboog", Role.PROGRAMME_MANAGER, 2018),
    Appointed("energie", "Dieuwke Duinroos", Role.DEPUTY, 2023),
)


def load_people(organisations: dict[str, Organisation]) -> dict[str, Person]:
    """Write the people with a name of their own and three colleagues of each member; return them by name."""
    people = [_person(known, organisations) for known in (*REAL, *CAST)]
    members = Organisation.objects.filter(pk__in=NetworkMembership.objects.filter(until=None).values("organisation"))
    people += [
        _colleague(3 * place + number, organisation)
        for place, organisation in enumerate(members.order_by("slug"))
        for number in range(3 if organisation.kind in LARGE else 2)
    ]
    return {person.name: person for person in store(people, key=["name"], once=["account"])}


LARGE = (Organisation.Kind.PROVINCE, Organisation.Kind.MUNICIPALITY, Organisation.Kind.SAFETY_REGION)


def _person(known: Known, organisations: dict[str, Organisation]) -> Person:
    return Person(
        name=known.name,
        job_title=known.job_title,
        organisation=organisations[known.organisation] if known.organisation else None,
        email=known.email,
        phone=known.phone,
        contact_visibility=known.visibility,
    )


def _colleague(place: int, organisation: Organisation) -> Person:
    name = made_up_name(place)
    return Person(
        name=name,
        job_title=JOB_TITLES[place * 5 % len(JOB_TITLES)],
        organisation=organisation,
        email=f"{slugify(name).replace('-', '.')}@example.org",
        phone=PHONE.format(10 + place % 90) if place % 3 else "",
        contact_visibility=VISIBILITIES[place % len(VISIBILITIES)],
    )


def load_appointments(sectors: dict[str, Sector], people: dict[str, Person]) -> None:
    """Write who leads the sectors; of the real people it is not known since when."""
    store(
        [
            Appointment(
                sector=sectors[row.sector],
                person=people[row.person],
                role=row.role,
                since=date(row.since, 1, 1) if row.since else None,
                until=date(row.until, 1, 1) if row.until else None,
            )
            for row in APPOINTED
        ],
        key=["sector", "person"],
    )


def load_seats(sectors: dict[str, Sector], people: dict[str, Person], memberships: list[Membership]) -> Seated:
    """Give each organisation in a sector one or two seats, for made-up people; return who sits where since when."""
    colleagues: dict[str, list[Person]] = {}
    for person in people.values():
        if person.organisation and person.email and person.name not in HAVE_THEIR_OWN:
            colleagues.setdefault(person.organisation.name, []).append(person)
    seats = [
        _seat(sectors[membership.sector], person, membership, place)
        for place, membership in enumerate(memberships)
        for person in _seated(colleagues[membership.organisation], place)
    ]
    seats += [
        Seat(sector=sectors[sector], person=people[person], since=date(2022, 1, 1), mail=mail)
        for person, sector, mail in OWN_SEATS
    ]
    seated: Seated = {slug: [] for slug in sectors}
    for seat in store(seats, key=["sector", "person"]):
        seated[seat.sector.slug].append((seat.person, seat.since))
    return seated


OWN_SEATS = (
    ("Margriet Meerkoet", "overheden", Seat.Mail.AT_ONCE),
    ("Otto Oeverzwaluw", "water", Seat.Mail.WEEKLY),
)
HAVE_THEIR_OWN = frozenset(known.name for known in CAST)


def _seated(colleagues: list[Person], place: int) -> list[Person]:
    first = colleagues[place % len(colleagues)]
    second = colleagues[(place + 1) % len(colleagues)]
    return [first, second] if place % 5 < 2 and first != second else [first]


def _seat(sector: Sector, person: Person, membership: Membership, place: int) -> Seat:
    return Seat(
        sector=sector,
        person=person,
        since=membership.since,
        mail=Seat.Mail.values[place % 3],
        calendar=Seat.Calendar.values[place % 4 % 3],
    )


def load_accounts(people: dict[str, Person], today: date) -> None:
    """Write the accounts of DEMO_LOGINS with one shared password, only while DEBUG is on."""
    if not settings.DEBUG:
        return
    made = moment(today - timedelta(days=30), time(9))
    password = make_password(PASSWORD)
    users = store(
        [
            User(
                email=login.email,
                password=password,
                is_staff=login.meaning in ("admin", "editor"),
                is_superuser=login.meaning == "admin",
                date_joined=made,
            )
            for login in DEMO_LOGINS
        ],
        key=["email"],
        once=["password", "date_joined", "last_login"],
    )
    store([EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users], key=["email"])
    for login, user in zip(DEMO_LOGINS, users, strict=True):
        Person.objects.filter(pk=people[login.person].pk).update(account=user)
