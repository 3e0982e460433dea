"""Forms of the meetings app."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from members.dates import month_year
from sectors.models import Sector

PARAMETERS = {"kind": "soort", "month": "maand"}


class MeetingFilterForm(forms.Form):
    """Which meetings to show. The words in the query string are Dutch, as those in paths are."""

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

    def add_prefix(self, field_name: str) -> str:
        """Name a field in the query string."""
        return PARAMETERS.get(field_name, field_name)

    def chosen(self) -> dict[str, Any]:
        """Return what narrows the list: nothing at all while a filter is wrong."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    def query(self) -> str:
        """Return the filters as a query string, without those that are empty."""
        query = QueryDict(mutable=True)
        query.update({self.add_prefix(name): self[name].data for name in self.chosen()})
        return query.urlencode()
