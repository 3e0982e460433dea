"""What people can answer to a meeting, and why at times they cannot: in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.models import Attendance, Meeting
from members.models import Person

Response = Attendance.Response

OWN_ANSWERS = {
    Response.YES.value: gettext_lazy("Yes, I come"),
    Response.ONLINE.value: gettext_lazy("Yes, I join online"),
    Response.NO.value: gettext_lazy("No, I do not come"),
    Response.SUBSTITUTE.value: gettext_lazy("No, a colleague comes in my place"),
    Response.WAITING.value: gettext_lazy("Put me on the waiting list"),
}
STANDS_IN = "stands_in"  # no answer of one's own: somebody else named him as his substitute
ANSWERED = {
    **OWN_ANSWERS,
    Response.WAITING.value: gettext_lazy("I am on the waiting list"),
    STANDS_IN: gettext_lazy("I come in the place of a colleague"),
}
COMES_ONESELF = frozenset({Response.YES.value, Response.ONLINE.value, STANDS_IN})
TAKES_A_PLACE = frozenset({Response.YES, Response.SUBSTITUTE})


def own_answer_text(response: str | None) -> str:
    """Return someone's own answer in words; nothing when there is none."""
    return str(ANSWERED.get(response or "", ""))


def is_online(meeting: Meeting) -> bool:
    """Whether one can join from elsewhere: there is a link, or the place says so."""
    return joins_online(meeting.place, meeting.online_link)


def joins_online(place: str, online_link: str) -> bool:
    """Whether one can join from elsewhere a meeting with this place and link."""
    return bool(online_link) or "online" in place.lower()


def places_free(meeting: Meeting) -> int | None:
    """Return how many places in the room nobody has; None when there is no limit."""
    if meeting.capacity is None:
        return None
    return max(0, meeting.capacity - meeting.attendances.filter(response__in=TAKES_A_PLACE).count())


def places_left(meeting: Meeting, *, besides: Person) -> int | None:
    """Return how many places there are for someone, other people's answers counted; None when there is no limit."""
    if meeting.capacity is None:
        return None
    taken = meeting.attendances.filter(response__in=TAKES_A_PLACE).exclude(person=besides)
    return max(0, meeting.capacity - taken.count())


def why_full(meeting: Meeting) -> str:
    """Say that the room is full."""
    text = ngettext(
        "The only place is taken. You can stand on the waiting list.",
        "All %(number)s places are taken. You can stand on the waiting list.",
        meeting.capacity or 0,
    )
    return text % {"number": meeting.capacity}


def why_no_answers(meeting: Meeting) -> str:
    """Say why a meeting takes no answers; nothing when it does."""
    if meeting.takes_answers:
        return ""
    if meeting.state == Meeting.State.CANCELLED:
        return _("This meeting is cancelled, so no answer is needed.")
    if meeting.state != Meeting.State.SCHEDULED or meeting.starts is None:
        return _("This meeting has no day that stands, so it takes no answers.")
    return _("This meeting has begun, so answers can no longer change.")
