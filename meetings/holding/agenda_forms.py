"""Forms of the agenda."""

from __future__ import annotations

from itertools import groupby
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Meeting
from members.models import Person
from sectors.models import Appointment, Seat, Sector, SectorMembership


class ItemForm(forms.Form):
    """What an item says; `order` and `mark` tell from which agenda and which item the form was made."""

    title = forms.CharField(label=_("Title"), max_length=150)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=720, required=False)
    presenter = forms.TypedChoiceField(label=_("Presenter"), coerce=int, empty_value=None, required=False)
    order = forms.CharField(required=False, widget=forms.HiddenInput)
    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, presenters: list[Any], **kwargs: Any) -> None:
        """Offer people, by organisation."""
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["presenter"]).choices = [("", _("Nobody in particular")), *presenters]

    def clean_title(self) -> str:
        """Keep it on one line."""
        return " ".join(self.cleaned_data["title"].split())

    def renew_marks(self) -> None:
        """Take the marks of now, so that what was typed can be sent again on top of what the other did."""
        data = cast("QueryDict", self.data).copy()
        data["order"], data["mark"] = self.initial["order"], self.initial.get("mark", "")
        self.data = data

    def said(self) -> dict[str, Any]:
        """Return what the item is to say."""
        return {name: self.cleaned_data[name] for name in ("title", "minutes", "presenter")}


class PlacedItemForm(ItemForm):
    """The same of an item that has its place already."""

    position = forms.IntegerField(label=_("Place on the agenda"), min_value=1, max_value=200, show_hidden_initial=True)
    field_order = ("title", "minutes", "presenter", "position")


class MoveForm(forms.Form):
    """Which item goes up or down."""

    up = forms.ModelChoiceField(AgendaItem.objects.none(), required=False)
    down = forms.ModelChoiceField(AgendaItem.objects.none(), required=False)
    order = forms.CharField(required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        """Take items of this meeting only."""
        super().__init__(*args, **kwargs)
        for name in ("up", "down"):
            cast("forms.ModelChoiceField[AgendaItem]", self.fields[name]).queryset = meeting.agenda_items.all()

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if not given.get("up") and not given.get("down"):
            raise forms.ValidationError(_("This item is not on the agenda any more."), code="gone")
        return given


def presenter_choices(meeting: Meeting, *, besides: Person | None = None) -> list[Any]:
    """Return who can present, by organisation: people of the sectors' organisations, with a seat or with a role.

    At the gathering of another group that is who stands on its list.
    """
    own = Q(pk=meeting.sector_year.sector_id) if meeting.sector_year else Q(pk=None)
    sectors = Sector.objects.filter(own | Q(joint_meetings=meeting)).values("pk")
    members = SectorMembership.objects.current().filter(sector__in=sectors, organisation=OuterRef("organisation"))
    seats = Seat.objects.current().filter(sector__in=sectors, person=OuterRef("pk"))
    roles = Appointment.objects.current().filter(sector__in=sectors, person=OuterRef("pk"))
    asked = Q(Exists(members)) | Q(Exists(seats)) | Q(Exists(roles))
    if meeting.kind == Meeting.Kind.GATHERING:
        asked |= Q(pk__in=meeting.attendances.values("person"))
    people = Person.objects.present().filter(asked)
    found = people | Person.objects.filter(pk=besides.pk) if besides else people
    names = found.order_by("organisation__sort_key", "sort_key", "pk").values_list("organisation__name", "pk", "name")
    grouped = groupby(names, key=lambda row: row[0])
    return [(name or _("Office of the network"), [(pk, who) for _name, pk, who in rows]) for name, rows in grouped]
