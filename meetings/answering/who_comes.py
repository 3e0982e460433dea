"""Who comes to a meeting, as far as the reader may see it: numbers, organisations, or people with what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _

from meetings.answers import TAKES_A_PLACE
from meetings.audience import audience_of
from meetings.models import Attendance, Meeting
from meetings.permissions import can_lead_meeting, can_manage_meeting
from members.models import User
from members.permissions import can_see_member_details
from sectors.models import Sector

Response = Attendance.Response
Shown = Sector.AnswersShown

STRICTEST_FIRST = (Shown.NUMBERS, Shown.ORGANISATIONS, Shown.PEOPLE)
ORDER = (
    *(Response.YES, Response.SUBSTITUTE, Response.ONLINE, Response.WAITING),
    *(Response.NO, Response.NONE),
)
COMES = frozenset({Response.YES, Response.ONLINE, Response.SUBSTITUTE})
KINDS = {Response.YES: "success", Response.ONLINE: "success", Response.SUBSTITUTE: "success"}
KINDS |= {Response.WAITING: "warning", Response.NO: "error", Response.NONE: "outline"}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What one person said; reason and substitute are for who leads the meeting."""

    pk: int
    name: str
    organisation: str
    answer: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """How many people of an organisation said what."""

    name: str
    coming: int
    absent: int
    silent: int


@dataclass(frozen=True, slots=True)
class WhoComes:
    """What the meeting's page tells of who comes; `facts` are pairs of label and number."""

    facts: list[tuple[str, int]]
    organisations: list[OrganisationLine]
    people: list[PersonLine]
    may_answer_for: bool


def shown_by_joint_sectors() -> ArraySubquery:
    """Return for each meeting what the sectors that meet along show of who comes."""
    links = Meeting.joint_sectors.through.objects.filter(meeting=OuterRef("pk"))
    return ArraySubquery(links.values("sector__answers_shown"))


def who_comes(meeting: Meeting, user: User | AnonymousUser) -> WhoComes | None:
    """Tell members who comes to a meeting that stands and is not over; the meeting has `joint_shown`. One query."""
    if meeting.state != Meeting.State.SCHEDULED or meeting.is_over or not can_see_member_details(user):
        return None
    rows, leads = _asked(meeting), can_lead_meeting(user, meeting)
    shown = Shown.PEOPLE if leads else _shown(meeting)
    lines = [_person(row, leads=leads) for row in rows if leads or row["response"] in COMES]
    return WhoComes(
        facts=_facts(rows, meeting),
        organisations=_organisations(rows) if shown != Shown.NUMBERS else [],
        people=lines if shown == Shown.PEOPLE else [],
        may_answer_for=leads and meeting.takes_answers and can_manage_meeting(user, meeting),
    )


def _asked(meeting: Meeting) -> list[dict[str, Any]]:
    """Return who was asked and what each said, those who come first; who stands in is told with whom he replaces."""
    own = FilteredRelation("attendances", condition=Q(attendances__meeting=meeting))
    found = audience_of(Meeting.objects.filter(pk=meeting.pk)).by_name().annotate(own=own)
    rows = found.values(
        "pk",
        "name",
        organisation_now=F("organisation__name"),
        organisation_then=F("own__organisation__name"),
        response=F("own__response"),
        reason=F("own__response_reason"),
        substitute=F("own__substitute__name"),
        substitute_pk=F("own__substitute"),
    )
    standing_in = {row["substitute_pk"] for row in rows}
    asked = [{**row, "response": row["response"] or Response.NONE} for row in rows if row["pk"] not in standing_in]
    return sorted(asked, key=lambda row: ORDER.index(row["response"]))


def _shown(meeting: Meeting) -> str:
    """Return the strictest setting among the meeting's sectors; of a meeting without any, their organisations."""
    settings: list[str] = [*cast("Any", meeting).joint_shown]
    if meeting.sector_year:
        settings.append(meeting.sector_year.sector.answers_shown)
    return next((each for each in STRICTEST_FIRST if each in settings), Shown.ORGANISATIONS)


def _facts(rows: Sequence[dict[str, Any]], meeting: Meeting) -> list[tuple[str, int]]:
    counts = {response: sum(row["response"] == response for row in rows) for response in ORDER}
    in_room = sum(counts[response] for response in TAKES_A_PLACE)
    facts = [(_("Comes"), in_room), (_("Joins online"), counts[Response.ONLINE])]
    facts += [(_("On the waiting list"), counts[Response.WAITING]), (_("Does not come"), counts[Response.NO])]
    facts = [*facts[:1], *(pair for pair in facts[1:] if pair[1]), (_("No answer yet"), counts[Response.NONE])]
    left = [] if meeting.capacity is None else [(_("Places left"), max(0, meeting.capacity - in_room))]
    return [*facts, *left]


def _organisations(rows: Sequence[dict[str, Any]]) -> list[OrganisationLine]:
    """Count per organisation, those from which most people come first."""
    counted: dict[str, list[int]] = {}
    for row in rows:
        place = 0 if row["response"] in COMES else 2 if row["response"] == Response.NONE else 1
        counted.setdefault(_organisation(row), [0, 0, 0])[place] += 1
    found = [OrganisationLine(name, *counts) for name, counts in counted.items()]
    return sorted(found, key=lambda line: (-line.coming, line.name))


def _organisation(row: dict[str, Any]) -> str:
    return row["organisation_then"] or row["organisation_now"] or _("Office of the network")


def _person(row: dict[str, Any], *, leads: bool) -> PersonLine:
    response, substitute = row["response"], row["substitute"]
    answer = str(Response(response).label)
    if response == Response.SUBSTITUTE and substitute:
        answer = _("Sends %(name)s") % {"name": substitute}
    note = row["reason"] or "" if leads else ""
    return PersonLine(row["pk"], row["name"], _organisation(row), answer, KINDS[response], note)
