"""A made-up programme at its gate: of its work some has a home, some waits for a yes, and some has no place at all."""

from datetime import date, datetime, time
from typing import Any

from portal.demo.cast import Cast
from portal.demo.dated import day_of, days, moment_of, months, period_of, store_periods
from portal.demo.shapes import INVENTED
from portal.demo.store import store
from programmes.models import (
    Handover,
    KnowledgeCircle,
    Outcome,
    Platform,
    Programme,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)

SLUG, STARTED = "helder-noord", months(-34)
LEADER, RECEIVER, DEPUTY = "Marije Mastbos", "Margriet Meerkoet", "Gemeente Emmen"
PARTICIPANTS = ("Gemeente Assen", "Gemeente Emmen", "Gemeente Hoogeveen", "Provincie Drenthe", "Wetterskip Fryslân")
DECISIONS = (
    (
        "found",
        STARTED,
        "bestuur van het netwerk",
        "Vijf organisaties beginnen samen aan begrijpelijke dienstverlening.",
    ),
    ("start_transition", days(-48), "stuurgroep", "Het programma bouwt niets nieuws meer. Alles zoekt een vaste plek."),
)
# outcome, what is still open, and its work: title, text, stage
OUTCOMES = (
    (
        "Elke brief is in één keer duidelijk",
        "Inwoners begrijpen wat er staat en wat zij moeten doen.",
        "De leergang heeft nog geen plek.",
        (
            ("Schrijfwijzer voor brieven", "Eén schrijfwijzer met voorbeelden voor alle deelnemers.", "in_operation"),
            ("Leergang begrijpelijk schrijven", "Drie dagdelen voor wie brieven schrijft.", "well_advanced"),
            ("Brievenkeuring", "Elke maand keuren collega’s tien brieven van een ander.", "stopped"),
        ),
    ),
    (
        "Inwoners denken mee",
        "Wie iets nieuws maakt, vraagt het eerst aan de mensen die het gaan gebruiken.",
        "Het testpanel wacht op een ja.",
        (
            ("Testpanel van inwoners", "Tachtig inwoners die formulieren en brieven uitproberen.", "in_operation"),
            ("Formulieren zonder dubbele vragen", "Wat een overheid al weet, vraagt zij niet nog eens.", "building"),
        ),
    ),
)


def load_gate(today: date) -> None:
    """Load the programme as it stands on a day; platforms, circles and people are there already."""
    cast = Cast()
    (programme,) = store([_programme(today)], key=["slug"])
    _load_people(programme, cast, today)
    decisions = [
        ProgrammeDecision(programme=programme, kind=kind, decided_on=day_of(today, when), body=body, text=text)
        for kind, when, body, text in DECISIONS
    ]
    store(decisions, key=["programme", "kind"])
    streams = _load_work(programme)
    store([_handover(programme, streams, each) for each in _arranged(cast, today)], key=["programme", "workstream"])


def _programme(today: date) -> Programme:
    return Programme(
        slug=SLUG,
        name="Helder Noord",
        summary="Brieven en formulieren die iedereen begrijpt. Al het werk zoekt nu een vaste plek.",
        purpose=(
            "<p>Veel brieven van de overheid zijn moeilijk. Vijf organisaties maken ze samen duidelijk, en vragen "
            "inwoners of dat is gelukt.</p>" + INVENTED
        ),
        region="Drenthe en Fryslân",
        band="weide",
        state=Programme.State.IN_TRANSITION,
        founding_document="Plan van aanpak Helder Noord",
        started_on=day_of(today, STARTED),
        planned_end=day_of(today, months(3)),
    )


def _load_people(programme: Programme, cast: Cast, today: date) -> None:
    period = period_of(today, (STARTED, None))
    leaders = [
        ProgrammeLeader(programme=programme, person=cast.person(name, SLUG), is_deputy=is_deputy, **period)
        for name, is_deputy in ((LEADER, False), (DEPUTY, True))
    ]
    participants = [
        ProgrammeParticipant(programme=programme, organisation=cast.organisation(name), **period)
        for name in PARTICIPANTS
    ]
    store_periods(leaders, ProgrammeLeader.objects.all(), owner="programme", who="person")
    store_periods(participants, ProgrammeParticipant.objects.all(), owner="programme", who="organisation")


def _load_work(programme: Programme) -> dict[str, Workstream]:
    outcomes = store(
        [
            Outcome(programme=programme, title=title, text=text, still_open=still_open, position=place)
            for place, (title, text, still_open, _work) in enumerate(OUTCOMES, start=1)
        ],
        key=["programme", "title"],
    )
    streams = store(
        [
            Workstream(outcome=outcome, title=title, text=text, stage=stage, position=place)
            for outcome, (_title, _text, _open, works) in zip(outcomes, OUTCOMES, strict=True)
            for place, (title, text, stage) in enumerate(works, start=1)
        ],
        key=["outcome", "title"],
    )
    return {stream.title: stream for stream in streams}


def _arranged(cast: Cast, today: date) -> list[dict[str, Any]]:
    """What is arranged; the course has nothing, and nobody was asked to steer."""
    steering = {
        "work": "",
        "kind": "steering",
        "outside_body": "overleg van gemeentesecretarissen in Drenthe",
        "contact": cast.person("Provincie Drenthe", SLUG),
        "note": "Het overleg beslist hierover in de volgende vergadering.",
    }
    return [*_settled(cast, today), *_asked(cast, today), steering]


def _settled(cast: Cast, today: date) -> list[dict[str, Any]]:
    keeper = cast.person("Provincie Drenthe", SLUG)
    return [
        {
            "work": "Schrijfwijzer voor brieven",
            "kind": "transferred",
            "platform": Platform.objects.get(slug="datawerkplaats-noord"),
            "contact": keeper,
            "effective_from": day_of(today, months(2)),
            "asked_at": _at(today, 30),
            "asked_round": 1,
            "accepted_at": _at(today, 24),
            "accepted_by": keeper,
        },
        {
            "work": "Brievenkeuring",
            "kind": "stopped",
            "note": "Met de schrijfwijzer is de keuring niet meer nodig.",
            "accepted_at": _at(today, 40),
            "acceptance_source": "besluit van Helder Noord",
        },
    ]


def _asked(cast: Cast, today: date) -> list[dict[str, Any]]:
    """One question that waits for the demonstration's member, and one that was declined."""
    other = cast.person("Wetterskip Fryslân", SLUG)
    return [
        {
            "work": "Testpanel van inwoners",
            "kind": "transferred",
            "organisation": cast.organisation("Gemeente Assen"),
            "contact": cast.person(RECEIVER, SLUG),
            "effective_from": day_of(today, months(2)),
            "asked_at": _at(today, 6),
            "asked_round": 1,
            "note": "Het panel kost ongeveer vier uur per week. De lijst met inwoners is bijgewerkt.",
        },
        {
            "work": "Formulieren zonder dubbele vragen",
            "kind": "absorbed",
            "circle": KnowledgeCircle.objects.get(slug="informatieveiligheid"),
            "contact": other,
            "asked_at": _at(today, 20),
            "asked_round": 1,
            "declined_at": _at(today, 13),
            "declined_by": other,
            "decline_reason": "Dit past niet bij onze kring. Vraag het liever aan het Noordelijk Datahuis.",
        },
    ]


def _at(today: date, ago: int) -> datetime | None:
    return moment_of(today, days(-ago), time(10))


def _handover(programme: Programme, streams: dict[str, Workstream], said: dict[str, Any]) -> Handover:
    given = {name: value for name, value in said.items() if name != "work"}
    return Handover(programme=programme, workstream=streams.get(said["work"]), **given)
