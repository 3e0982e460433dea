"""What the mail around an invitation says, as text and as HTML in house style."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from meetings.answers import OWN_ANSWERS
from meetings.calendars.events import group_in, name_of, page_of, sectors_of, where_of
from meetings.calendars.facts import MeetingFacts
from meetings.calendars.texts import on_lines, on_one_line
from meetings.models import Attendance, Invitation, Meeting
from members.context_processors import first_network
from members.dates import date_plain, moment_long
from members.mail_blocks import blocks_of
from members.mail_writing import Footer, body_html, house_html, preheader_of, way_to_choices

GREETING = "brink-greeting-5f1c9a"  # stands in the words for what differs from one recipient to the next
TOKEN = "brink-token-5f1c9a"  # noqa: S105 - the place of one
Response = Attendance.Response
SUMMARY = 600
ANSWERS = (Response.YES.value, Response.ONLINE.value, Response.NO.value)


@dataclass(frozen=True, slots=True)
class Sort:
    """Which mail it is: everybody for whom these are equal gets the same words, but for greeting and token."""

    edition: int
    language: str
    is_update: bool
    partstat: str
    has_token: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Subject, text and HTML of a sort of mail; GREETING and TOKEN stand in text and HTML."""

    subject: str
    text: str
    html: str


def words_of(facts: MeetingFacts, method: str, sort: Sort) -> Words:
    """Return the words of a mail, in its language."""
    with translation.override(sort.language):
        parts = _parts(facts, sort, is_cancel=method == Invitation.Method.CANCEL)
        network = first_network()
        footer = _footer(network.name)
        subject = _subject(facts, sort, is_cancel=method == Invitation.Method.CANCEL)
        html = house_html(
            subject,
            mark_safe("".join(html for _text, html in parts)),  # noqa: S308 - each part comes from a template
            network=network,
            preheader=preheader_of(parts[0][0]),
            footer=footer,
        )
    return Words(subject, "\n\n".join([*(text for text, _html in parts), f"{footer.text}\n"]), html)


def greeting_of(name: str, language: str) -> str:
    """Return how someone is greeted."""
    shown = on_one_line(name)
    with translation.override(language):
        return _("Hello %(name)s,") % {"name": shown} if shown else _("Hello,")


def _parts(facts: MeetingFacts, sort: Sort, *, is_cancel: bool) -> list[tuple[str, str]]:
    """Return the message, the question and the close, each as text and as HTML."""
    message = _text(
        "message",
        greeting=GREETING,
        opening=_opening(facts, sort, is_cancel=is_cancel),
        said="" if is_cancel else _said(sort.partstat),
        facts=_facts(facts, sort, is_cancel=is_cancel),
        summary="" if is_cancel else Truncator(on_lines(facts.summary)).chars(SUMMARY),
    )
    can_reply = bool(facts.manager_email)
    close = _text("close", page=page_of(facts), manager=on_one_line(facts.manager_name), can_reply=can_reply)
    parts = [(message, body_html(message))]
    if not is_cancel:
        asked = _asked(facts, sort)
        parts.append((_text("answers", **asked), render_to_string("mails/calendar_answers.html", asked)))
    quiet = [replace(block, is_primary=False) for block in blocks_of(close)]  # the answers are what matters
    return [*parts, (close, render_to_string("mails/blocks.html", {"blocks": quiet}))]


def _subject(facts: MeetingFacts, sort: Sort, *, is_cancel: bool) -> str:
    if is_cancel and facts.is_off:
        text = _("Cancelled: %(meeting)s, %(day)s")
    elif is_cancel:
        text = _("Cancelled: your invitation to %(meeting)s, %(day)s")
    elif sort.is_update:
        text = _("Changed: %(meeting)s, %(day)s")
    else:
        text = _("Invitation: %(meeting)s, %(day)s")
    return text % {"meeting": name_of(facts), "day": date_plain(facts.starts)}


def _opening(facts: MeetingFacts, sort: Sort, *, is_cancel: bool) -> str:
    if is_cancel and facts.is_off:
        return _("This meeting does not go on. Your calendar removes it or shows that it is cancelled.")
    if is_cancel and facts.state == Meeting.State.DRAFT:
        return _(
            "The date of this meeting is open again, so it leaves your calendar. You hear from us when it is known."
        )
    if is_cancel:
        return _("We withdraw this invitation, so the meeting leaves your calendar. The meeting itself goes on.")
    if sort.is_update:
        return _("This meeting has changed. Below is how it is now; your calendar takes it over.")
    return _("You are invited to this meeting.")


def _said(partstat: str) -> str:
    """Repeat what someone answered."""
    return {
        "ACCEPTED": _("You said that you come."),
        "DECLINED": _("You said that you do not come."),
        "TENTATIVE": _("You are on the waiting list."),
        "DELEGATED": _("You said that a colleague comes in your place."),
    }.get(partstat, "")


def _facts(facts: MeetingFacts, sort: Sort, *, is_cancel: bool) -> list[tuple[str, str]]:
    told = [(_("What"), name_of(facts)), (_("When"), moment_long(facts.starts, facts.ends))]
    if is_cancel:
        told.append((_("Reason"), on_one_line(facts.reason)))
    else:
        moved = moment_long(facts.moved_from) if facts.moved_from and sort.is_update else ""
        told += [(_("Moved from"), moved), (_("Where"), where_of(facts)), (_("Online"), facts.online_link)]
    told.append((_("Sectors") if len(facts.sectors) > 1 else _("Sector"), sectors_of(facts)))
    told.append((_("Organised by"), group_in(facts)))
    return [(label, value) for label, value in told if value]


def _asked(facts: MeetingFacts, sort: Sort) -> dict[str, Any]:
    """Return what is asked, and the addresses of the pages where one answers."""
    if not sort.has_token:
        question = _("Please say on the page of this meeting whether you come.")
        note = _("Answers that you give in your calendar itself do not reach us.")
        return {"question": question, "answers": [], "note": note}
    is_online = bool(facts.online_link) or "online" in facts.place.lower()
    shown = [value for value in ANSWERS if is_online or value != Response.ONLINE.value]
    address = f"{settings.PUBLIC_URL}{reverse('mail-answer', args=[TOKEN])}?keuze="
    return {
        "question": _("Do you come?")
        if sort.partstat == "NEEDS-ACTION"
        else _("Does it turn out otherwise? Then say so:"),
        "answers": [(str(OWN_ANSWERS[value]), f"{address}{value}") for value in shown],
        "note": _("Please answer with these buttons, not in your calendar itself: those answers do not reach us."),
    }


def _footer(network: str) -> Footer:
    why = _("You get this invitation because you have a seat, a role or another part in a meeting of %(network)s.")
    return Footer(network, settings.PUBLIC_URL, why % {"network": network}, (way_to_choices(),))


def _text(part: str, **values: Any) -> str:
    return render_to_string(f"mails/calendar_{part}.txt", values).strip()
