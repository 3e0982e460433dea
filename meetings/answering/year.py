"""What someone answers to all coming meetings of a sector's year, in one form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from meetings.answering.acts import answer_meeting
from meetings.answering.forms import BulkForm, YearRowForm, offer_answers
from meetings.answers import TAKES_A_PLACE, is_online, places_left
from meetings.models import Attendance, Meeting, MeetingQuerySet
from meetings.rows import MeetingRow, meeting_rows
from members.models import Person, User


@dataclass(slots=True)
class YearRow:
    """One meeting with what is answered to it; `left` counts the places for this person, None is without a limit."""

    meeting: Meeting
    shown: MeetingRow
    given: Attendance | None
    left: int | None
    form: YearRowForm


class YearAnswers:
    """The rows of the form, and how they are stored: each meeting on its own, so that one refusal spoils no other."""

    def __init__(self, person: Person, meetings: MeetingQuerySet, sent: QueryDict | None) -> None:
        """Take the meetings of the year; those that began meanwhile count only where the form still asks them."""
        self.person, self.bulk = person, BulkForm(sent)
        shown = {row.pk: row for row in meeting_rows(meetings)}
        given = {each.meeting_id: each for each in _given(person, meetings)}
        others = Q(attendances__response__in=TAKES_A_PLACE) & ~Q(attendances__person=person)
        asked = meetings.annotate(taken=Count("attendances", filter=others))
        self.rows = [
            _row(meeting, shown[meeting.pk], given.get(meeting.pk), sent)
            for meeting in asked
            if meeting.takes_answers or f"{_prefix(meeting)}-response" in (sent or {})
        ]

    @property
    def has_errors(self) -> bool:
        """Whether something was refused."""
        return bool(self.bulk.errors) or any(row.form.errors for row in self.rows)

    def store(self, *, by: User) -> int:
        """Store what changed, tell on its row what cannot be, and return how many answers were stored."""
        rest = self.bulk.cleaned_data["rest"] if self.bulk.is_valid() else ""
        for row in self.rows:
            if rest and row.meeting.takes_answers:
                row.form.answer_with(rest)
        stored = [row for row in self.rows if row.form.is_valid() and row.form.is_new and self._store(row, by)]
        self.rows = [row for row in self.rows if row.meeting.takes_answers or row.form.errors]
        return len(stored)

    def _store(self, row: YearRow, by: User) -> bool:
        response, reason = row.form.cleaned_data["response"], row.form.cleaned_data["reason"]
        substitute = row.given.substitute if row.given else None
        told: dict[str, Any] = {"response": response, "reason": reason, "substitute": substitute}
        try:
            answer_meeting(meeting=row.meeting, person=self.person, by=by, **told)
        except ValidationError as error:
            row.form.add_error(None if hasattr(error, "error_dict") else "response", error)
            row.left = places_left(row.meeting, besides=self.person)
            offer_answers(row.form, is_online=is_online(row.meeting), is_full=row.left == 0)
            return False
        return True


def _given(person: Person, meetings: MeetingQuerySet) -> QuerySet[Attendance]:
    return person.attendances.filter(meeting__in=meetings).select_related("substitute")


def _row(meeting: Meeting, shown: MeetingRow, given: Attendance | None, sent: QueryDict | None) -> YearRow:
    taken: int = cast("Any", meeting).taken
    left = None if meeting.capacity is None else max(0, meeting.capacity - taken)
    known: dict[str, Any] = {}
    if given and given.response != Attendance.Response.NONE:
        known = {"response": given.response, "reason": given.response_reason, "substitute": given.substitute_id}
    room = {"is_online": is_online(meeting), "is_full": left == 0}
    return YearRow(meeting, shown, given, left, YearRowForm(sent, prefix=_prefix(meeting), initial=known, **room))


def _prefix(meeting: Meeting) -> str:
    return f"meeting-{meeting.pk}"
