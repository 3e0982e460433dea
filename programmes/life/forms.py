"""Forms of the life of a programme: a proposal, each step, and who leads and takes part."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.holding.document_checks import check_document
from meetings.holding.document_forms import WebAddressField
from meetings.models.report import DOCUMENT_TYPES
from meetings.reporting.plain import to_rich_text
from meetings.web_links import web_link
from members.models import Organisation, Person
from programmes.life.deciding import Decided
from programmes.life.steps import Kind
from programmes.models import Programme
from sectors.models import Band

FIRST_YEAR, YEARS_AHEAD = 1900, 50
DECIDED = ("decided_on", "decided_in_year", "body", "text", "conditions", "document", "document_link", "document_file")


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    """Return a field for a day, with the browser's calendar."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text, required=required)


def lines_field(label: Any, help_text: Any = "", *, rows: int = 4) -> forms.CharField:
    """Return a field for some lines of text, which may stay empty."""
    return forms.CharField(
        label=label, widget=forms.Textarea({"rows": rows}), help_text=help_text, required=False, max_length=5000
    )


class PersonChoice(forms.ModelChoiceField):
    """Anybody who is present, by organisation; with or without an account."""

    def __init__(self, *, label: Any, help_text: Any = "", required: bool = True, empty_label: Any = "") -> None:
        """Offer nobody until the form is made."""
        everybody = Person.objects.none()
        super().__init__(everybody, label=label, help_text=help_text, required=required, empty_label=empty_label)

    def offer(self, *, besides: int | None = None) -> None:
        """Offer who is present now, and one other, in one query."""
        present = Person.objects.present()
        found = present | Person.objects.filter(pk=besides) if besides else present
        self.queryset = found
        named = found.order_by("organisation__sort_key", "sort_key", "pk").values_list(
            "organisation__name", "pk", "name"
        )
        grouped = [
            (organisation or gettext("Office of the network"), [(pk, name) for _name, pk, name in rows])
            for organisation, rows in groupby(named, key=lambda row: row[0])
        ]
        self.choices = [("", self.empty_label or "---------"), *grouped]


class DecisionForm(forms.Form):
    """When a step was decided, by whom, and what the decision says, with its document."""

    decided_on = day_field(_("Decided on"), required=False)
    decided_in_year = forms.IntegerField(
        label=_("Or only the year"),
        min_value=FIRST_YEAR,
        max_value=2999,
        required=False,
        help_text=_("When the day is not known."),
    )
    body = forms.CharField(
        label=_("By which body"), max_length=150, required=False, help_text=_("Such as: the steering group.")
    )
    text = lines_field(_("What was decided"))
    conditions = lines_field(_("Conditions"), _("What was agreed along with it."))
    document = forms.CharField(label=_("Document"), max_length=150, required=False, help_text=_("Its title."))
    document_link = WebAddressField(label=_("Link to the document"), max_length=500, required=False)
    document_file = forms.FileField(
        label=_("Or the document as a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ",".join(f".{kind}" for kind in DOCUMENT_TYPES)}),
        help_text=_("At most 20 MB. Everyone can read it."),
    )

    def clean_decided_on(self) -> date | None:
        """Refuse a year that was typed wrong."""
        day: date | None = self.cleaned_data["decided_on"]
        if day and day.year < FIRST_YEAR:
            raise forms.ValidationError(_("Is the year of this day right?"), code="year")
        return day

    def clean_document_file(self) -> UploadedFile | None:
        """Take only what is inside what its name says."""
        upload: UploadedFile | None = self.cleaned_data["document_file"]
        if upload is not None:
            check_document(upload)
        return upload

    def clean_document_link(self) -> str:
        """Take an address that leads somewhere."""
        link: str = self.cleaned_data["document_link"]
        if link and not web_link(link):
            raise forms.ValidationError(_("Give an address that begins with https:// or http://."), code="link")
        return link

    def clean(self) -> dict[str, Any]:
        """Ask for one date, and for a document that has a title and is in one place."""
        given = super().clean() or {}
        dates = bool(given.get("decided_on")) + (given.get("decided_in_year") is not None)
        if dates != 1 and not self.errors.keys() & {"decided_on", "decided_in_year"}:
            told = _("Give the day or, when only that is known, the year: one of the two.")
            self.add_error("decided_on", told)
        if given.get("document_link") and given.get("document_file"):
            self.add_error("document_file", _("Give a link or a file, one of the two."))
        if (given.get("document_link") or given.get("document_file")) and not given.get("document"):
            self.add_error("document", _("Give the document a title."))
        return given

    def decided(self) -> Decided:
        """Return what was decided."""
        given = {name: self.cleaned_data[name] for name in DECIDED if name in self.cleaned_data}
        return Decided(**given)


class PlannedForm(DecisionForm):
    """A step that may set the planned end."""

    planned_end = day_field(_("Planned end"), required=False)
    field_order: tuple[str, ...] = ("decided_on", "decided_in_year", "body", "planned_end")

    def clean_planned_end(self) -> date | None:
        """Refuse a year that was typed wrong."""
        day: date | None = self.cleaned_data["planned_end"]
        if day and not FIRST_YEAR <= day.year <= timezone.localdate().year + YEARS_AHEAD:
            raise forms.ValidationError(_("Is the year of this day right?"), code="year")
        return day


class ExtendForm(PlannedForm):
    """An extension sets the planned end."""

    planned_end = day_field(_("New planned end"))


class LeaderForm(DecisionForm):
    """Who leads from the day of the decision on."""

    person = PersonChoice(label=_("New leader"), help_text=_("Who has no account can lead a programme as well."))
    keeps_old = forms.BooleanField(label=_("Who led until now becomes deputy"), required=False)
    field_order = ("person", "decided_on", "decided_in_year", "keeps_old", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer who is present."""
        super().__init__(*args, **kwargs)
        cast("PersonChoice", self.fields["person"]).offer()


STEP_FORMS: dict[str, type[DecisionForm]] = {
    Kind.FOUND: PlannedForm,
    Kind.EXTEND: ExtendForm,
    Kind.CHANGE_LEADERSHIP: LeaderForm,
    Kind.START_TRANSITION: DecisionForm,
    Kind.REOPEN: PlannedForm,
}


class ProposeForm(PlannedForm):
    """A new programme and the proposal of it."""

    name = forms.CharField(label=_("Name"), max_length=150)
    acronym = forms.CharField(label=_("Acronym"), max_length=20, required=False)
    summary = forms.CharField(
        label=_("Summary"), max_length=300, required=False, help_text=_("One or two sentences, for lists.")
    )
    purpose = lines_field(
        _("Purpose"), _("An empty line begins a paragraph; lines that begin with a dash become a list."), rows=6
    )
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    band = forms.ChoiceField(label=_("Colour"), choices=Band.choices, initial=Band.WAD)
    founding_document = forms.CharField(label=_("Founding document"), max_length=150, required=False)
    founding_document_link = WebAddressField(label=_("Link to the founding document"), max_length=500, required=False)
    founding_period_from = forms.IntegerField(
        label=_("Founding document from year"), min_value=FIRST_YEAR, max_value=2999, required=False
    )
    founding_period_to = forms.IntegerField(
        label=_("Founding document to year"), min_value=FIRST_YEAR, max_value=2999, required=False
    )
    FACTS = (
        *("name", "acronym", "summary", "purpose", "region", "band", "founding_document", "founding_document_link"),
        *("founding_period_from", "founding_period_to"),
    )
    field_order = (*FACTS, "planned_end", "decided_on", "decided_in_year", "body")

    def clean_name(self) -> str:
        """Keep it on one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_founding_document_link(self) -> str:
        """Take an address that leads somewhere."""
        link: str = self.cleaned_data["founding_document_link"]
        if link and not web_link(link):
            raise forms.ValidationError(_("Give an address that begins with https:// or http://."), code="link")
        return link

    def clean(self) -> dict[str, Any]:
        """Ask for a period in order."""
        given = super().clean()
        begin, end = given.get("founding_period_from"), given.get("founding_period_to")
        if begin and end and begin > end:
            self.add_error("founding_period_to", _("The founding document's period ends after it begins."))
        return given

    def facts(self) -> dict[str, Any]:
        """Return the columns of the programme."""
        given = {name: self.cleaned_data[name] for name in self.FACTS}
        return given | {"purpose": to_rich_text(given["purpose"])}


class DeputyForm(forms.Form):
    """Who stands in for the leader, and from when."""

    person = PersonChoice(label=_("Person"))
    since = day_field(_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer who is present."""
        super().__init__(*args, **kwargs)
        cast("PersonChoice", self.fields["person"]).offer()


class ParticipantForm(forms.Form):
    """Which organisation takes part, and from when."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    since = day_field(_("From"), _("Empty: since an unknown day."), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        """Offer who does not take part today: members of the network or not, and those of the past."""
        super().__init__(*args, **kwargs)
        taking_part = programme.participants.current().values("organisation")
        rest = Organisation.objects.exclude(pk__in=taking_part).order_by("sort_key")
        cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"]).queryset = rest


class UntilForm(forms.Form):
    """From which day on something no longer holds."""

    until = day_field(_("Until"), _("The first day it no longer holds."))
