"""Forms of the list of who was there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from meetings.holding.presence_acts import Choice
from meetings.models import Attendance, Guest, Meeting
from members.models import Person

CHOICES = [("", "-"), *Attendance.Presence.choices]


class NameForm(FilterForm):
    """Whom to show."""

    parameters: ClassVar = {"name": "naam"}

    name = forms.CharField(label=_("Name or organisation"), max_length=100, required=False)


class PresenceForm(forms.Form):
    """How people on the list are recorded, and how they were when the form was made."""

    def __init__(self, data: QueryDict, *, people: Iterable[int]) -> None:
        """Take the people of the list who are in the form."""
        super().__init__(data)
        self.people = [pk for pk in people if f"was-{pk}" in data]
        for pk in self.people:
            self.fields[f"was-{pk}"] = forms.ChoiceField(choices=CHOICES, required=False)
            self.fields[f"now-{pk}"] = forms.ChoiceField(choices=CHOICES, required=False)

    def choices(self) -> dict[int, Choice]:
        """Return what was chosen for whom."""
        given = self.cleaned_data
        return {pk: Choice(was=given[f"was-{pk}"], now=given[f"now-{pk}"]) for pk in self.people}


class GuestForm(forms.Form):
    """Someone from outside."""

    name = forms.CharField(label=_("Name"), max_length=120)
    organisation = forms.CharField(label=_("Organisation"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        """Keep both on one line."""
        given = super().clean() or {}
        return {name: " ".join(value.split()) for name, value in given.items()}


class GuestRemoveForm(forms.Form):
    """Which guest goes."""

    guest = forms.ModelChoiceField(Guest.objects.none())

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        """Take guests of this meeting only."""
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Guest]", self.fields["guest"]).queryset = meeting.guests.all()


class WalkInForm(forms.Form):
    """Who of the network was there besides."""

    person = forms.ModelChoiceField(Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take people who take part in the network today."""
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = Person.objects.taking_part()
