"""What a mailing would do, and who holds which version of an invitation: plain values, so that templates only print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.calendars.facts import MeetingFacts
from meetings.inviting.audience import Line, RoundPlan, What
from meetings.inviting.words import KINDS, WHAT, mails_text, moment_short, people_text
from meetings.models import Attendance, Invitation, Mailing, Meeting
from members.dates import moment_long
from members.models import OutboxMessage, Person, User
from members.permissions import can_administer, can_edit_content

HISTORY = 10  # mailings shown
MAIL = {
    OutboxMessage.State.SENT: "",
    OutboxMessage.State.QUEUED: "outline",
    OutboxMessage.State.SENDING: "outline",
    OutboxMessage.State.FAILED: "error",
}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Someone who is mailed, and what he gets: labels with the kinds of their badges."""

    name: str
    gets: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Round:
    """What a mailing does, for one meeting or for several: in a sentence, counted apart, and name by name."""

    text: str
    people: int
    mails: int
    counts: list[tuple[str, int]]
    organisations: list[tuple[str, list[Receiver]]]
    unreachable: list[str]
    wrong: int  # people who hold what is no longer right


@dataclass(frozen=True, slots=True)
class MailingLine:
    """A mailing that waits, or was; `became` tells how it ended, `whom` whom it reached: nothing while it waits."""

    pk: int
    asked: str
    by: str
    due: str
    is_due: bool
    whom: str
    became: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Someone and the invitation that he holds: which, since when, where, how its mail fared and what he answered."""

    name: str
    organisation: str
    address: str
    holds: str
    kind: str
    since: str
    says: str
    mail: str
    mail_kind: str
    error: str
    mail_url: str
    answer: str


def mark_of(meeting: Meeting, plan: RoundPlan) -> str:
    """Return what tells whether a meeting, or whom a mailing reaches, has changed since it was looked at."""
    lines = sorted((line.pk, str(line.what), line.address) for line in (*plan.lines, *plan.told))
    return sha256(repr((meeting.version, lines)).encode()).hexdigest()[:16]


def round_of(plans: Collection[RoundPlan]) -> Round:
    """Return what mailing several meetings does together; who gets more than one mail is counted once."""
    lines = [line for plan in plans for line in (*plan.lines, *plan.told)]
    people, organisations = ({getattr(line, name) for line in lines} for name in ("pk", "organisation_pk"))
    counted = Counter(line.what for line in lines)
    return Round(
        text=mails_text(len(people), len(organisations - {None})),
        people=len(people),
        mails=len(lines),
        counts=[(str(label), counted[what]) for what, label in WHAT.items() if counted[what]],
        organisations=_by_organisation(lines),
        unreachable=sorted({line.person for plan in plans for line in plan.unreachable}),
        wrong=len({line.pk for line in lines if line.held_at}),
    )


def _by_organisation(lines: Iterable[Line]) -> list[tuple[str, list[Receiver]]]:
    found: dict[str, dict[tuple[int, str], Counter[What | None]]] = {}
    for line in lines:
        people = found.setdefault(line.organisation, {})
        people.setdefault((line.pk, line.person), Counter())[line.what] += 1
    ordered, office = sorted(found, key=lambda name: (not name, name.casefold())), _("Office of the network")
    return [(name or office, [_receiver(*each) for each in found[name].items()]) for name in ordered]


def _receiver(person: tuple[int, str], gets: Mapping[What | None, int]) -> Receiver:
    return Receiver(person[1], [(_times(count, str(WHAT[what])), KINDS[what]) for what, count in gets.items()])


def _times(count: int, label: str) -> str:
    return f"{count} × {label}" if count > 1 else label


def mailing_lines(mailings: QuerySet[Mailing]) -> list[MailingLine]:
    """Return mailings, the last one first; one that waits is the first."""
    return [mailing_line(each) for each in mailings.select_related("asked_by__person")[:HISTORY]]


def mailing_line(mailing: Mailing) -> MailingLine:
    """Shape a mailing; its account is fetched with it."""
    by: User | None = mailing.asked_by
    if mailing.done_at:
        became = _("Mailed: %(moment)s") % {"moment": moment_short(mailing.done_at)}
    elif mailing.withdrawn_at:
        became = _("Withdrawn: %(moment)s") % {"moment": moment_short(mailing.withdrawn_at)}
    else:
        became = ""
    return MailingLine(
        pk=mailing.pk,
        asked=moment_short(mailing.asked_at),
        by=str(getattr(by, "person", by) or ""),
        due=moment_short(mailing.due_at),
        is_due=mailing.due_at <= timezone.now(),
        whom=people_text(mailing.people, mailing.organisations) if mailing.done_at else "",
        became=became,
    )


def ledger(meeting: Meeting) -> QuerySet[Invitation]:
    """Return who has or had an invitation: mail that failed and old versions first, then by organisation and name."""
    answers = Attendance.objects.filter(meeting=meeting, person=OuterRef("person")).values("response")
    first = Case(
        When(message__state=OutboxMessage.State.FAILED, then=0), When(is_old(meeting), then=1), default=Value(2)
    )
    found = meeting.invitations.select_related("person__organisation", "message").annotate(answer=Subquery(answers))
    found = found.defer("person__organisation__search", "message__content", "message__context")
    return found.order_by(first, F("person__organisation__sort_key").asc(nulls_last=True), "person__sort_key", "pk")


def is_old(meeting: Meeting) -> Q:
    """Return the condition that an invitation does not say what the meeting says by now."""
    held = Q(method=Invitation.Method.REQUEST)
    return held & Q(sequence__lt=meeting.ical_sequence) if meeting.state == Meeting.State.SCHEDULED else held


def ledger_rows(meeting: Meeting, invitations: Iterable[Invitation], user: User) -> list[LedgerRow]:
    """Shape invitations of a meeting; what the old ones say is looked up once for all of them."""
    editions = meeting.editions.filter(method=Invitation.Method.REQUEST).order_by("pk")
    said = {
        sequence: _said(MeetingFacts.from_json(facts)) for sequence, facts in editions.values_list("sequence", "facts")
    }
    return [_ledger_row(each, meeting, said, user) for each in invitations]


def _ledger_row(invitation: Invitation, meeting: Meeting, said: Mapping[int, str], user: User) -> LedgerRow:
    person, message = invitation.person, invitation.message
    is_current = meeting.state == Meeting.State.SCHEDULED and invitation.sequence >= meeting.ical_sequence
    if invitation.method == Invitation.Method.CANCEL:
        holds, kind = _("Cancelled"), "outline"
    else:
        holds, kind = (_("Up to date"), "success") if is_current else (_("Old version"), "warning")
    failed = message is not None and message.state == OutboxMessage.State.FAILED
    shown = can_administer(user) or person.contact_visibility != Person.ContactVisibility.NOBODY
    return LedgerRow(
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        address=invitation.address if shown else "",
        holds=holds,
        kind=kind,
        since=moment_short(invitation.sent_at) if invitation.sent_at else "",
        says=said.get(invitation.sequence, "") if kind == "warning" else "",
        mail=message.get_state_display() if message else "",
        mail_kind=MAIL[OutboxMessage.State(message.state)] if message else "",
        error=message.error if message and failed else "",
        mail_url=_mail_url(message) if message and failed and can_edit_content(user) else "",
        answer=str(Attendance.Response(vars(invitation)["answer"] or Attendance.Response.NONE).label),
    )


def _said(facts: MeetingFacts) -> str:
    """Say when and where an edition has the meeting."""
    return ", ".join(part for part in (moment_long(facts.starts, facts.ends), facts.place) if part)


def _mail_url(message: OutboxMessage) -> str:
    return reverse("admin:members_outboxmessage_change", args=[message.pk])
