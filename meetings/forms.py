"""Forms of the meetings app."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, cast

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

    sector = forms.TypedChoiceField(label=_("Sector"), empty_value=None, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Meeting.Kind.choices], required=False)
    month = forms.TypedChoiceField(
        label=_("Month"), coerce=lambda text: date.fromisoformat(f"{text}-01"), empty_value=None, required=False
    )

    def __init__(self, data: QueryDict, *, sectors: Iterable[Sector], months: Iterable[date]) -> None:
        """Offer sectors, and the months in which there are meetings, given by their first days."""
        super().__init__(data)
        known = {sector.slug: sector for sector in sectors}
        sector = cast("forms.TypedChoiceField", self.fields["sector"])
        sector.choices = [("", _("All sectors")), *((slug, found.name) for slug, found in known.items())]
        sector.coerce = known.__getitem__
        month = cast("forms.TypedChoiceField", self.fields["month"])
        month.choices = [("", _("All months")), *((f"{first:%Y-%m}", month_year(first)) for first in months)]
