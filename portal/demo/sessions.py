"""A meeting of the demonstration together with what its parts are made from: subject, audience, who leads it."""

from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from meetings.models import Meeting
from members.models import Organisation, Person
from portal.demo.people import APPOINTED, REAL, Role
from portal.demo.sector_data import SECTORS, SectorPage
from portal.demo.store import link, store
from portal.demo.themes import JOINT_THEME, Theme, themes_of
from portal.demo.timing import Slot, moment, plan
from sectors.models import FocusPoint, Sector, SectorYear

Stage = Meeting.Stage
STATES = {
    Stage.OPEN: Meeting.State.DRAFT,
    Stage.CANCELLED: Meeting.State.CANCELLED,
    Stage.NOT_HELD: Meeting.State.NOT_HELD,
}
REASONS = {
    Stage.CANCELLED: "De organisatie die ons zou ontvangen, verhuist die week. We plannen het onderwerp later in.",
    Stage.NOT_HELD: "Er waren te weinig aanmeldingen. We houden het onderwerp vast.",
}
HELD = (Stage.HELD, Stage.MINUTES_PUBLISHED)
WITH_SUBJECT = (*HELD, Stage.SETTLED, Stage.CANCELLED, Stage.NOT_HELD)
ROOMS = ("De Terp", "Het Veen", "De Kwelder", "De Es", "De Wierde", "Het Petgat")
SUMMARY = "<p>{question}</p>"
SUMMARY_AHEAD = "<p>Een of meer leden vertellen hoe zij het aanpakken. Daarna praat u door in kleine groepen.</p>"
SUMMARY_OPEN = "<p>Het onderwerp is nog niet gekozen. Geef uw inbreng: dan gaat het over wat u bezighoudt.</p>"


@dataclass(frozen=True, slots=True)
class Session:
    """A slot with its meeting. The audience is made up: the real people of the seeds are left out of it."""

    page: SectorPage
    slot: Slot
    meeting: Meeting
    theme: Theme
    previous: Meeting | None
    audience: list[Person]
    presenters: list[Person]
    lead: Person

    @property
    def seed(self) -> str:
        """What chance is drawn from, always the same for the same meeting."""
        return self.meeting.ical_uid

    @property
    def title(self) -> str:
        return self.theme[0]

    @property
    def is_joint(self) -> bool:
        return self.theme == JOINT_THEME


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows that meetings stand on."""

    today: date
    sectors: dict[str, Sector]
    years: dict[tuple[str, int], SectorYear]
    focus_points: dict[tuple[str, int], list[FocusPoint]]
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    seated: dict[str, list[tuple[Person, date | None]]]

    def audience(self, slug: str, day: date) -> list[Person]:
        """Return who has a seat in a sector on a day, and the made-up people who lead it."""
        seats = [person for person, since in self.seated[slug] if since is None or since <= day]
        return [*seats, *(person for person in self._leaders(slug, day) if person not in seats)]

    def lead(self, slug: str) -> Person:
        """Return who keeps a sector going in the demonstration: its programme manager or, where real, the deputy."""
        roles = (Role.PROGRAMME_MANAGER, Role.DEPUTY)
        return next(
            self.people[row.person]
            for row in APPOINTED
            if row.sector == slug and row.role in roles and row.until is None and row.person not in REAL_NAMES
        )

    def _leaders(self, slug: str, day: date) -> list[Person]:
        return [
            self.people[row.person]
            for row in APPOINTED
            if row.sector == slug
            and row.person not in REAL_NAMES
            and (row.since or 0) <= day.year < (row.until or day.year + 1)
        ]


REAL_NAMES = frozenset(known.name for known in REAL)


def draw(people: list[Person], seed: str, number: int) -> list[Person]:
    """Return so many people in an order that looks like chance and is always the same."""
    return sorted(people, key=lambda person: crc32(f"{seed} {person.name}".encode()))[:number]


def chance(seed: str, sides: int) -> int:
    """Return a number below `sides` that looks like chance and is always the same."""
    return crc32(seed.encode()) % sides


def load_sessions(ground: Ground) -> list[Session]:
    """Write the meetings of all sectors; return them with what their parts are made from."""
    sessions = [session for page in SECTORS for session in _sessions(page, ground)]
    store([session.meeting for session in sessions], key=["ical_uid"])
    guests = [ground.sectors["veiligheid"]]
    link("joint_sectors", [(session.meeting, guests if session.is_joint else []) for session in sessions])
    return sessions


def _sessions(page: SectorPage, ground: Ground) -> list[Session]:
    sessions: list[Session] = []
    previous = None
    for slot in plan(ground.today, page.habits):
        session = _session(page, slot, previous, ground)
        sessions.append(session)
        previous = session.meeting if slot.day and slot.stage not in (Stage.CANCELLED, Stage.NOT_HELD) else None
    return sessions


def _session(page: SectorPage, slot: Slot, previous: Meeting | None, ground: Ground) -> Session:
    joint = page.slug == "overheden" and slot.stage == Stage.SETTLED
    theme = JOINT_THEME if joint else themes_of(page.slug, slot.year)[slot.number - 1]
    meeting = _meeting(page, slot, theme, ground)
    day = slot.day or date(slot.year, 12, 1)
    audience = ground.audience(page.slug, day)
    if joint:
        audience += [person for person in ground.audience("veiligheid", day) if person not in audience]
    presenters = draw(audience[: len(ground.seated[page.slug])], meeting.ical_uid, 1 + slot.number % 2)
    return Session(
        page=page,
        slot=slot,
        meeting=meeting,
        theme=theme,
        previous=previous,
        audience=audience,
        presenters=presenters if slot.stage in (*HELD, Stage.SETTLED) else [],
        lead=ground.lead(page.slug),
    )


def _meeting(page: SectorPage, slot: Slot, theme: Theme, ground: Ground) -> Meeting:
    starts = moment(slot.day, page.habits.start) if slot.day else None
    host = _host(page, slot, ground)
    uid = f"brink-demo-{page.slug}-{slot.year}-{slot.number}"
    return Meeting(
        ical_uid=f"{uid}@calendar.brink.example",
        ical_sequence=int(slot.stage in (Stage.CANCELLED, Stage.SETTLED)),
        sector_year=ground.years[page.slug, slot.year],
        number=slot.number,
        title=theme[0] if slot.stage in WITH_SUBJECT else "",
        summary=_summary(slot, theme),
        starts=starts,
        moved_from=starts - timedelta(days=7) if starts and slot.stage == Stage.SETTLED else None,
        ends=starts + timedelta(minutes=page.habits.minutes) if starts else None,
        host=host,
        place=f"Zaal {ROOMS[chance(uid, len(ROOMS))]}, {host.seat}" if host else "",
        online_link=f"https://online.example.org/{page.slug}-{slot.year}-{slot.number}" if host else "",
        focus_point=_focus_point(page, slot, ground, joint=theme == JOINT_THEME),
        state=STATES.get(slot.stage, Meeting.State.SCHEDULED),
        state_reason=REASONS.get(slot.stage, ""),
    )


def _host(page: SectorPage, slot: Slot, ground: Ground) -> Organisation | None:
    """Return where they meet; a date further ahead may still lack a place."""
    if slot.stage == Stage.OPEN or (slot.stage == Stage.PLANNED and slot.number % 2):
        return None
    return ground.organisations[page.members[(slot.year * 8 + slot.number) % len(page.members)]]


def _summary(slot: Slot, theme: Theme) -> str:
    if slot.stage in WITH_SUBJECT:
        ahead = SUMMARY_AHEAD if slot.stage == Stage.SETTLED else ""
        return SUMMARY.format(question=theme[1]) + ahead
    return SUMMARY_OPEN if slot.stage == Stage.IN_PREPARATION else ""


def _focus_point(page: SectorPage, slot: Slot, ground: Ground, *, joint: bool) -> FocusPoint | None:
    """Return what a meeting works on: the shared aim when it is joint, the second and third now and then."""
    if joint:
        return ground.focus_points[page.slug, slot.year][0]
    if slot.stage not in WITH_SUBJECT or slot.number % 3:
        return None
    return ground.focus_points[page.slug, slot.year][slot.number // 3]
