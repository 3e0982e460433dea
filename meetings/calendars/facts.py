"""What calendars and invitations say of a meeting: plain values, which can be kept as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from django.db.models import F
from django.urls import reverse

from meetings.groups import group_of
from meetings.models import Meeting, MeetingQuerySet
from meetings.rows import joint_sectors
from meetings.web_links import web_link
from members.models import Person
from members.rich_text import plain_text
from sectors.models import Appointment

FACT_COLUMNS = (
    *("pk", "ical_uid", "ical_sequence", "state", "state_reason", "title", "number", "starts", "ends", "place"),
    *(
        "host__name",
        "online_link",
        "summary",
        "moved_from",
        "modified_at",
        "sector_year__sector__name",
        "joint",
        "group",
    ),
)
MOMENTS = ("starts", "ends", "moved_from", "modified")


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """One meeting as calendars show it; moments are in UTC, texts without markup, `path` is that of its page.

    An empty title means that the topic is to follow. The group is whose gathering it is. The manager is the one to
    write to; the address is empty for who keeps it to himself.
    """

    uid: str
    sequence: int
    state: str
    reason: str
    title: str
    sectors: tuple[str, ...]
    number: int | None
    starts: datetime
    ends: datetime
    place: str
    host: str
    online_link: str
    summary: str
    path: str
    moved_from: datetime | None
    modified: datetime
    group: str = ""
    manager_name: str = ""
    manager_email: str = ""

    @property
    def is_off(self) -> bool:
        """Whether it does not go on: cancelled, or not held."""
        return self.state in (Meeting.State.CANCELLED, Meeting.State.NOT_HELD)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it, moments in ISO 8601."""
        values = asdict(self)
        texts = {name: values[name].isoformat() for name in MOMENTS if values[name] is not None}
        return {**values, **texts, "sectors": list(self.sectors)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Return what `as_json` made JSON of."""
        moments = {name: datetime.fromisoformat(values[name]) for name in MOMENTS if values[name] is not None}
        return cls(**{**values, **moments, "sectors": tuple(values["sectors"])})


def facts_of(meeting: Meeting) -> MeetingFacts:
    """Return the facts of a meeting as the database has them now, in two queries.

    Raises ValueError while its date is open.
    """
    facts = facts_from_values(with_facts(Meeting.objects.filter(pk=meeting.pk)).values(*FACT_COLUMNS).get())
    manager = _organiser_of(meeting) or _manager_of(meeting)
    return replace(facts, manager_name=manager.name, manager_email=_shown_address(manager)) if manager else facts


def with_facts(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Add what FACT_COLUMNS asks for and meetings do not have of themselves."""
    return meetings.annotate(joint=joint_sectors(), group=group_of())


def facts_from_values(values: dict[str, Any]) -> MeetingFacts:
    """Return the facts in a row of `with_facts(…).values(*FACT_COLUMNS)`, without the manager.

    Raises ValueError while the date of the meeting is open.
    """
    starts, ends, moved_from = values["starts"], values["ends"], values["moved_from"]
    if starts is None:
        raise ValueError("A meeting without a date stands in no calendar.")
    own = values["sector_year__sector__name"]
    return MeetingFacts(
        uid=values["ical_uid"],
        sequence=values["ical_sequence"],
        state=values["state"],
        reason=values["state_reason"],
        title=values["title"],
        sectors=(*([own] if own else []), *(tag["name"] for tag in values["joint"])),
        number=values["number"],
        starts=starts.astimezone(UTC),
        ends=ends.astimezone(UTC),
        place=values["place"],
        host=values["host__name"] or "",
        online_link=web_link(values["online_link"]),
        summary=plain_text(values["summary"]) if values["summary"] else "",
        path=f"{reverse('meeting-list')}{values['pk']}/",
        moved_from=moved_from.astimezone(UTC) if moved_from else None,
        modified=values["modified_at"].astimezone(UTC),
        group=", ".join(tag["name"] for tag in values["group"]),
    )


def _organiser_of(meeting: Meeting) -> Person | None:
    """Return who arranges the meeting of a group that is no sector."""
    if meeting.organiser_id is None or meeting.sector_year_id is not None:
        return None
    return Person.objects.get(pk=meeting.organiser_id)


def _manager_of(meeting: Meeting) -> Person | None:
    """Return the programme manager of the meeting's own sector, else a deputy."""
    managing = Appointment.objects.managing().filter(sector__years__meetings=meeting.pk)
    first = managing.select_related("person").order_by(F("role").desc(), "pk").first()
    return first.person if first else None


def _shown_address(person: Person) -> str:
    return "" if person.contact_visibility == Person.ContactVisibility.NOBODY else person.email
