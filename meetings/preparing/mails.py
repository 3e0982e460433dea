"""Mails on the way to a meeting: who gets them, and what they say."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from meetings.models import Contribution, Meeting, Preparation, Presenter, Topic
from meetings.telling import leaders_of, people_of, said_of, sectors_of, taking_part
from members.models import Organisation, Person, User
from members.telling import daytime, tell
from sectors.models import SectorMembership
from sectors.telling import tell_people


def ask_for_input(preparation: Preparation) -> None:
    """Ask everyone with a seat or a role for input, once."""
    meeting = preparation.meeting
    tell_people(
        "input_asked",
        people_of(meeting),
        sectors=sectors_of(meeting),
        key=f"{meeting.pk}",
        context=_told(meeting, day=preparation.input_closes_on.isoformat()),
        about=meeting,
        due_at=daytime(),
    )


def tell_closing(preparation: Preparation) -> None:
    """Remind people of organisations that were not heard that input closes soon, once for each last day."""
    meeting, day = preparation.meeting, preparation.input_closes_on.isoformat()
    heard = Contribution.objects.filter(meeting=meeting)
    silent = SectorMembership.objects.current().filter(sector__in=sectors_of(meeting))
    organisations = Organisation.objects.filter(pk__in=silent.values("organisation"))
    unheard = organisations.exclude(pk__in=heard.exclude(organisation=None).values("organisation"))
    tell_people(
        "input_closing",
        people_of(meeting).filter(organisation__in=unheard).exclude(pk__in=heard.values("person")),
        sectors=sectors_of(meeting),
        key=f"{meeting.pk}:{day}",
        context=_told(meeting, day=day),
        about=meeting,
        due_at=daytime(),
    )


def tell_unsettled(preparation: Preparation) -> None:
    """Tell the leaders, once, that the topic ought to be settled."""
    meeting, day = preparation.meeting, preparation.settle_by.isoformat()
    tell_people(
        "topic_unsettled",
        leaders_of(meeting),
        sectors=sectors_of(meeting),
        key=f"{meeting.pk}:{day}",
        context=_told(meeting, day=day),
        about=meeting,
        due_at=daytime(),
    )


def tell_settled(meeting: Meeting, topic: Topic, *, by: User) -> None:
    """Tell the sectors what a meeting is about and who was asked to present, once; not who hears so already.

    Those are the presenters and the topic's proposer, and who settled it knows.
    """
    presenters = [str(presenter) for presenter in meeting.presenters.select_related("person", "organisation")]
    tell_people(
        "topic_settled",
        people_of(meeting).exclude(presentations__meeting=meeting).exclude(topics=topic),
        sectors=sectors_of(meeting),
        key=f"{meeting.pk}:{topic.pk}",
        context=said_of(meeting) | {"presenters": presenters},
        about=meeting,
        except_by=by,
    )


def ask_presenter(presenter: Presenter, *, topic: str) -> None:
    """Ask who is chosen to present, if it is a person that can be reached."""
    path = reverse("presenter-answer", args=[presenter.pk])
    told = said_of(presenter.meeting, path=path) | {"topic": topic}
    _tell_presenter("presenter_asked", presenter, told)


def release_presenter(presenter: Presenter, *, by: User) -> None:
    """Tell who was asked to present and no longer is; not who takes himself off, nor who declined."""
    if not presenter.declined_at and not Person.objects.filter(presentations=presenter, account=by).exists():
        _tell_presenter("presenter_released", presenter, _told(presenter.meeting))


def tell_presenter_answered(presenter: Presenter, *, by: User) -> None:
    """Tell the other leaders what a presenter answered."""
    meeting = presenter.meeting
    moment = (presenter.confirmed_at or presenter.declined_at or timezone.now()).isoformat()
    tell_people(
        "presenter_answered",
        leaders_of(meeting),
        sectors=sectors_of(meeting),
        key=f"{presenter.pk}:{moment}",
        context=_told(meeting, name=str(presenter), confirmed=presenter.confirmed_at is not None),
        about=meeting,
        except_by=by,
    )


def tell_input_removed(contribution: Contribution, *, reason: str) -> None:
    """Tell the author that his input was taken away, and why."""
    if person := taking_part().filter(contributions=contribution).first():
        told = _told(contribution.meeting, text=contribution.text, reason=reason)
        tell("input_removed", person, key=f"{contribution.pk}", context=told)


def _tell_presenter(kind: str, presenter: Presenter, told: dict[str, object]) -> None:
    if person := taking_part().filter(presentations=presenter).first():
        tell(kind, person, key=f"{presenter.pk}", context=told, about=presenter.meeting)


def _told(meeting: Meeting, **told: object) -> dict[str, object]:
    """Return what a mail says that leads to the preparation."""
    return said_of(meeting, path=reverse("meeting-preparation", args=[meeting.pk])) | told
