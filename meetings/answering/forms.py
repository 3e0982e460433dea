"""Forms in which someone says whether he comes."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.answers import OWN_ANSWERS
from meetings.forms import LinesField, ReturnForm
from meetings.models import Attendance


class AnswerForm(ReturnForm):
    """Whether someone comes to a meeting, and why not or who comes instead."""

    response = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your answer.")},
    )
    reason = LinesField(
        label=_("Reason, or who comes instead"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("With a colleague in your place: the name. Otherwise you may leave it empty."),
    )

    def __init__(self, *args: Any, is_online: bool, **kwargs: Any) -> None:
        """Offer to join online only where the meeting can be joined online."""
        super().__init__(*args, **kwargs)
        offered = [answer for answer in OWN_ANSWERS.items() if is_online or answer[0] != Attendance.Response.ONLINE]
        cast("forms.ChoiceField", self.fields["response"]).choices = offered

    def clean(self) -> dict[str, Any]:
        """Ask the name of who comes instead."""
        given = super().clean() or {}
        if given.get("response") == Attendance.Response.SUBSTITUTE and not given.get("reason", "reason"):
            self.add_error("reason", _("Say who comes in your place."))
        return given
