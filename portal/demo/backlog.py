"""Writes what sectors want to talk about: subjects that were presented, that come, and that wait for their turn."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from meetings.models import Meeting, Topic, TopicOffer, TopicSupport
from portal.demo.sector_data import SECTORS
from portal.demo.sessions import HELD, Ground, Session, Stage, chance, draw
from portal.demo.store import store
from portal.demo.themes import Theme, themes_of
from portal.demo.timing import moment

State = Topic.State
# What became of next year's eight subjects so far.
WAITING = (
    *(State.PROPOSED, State.PROPOSED, State.PROPOSED, State.IDEA, State.IDEA),
    *(State.PARKED, State.DECLINED, State.WITHDRAWN),
)
STATES = {
    **dict.fromkeys(HELD, State.PRESENTED),
    **dict.fromkeys((Stage.CANCELLED, Stage.NOT_HELD), State.PARKED),
    **dict.fromkeys((Stage.PLANNED, Stage.OPEN), State.IDEA),
    Stage.SETTLED: State.SCHEDULED,
    Stage.IN_PREPARATION: State.PROPOSED,
}
WHY = {
    State.DECLINED: "Dit hoort bij een andere sector. Daar is het nu voorgesteld.",
    State.PARKED: "We pakken dit op zodra er weer ruimte is op de agenda.",
    State.WITHDRAWN: "De indiener heeft het antwoord al gevonden.",
}
WITH_MEETING = (State.PRESENTED, State.SCHEDULED)
MOST_SUPPORTS = 9


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a sector, how far it is, and since when it is on the list."""

    theme: Theme
    state: Topic.State
    since: date
    meeting: Meeting | None = None


def load_topics(sessions: list[Session], ground: Ground) -> None:
    """Write every sector's backlog, with one double that went into another, and who supports what is waiting."""
    topics: list[Topic] = []
    doubles: list[Topic] = []
    for page in SECTORS:
        rows = [_topic(page.slug, subject, ground) for subject in _subjects(page.slug, sessions, ground.today)]
        topics += rows
        doubles.append(next(row for row in rows if row.state == State.PROPOSED))
    store(topics, key=["sector", "title"])
    store([_double(topic) for topic in doubles], key=["sector", "title"])
    waiting = [topic for topic in topics if topic.state in (State.IDEA, State.PROPOSED)]
    store([row for topic in waiting for row in _supports(topic, ground)], key=["topic", "organisation"])
    proposed = [topic for topic in waiting if topic.state == State.PROPOSED]
    store([_offer(topic, ground) for topic in proposed if chance(f"offer {topic.title}", 2)], key=["topic", "person"])


def _subjects(slug: str, sessions: list[Session], today: date) -> list[Subject]:
    """Return one subject per title; what a meeting does with it counts for more than its place in a list."""
    found = {
        theme[0]: Subject(theme, state, today - timedelta(days=12 + 9 * place))
        for place, (theme, state) in enumerate(zip(themes_of(slug, today.year + 1), WAITING, strict=True))
    }
    for session in sessions:
        undecided = session.slot.stage in (Stage.PLANNED, Stage.OPEN)
        if session.page.slug == slug and not (undecided and session.slot.year > today.year):
            found[session.title] = _subject_of(session, today)
    return list(found.values())


def _subject_of(session: Session, today: date) -> Subject:
    state = STATES[session.slot.stage]
    since = min(session.slot.day or today, today) - timedelta(days=20 + chance(session.seed, 60))
    return Subject(session.theme, state, since, session.meeting if state in WITH_MEETING else None)


def _topic(slug: str, subject: Subject, ground: Ground) -> Topic:
    title, question = subject.theme
    (proposer,) = draw(ground.audience(slug, subject.since), title, 1)
    return Topic(
        sector=ground.sectors[slug],
        title=title,
        summary=question,
        proposed_by=proposer,
        proposed_for=proposer.organisation,
        proposed_at=moment(subject.since, time(11, 0)),
        state=subject.state,
        state_reason=WHY.get(subject.state, ""),
        meeting=subject.meeting,
    )


def _double(topic: Topic) -> Topic:
    """Return a later proposal that came down to the same."""
    return Topic(
        sector=topic.sector,
        title=f"{topic.title}, maar dan voor een kleine organisatie",
        summary=topic.summary,
        proposed_at=topic.proposed_at + timedelta(days=6),
        state=State.MERGED,
        merged_into=topic,
    )


def _supports(topic: Topic, ground: Ground) -> list[TopicSupport]:
    """Return the voices for a topic: proposals have more of them than ideas, each of another organisation."""
    people = draw(ground.audience(topic.sector.slug, ground.today), f"support {topic.title}", MOST_SUPPORTS)
    organisations = {person.organisation_id: person for person in people if person.organisation_id}
    number = 3 + chance(topic.title, MOST_SUPPORTS - 3) if topic.state == State.PROPOSED else chance(topic.title, 3)
    return [
        TopicSupport(
            topic=topic,
            organisation=person.organisation,
            person=person,
            created_at=topic.proposed_at + timedelta(days=2 + place % 8),
        )
        for place, person in enumerate(list(organisations.values())[:number])
    ]


def _offer(topic: Topic, ground: Ground) -> TopicOffer:
    (person,) = draw(ground.audience(topic.sector.slug, ground.today), f"offer {topic.title}", 1)
    given = topic.proposed_at + timedelta(days=4)
    return TopicOffer(topic=topic, person=person, organisation=person.organisation, created_at=given)
