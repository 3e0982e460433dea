"""Forms of preparing a meeting."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.forms import LinesField
from meetings.models import Contribution


class InputForm(forms.Form):
    """A member's input for a coming meeting."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Contribution.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    text = LinesField(
        label=_("Your input"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Write your input.")},
        help_text=_("At most 2,000 characters. Other members read it too, with your name and organisation."),
    )


class WithdrawForm(forms.Form):
    """Which input its author withdraws."""

    withdraw = forms.ModelChoiceField(Contribution.objects.none())

    def __init__(self, *args: Any, own: QuerySet[Contribution], **kwargs: Any) -> None:
        """Take the contributions that may be withdrawn."""
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Contribution]", self.fields["withdraw"]).queryset = own
