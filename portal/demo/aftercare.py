"""An invented programme years after its end: a host was dissolved, a platform moved on, and work needs a home."""

from datetime import date, time

from dateutil.relativedelta import relativedelta
from django.db import transaction

from members.models import Organisation, Person
from portal.demo.cast import Cast
from portal.demo.dated import day_of, moment_of, store_periods
from portal.demo.shapes import INVENTED
from portal.demo.store import store
from portal.demo.timing import moment
from programmes.models import (
    Handover,
    Hosting,
    LifeSign,
    Outcome,
    Platform,
    Programme,
    ProgrammeDecision,
    ProgrammeParticipant,
    Workstream,
)

ENDED, MOVED_ON = date(2019, 7, 1), date(2021, 1, 1)
HALF_A_YEAR = relativedelta(months=-6, days=-4)
RECEIVER, CONTACT = "Margriet Meerkoet", "Provincie Drenthe"
MERGED_HOST = "Zorggroep Voorbeeldoost"
CLOSING, BOARD = "het eindverslag van Werken Waar Je Bent", "het besluit van het regiobestuur van december 2020"

SERVICE = ("Gedeelde servicedesk", "Eén nummer voor wie ergens in het Noorden vastloopt op een werkplek.")
ROOMS = ("Vergaderzalen delen", "Zien en reserveren waar bij een andere overheid een zaal vrij is.")
LOGIN = ("Inloggen op elkaars netwerk", "Met de eigen pas en het eigen account werken in elk aangesloten gebouw.")
DEVICES = ("Apparaten lenen", "Laptops en schermen die tijdelijk over zijn, gaan naar wie ze nodig heeft.")


@transaction.atomic
def load_aftercare(today: date) -> None:
    """Load the programme, its platforms with their hosts, and where its work went, as it stands on a day."""
    cast = Cast()
    dissolved = _dissolved_host()
    programme = _programme(cast)
    streams = _streams(programme)
    service, digital, pool = _platforms(programme)
    hostings = [
        Hosting(platform=service, organisation=dissolved, since=ENDED, until=MOVED_ON),
        Hosting(platform=digital, organisation=cast.organisation("Provincie Drenthe"), since=MOVED_ON),
        Hosting(platform=pool, organisation=cast.organisation(MERGED_HOST), since=ENDED),
    ]
    store_periods(hostings, Hosting.objects.all(), owner="platform", who="organisation")
    contact = cast.person(CONTACT, programme.slug)
    first = _accepted(programme, streams[SERVICE[0]], service, contact)
    _accepted(programme, streams[ROOMS[0]], service, contact)
    _accepted(programme, streams[DEVICES[0]], pool, contact)
    _accepted(programme, streams[SERVICE[0]], digital, contact, after=first)
    _wait_for_life(programme, streams[LOGIN[0]], cast, today)


def _dissolved_host() -> Organisation:
    host = Organisation(
        name="Werkplekbedrijf Voorbeeldland",
        slug="werkplekbedrijf-voorbeeldland",
        kind=Organisation.Kind.PARTNERSHIP,
        seat="Assen",
        dissolved_on=MOVED_ON,
    )
    return store([host], key=["slug"])[0]


def _programme(cast: Cast) -> Programme:
    slug = "werken-waar-je-bent"
    plan = Programme(
        slug=slug,
        name="Werken Waar Je Bent",
        summary="Van 2015 tot 1 juli 2019 maakten vijf organisaties het gewoon om op elkaars kantoor te werken.",
        purpose="<p>Wie voor een noordelijke overheid werkt, moet overal zijn laptop kunnen openklappen.</p>"
        + INVENTED,
        region="Noord-Nederland",
        band="weide",
        state=Programme.State.ENDED,
        start_year=2015,
        ended_on=ENDED,
        ending="<p>Het programma stopte op 1 juli 2019. Een deel van het werk verhuisde in 2021 nog een keer.</p>",
        contact=cast.person(CONTACT, slug),
        contact_capacity="beheerder van de afspraken",
    )
    programme = store([plan], key=["slug"])[0]
    names = ("Provincie Drenthe", "Gemeente Assen", "Gemeente Emmen", "Gemeente Groningen", "Gemeente Leeuwarden")
    participants = [
        ProgrammeParticipant(programme=programme, organisation=cast.organisation(name), until=ENDED) for name in names
    ]
    store_periods(participants, ProgrammeParticipant.objects.all(), owner="programme", who="organisation")
    steps = [
        ProgrammeDecision(programme=programme, kind="found", decided_in_year=2015, body="de vijf organisaties"),
        ProgrammeDecision(programme=programme, kind="end", decided_on=ENDED, body="de stuurgroep"),
    ]
    store(steps, key=["programme", "kind"])
    return programme


def _streams(programme: Programme) -> dict[str, Workstream]:
    outcome = Outcome(
        programme=programme,
        title="Overal aan het werk",
        text="Elke medewerker kan in elk aangesloten gebouw werken alsof het zijn eigen kantoor is.",
        position=1,
    )
    outcome = store([outcome], key=["programme", "title"])[0]
    works = [
        Workstream(outcome=outcome, title=title, text=text, stage=Workstream.Stage.HANDED_OVER, position=position)
        for position, (title, text) in enumerate((SERVICE, ROOMS, LOGIN, DEVICES), start=1)
    ]
    return {stream.title: stream for stream in store(works, key=["outcome", "title"])}


def _platforms(programme: Programme) -> list[Platform]:
    grounds = [
        Platform(
            slug="werkplekdienst-noord",
            name="Werkplekdienst Noord",
            purpose="Beheerde de gedeelde werkplekken na het einde van het programma. Verzonnen, als voorbeeld.",
            scope=["management"],
            since=ENDED,
            until=MOVED_ON,
            end_reason="De gastheer, het Werkplekbedrijf Voorbeeldland, werd opgeheven.",
        ),
        Platform(
            slug="digitale-dienst-noord",
            name="Digitale Dienst Noord",
            purpose="Helpt medewerkers van de noordelijke overheden met hun werkplek. Verzonnen, als voorbeeld.",
            scope=["management", "execution"],
            since=MOVED_ON,
        ),
        Platform(
            slug="apparatenpool-noord",
            name="Apparatenpool Noord",
            purpose="Leent laptops en schermen uit aan wie ze even nodig heeft. Verzonnen, als voorbeeld.",
            scope=["execution"],
            since=ENDED,
        ),
    ]
    for ground in grounds:
        ground.programme = programme
    return store(grounds, key=["slug"])


def _accepted(
    programme: Programme, stream: Workstream, platform: Platform, contact: Person | None, after: Handover | None = None
) -> Handover:
    """Store a handover to a platform, known from a publication; the work moves on when it comes after another."""
    day = MOVED_ON if after else ENDED
    handover = Handover(
        programme=programme,
        workstream=stream,
        kind=Handover.Kind.TRANSFERRED,
        platform=platform,
        effective_from=day,
        contact=contact,
        accepted_at=moment_of(day, day, time(12)),
        acceptance_source=BOARD if after else CLOSING,
        follows=after,
    )
    return store([handover], key=["programme", "workstream", "platform"])[0]


def _wait_for_life(programme: Programme, stream: Workstream, cast: Cast, today: date) -> None:
    """Store a handover of which its receiver, a demonstration account, is asked whether it still lives."""
    receiver, came = cast.person(RECEIVER, programme.slug), day_of(today, HALF_A_YEAR)
    handover = Handover(
        programme=programme,
        workstream=stream,
        kind=Handover.Kind.CONTINUES,
        organisation=cast.organisation("Gemeente Assen"),
        effective_from=came,
        contact=receiver,
        accepted_at=moment_of(today, came, time(12)),
        accepted_by=receiver,
    )
    handover = store([handover], key=["programme", "workstream"])[0]
    asked = moment(today + relativedelta(days=-4), time(9))
    store([LifeSign(handover=handover, months=6, asked_at=asked)], key=["handover", "months"])
