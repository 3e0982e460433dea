"""Invitations with made-up values, for the page that shows editors every kind of mail."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.calendars.facts import MeetingFacts
from meetings.calendars.words import GREETING, TOKEN, Sort, greeting_of, words_of
from meetings.models import Invitation, Meeting
from members.mail_samples import ADDRESS, READER, Sample, register_sample
from members.outbox import sender_address

Method = Invitation.Method

FACTS = MeetingFacts(
    uid="brink-sample",
    sequence=0,
    state=Meeting.State.SCHEDULED,
    reason="De spreker is ziek.",
    title="Werken met één basisregistratie",
    sectors=("Overheden", "Veiligheid"),
    number=3,
    starts=datetime(2027, 4, 22, 11, 30, tzinfo=UTC),
    ends=datetime(2027, 4, 22, 14, 30, tzinfo=UTC),
    place="Raadzaal, Voorbeeldplein 1",
    host="Gemeente Voorbeeld",
    online_link="https://example.org/bel-in",
    summary="Drie organisaties laten zien hoe zij het doen.",
    path="/bijeenkomsten/1/",
    moved_from=datetime(2027, 4, 21, 11, 30, tzinfo=UTC),
    modified=datetime(2027, 3, 1, tzinfo=UTC),
    manager_name="An Voorbeeld",
    manager_email="an@example.org",
)


def add(kind: str, name: str | Promise, rule: str | Promise, method: str, *, is_update: bool = False) -> None:
    """Have a kind of invitation shown."""
    register_sample(Sample(kind, name, rule, partial(_written, method, is_update)))


def _written(method: str, is_update: bool, language: str) -> bytes:  # noqa: FBT001 - given by name above
    """Return the words of an invitation as a mail; the calendar beside them is for programs."""
    sort = Sort(0, language, is_update, "NEEDS-ACTION", has_token=True)
    words = words_of(FACTS, method, sort)
    text, html = (_filled(content, language) for content in (words.text, words.html))
    mail = EmailMultiAlternatives(words.subject, text, sender_address(), [ADDRESS], reply_to=[FACTS.manager_email])
    mail.attach_alternative(html, "text/html")
    return bytes(mail.message().as_bytes())


def _filled(content: str, language: str) -> str:
    return content.replace(GREETING, greeting_of(READER, language)).replace(TOKEN, "x")


add(
    "invitation",
    _("Invitation to a meeting"),
    _("Who is to come to a meeting, once a programme manager has it mailed."),
    Method.REQUEST,
)
add(
    "invitation_update",
    _("A meeting has changed"),
    _("Who holds an older invitation, once a programme manager has the change mailed."),
    Method.REQUEST,
    is_update=True,
)
add(
    "invitation_cancel",
    _("An invitation is withdrawn"),
    _("Who holds an invitation, when the meeting falls through or is no longer for him."),
    Method.CANCEL,
)
