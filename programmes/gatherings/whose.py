"""Says to the floor of meetings, which knows no circles, whose a gathering is."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from meetings.groups import register_groups
from programmes.models import Gathering


def circles_of_meetings() -> QuerySet[Any]:
    """Return for a meeting of the outer query the name, the colour and the page of its circle."""
    page = Concat(Value(reverse("circle-list")), "circle__slug", Value("/"))
    found = Gathering.objects.filter(meeting=OuterRef("pk"))
    return found.annotate(group_name=F("circle__name"), group_band=F("circle__band"), group_url=page)


register_groups(circles_of_meetings)
