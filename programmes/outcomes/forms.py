"""Forms of outcomes and workstreams."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from programmes.life.forms import FIRST_YEAR, PersonChoice, day_field, lines_field
from programmes.models import Workstream


class MarkedForm(forms.Form):
    """Words of a row; `mark` tells from which words the form was made."""

    title = forms.CharField(label=_("Title"), max_length=150)
    text = lines_field(_("Text"))
    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_title(self) -> str:
        """Keep it on one line."""
        return " ".join(self.cleaned_data["title"].split())

    def renew_mark(self, mark: str) -> None:
        """Take the mark of now, so that what was typed can be sent again on top of what somebody else did."""
        data = cast("QueryDict", self.data).copy()
        data["mark"] = mark
        self.data = data


class OutcomeForm(MarkedForm):
    """What an outcome says."""

    still_open = lines_field(_("What is still open"))
    field_order = ("title", "text", "still_open")

    def said(self) -> dict[str, Any]:
        """Return what the outcome is to say."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "still_open")}


class WorkstreamForm(MarkedForm):
    """What a workstream says, and who leads it."""

    lead = PersonChoice(label=_("Lead"), required=False, empty_label=_("Nobody in particular"))
    field_order: tuple[str, ...] = ("title", "text", "lead")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer who is present, and who leads it now."""
        super().__init__(*args, **kwargs)
        cast("PersonChoice", self.fields["lead"]).offer(besides=self.initial.get("lead"))

    def said(self) -> dict[str, Any]:
        """Return what the workstream is to say."""
        lead = self.cleaned_data["lead"]
        return {
            "title": self.cleaned_data["title"],
            "text": self.cleaned_data["text"],
            "lead": lead.pk if lead else None,
        }


class StageForm(forms.Form):
    """Which stage a workstream reached, when, and what is to be said of it."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Workstream.Stage.choices)
    reached_on = day_field(_("Reached on"), _("Empty: the day is not known."), required=False)
    note = lines_field(_("Note"), rows=2)

    def clean_reached_on(self) -> Any:
        """Refuse a year that was typed wrong."""
        day = self.cleaned_data["reached_on"]
        if day and day.year < FIRST_YEAR:
            raise forms.ValidationError(_("Is the year of this day right?"), code="year")
        return day


class NewWorkstreamForm(WorkstreamForm):
    """A workstream with its first stage."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Workstream.Stage.choices)
    reached_on = day_field(_("At this stage since"), _("Empty: the day is not known."), required=False)
    field_order = ("title", "text", "lead", "stage", "reached_on")

    def said(self) -> dict[str, Any]:
        """Return what the workstream is to say, and its stage."""
        return super().said() | {name: self.cleaned_data[name] for name in ("stage", "reached_on")}


class MoveForm(forms.Form):
    """To which place something goes, counted from 1."""

    place = forms.IntegerField(min_value=1, max_value=1000)
