"""Forms about moving to another organisation and leaving the network."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.filters import FilterForm
from members.dates import date_plain
from members.models import Organisation, Person
from sectors.departures import seats_of
from sectors.models import Sector

BACK, AHEAD = timedelta(days=60), timedelta(days=366)


class PeopleField(forms.ModelChoiceField):
    """Someone of the same organisation, by name and job title: two people may have the same name."""

    def label_from_instance(self, obj: Any) -> str:
        """Write "Anna Bakker, adviser"."""
        return f"{obj.name}, {obj.job_title}" if obj.job_title else obj.name


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _confirmation() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("I have read what happens, and confirm it."),
        error_messages={"required": gettext_lazy("Tick this box to confirm.")},
    )


def check_day(day: date, *, earliest: date) -> date:
    """Return a day that is not too early, nor more than a year ahead; refuse any other."""
    latest = timezone.localdate() + AHEAD
    if not earliest <= day <= latest:
        told = {"first": date_plain(earliest), "last": date_plain(latest)}
        raise ValidationError(_("Choose a day from %(first)s to %(last)s.") % told, code="day")
    return day


def colleagues_of(person: Person) -> QuerySet[Person]:
    """Return who can take over open actions: others of the same organisation who are not leaving."""
    others = Person.objects.filter(organisation=person.organisation_id, left_on__isnull=True, erased_at__isnull=True)
    return others.exclude(pk=person.pk).by_name()


class EmployerForm(FilterForm):
    """To which organisation someone goes."""

    parameters: ClassVar = {"organisation": "organisatie"}

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("New organisation"),
        help_text=gettext_lazy("Only members of the network stand in this list."),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose an organisation"),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        """Offer the members of the network, other than the person's own organisation."""
        super().__init__(data)
        field = cast("forms.ModelChoiceField", self.fields["organisation"])
        field.queryset = Organisation.objects.members().exclude(people=person).by_name()


class SuccessorForm(forms.Form):
    """Who takes over the open actions; the field is there only when there are colleagues."""

    def offer_colleagues(self, person: Person) -> None:
        """Add the field."""
        colleagues = colleagues_of(person) if person.organisation_id else Person.objects.none()
        if colleagues:
            self.fields["successor"] = PeopleField(
                colleagues,
                label=gettext_lazy("Successor for open actions"),
                help_text=gettext_lazy("Without one, those who lead the sectors are asked to find somebody."),
                required=False,
                empty_label=gettext_lazy("Nobody yet"),
            )


class MoveForm(SuccessorForm):
    """When someone goes over, and what he wants there."""

    moves_on = _day(gettext_lazy("First day at the new organisation"))
    job_title = forms.CharField(label=gettext_lazy("Job title there"), max_length=120, required=False)

    def __init__(self, data: Any = None, *, person: Person, organisation: Organisation) -> None:
        """Offer the sectors of the new organisation in which the person has no seat, and colleagues of now."""
        super().__init__(data, initial={"moves_on": timezone.localdate()})
        seats = seats_of(Person.objects.filter(pk=person.pk), on=timezone.localdate())
        sectors = Sector.objects.open_to(organisation).exclude(pk__in=seats.values("sector"))
        if sectors:
            self.fields["sectors"] = forms.ModelMultipleChoiceField(
                sectors,
                label=gettext_lazy("Sectors in which you want a seat there"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.offer_colleagues(person)
        self.fields["note"] = forms.CharField(
            label=gettext_lazy("Note"),
            help_text=gettext_lazy("Only who decides on your request reads this."),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def clean_moves_on(self) -> date:
        """Some weeks back at most: who has moved already may say so afterwards."""
        return check_day(self.cleaned_data["moves_on"], earliest=timezone.localdate() - BACK)

    def clean_sectors(self) -> list[Sector]:
        """Return plain rows."""
        return list(self.cleaned_data["sectors"])


class LeaveForm(SuccessorForm):
    """When someone leaves the network, confirmed in so many words."""

    on = _day(gettext_lazy("First day without the network"))

    def __init__(self, data: Any = None, *, person: Person, back: timedelta = timedelta(0)) -> None:
        """Let the day lie some time back where somebody else writes down who left."""
        super().__init__(data, initial={"on": timezone.localdate()})
        self.earliest = timezone.localdate() - back
        self.offer_colleagues(person)
        self.fields["confirmed"] = _confirmation()

    def clean_on(self) -> date:
        return check_day(self.cleaned_data["on"], earliest=self.earliest)


class EndMembershipForm(forms.Form):
    """When an organisation leaves the network, and why; confirmed in so many words."""

    on = _day(gettext_lazy("First day without membership"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Editors read this in a mail; it is kept in the history."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed = _confirmation()

    def clean_on(self) -> date:
        return check_day(self.cleaned_data["on"], earliest=timezone.localdate() - BACK)
