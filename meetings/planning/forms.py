"""The plan of a year as a form: a date for each number; and what a sector is used to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from sectors.models import Sector, SectorYear

STEPS = {"earlier": -7, "day-earlier": -1, "day-later": 1, "later": 7}  # in days
STALE = _("Open this page again: it is not known which plan this was made from.")


class PlanForm(forms.Form):
    """Dates by number, of the meetings that may still be moved freely. The whole year is checked together."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=2000, error_messages={"required": STALE})

    def __init__(self, data: Any, *, year: int, numbers: Collection[int], initial: dict[str, Any], last: int) -> None:
        """Offer a field for each of the numbers; only the meeting that is `last` in the year may slip into January."""
        super().__init__(data, initial=initial)
        self.year, self.numbers, self.last = year, sorted(numbers), last
        for number in self.numbers:
            self.fields[name_of(number)] = forms.DateField(
                label=_("Meeting %(number)s") % {"number": number},
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse days in another year, days that have passed and two meetings on one day."""
        seen: dict[date, int] = {}
        for number in self.numbers:
            name = name_of(number)
            day = self.cleaned_data.get(name)
            if day is None:
                continue
            if wrong := self._why_not(number, day, seen):
                self.add_error(name, wrong)
            seen.setdefault(day, number)
        return self.cleaned_data

    def _why_not(self, number: int, day: date, seen: Mapping[date, int]) -> Any:
        """Say what is wrong with a day; a day that stands already may have passed."""
        if day in seen:
            return _("Meeting %(number)s is on this day already.") % {"number": seen[day]}
        if not self._is_in_year(number, day):
            return _("Choose a day in %(year)s.") % {"year": self.year}
        if day < timezone.localdate() and day != self.initial.get(name_of(number)):
            return _("This day has passed. Choose a day to come.")
        return ""

    def _is_in_year(self, number: int, day: date) -> bool:
        return day.year == self.year or (number == self.last and (day.year, day.month) == (self.year + 1, 1))

    def dates(self) -> dict[int, date | None]:
        """Return what was typed, by number."""
        return {number: self.cleaned_data.get(name_of(number)) for number in self.numbers}


def name_of(number: int) -> str:
    """Return the name of the field of a number."""
    return f"day_{number}"


class StepForm(forms.Form):
    """Which meeting to move, and how far."""

    step = forms.RegexField(r"^(earlier|day-earlier|day-later|later):[0-9]{1,3}\Z")

    def moved(self, data: QueryDict) -> QueryDict:
        """Return what was sent with that one date moved; what is no date, or the last day of all, stays as it is."""
        name, _colon, number = self.cleaned_data["step"].partition(":")
        field, moved = name_of(int(number)), data.copy()
        with suppress(ValueError, OverflowError):
            moved[field] = (date.fromisoformat(data.get(field, "")) + timedelta(days=STEPS[name])).isoformat()
        return moved


class HabitsForm(forms.ModelForm):
    """What a sector is used to, and how many meetings it means to hold in a year."""

    months_without = forms.TypedMultipleChoiceField(
        label=_("Months without meetings"),
        choices=MONTHS.items(),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "links"}),
    )
    meeting_target = forms.IntegerField(min_value=0, max_value=52)

    class Meta:
        model = Sector
        fields: ClassVar = ["usual_weekday", "usual_start", "usual_minutes"]
        labels: ClassVar = {"usual_minutes": _("Usual length in minutes")}
        help_texts: ClassVar = {"usual_minutes": ""}
        widgets: ClassVar = {"usual_start": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    field_order = ("meeting_target", "usual_weekday", "usual_start", "usual_minutes", "months_without")

    def __init__(self, data: Any, *, sector_year: SectorYear) -> None:
        """Start from what is stored."""
        sector = sector_year.sector
        initial = {"months_without": sector.months_without, "meeting_target": sector_year.meeting_target}
        super().__init__(data, instance=sector, initial=initial)
        self.fields["meeting_target"].label = _("Meetings in %(year)s") % {"year": sector_year.year}

    def clean_months_without(self) -> list[int]:
        """Keep at least one month to meet in."""
        months = cast("list[int]", self.cleaned_data["months_without"])
        if len(months) == 12:
            raise forms.ValidationError(_("Leave at least one month to meet in."))
        return sorted(months)
