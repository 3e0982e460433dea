"""What the state of a topic means, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Topic

State = Topic.State

# The kinds of the badge component.
BADGES = {
    State.PROPOSED.value: "next",
    State.SCHEDULED.value: "success",
    State.PRESENTED.value: "success",
    State.PARKED.value: "warning",
    State.DECLINED.value: "error",
}

STEPS = {
    State.IDEA.value: gettext_lazy("Noted as an idea"),
    State.PROPOSED.value: gettext_lazy("Proposed"),
    State.SCHEDULED.value: gettext_lazy("Put on the agenda of a meeting"),
    State.PRESENTED.value: gettext_lazy("Presented"),
    State.PARKED.value: gettext_lazy("Parked"),
    State.DECLINED.value: gettext_lazy("Declined"),
    State.WITHDRAWN.value: gettext_lazy("Withdrawn"),
    State.MERGED.value: gettext_lazy("Merged into another topic"),
}

WHY_CLOSED = {
    State.IDEA.value: gettext_lazy("This topic is open already."),
    State.PROPOSED.value: gettext_lazy("This topic is open already."),
    State.SCHEDULED.value: gettext_lazy("This topic is on the agenda of a meeting already."),
    State.PRESENTED.value: gettext_lazy("This topic was presented already."),
    State.PARKED.value: gettext_lazy("This topic is parked for now."),
    State.DECLINED.value: gettext_lazy("This topic is declined."),
    State.WITHDRAWN.value: gettext_lazy("This topic is withdrawn."),
}


def why_closed(topic: Topic) -> str:
    """Say why a topic does not take what someone asks of it."""
    if topic.merged_into:
        return _("This topic goes on as another one: %(title)s.") % {"title": topic.merged_into.title}
    return str(WHY_CLOSED[topic.state])


def step_text(state: str, before: str) -> str:
    """Say what happened when a topic got a state, after the one before; none for its first."""
    if state == State.PROPOSED and before in (State.SCHEDULED, State.PRESENTED):
        return _("Taken off the agenda, back on the list")
    if state == State.PROPOSED and before not in ("", State.IDEA):
        return _("Opened again")
    return str(STEPS[state])
