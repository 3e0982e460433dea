"""Forms of the meetings app."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from meetings.models import Meeting
from members.dates import month_year
from sectors.models import Sector


class MeetingFilterForm(FilterForm):
    """Which meetings to show."""

    parameters: ClassVar = {"kind": "soort", "month": "maand"}

    sector = forms.ModelChoiceField(
        label=_("Sector"),
        queryset=Sector.objects.active(),
        to_field_name="slug",
        empty_label=_("All sectors"),
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Meeting.Kind.choices], required=False)
    month = forms.TypedChoiceField(
        label=_("Month"), coerce=lambda text: date.fromisoformat(f"{text}-01"), empty_value=None, required=False
    )

    def __init__(self, data: QueryDict, *, months: Iterable[date]) -> None:
        """Offer the months in which there are meetings, given by their first days."""
        super().__init__(data)
        offered = [(f"{month:%Y-%m}", month_year(month)) for month in months]
        self.fields["month"].choices = [("", _("All months")), *offered]  # type: ignore[attr-defined]
