"""Forms to have invitations mailed: what was looked at travels along, so that nobody mails blindly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.models import Mailing

CHANGED = _("Something changed meanwhile, so nobody is mailed yet. Look at the list once more.")


class AskForm(forms.Form):
    """Have invitations mailed; every meeting stands in the form with the mark of what was shown of it."""

    meetings = forms.MultipleChoiceField(
        error_messages={"required": _("Choose at least one meeting."), "invalid_choice": CHANGED}
    )

    def __init__(self, data: QueryDict | None = None, *, marks: Mapping[int, str]) -> None:
        """Take meetings by key, as they were shown."""
        super().__init__(data)
        self.keys = {f"{pk}-{mark}": pk for pk, mark in marks.items()}
        cast("forms.MultipleChoiceField", self.fields["meetings"]).choices = [(key, key) for key in self.keys]

    def clean_meetings(self) -> list[int]:
        """Return the keys of the meetings."""
        return [self.keys[key] for key in self.cleaned_data["meetings"]]


class WaitingForm(forms.Form):
    """What becomes of mailings that wait: they go out now, or are withdrawn."""

    NOW, UNDO = "now", "undo"

    mailings = forms.ModelMultipleChoiceField(Mailing.objects.none())
    act = forms.ChoiceField(choices=[(NOW, NOW), (UNDO, UNDO)])

    def __init__(self, data: QueryDict, *, mailings: QuerySet[Mailing]) -> None:
        """Take these mailings only, whether they still wait or not."""
        super().__init__(data)
        cast("forms.ModelMultipleChoiceField[Mailing]", self.fields["mailings"]).queryset = mailings
