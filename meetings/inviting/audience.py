"""Who ought to hold the calendar invitation of a meeting, and what a round of mail would do about it now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone

from meetings.audience import who_can_come
from meetings.calendars.facts import MeetingFacts
from meetings.inviting.pairs import following_pairs, goes_with, invited_pairs
from meetings.models import Attendance, CalendarEdition, Invitation, Mailing, Meeting
from members.models import Person
from members.telling import ADDRESS, LANGUAGE, reachable

Response, Method, State = Attendance.Response, Invitation.Method, Meeting.State

LATE = timedelta(hours=48)  # calendars that follow a feed may look only once a day
OFF = (State.CANCELLED, State.NOT_HELD)
# RFC 5546 lets one delegate, but no client shows it to who delegated: who sends somebody does not come himself.
PARTSTAT = {
    Response.YES: "ACCEPTED",
    Response.ONLINE: "ACCEPTED",
    Response.WAITING: "TENTATIVE",
    Response.NO: "DECLINED",
    Response.SUBSTITUTE: "DECLINED",
}


class What(StrEnum):
    """What a round does for one person."""

    NEW = "new"
    UPDATE = "update"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a round, and all that the mail to him needs.

    `address` is where he is reached now; `held_at` is where the calendar is that holds an invitation, empty when none
    does. A new invitation of who holds one moves it to another address.
    """

    pk: int
    person: str
    organisation: str
    organisation_pk: int | None
    what: What | None
    address: str
    held_at: str
    round: int
    language: str
    partstat: str


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a mailing would do now.

    `lines` are those whose invitation changes, `told` those who follow a feed and get a plain mail because it comes
    too late, `unreachable` those who ought to be invited and have no address.
    """

    lines: list[Line]
    told: list[Line]
    unreachable: list[Line]

    @property
    def people(self) -> int:
        """How many people get a mail."""
        return len(self.lines) + len(self.told)

    @property
    def organisations(self) -> int:
        """From how many organisations they are; the office of the network is none."""
        return len({line.organisation_pk for line in (*self.lines, *self.told)} - {None})


def wanted(meeting: Meeting) -> QuerySet[Person]:
    """Return who ought to hold an invitation to a meeting; nobody unless it is scheduled and has not begun."""
    if not meeting.takes_answers:
        return Person.objects.none()
    return invited_people(meeting)


def invited_people(meeting: Meeting) -> QuerySet[Person]:
    """Return whom a meeting would be mailed to, whatever its state: who can come and has an address."""
    people = reachable(who_can_come(meeting)).filter(goes_with(invited_pairs(), meeting))
    return people.select_related("account")


def plan_of(meeting: Meeting) -> RoundPlan:
    """Return what a mailing would do now; nothing once the meeting has begun. Three queries at most."""
    return plans_of([meeting])[meeting]


def plans_of(meetings: Collection[Meeting]) -> dict[Meeting, RoundPlan]:
    """Return that of several meetings, in no more queries."""
    ahead = [each for each in meetings if not (each.starts and each.starts <= timezone.now())]
    last = _last_rounds(ahead)
    found = _rows({meeting: _concerned(meeting) for meeting in ahead})
    told = _rows({meeting: followers(meeting) for meeting in ahead if _is_late(meeting, last.get(meeting.pk))})
    return {meeting: _plan(meeting, found.get(meeting.pk, []), told.get(meeting.pk, [])) for meeting in meetings}


def _plan(meeting: Meeting, found: list[dict[str, Any]], told: list[dict[str, Any]]) -> RoundPlan:
    lines = [(_line(row, meeting), row["is_wanted"] and meeting.takes_answers) for row in found]
    return RoundPlan(
        lines=[line for line, _is_wanted in lines if line.what],
        told=[_line(row, meeting) for row in told],
        unreachable=[line for line, is_wanted in lines if is_wanted and not line.address],
    )


def followers(meeting: Meeting) -> QuerySet[Any]:
    """Return who has a meeting in his calendar by a feed alone, takes part and can be reached."""
    fed = _people(meeting).filter(goes_with(following_pairs(), meeting), is_wanted=False).exclude(address="")
    return fed.filter(pk__in=who_can_come(meeting).values("pk")).exclude(ledger__method=Method.REQUEST)


def _last_rounds(meetings: Collection[Meeting]) -> dict[int, CalendarEdition]:
    """Return what the last round to everybody said, by meeting; not what single people were mailed after it."""
    done = Mailing.objects.filter(meeting=OuterRef("meeting"), done_at__isnull=False).order_by("-done_at")
    said = CalendarEdition.objects.filter(meeting__in=meetings).annotate(done_at=Subquery(done.values("done_at")[:1]))
    rounds = said.filter(Q(done_at=None) | Q(made_at__lte=F("done_at")))
    return {each.meeting_id: each for each in rounds.order_by("meeting_id", "-sequence", "-pk").distinct("meeting_id")}


def _is_late(meeting: Meeting, last: CalendarEdition | None) -> bool:
    """Whether it changed or fell through so shortly before it is, or was, to begin that feeds may lag behind."""
    if (last is None and meeting.state not in OFF) or (last and last.sequence >= meeting.ical_sequence):
        return False
    now = timezone.now()
    begins = [meeting.starts, MeetingFacts.from_json(last.facts).starts if last else None]
    return any(now < begin <= now + LATE for begin in begins if begin)


def _concerned(meeting: Meeting) -> QuerySet[Any]:
    return _people(meeting).filter(Q(is_wanted=True) | Q(ledger__method=Method.REQUEST))


def _people(meeting: Meeting) -> QuerySet[Any]:
    """Annotate who is to hold an invitation, what the ledger says of each, and what he answered."""
    wants = goes_with(invited_pairs(), meeting) & Q(pk__in=who_can_come(meeting).values("pk"))
    standing_in = Attendance.objects.filter(meeting=meeting.pk, substitute=OuterRef("pk"))
    return Person.objects.annotate(
        address=ADDRESS,
        ledger=FilteredRelation("invitations", condition=Q(invitations__meeting=meeting.pk)),
        given=FilteredRelation("attendances", condition=Q(attendances__meeting=meeting.pk)),
        is_wanted=ExpressionWrapper(wants, output_field=BooleanField()),
        stands_in=Exists(standing_in),
        language=LANGUAGE,
    )


def _rows(people: Mapping[Meeting, QuerySet[Any]]) -> dict[int, list[dict[str, Any]]]:
    """Return what lines are made of, by meeting and in the order of the names: one query for all meetings."""
    found: dict[int, list[dict[str, Any]]] = {meeting.pk: [] for meeting in people}
    first, *others = [_columns(rows, meeting) for meeting, rows in people.items()] or [Person.objects.none()]
    for row in (first.union(*others, all=True) if others else first).order_by("sort_key", "pk"):
        found[row["meeting"]].append(row)
    return found


def _columns(people: QuerySet[Any], meeting: Meeting) -> QuerySet[Any]:
    return people.values(
        *("pk", "name", "sort_key", "address", "language", "erased_at", "is_wanted", "stands_in", "organisation"),
        organisation_name=F("organisation__name"),
        response=F("given__response"),
        meeting=Value(meeting.pk, output_field=BigIntegerField()),
        **{f"ledger_{name}": F(f"ledger__{name}") for name in ("method", "address", "sequence", "round")},
    )


def _line(row: dict[str, Any], meeting: Meeting) -> Line:
    holds = row["ledger_method"] == Method.REQUEST
    answer = Response.YES if row["stands_in"] else row["response"]
    return Line(
        pk=row["pk"],
        person=row["name"],
        organisation=row["organisation_name"] or "",
        organisation_pk=row["organisation"],
        what=_what(row, meeting),
        address=row["address"],
        held_at=(row["ledger_address"] or row["address"]) if holds else "",
        round=row["ledger_round"] or 0,
        language=row["language"],
        partstat=PARTSTAT.get(answer, "NEEDS-ACTION"),
    )


def _what(row: dict[str, Any], meeting: Meeting) -> What | None:
    holds, held_at = row["ledger_method"] == Method.REQUEST, row["ledger_address"] or row["address"]
    if not (meeting.takes_answers and row["is_wanted"] and row["address"]):
        return What.CANCEL if holds and held_at and not row["erased_at"] else None
    if not holds or held_at.lower() != row["address"].lower():
        return What.NEW
    return What.UPDATE if row["ledger_sequence"] < meeting.ical_sequence else None
