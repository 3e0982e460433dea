"""What was decided about the made-up programmes before today, and the stages their work went through."""

from datetime import date

from django.db import transaction

from portal.demo.dated import When, day_of, days, months
from portal.demo.store import store
from programmes.models import Programme, ProgrammeDecision, StageChange, Workstream

BOARD, STEERING = "bestuur van het netwerk", "stuurgroep"

# programme, kind, day, body, text, planned end from then on, conditions, document, link to it
STEPS: tuple[tuple[str, str, When, str, str, When, str, str, str], ...] = (
    (
        *("noordelijk-datahuis", "propose", months(-30), "provincies Groningen en Drenthe"),
        "Twee provincies stellen voor om samen aan goede cijfers te werken.",
        months(-1),
        *("", "Voorstel Noordelijk Datahuis", "https://example.org/datahuis/voorstel"),
    ),
    (
        *("noordelijk-datahuis", "found", months(-26), BOARD, "Negen organisaties tekenen de startnotitie."),
        months(-1),
        "Elke deelnemer maakt één medewerker vrij voor een dag in de week.",
        *("Startnotitie Noordelijk Datahuis", "https://example.org/datahuis/startnotitie"),
    ),
    (
        *("noordelijk-datahuis", "start_transition", months(-3), STEERING, "Het werk krijgt een vaste plek."),
        *(None, "", "", ""),
    ),
    (
        *("noordelijk-datahuis", "reopen", days(-28), BOARD, "De deelnemers willen eerst de meting afmaken."),
        *(None, "Tot alle negen deelnemers meedoen.", "", ""),
    ),
    (
        *("noordelijk-datahuis", "extend", days(-21), STEERING, "Het programma krijgt anderhalf jaar extra."),
        months(17),
        "De meting is er voor alle negen deelnemers. Elk half jaar ziet het bestuur hoe ver het is.",
        *("Besluit over de verlenging", "https://example.org/datahuis/verlenging"),
    ),
    (
        *("digitaal-weerbaar-noord", "propose", months(-50), "veiligheidsregio’s"),
        "De veiligheidsregio’s vragen om een gezamenlijke aanpak.",
        months(-8),
        *("", "Voorstel Digitaal Weerbaar Noord", "https://example.org/weerbaar/voorstel"),
    ),
    (
        *("een-loket-noord", "propose", months(-2), "vijf organisaties"),
        "Vijf organisaties leggen het plan voor aan het bestuur.",
        months(30),
        "Eerst komt er een proef met twintig inwoners.",
        *("Voorstel Eén Loket Noord", "https://example.org/loket/voorstel"),
    ),
)

# workstream, stage, day, note
STAGES: tuple[tuple[str, str, When, str], ...] = (
    ("Gezamenlijke begrippenlijst", "exploring", months(-26), ""),
    ("Gezamenlijke begrippenlijst", "building", months(-22), "De eerste vijftig woorden staan vast."),
    ("Gezamenlijke begrippenlijst", "in_operation", months(-9), "Alle deelnemers werken met de lijst."),
    ("Meting van gegevenskwaliteit", "exploring", months(-20), ""),
    ("Meting van gegevenskwaliteit", "building", months(-12), ""),
    ("Meting van gegevenskwaliteit", "well_advanced", months(-3), "Zes van de negen deelnemers doen mee."),
    ("Gegevenscatalogus", "exploring", months(-10), ""),
    ("Gegevenscatalogus", "building", months(-2), "De catalogus heeft een eerste versie."),
    ("Leerlijn cijfers lezen", "building", months(-18), ""),
    ("Leerlijn cijfers lezen", "in_operation", months(-7), "De vierde groep is begonnen."),
    ("Analisten wisselen", "exploring", months(-4), ""),
    ("Dashboard voor raadsleden", "building", months(-14), ""),
    ("Dashboard voor raadsleden", "stopped", months(-7), "Elke raad wilde iets anders zien."),
)


@transaction.atomic
def load_life(today: date) -> None:
    """Complete the steps of the programmes as they stand on a day, and note the stages of their work."""
    programmes = {programme.slug: programme for programme in Programme.objects.all()}
    decisions = [
        ProgrammeDecision(
            programme=programmes[slug],
            kind=kind,
            decided_on=day_of(today, on),
            body=body,
            text=text,
            planned_end=day_of(today, planned_end),
            conditions=conditions,
            document=document,
            document_link=link,
        )
        for slug, kind, on, body, text, planned_end, conditions, document, link in STEPS
    ]
    store(decisions, key=["programme", "kind"])
    streams = {stream.title: stream for stream in Workstream.objects.exclude(outcome__programme__slug="ssnt")}
    changes = [
        StageChange(workstream=streams[title], stage=stage, reached_on=day_of(today, on), note=note)
        for title, stage, on, note in STAGES
    ]
    store(changes, key=["workstream", "stage"], once=["recorded_at"])
