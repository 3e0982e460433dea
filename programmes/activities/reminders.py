"""What the days of joint activities bring about: a job that is safe to run twice, and late."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from members.telling import daytime, recipients_of, tell_many
from programmes.activities.rules import Kind, State
from programmes.activities.telling import contacts_of, context_of, people_of
from programmes.models import JointActivity, KnowledgeCircle

AHEAD = timedelta(days=7)
LOOKED_BACK = timedelta(days=28)  # what came due longer ago is no news


def remind_of_deadlines() -> None:
    """Tell circles of the last days to join that come near, and contacts of handbooks that are to be reviewed."""
    today = timezone.localdate()
    living = JointActivity.objects.select_related("circle").exclude(circle__state=KnowledgeCircle.State.ARCHIVED)
    for activity in living.joinable(today).filter(join_before__lte=today + AHEAD):
        _tell_closing(activity)
    due = living.filter(kind=Kind.HANDBOOK, review_by__range=(today - LOOKED_BACK, today))
    for handbook in due.exclude(state__in=(State.IDEA, State.STOPPED)):
        _tell_review(handbook)


def _tell_closing(activity: JointActivity) -> None:
    joined = activity.joined.values("organisation")
    people = people_of(activity.circle_id).filter(Q(organisation=None) | ~Q(organisation__in=joined))
    day = activity.join_before.isoformat() if activity.join_before else ""
    tell_many(
        "activity_closing",
        recipients_of("activity_closing", people),
        key=f"{activity.pk}:{day}",
        context=context_of(activity, join_before=day),
        about=activity,
        due_at=daytime(),
    )


def _tell_review(handbook: JointActivity) -> None:
    day = handbook.review_by.isoformat() if handbook.review_by else ""
    tell_many(
        "handbook_review",
        recipients_of("handbook_review", contacts_of(handbook)),
        key=f"{handbook.pk}:{day}",
        context=context_of(handbook, version=handbook.version, review_by=day),
        about=handbook,
        due_at=daytime(),
    )
