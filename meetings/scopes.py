"""What programme managers and deputies keep right of meetings: their own sectors'. Joint ones of others they see."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet

from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Contribution,
    Correction,
    Decision,
    Document,
    Guest,
    Meeting,
    Minutes,
    Preparation,
    Presenter,
    Topic,
    TopicOffer,
    TopicSupport,
)
from members.models import User
from members.scopes import Rows, all_of, keep, reach
from sectors.models import FocusPoint, Sector
from sectors.permissions import manages, roles_of
from sectors.scopes import everything, within

PARTS = [ActionItem, AgendaItem, Attendance, Contribution, Decision, Document, Guest, Minutes, Preparation, Presenter]
OWN = "sector_year__sector"


def meetings_around(user: User) -> QuerySet[Meeting]:
    """Return the meetings of the sectors someone manages, joint ones that another sector leads included."""
    managed = roles_of(user).managed
    joint = Meeting.joint_sectors.through.objects.filter(sector__in=managed)
    return Meeting.objects.filter(Q(sector_year__sector__in=managed) | Q(pk__in=joint.values("meeting")))


def parts_around(model: type[Model]) -> Rows:
    """Return how to find what belongs to those meetings."""

    def rows(user: User) -> QuerySet[Any]:
        return all_of(model).filter(meeting__in=meetings_around(user).values("pk"))

    return rows


def focus_points_around(user: User) -> QuerySet[FocusPoint]:
    """Return the focus points on the pages of the sectors someone manages."""
    managed = roles_of(user).managed
    shared = FocusPoint.shared_with.through.objects.filter(sector__in=managed)
    return FocusPoint.objects.filter(Q(sector_year__sector__in=managed) | Q(pk__in=shared.values("focuspoint")))


keep(Meeting, manages, within(Meeting, OWN), seen=meetings_around, required=["sector_year"])
keep(Topic, manages, within(Topic, "sector"))
keep(TopicSupport, manages, within(TopicSupport, "topic__sector"))
keep(TopicOffer, manages, within(TopicOffer, "topic__sector"))
keep(Correction, manages, within(Correction, f"minutes__meeting__{OWN}"))
for part in PARTS:
    keep(part, manages, within(part, f"meeting__{OWN}"), seen=parts_around(part))

reach(Meeting, everything(Sector), field="joint_sectors")
reach(Meeting, focus_points_around, field="focus_point")
reach(Preparation, meetings_around, field="discussed_in")
