"""The last days to join, as someone's own calendar shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.calendars.deadlines import Deadline, register_deadlines
from meetings.models.meeting import UID_DOMAIN
from members.models import Person, User
from programmes.activities.feed import changed_at
from programmes.models import (
    ActivityParticipant,
    CircleCoordinator,
    CircleParticipant,
    JointActivity,
    KnowledgeCircle,
)


def deadlines_to_join(user: User) -> Iterator[Deadline]:
    """Return the last days of what the account's circles do and its organisation did not join, in one query."""
    own = {"circle": OuterRef("circle"), "person__account": user}
    in_circle = [Exists(model.objects.current().filter(**own)) for model in (CircleParticipant, CircleCoordinator)]
    present = Person.objects.present().filter(account=user)
    joined = ActivityParticipant.objects.filter(activity=OuterRef("pk"), organisation__people__account=user)
    found = JointActivity.objects.joinable().filter(
        Q(*in_circle, _connector=Q.OR), Exists(present), ~Exists(joined), join_before__isnull=False
    )
    prefix = reverse("activity-list")
    living = found.exclude(circle__state=KnowledgeCircle.State.ARCHIVED).annotate(changed_at=changed_at())
    for pk, title, day, modified in living.values_list("pk", "title", "join_before", "changed_at"):
        name = _("Last day to join: %(activity)s") % {"activity": title}
        if day:
            yield Deadline(f"brink-activity-{pk}@{UID_DOMAIN}", name, day, f"{prefix}{pk}/", modified.astimezone(UTC))


register_deadlines(deadlines_to_join)
