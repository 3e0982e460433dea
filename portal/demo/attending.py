"""Writes what people answered and who was there."""

from datetime import date, datetime, time, timedelta

from meetings.models import Attendance
from members.models import Person
from portal.demo.sessions import HELD, Session, Stage, chance
from portal.demo.store import store
from portal.demo.timing import moment

Response, Presence, Channel = Attendance.Response, Attendance.Presence, Attendance.Channel
# Ten kinds of behaviour: what people answer, and where they are on the day.
BEHAVIOUR = (
    *((Response.YES, Presence.PRESENT),) * 5,
    (Response.ONLINE, Presence.ONLINE),
    (Response.NO, Presence.EXCUSED),
    (Response.SUBSTITUTE, Presence.EXCUSED),
    (Response.NONE, Presence.ABSENT),
    (Response.NONE, Presence.PRESENT),
)
REASONS = ("Vakantie", "Ik heb dan een andere afspraak.", "Ziek", "Ik ben die dag vrij.")


def load_attendance(sessions: list[Session], today: date) -> None:
    """Write the answers to what is near, and the presence at what was held."""
    stages = (*HELD, Stage.SETTLED, Stage.IN_PREPARATION)
    rows = [
        _attendance(session, person, session.slot.day, today)
        for session in sessions
        if session.slot.stage in stages and session.slot.day
        for person in session.audience
    ]
    store(rows, key=["meeting", "person"])


def _attendance(session: Session, person: Person, day: date, today: date) -> Attendance:
    seed = f"{session.seed} {person.name}"
    response, presence = BEHAVIOUR[chance(seed, len(BEHAVIOUR))]
    if session.slot.stage == Stage.IN_PREPARATION and chance(f"late {seed}", 2):
        response = Response.NONE
    substitute = _substitute(session, person) if response == Response.SUBSTITUTE else None
    if response == Response.SUBSTITUTE and substitute is None:
        response = Response.NO
    answered = response != Response.NONE
    return Attendance(
        meeting=session.meeting,
        person=person,
        organisation=person.organisation,
        response=response,
        response_reason=REASONS[chance(seed, len(REASONS))] if response == Response.NO else "",
        channel=Channel.values[chance(seed, len(Channel.values))] if answered else "",
        responded_at=_answered(seed, day, today) if answered else None,
        substitute=substitute,
        presence=presence if session.slot.stage in HELD else "",
    )


def _substitute(session: Session, person: Person) -> Person | None:
    colleagues = (other for other in session.audience if other.organisation_id == person.organisation_id)
    return next((other for other in colleagues if other != person and person.organisation_id), None)


def _answered(seed: str, day: date, today: date) -> datetime:
    earlier = day - timedelta(days=3 + chance(seed, 20))
    return moment(min(earlier, today - timedelta(days=1)), time(8 + chance(seed, 10), 20))
