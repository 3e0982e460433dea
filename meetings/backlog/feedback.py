"""What the proposer of a topic hears about it: every step, once, by mail."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from meetings.models import Meeting, Topic
from members.dates import moment_long
from members.history import event_model
from members.models import Person, User
from members.outbox import queue

State = Topic.State

TOLD = frozenset({State.PROPOSED, State.SCHEDULED, State.PRESENTED, State.PARKED, State.DECLINED, State.MERGED})


def tell_proposer(*, topic: Topic, by: User | None) -> None:
    """Mail the proposer what became of the topic, as it is stored now; call it in the transaction that changed it.

    A version of the topic is told once, so a second click says nothing new and a second parking does. Nothing goes
    to who did it himself, to who no longer takes part and where there is no address.
    """
    person = Person.objects.taking_part().select_related("account").filter(topics=topic).first()
    if person is None or topic.state not in TOLD or (by is not None and person.account_id == by.pk):
        return
    if address := person.account.email if person.account else person.email:
        version, step = _last_step(topic)
        queue(
            kind="topic_step",
            to=address,
            key=f"topic:{topic.pk}:{version}",
            template="mails/topic_step",
            context={"name": person.name, "step": step, **_told(topic)},
            person=person,
        )


def _last_step(topic: Topic) -> tuple[int, str]:
    """Return the number of the last version, and what happened: a proposal was open before, or came off an agenda."""
    versions = event_model(Topic).objects.filter(id=topic.pk).order_by("-pgh_id")
    (version, state), *earlier = versions.values_list("pgh_id", "state")
    if state != State.PROPOSED:
        return version, state
    before = next((other for _version, other in earlier if other != state), "")
    return version, "returned" if before in (State.SCHEDULED, State.PRESENTED) else "reopened"


def _told(topic: Topic) -> dict[str, str]:
    target = topic.merged_into or topic
    return {
        "title": topic.title,
        "sector": topic.sector.name,
        "reason": topic.state_reason,
        "meeting": _meeting(topic.meeting) if topic.meeting else "",
        "target": target.title,
        "path": target.get_absolute_url(),
    }


def _meeting(meeting: Meeting) -> str:
    """Name a meeting by its moment; one whose date is open by its title."""
    with translation.override(settings.LANGUAGE_CODE):
        return moment_long(meeting.starts, meeting.ends) if meeting.starts else meeting.title
