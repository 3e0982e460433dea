"""Mails on the way to a meeting: who gets them, and what they say."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.models import Contribution, Meeting, Preparation, Presenter
from members.dates import date_long, moment_long
from members.models import Person, User
from members.outbox import queue
from sectors.models import Appointment, Seat, Sector


def sectors_of(meeting: Meeting) -> QuerySet[Sector]:
    """Return the meeting's own sector and those that hold it jointly."""
    return Sector.objects.filter(Q(years__meetings=meeting) | Q(joint_meetings=meeting)).distinct()


def asked_people(meeting: Meeting) -> QuerySet[Person]:
    """Return who is asked for input: with a role in its sectors, or a seat whose mail does not wait for the week."""
    own = {"person": OuterRef("pk"), "sector__in": sectors_of(meeting)}
    seats = Seat.objects.current().filter(**own).exclude(mail=Seat.Mail.WEEKLY)
    roles = Appointment.objects.current().filter(**own)
    return _reachable().filter(Exists(seats) | Exists(roles))


def leaders_of(meeting: Meeting) -> QuerySet[Person]:
    """Return the chairs, programme managers and deputies of its sectors."""
    roles = Appointment.objects.current().filter(person=OuterRef("pk"), sector__in=sectors_of(meeting))
    return _reachable().filter(Exists(roles))


def ask_for_input(preparation: Preparation) -> None:
    """Mail everyone who is asked, once."""
    meeting = preparation.meeting
    told = _told(meeting, day=preparation.input_closes_on)
    for person in asked_people(meeting):
        _mail("input_asked", person, f"input:{meeting.pk}:{person.pk}", told)


def tell_unsettled(preparation: Preparation) -> None:
    """Mail the leaders, once, that the topic ought to be settled."""
    meeting = preparation.meeting
    told = _told(meeting, day=preparation.settle_by)
    for person in leaders_of(meeting):
        _mail("topic_unsettled", person, f"unsettled:{meeting.pk}:{preparation.settle_by}:{person.pk}", told)


def ask_presenter(presenter: Presenter, *, topic: str) -> None:
    """Mail who is chosen to present, if it is a person that can be reached."""
    if person := _reachable().filter(presentations=presenter).first():
        told = _told(presenter.meeting) | {"topic": topic, "path": reverse("presenter-answer", args=[presenter.pk])}
        _mail("presenter_asked", person, f"presenter-asked:{presenter.pk}", told)


def release_presenter(presenter: Presenter, *, by: User) -> None:
    """Mail who was asked to present and no longer is; not to who takes himself off, nor to who declined."""
    person = _reachable().filter(presentations=presenter).first()
    if person and not presenter.declined_at and person.account_id != by.pk:
        _mail("presenter_released", person, f"presenter-released:{presenter.pk}", _told(presenter.meeting))


def tell_presenter_answered(presenter: Presenter, *, by: User) -> None:
    """Mail the other leaders what a presenter answered."""
    told = _told(presenter.meeting) | {"name": str(presenter), "confirmed": presenter.confirmed_at is not None}
    moment = (presenter.confirmed_at or presenter.declined_at or timezone.now()).isoformat()
    for person in leaders_of(presenter.meeting).exclude(account=by):
        _mail("presenter_answered", person, f"presenter-answered:{presenter.pk}:{person.pk}:{moment}", told)


def tell_input_removed(contribution: Contribution, *, reason: str) -> None:
    """Mail the author that his input was taken away, and why."""
    if person := _reachable().filter(contributions=contribution).first():
        told = _told(contribution.meeting) | {"text": contribution.text, "reason": reason}
        _mail("input_removed", person, f"input-removed:{contribution.pk}", told)


def _reachable() -> QuerySet[Person]:
    return Person.objects.taking_part().exclude(email="", account=None).select_related("account")


def _mail(template: str, person: Person, key: str, told: dict[str, object]) -> None:
    address = person.account.email if person.account else person.email
    context = {**told, "to": person.name}
    queue(kind=template, to=address, key=key, template=f"mails/{template}", context=context, person=person)


def _told(meeting: Meeting, **days: object) -> dict[str, object]:
    """Return what each of these mails says of a meeting, in Dutch: its name, sectors and moment, and where to go."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "meeting": meeting.title or _("topic to follow"),
            "sectors": " + ".join(sector.name for sector in sectors_of(meeting)),
            "when": moment_long(meeting.starts, meeting.ends) if meeting.starts else _("date still open"),
            "path": reverse("meeting-preparation", args=[meeting.pk]),
            **{name: date_long(day) for name, day in days.items()},  # type: ignore[arg-type]  # days are dates
        }
