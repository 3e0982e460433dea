"""What the proposer of a topic hears about it: every step, once."""

from __future__ import annotations

from datetime import datetime

from meetings.models import Topic
from meetings.telling import taking_part
from members.history import event_model
from members.models import User
from members.telling import tell

State = Topic.State

TOLD = frozenset({State.PROPOSED, State.SCHEDULED, State.PRESENTED, State.PARKED, State.DECLINED, State.MERGED})


def tell_proposer(*, topic: Topic, by: User | None, due_at: datetime | None = None) -> None:
    """Tell the proposer what became of the topic, as it is stored now; call it in the transaction that changed it.

    A version of the topic is told once, so a second click says nothing new and a second parking does. Nothing goes
    to who did it himself, to who no longer takes part and where there is no address.
    """
    person = taking_part().filter(topics=topic).first()
    if person is None or topic.state not in TOLD or (by is not None and person.account_id == by.pk):
        return
    version, step = _last_step(topic)
    context = {"step": step, **_told(topic)}
    tell("topic_step", person, key=f"{topic.pk}:{version}", context=context, about=topic, due_at=due_at)


def _last_step(topic: Topic) -> tuple[int, str]:
    """Return the number of the last version, and what happened: a proposal was open before, or came off an agenda."""
    versions = event_model(Topic).objects.filter(id=topic.pk).order_by("-pgh_id")
    (version, state), *earlier = versions.values_list("pgh_id", "state")
    if state != State.PROPOSED:
        return version, state
    before = next((other for _version, other in earlier if other != state), "")
    return version, "returned" if before in (State.SCHEDULED, State.PRESENTED) else "reopened"


def _told(topic: Topic) -> dict[str, str]:
    target, meeting = topic.merged_into or topic, topic.meeting
    return {
        "title": topic.title,
        "sector": topic.sector.name,
        "reason": topic.state_reason,
        "meeting": meeting.title if meeting else "",
        "starts": meeting.starts.isoformat() if meeting and meeting.starts else "",
        "ends": meeting.ends.isoformat() if meeting and meeting.ends else "",
        "target": target.title,
        "path": target.get_absolute_url(),
    }
