"""Loads what makes circles live: pages, somebody who wants to join, and a circle that has gone quiet."""

from datetime import date, time, timedelta

from django.db import transaction

from portal.demo.cast import Cast
from portal.demo.dated import When, day_of, days, moment_of, months, period_of, store_periods
from portal.demo.shapes import INVENTED
from portal.demo.store import store
from portal.demo.timing import moment
from programmes.models import CircleCoordinator, CirclePage, CircleParticipant, CircleRequest, KnowledgeCircle

KEEPER, ASKING, QUIET_KEEPER = "Margriet Meerkoet", "Otto Oeverzwaluw", "Chris Kwelderpaal"
PORTFOLIO, QUIET = "projectportfoliomanagement", "drones-en-luchtbeelden"
QUIET_SINCE: When = months(-16)

PAGES = (
    (
        "Vragen bij een nieuw project",
        "network",
        "<p>Met deze vragen begint een gesprek over een nieuw project.</p><ul><li><p>Wie merkt het als we dit niet "
        "doen?</p></li><li><p>Welk project maakt er plaats voor?</p></li><li><p>Wie beslist, en wanneer?</p></li></ul>",
    ),
    (
        "Wie doet wat in onze kring",
        "circle",
        "<p>Margriet houdt de agenda bij. Stadskanaal ontvangt ons in het voorjaar, de RDW in het najaar.</p>",
    ),
    (
        "Voorbeelden van een projectoverzicht",
        "circle",
        "<p>Drie overzichten van deelnemers, met wat zij eraan zouden veranderen.</p>",
    ),
)


@transaction.atomic
def load_circle_life(today: date) -> None:
    """Load what circles wrote and what they wait for on a day; the circles themselves are there already."""
    cast = Cast()
    circle = KnowledgeCircle.objects.get(slug=PORTFOLIO)
    _load_pages(circle, cast)
    _load_request(circle, cast, today)
    _load_quiet(cast, today)


def _load_pages(circle: KnowledgeCircle, cast: Cast) -> None:
    keeper = cast.person(KEEPER, PORTFOLIO)
    pages = [
        CirclePage(
            circle=circle,
            title=title,
            slug=f"pagina-{place}",
            text=text + INVENTED,
            visibility=visibility,
            position=place,
            author=keeper,
        )
        for place, (title, visibility, text) in enumerate(PAGES, 1)
    ]
    store(pages, key=["circle", "slug"])


def _load_request(circle: KnowledgeCircle, cast: Cast, today: date) -> None:
    asked = CircleRequest(
        circle=circle,
        person=cast.person(ASKING, PORTFOLIO),
        text="Bij ons waterschap lopen meer projecten dan er mensen zijn. Ik hoor graag hoe u kiest.",
        asked_at=moment(today - timedelta(days=2), time(15, 20)),
    )
    store([asked], key=["circle", "person"], once=["withdrawn_at", "decided_at", "decided_by", "is_admitted", "reason"])


def _load_quiet(cast: Cast, today: date) -> None:
    """Load a circle that was asked twelve days ago whether it lives; the login of the chair answers."""
    keeper = cast.person(QUIET_KEEPER, QUIET)
    quiet = KnowledgeCircle(
        slug=QUIET,
        name="Drones en luchtbeelden",
        summary="Wanneer vliegt u, en wat mag er met de beelden?",
        text="<p>Collega’s vergelijken wie drones inzet, voor welk werk en met welke afspraken.</p>" + INVENTED,
        why="Drie organisaties kochten tegelijk een drone en zochten elk apart uit wat ermee mag.",
        themes=["drones", "privacy"],
        band="heide",
        started_on=day_of(today, QUIET_SINCE),
        started_by=keeper,
        asked_at=moment_of(today, days(-12), time(8)),
    )
    [circle] = store([quiet], key=["slug"])
    span = period_of(today, (QUIET_SINCE, None))
    people = [keeper, *(cast.person(name, QUIET) for name in ("Gemeente Emmen", "Wetterskip Fryslân"))]
    coordinator = [CircleCoordinator(circle=circle, person=keeper, **span)]
    store_periods(coordinator, CircleCoordinator.objects.all(), owner="circle", who="person")
    participants = [CircleParticipant(circle=circle, person=person, **span) for person in people]
    store_periods(participants, CircleParticipant.objects.all(), owner="circle", who="person")
