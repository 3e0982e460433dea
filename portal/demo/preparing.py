"""Writes what goes before a meeting: preparation, input, presenters and the agenda."""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from meetings.models import AgendaItem, Contribution, Preparation, Presenter
from portal.demo.sessions import HELD, Session, Stage, chance, draw
from portal.demo.store import store
from portal.demo.themes import themes_of
from portal.demo.timing import is_free, moment, pick

Kind, Item = Contribution.Kind, AgendaItem.Kind
MONTH = relativedelta(months=1)
WAIVED_NUMBER = 4  # of last year: a visit with a fixed programme
WAIVED_REASON = "Dit was een werkbezoek met een vast programma; er viel niets te kiezen."
INPUT_COUNT = {Stage.IN_PREPARATION: 6, Stage.SETTLED: 4, Stage.HELD: 3, Stage.MINUTES_PUBLISHED: 2}
INPUT = (
    (Kind.QUESTION, "Hoe krijgt u collega’s mee die het nu al druk hebben?"),
    (Kind.EXPERIENCE, "Wij zijn hier vorig jaar mee begonnen. Klein beginnen werkte; alles tegelijk willen niet."),
    (Kind.WISH, "Graag minder presenteren en meer tijd om in groepjes door te praten."),
    (Kind.OFFER, "Ik vertel graag in een kwartier wat bij ons misging, en wat we daarna anders deden."),
    (Kind.QUESTION, "Wat kost dit een kleine organisatie aan tijd en geld?"),
    (Kind.EXPERIENCE, "Bij ons bleek de techniek het makkelijkste deel. De afspraken kostten meer tijd."),
    (Kind.WISH, "Kunnen we ook iemand uitnodigen die het als inwoner heeft meegemaakt?"),
    (Kind.QUESTION, "Wie heeft er een voorbeeld dat wij mogen gebruiken?"),
    (Kind.OFFER, "Wij kunnen laten zien hoe het werkt, met een proefopstelling die u zelf mag bedienen."),
    (Kind.EXPERIENCE, "Wij zijn er bewust mee gestopt. Ook daarvan valt te leren."),
    (Kind.WISH, "Graag een afspraak aan het eind: wie doet wat voor de volgende keer?"),
)


def load_preparations(sessions: list[Session], today: date) -> None:
    """Write how each dated meeting gets its topic; a cancelled one needs none."""
    planned = [session for session in sessions if session.slot.day and session.slot.stage != Stage.CANCELLED]
    this_year = max(session.slot.year for session in sessions) - 1
    rows = [_preparation(session, session.slot.day, this_year) for session in planned if session.slot.day]
    for row in rows:
        row.opened_at = moment(row.opens_on, time(3, 17)) if row.opens_on <= today else None
    store(rows, key=["meeting"])


def _preparation(session: Session, day: date, this_year: int) -> Preparation:
    before = _day_of(session.previous.starts) if session.previous else None
    opens = min(day - MONTH, before) if before else day - MONTH
    in_meeting = session.previous if before and before <= day - timedelta(days=21) else None
    waived = session.slot.year < this_year and session.slot.number == WAIVED_NUMBER
    settled = not waived and session.slot.stage in (*HELD, Stage.NOT_HELD, Stage.SETTLED)
    done = _settled(day)
    return Preparation(
        meeting=session.meeting,
        opens_on=opens,
        discussed_in=in_meeting,
        discussed_at=None if in_meeting else _own_moment(session, opens),
        input_closes_on=day - timedelta(days=16),
        settle_by=day - timedelta(days=14),
        settled_at=done if settled else None,
        settled_by=session.lead if settled else None,
        waived_at=done if waived else None,
        waived_by=session.lead if waived else None,
        waived_reason=WAIVED_REASON if waived else "",
    )


def _settled(day: date) -> datetime:
    """Return the moment after the input, two weeks before a meeting or on the working day before that."""
    days = (day - timedelta(days=distance) for distance in (15, 14, *range(16, 30)))
    return moment(next(day for day in days if is_free(day)), time(16, 0))


def _day_of(starts: datetime | None) -> date | None:
    return timezone.localdate(starts) if starts else None


def _own_moment(session: Session, opens: date) -> datetime:
    return moment(pick([opens + timedelta(days=distance) for distance in range(7)], session.page.habits), time(16, 0))


def load_contributions(sessions: list[Session], today: date) -> None:
    """Write what members brought in, from different organisations, in the days between opening and today."""
    rows = [row for session in sessions for row in _contributions(session, today)]
    store(rows, key=["meeting", "person"])


def _contributions(session: Session, today: date) -> list[Contribution]:
    people = draw(session.audience, f"input {session.seed}", INPUT_COUNT.get(session.slot.stage, 0))
    return [
        Contribution(
            meeting=session.meeting,
            person=person,
            organisation=person.organisation,
            kind=kind,
            text=text,
            created_at=_given_at(session, place, today),
        )
        for place, (person, (kind, text)) in enumerate(zip(people, _input(session, today.year), strict=False))
    ]


def _input(session: Session, year: int) -> list[tuple[Contribution.Kind, str]]:
    """Return what is brought in; while the subject is open, with a wish for two of the subjects that wait."""
    first = chance(session.seed, len(INPUT))
    said = [*INPUT[first:], *INPUT[:first]]
    if session.slot.stage == Stage.IN_PREPARATION:
        for place, (title, question) in zip((0, 3), themes_of(session.page.slug, year + 1)[3:5], strict=True):
            said.insert(place, (Kind.WISH, f"Ik wil het graag hebben over ‘{title}’. {question}"))
    return said


def _given_at(session: Session, place: int, today: date) -> datetime:
    day = session.slot.day or today
    return moment(min(day - timedelta(days=26 - place), today - timedelta(days=1)), time(9 + place, 15))


def load_presenters(sessions: list[Session]) -> None:
    """Write who presents; the second one of two has not confirmed yet while the meeting is still to come."""
    store(
        [
            Presenter(
                meeting=session.meeting,
                organisation=person.organisation,
                person=person,
                confirmed_at=None if place and session.slot.stage == Stage.SETTLED else _confirmed(session),
            )
            for session in sessions
            for place, person in enumerate(session.presenters)
        ],
        key=["meeting", "person"],
    )


def _confirmed(session: Session) -> datetime | None:
    return _settled(session.slot.day) + timedelta(hours=1) if session.slot.day else None


def load_agendas(sessions: list[Session]) -> None:
    """Write agendas that begin with the minutes of the last meeting and end with preparing the next."""
    stages = (*HELD, Stage.SETTLED, Stage.IN_PREPARATION)
    rows = [row for session in sessions if session.slot.stage in stages for row in _agenda(session)]
    store(rows, key=["meeting", "position"])


def _agenda(session: Session) -> list[AgendaItem]:
    subject = session.title if session.presenters else "Onderwerp van de dag"
    held = session.slot.stage in HELD
    items = (
        (Item.PREVIOUS_MINUTES, "Verslag vorige bijeenkomst", 10, "Het verslag is zonder wijzigingen vastgesteld."),
        (Item.ORDINARY, "Rondje langs de leden", 25, "Drie leden vertelden wat er bij hen speelt."),
        (Item.TOPIC, subject, 60, "Er was veel herkenning; de vragen staan in het verslag."),
        (Item.ORDINARY, "In groepjes: wat kunnen we samen doen?", 45, "Elke groep koos één punt om mee te nemen."),
        (
            Item.NEXT_MEETING,
            "Voorbereiding volgende bijeenkomst",
            15,
            "Iedereen kan tot twee weken vooraf inbreng geven.",
        ),
    )
    return [
        AgendaItem(
            meeting=session.meeting,
            kind=kind,
            position=position,
            title=title,
            minutes=minutes,
            presenter=session.presenters[0] if position == 3 and session.presenters else None,
            note=note if held else "",
        )
        for position, (kind, title, minutes, note) in enumerate(items, 1)
    ]
