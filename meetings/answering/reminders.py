"""What answering asks of a day: remind who did not answer, and tell who comes what he needs to know the day before.

Who is told for a meeting and day is not told again, so a step may run twice or late; what has passed is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from meetings.answering.tokens import token_of
from meetings.locks import hold_meeting
from meetings.models import Attendance, Invitation, Meeting, Presenter
from meetings.telling import said_of, sectors_of, taking_part
from members.models import Person
from members.telling import daytime, recipients_of, tell_many
from sectors.models import Seat
from sectors.telling import tell_people

Response = Attendance.Response

A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
JUST_INVITED = timedelta(days=2)


def remind_of_answers() -> None:
    """Remind who was invited to a meeting within a week and did not answer."""
    _each(lambda: _within(A_WEEK).exclude(pk__in=_within(A_DAY).values("pk")), remind_to_answer)


def tell_who_comes() -> None:
    """Tell who comes to a meeting tomorrow, or later today, where and when it is."""
    _each(lambda: _within(A_DAY), tell_practical)


def remind_to_answer(meeting: Meeting) -> None:
    """Ask, once for each date of the meeting, who holds an invitation and a seat and gave no answer.

    To a gathering that is who is listed, as nobody has a seat in its group. The link in the mail needs no signing in,
    as those of the invitation.
    """
    people = _without_answer(meeting)
    held = Invitation.objects.filter(meeting=meeting, person__in=people)
    tell_people(
        "answer_reminder",
        people,
        sectors=sectors_of(meeting),
        key=f"{meeting.pk}:{meeting.day}",
        context=said_of(meeting, path=reverse("meeting-answer", args=[meeting.pk])),
        own={one.person_id: {"path": reverse("mail-answer", args=[token_of(one)])} for one in held},
        about=meeting,
        due_at=daytime(),
    )


def tell_practical(meeting: Meeting) -> None:
    """Mail, once for each date of the meeting, who said to come, or stands in for who does not, and who presents."""
    recipients = recipients_of("meeting_near", _coming(meeting))
    key = f"{meeting.pk}:{meeting.day}"
    tell_many("meeting_near", recipients, key=key, context=_practical(meeting), about=meeting, due_at=daytime())


def _within(days: timedelta) -> QuerySet[Meeting]:
    """Return scheduled meetings that have not begun when the mail arrives, and do so at most this many days on."""
    last = timezone.localdate() + days
    return Meeting.objects.filter(state=Meeting.State.SCHEDULED, starts__gt=daytime(), starts__date__lte=last)


def _each(due: Callable[[], QuerySet[Meeting]], act: Callable[[Meeting], None]) -> None:
    """Take meetings one by one, each in a transaction of its own and only if it is still due once it is locked."""
    for pk in list(due().order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            held = hold_meeting(pk)
            if due().filter(pk=pk).exists():
                act(held)


def _without_answer(meeting: Meeting) -> QuerySet[Person]:
    own = {"person": OuterRef("pk"), "meeting": meeting}
    seats = Seat.objects.current().filter(person=OuterRef("pk"), sector__in=sectors_of(meeting))
    listed = meeting.kind == Meeting.Kind.GATHERING  # nobody has a seat in the group that gathers
    asked = Q(attendances__meeting=meeting) if listed else Q(Exists(seats))
    before = timezone.now() - JUST_INVITED
    invited = Invitation.objects.filter(method=Invitation.Method.REQUEST, sent_at__lte=before, **own)
    answered = Attendance.objects.filter(**own).exclude(response=Response.NONE)
    stands_in = Attendance.objects.filter(meeting=meeting, substitute=OuterRef("pk"))
    return taking_part(meeting).filter(asked, Exists(invited), ~Exists(answered), ~Exists(stands_in))


def _coming(meeting: Meeting) -> QuerySet[Person]:
    listed = Attendance.objects.filter(meeting=meeting)
    comes = listed.filter(response__in=[Response.YES, Response.ONLINE])
    sends = listed.filter(response=Response.SUBSTITUTE)
    presents = Presenter.objects.filter(meeting=meeting, confirmed_at__isnull=False).exclude(person=None)
    stays_away = listed.filter(response__in=[Response.NO, Response.SUBSTITUTE])
    presenting = Q(pk__in=presents.values("person")) & ~Q(pk__in=stays_away.values("person"))
    coming = Q(pk__in=comes.values("person")) | Q(pk__in=sends.exclude(substitute=None).values("substitute"))
    return taking_part(meeting).filter(coming | presenting)


def _practical(meeting: Meeting) -> dict[str, Any]:
    """Return what one needs to know to come: where, how to join, what is on the agenda, what to read."""
    documents = [{"title": each.title, "path": each.get_absolute_url()} for each in meeting.documents.all()]
    return said_of(meeting) | {
        "place": meeting.place,
        "host": meeting.host.name if meeting.host else "",
        "online_link": meeting.online_link,
        "agenda": list(meeting.agenda_items.values_list("title", flat=True)),
        "documents": documents,
        "answer_path": reverse("meeting-answer", args=[meeting.pk]),
    }
