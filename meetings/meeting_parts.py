"""The parts of a meeting's page: plain values, so that templates only print."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.models import Meeting
from meetings.rows import DROPPED
from members.structured_data import Node
from members.weave import Weave
from sectors.rows import Link, SectorTag

OWN_BAND = "wad"  # of a meeting without sectors
STAGE_KINDS: dict[str, str] = {
    Meeting.Stage.OPEN: "warning",
    Meeting.Stage.PLANNED: "outline",
    Meeting.Stage.IN_PREPARATION: "next",
    Meeting.Stage.SETTLED: "success",
    Meeting.Stage.HELD: "",
    Meeting.Stage.MINUTES_PUBLISHED: "success",
    Meeting.Stage.CANCELLED: "error",
    Meeting.Stage.NOT_HELD: "error",
}


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, an organisation, or both; `url` is the page of the organisation."""

    name: str
    organisation: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class TopicPart:
    """What the meeting is about, as far as its own title and summary do not say it, and who brought it up."""

    title: str
    summary: str
    proposer: Someone | None


@dataclass(frozen=True, slots=True)
class PreparationPart:
    """The dates on the way to the meeting; `facts` are pairs of label and text."""

    facts: list[tuple[str, str]]
    discussed_in: Link | None
    open_until: str
    closed: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item with the time it begins, as far as the items before it say how long they take."""

    time: str
    title: str
    minutes: int | None
    presenter: str
    note: str


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """A member's input; `is_own` when the reader gave it."""

    pk: int
    is_own: bool
    kind: str
    kind_label: str
    text: str
    author: Someone
    day_text: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """Something to download or to open elsewhere."""

    url: str
    title: str
    note: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class ActionLine:
    """What someone will do; the owner's name is for members. `may_finish` when the reader says that it is done."""

    pk: int
    may_finish: bool
    text: str
    owner: str
    due: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class ReportPart:
    """What came of the meeting; decisions with their numbers, corrections until a day as long as there is time."""

    text: str
    published: str
    is_final: bool
    is_public: bool
    corrections: str
    corrections_until: str
    decisions: list[tuple[str, str]]
    actions: list[ActionLine]


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """For who may still say whether he comes: what he said so far, in words."""

    text: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """All that the page prints; `event` is the meeting for machines, as far as everyone may see it."""

    pk: int
    is_public: bool
    event: Node | None
    title: str
    weave: Weave
    kind_label: str
    is_draft: bool
    stage: str
    reason: str
    when: str
    when_machine: str
    moved: str
    place: str
    organiser: str
    host: Link | None
    online_link: str
    capacity: int | None
    number_text: str
    previous: Link | None
    following: Link | None
    sectors: tuple[SectorTag, ...]
    focus_point: str
    summary: str
    topics: list[TopicPart]
    presenters: list[Someone]
    preparation: PreparationPart | None
    contributions: list[ContributionLine]
    agenda: list[AgendaLine]
    documents: list[DocumentLine]
    report: ReportPart | None
    shows_member_details: bool
    answer: AnswerPart | None

    @property
    def stage_label(self) -> str:
        """How far along it is, in words."""
        return str(Meeting.Stage(self.stage).label)

    @property
    def stage_kind(self) -> str:
        """The kind of badge that says so."""
        return STAGE_KINDS[self.stage]

    @property
    def is_dropped(self) -> bool:
        """Whether it does not take place."""
        return self.stage in DROPPED

    @property
    def band(self) -> str:
        """The colour of its first sector; a meeting of none has one too."""
        return self.sectors[0].band if self.sectors else OWN_BAND

    @property
    def lead(self) -> str:
        """When and where, in one line."""
        return " · ".join(part for part in (self.when, self.place) if part)
