"""The form behind the buttons of an invitation by mail."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.answering.forms import offered_answers
from meetings.forms import LinesField
from meetings.models import Attendance

Response = Attendance.Response


class MailAnswerForm(forms.Form):
    """Whether someone comes, and why not; who sends a colleague names him on the site."""

    response = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your answer.")},
    )
    reason = LinesField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("When you cannot come. You may leave it empty."),
    )

    def __init__(self, *args: Any, is_online: bool, **kwargs: Any) -> None:
        """Take whether one can join from elsewhere."""
        super().__init__(*args, **kwargs)
        self.is_online = is_online

    def offer(self, *, is_full: bool) -> None:
        """Show what can be answered now; what could be a moment ago is no wrong choice (see `offer_answers`)."""
        field = cast("forms.ChoiceField", self.fields["response"])
        shown = self._answers(is_full=is_full)
        field.choices = [*shown, *self._answers(is_full=not is_full)]
        field.widget.choices = shown

    def _answers(self, *, is_full: bool) -> list[tuple[str, Any]]:
        offered = offered_answers(is_online=self.is_online, is_full=is_full)
        return [(value, label) for value, label in offered if value != Response.SUBSTITUTE]
