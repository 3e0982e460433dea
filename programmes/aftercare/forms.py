"""Forms of aftercare: the end of a platform, another host, where work goes next, and whether it still lives."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.forms import LinesField
from members.models import Organisation
from programmes.handing_over.forms import TermsForm
from programmes.life.forms import FIRST_YEAR, YEARS_AHEAD, day_field

ASK, RECORD, LATER = "ask", "record", "later"
YES, NO = "yes", "no"


def check_year(day: date) -> date:
    """Return a day, unless its year was typed wrong."""
    if not FIRST_YEAR <= day.year <= timezone.localdate().year + YEARS_AHEAD:
        raise ValidationError(gettext("Is the year of this day right?"), code="year")
    return day


class PlatformEndForm(forms.Form):
    """When and why a platform ends."""

    until = day_field(_("Ends on"), _("The first day on which it is no more. It may lie ahead."))
    reason = LinesField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everyone can read it on the page of the platform."),
        error_messages={"required": _("Say why it ends.")},
    )

    def clean_until(self) -> date:
        """Refuse a year that was typed wrong."""
        return check_year(self.cleaned_data["until"])


class PlatformHostForm(forms.Form):
    """Which organisation becomes host of a platform, and from when."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("New host"),
        empty_label=_("Choose an organisation"),
        error_messages={"invalid_choice": _("Choose an organisation from the list.")},
    )
    since = day_field(_("Host from"), _("The present host is host until that day. It may lie in the past or ahead."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer all organisations by name; one that is no more is refused by name."""
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        field.queryset = Organisation.objects.order_by("sort_key").only("name")

    def clean_since(self) -> date:
        """Refuse a year that was typed wrong."""
        return check_year(self.cleaned_data["since"])


class FollowForm(TermsForm):
    """Where work goes next, and whether its receiver is asked or said yes long ago."""

    then = forms.ChoiceField(
        label=_("Who says yes?"),
        choices=[
            (ASK, _("Ask the contact now, by mail")),
            (RECORD, _("It was accepted before: I record that")),
            (LATER, _("I ask later")),
        ],
        widget=forms.RadioSelect,
        initial=ASK,
        help_text=_("What stops or is archived needs no yes."),
    )
    accepted_on = day_field(_("Accepted on"), _("Only when you record it."), required=False)
    source = forms.CharField(
        label=_("How do you know?"),
        max_length=300,
        required=False,
        help_text=_("Only when you record it. Such as the minutes of a meeting, or a publication."),
    )

    def clean_effective_from(self) -> date | None:
        """Refuse a year that was typed wrong."""
        day: date | None = self.cleaned_data["effective_from"]
        return check_year(day) if day else None

    def clean(self) -> dict[str, Any]:
        """Ask for the day and the source of what was accepted before."""
        given = super().clean()
        if given.get("then") == RECORD:
            missing = {"accepted_on": gettext("Give the day."), "source": gettext("Say how you know.")}
            for name, text in missing.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, text)
        return given


class LifeSignForm(forms.Form):
    """Whether work that was taken over still lives."""

    answer = forms.ChoiceField(
        label=_("Is it still alive?"),
        choices=[(YES, _("Yes, it lives")), (NO, _("No, it does not"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your answer.")},
    )
    note = LinesField(
        label=_("How is it?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("When you say no: why, and where it may live on. Who keeps the programme reads it."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask who says no for the reason."""
        given = super().clean() or {}
        if given.get("answer") == NO and not given.get("note", "-").strip():
            self.add_error("note", gettext("Say why not: then the work can find another place."))
        return given
