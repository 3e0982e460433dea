"""A round of invitations to one meeting: the ledger and the mails are written together, or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from meetings.answering.tokens import token_of
from meetings.calendars.facts import MeetingFacts, facts_of
from meetings.inviting.audience import OFF, Line, RoundPlan, What, plan_of
from meetings.models import CalendarEdition, Invitation, Meeting
from meetings.telling import said_of, sectors_of
from members.models import OutboxMessage, Person
from members.outbox import queue_many
from sectors.telling import tell_people

logger = logging.getLogger(__name__)

Method = Invitation.Method

NOBODY = RoundPlan([], [], [])
LATE_NOTICE = "meeting_changed_late"


@dataclass(frozen=True, slots=True)
class Step:
    """One mail of a round: to whom, and which of the messages to this person about this meeting it is."""

    line: Line
    method: Method
    address: str
    round: int

    @property
    def kind(self) -> str:
        """Return what the outbox calls it."""
        if self.method == Method.CANCEL:
            return "invitation_cancel"
        return "invitation_update" if self.line.what == What.UPDATE else "invitation"


def deliver(meeting: Meeting) -> RoundPlan:
    """Bring everybody's invitation to a meeting up to date and return what was done; a second time does nothing.

    Whoever ought to hold the meeting as it is now gets a REQUEST, whoever holds one and ought not to a CANCEL (RFC
    5546 §3.2.2 and §3.2.5). Late changes are told to those who follow a feed. A meeting that has begun mails nobody.
    Call it in the transaction that holds the meeting.
    """
    has_begun = meeting.starts is not None and meeting.starts <= timezone.now()
    return NOBODY if has_begun else carry_out(meeting, plan_of(meeting))


def deliver_to_single_people(meeting: Meeting) -> RoundPlan:
    """Do the same for who came, left or has another address; who holds an older invitation waits for a mailing."""
    plan = plan_of(meeting)
    lines = [line for line in plan.lines if line.what != What.UPDATE]
    return carry_out(meeting, replace(plan, lines=lines, told=[])) if lines else NOBODY


def carry_out(meeting: Meeting, plan: RoundPlan) -> RoundPlan:
    """Write the mails of a plan and what the ledger says afterwards, in a fixed number of queries."""
    facts = _facts(meeting)
    if facts is None:
        return NOBODY
    steps = [step for line in plan.lines for step in _steps(line)]
    methods = {step.method for step in steps} or {Method.REQUEST if meeting.takes_answers else Method.CANCEL}
    editions = {method: _edition(meeting, method, facts) for method in sorted(methods)}
    rows = _write_ledger(meeting, steps)
    queue_many([_mail(step, editions[step.method], rows[step.line.pk]) for step in steps])
    _link_mails(meeting, rows)
    if plan.told:
        _tell(meeting, plan.told)
    return plan


def _steps(line: Line) -> Iterable[Step]:
    """Return the mails to one person: who has another address is cancelled at the old one first."""
    found = [(Method.CANCEL, line.held_at)] if line.held_at and line.what != What.UPDATE else []
    found += [(Method.REQUEST, line.address)] if line.what != What.CANCEL else []
    return [Step(line, method, address, line.round + place) for place, (method, address) in enumerate(found, start=1)]


def _facts(meeting: Meeting) -> MeetingFacts | None:
    """Return what the mails say; while the date is open again, the moment that people have in their calendars."""
    if meeting.starts:
        return facts_of(meeting)
    last = meeting.editions.filter(method=Method.REQUEST).first()
    if last is None:
        logger.warning("meeting %s has no date and was never mailed with one: nobody is told", meeting.pk)
        return None
    return replace(MeetingFacts.from_json(last.facts), sequence=meeting.ical_sequence, state=meeting.state)


def _edition(meeting: Meeting, method: Method, facts: MeetingFacts) -> CalendarEdition:
    """Return the edition that says this: the last one, unless something changed since."""
    said = {"method": method, "sequence": facts.sequence, "facts": facts.as_json()}
    last = meeting.editions.filter(method=method).first()
    is_same = last is not None and last.facts == said["facts"]
    return last if last and is_same else CalendarEdition.objects.create(meeting=meeting, **said)


def _write_ledger(meeting: Meeting, steps: list[Step]) -> dict[int, Invitation]:
    """Store what each person holds after the last mail to him, and return it by person."""
    rows = {
        step.line.pk: Invitation(
            meeting=meeting,
            person_id=step.line.pk,
            address=step.address,
            method=step.method,
            round=step.round,
            sequence=meeting.ical_sequence,
            sent_at=timezone.now(),
        )
        for step in steps
    }
    Invitation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["meeting", "person"],
        update_fields=["address", "method", "round", "sequence", "sent_at"],
    )
    return rows


def _mail(step: Step, edition: CalendarEdition, row: Invitation) -> OutboxMessage:
    is_cancel = step.method == Method.CANCEL
    return OutboxMessage(
        kind=step.kind,
        recipient=step.address,
        person_id=step.line.pk,
        key=f"invitation:{edition.meeting_id}:{step.line.pk}:{step.round}",
        template="calendar",
        context={
            "edition": edition.pk,
            "name": step.line.person,
            "partstat": step.line.partstat,
            "token": "" if is_cancel else token_of(row),
            "is_update": step.line.what == What.UPDATE,
        },
        language=step.line.language,
    )


def _link_mails(meeting: Meeting, rows: dict[int, Invitation]) -> None:
    """Note at each row of the ledger which mail was the last."""
    parts = ("meeting", "person", "round")
    key = Concat(Value("invitation"), *(piece for part in parts for piece in (Value(":"), Cast(part, CharField()))))
    mails = OutboxMessage.objects.filter(key=OuterRef("mail_key")).values("pk")
    own = Invitation.objects.filter(meeting=meeting, person__in=rows)
    own.annotate(mail_key=key).update(message=Subquery(mails))


def _tell(meeting: Meeting, told: list[Line]) -> None:
    """Mail those whose calendar follows a feed, which may look too late: in plain words."""
    tell_people(
        LATE_NOTICE,
        Person.objects.filter(pk__in=[line.pk for line in told]),
        sectors=sectors_of(meeting),
        key=f"{meeting.pk}:{meeting.ical_sequence}",
        context=said_of(meeting)
        | {"is_off": meeting.state in OFF, "reason": meeting.state_reason, "place": meeting.place},
        about=meeting,
    )
