"""Forms of the meetings app."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
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


class LinesField(forms.CharField):
    """Text of several lines; the end of a line counts for one character, as browsers count it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """Write every end of a line the same way."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ReturnForm(forms.Form):
    """A form that leads back to the page of our own where it was sent from, given in `next`."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_next(self) -> str:
        """Go back within the site only; anything else is left out."""
        target: str = self.cleaned_data["next"]
        return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/") else ""


class ActionForm(ReturnForm):
    """Whether an action is done."""

    done = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda word: word == "yes")
