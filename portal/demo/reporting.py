"""Writes what comes of a meeting: minutes, decisions, actions and documents."""

from datetime import date, datetime, time, timedelta

from meetings.models import ActionItem, Correction, Decision, Document, Guest, Minutes
from portal.demo.sessions import HELD, Session, Stage, chance, draw
from portal.demo.store import store
from portal.demo.timing import moment

OPENING = "<p>{who} vertelde over het onderwerp ‘{title}’. De vraag van deze keer: {question}</p>"
FINDINGS = (
    "<p>In de groepjes bleek dat bijna iedereen met hetzelfde worstelt. De een heeft al een oplossing die de ander "
    "zoekt. Afgesproken is om die oplossingen op te schrijven.</p>",
    "<p>Kleine organisaties misten vooral tijd, grote vooral overzicht. Juist samen kwamen zij verder: wie overzicht "
    "heeft, helpt wie tijd tekortkomt.</p>",
    "<p>De discussie ging vooral over vertrouwen. Techniek is te koop, maar goede afspraken moet u zelf maken. Drie "
    "leden delen hun afspraken als voorbeeld.</p>",
    "<p>Niet iedereen was het eens. Sommigen willen snel beginnen, anderen eerst meer weten. We proberen het daarom "
    "eerst klein.</p>",
)
CLOSING = (
    "<h3>Wat we meenemen</h3><ul><li>Begin klein en vertel wat u doet.</li>"
    "<li>Vraag het de mensen om wie het gaat.</li><li>Spreek af wie het bijhoudt.</li></ul>"
)
DECISIONS = (
    "De sector maakt één korte handreiking over ‘{title}’ en deelt die met alle leden.",
    "Twee leden doen een proef en vertellen er over een half jaar over.",
    "Een werkgroep van drie leden komt met een voorstel.",
    "Het onderwerp komt volgend jaar terug op de agenda.",
    "Voorbeelden van leden komen bij elkaar op één plek.",
)
ACTIONS = (
    "Voorbeelden van de leden verzamelen en rondsturen",
    "Een datum prikken voor de werkgroep",
    "Navragen hoe andere regio’s dit doen",
    "Een eerste versie van de handreiking schrijven",
    "Bij een tweede sector peilen of die mee wil doen",
)
CORRECTED_NUMBER = 5
WANTED_CHANGE = "Ik was er ook, maar mijn naam staat niet bij de aanwezigen."
MOST_DECISIONS = 3  # of one meeting; its numbers in the year leave room for as many
CORRECTION = "Bij de aanwezigen ontbrak één naam; die is toegevoegd."


def load_reports(sessions: list[Session], today: date) -> None:
    """Write the minutes of held meetings, published but for the last, with decisions, actions and documents."""
    held = [(session, session.slot.day) for session in sessions if session.slot.stage in HELD and session.slot.day]
    store([_minutes(session, day, today) for session, day in held], key=["meeting"])
    reported = [(session, day) for session, day in held if session.slot.stage == Stage.MINUTES_PUBLISHED]
    store([row for session, _day in reported for row in _decisions(session)], key=["meeting", "position"])
    store([row for session, day in reported for row in _actions(session, day, today)], key=["meeting", "text"])
    store([row for session, day in reported for row in _wanted_changes(session, day, today)], key=["minutes", "person"])
    store(
        [_guest(session) for session, _day in held if (session.meeting.number or 0) % 3 == 0], key=["meeting", "name"]
    )
    with_papers = [session for session in sessions if session.slot.stage in (*HELD, Stage.SETTLED)]
    store([row for session in with_papers for row in _documents(session, today)], key=["meeting", "title"])


def _minutes(session: Session, day: date, today: date) -> Minutes:
    published = session.slot.stage == Stage.MINUTES_PUBLISHED
    final = day + timedelta(days=35)
    return Minutes(
        meeting=session.meeting,
        text=_text(session),
        published_at=moment(day + timedelta(days=7), time(12, 0)) if published else None,
        published_by=session.lead if published else None,
        corrections_until=day + timedelta(days=21) if published else None,
        final_at=moment(final, time(12, 0)) if published and final < today else None,
        corrections=CORRECTION if published and session.slot.number == CORRECTED_NUMBER else "",
        is_public=published and session.slot.number % 2 == 1,
    )


def _text(session: Session) -> str:
    title, question = session.theme
    speaker = session.presenters[0]
    who = f"{speaker.name} ({speaker.organisation})" if speaker.organisation else speaker.name
    opening = OPENING.format(who=who, title=title, question=question)
    return opening + FINDINGS[chance(session.seed, len(FINDINGS))] + CLOSING


def _decisions(session: Session) -> list[Decision]:
    first = chance(session.seed, len(DECISIONS))
    return [
        Decision(
            meeting=session.meeting,
            sector_year=session.meeting.sector_year,
            number=((session.meeting.number or 1) - 1) * MOST_DECISIONS + position,
            position=position,
            text=DECISIONS[(first + position) % len(DECISIONS)].format(title=session.title),
        )
        for position in range(1, 2 + first % MOST_DECISIONS)
    ]


def _actions(session: Session, day: date, today: date) -> list[ActionItem]:
    """Return two actions; of the second one in three is never done."""
    first = chance(session.seed, len(ACTIONS))
    owners = draw(session.audience, f"actions {session.seed}", 2)
    due = day + timedelta(days=28)
    return [
        ActionItem(
            meeting=session.meeting,
            text=ACTIONS[(first + place) % len(ACTIONS)],
            owner=owner,
            due=due,
            done_at=None if due >= today or (place and first % 3 == 0) else _done(due),
        )
        for place, owner in enumerate(owners)
    ]


def _wanted_changes(session: Session, day: date, today: date) -> list[Correction]:
    """Return what one who was there wants changed: of the last minutes it is still to be handled."""
    final = day + timedelta(days=35)
    if session.slot.number != CORRECTED_NUMBER and final < today:
        return []
    handled = moment(day + timedelta(days=12), time(9, 30)) if final < today else None
    (person,) = draw(session.presenters, session.seed, 1)
    return [
        Correction(
            minutes=session.meeting.minutes,
            person=person,
            text=WANTED_CHANGE,
            created_at=moment(min(day + timedelta(days=9), today - timedelta(days=1)), time(10, 0)),
            handled_at=handled,
            handled_by=session.lead if handled else None,
            answer=CORRECTION if handled else "",
        )
    ]


def _guest(session: Session) -> Guest:
    return Guest(meeting=session.meeting, name="Geesje Gastenboek", organisation="Hogeschool De Verzonnen Brug")


def _done(due: date) -> datetime:
    return moment(due - timedelta(days=2), time(15, 0))


def _documents(session: Session, today: date) -> list[Document]:
    name = f"{session.page.slug}-{session.slot.year}-{session.slot.number}"
    title = f"Presentatie: {session.title}" if session.slot.stage in HELD else f"Om te lezen: {session.title}"
    shared = session.slot.stage in HELD and session.slot.number % 2 == 1
    day = session.slot.day or today
    return [
        Document(
            meeting=session.meeting,
            title=title,
            link=f"https://documenten.example.org/{name}",
            visibility=Document.Visibility.PUBLIC if shared else Document.Visibility.NETWORK,
            created_at=moment(day - timedelta(days=14), time(10, 0)),
        )
    ]
