"""Forms in which someone says whether he comes."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.answers import OWN_ANSWERS
from meetings.filters import FilterForm
from meetings.forms import LinesField, ReturnForm
from meetings.models import Attendance
from members.models import Person

Response = Attendance.Response


def offered_answers(*, is_online: bool, is_full: bool) -> list[tuple[str, Any]]:
    """Return what one can answer: online where that can be, and the waiting list instead of a place in a full room."""
    left_out = {Response.YES, Response.SUBSTITUTE} if is_full else {Response.WAITING}
    if not is_online:
        left_out.add(Response.ONLINE)
    order = [Response.YES, Response.WAITING, Response.ONLINE, Response.NO, Response.SUBSTITUTE]
    return [(answer.value, OWN_ANSWERS[answer.value]) for answer in order if answer not in left_out]


def offer_answers(form: forms.Form, *, is_online: bool, is_full: bool) -> None:
    """Show in the field `response` what can be answered now.

    What could be a moment ago is no wrong choice: whoever takes the last place a moment too late is told so.
    """
    field = cast("forms.ChoiceField", form.fields["response"])
    blank = [] if field.required else [("", _("No answer yet"))]
    shown = [*blank, *offered_answers(is_online=is_online, is_full=is_full)]
    field.choices = [*shown, *offered_answers(is_online=is_online, is_full=not is_full)]
    field.widget.choices = shown


class AnswerForm(ReturnForm):
    """Whether someone comes to a meeting, and why not or who comes instead."""

    response = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your answer.")},
    )
    substitute = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Which colleague?"),
        required=False,
        empty_label=_("Someone who is not in this list"),
        help_text=_("Only when a colleague comes in your place."),
        error_messages={"invalid_choice": _("Choose a colleague from the list.")},
    )
    reason = LinesField(
        label=_("Reason, or who comes instead"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Is your colleague not in the list? Then write the name here. Otherwise you may leave it empty."),
    )

    def __init__(self, *args: Any, is_online: bool, is_full: bool, colleagues: QuerySet[Person], **kwargs: Any) -> None:
        """Take what can be answered, and who may come instead."""
        super().__init__(*args, **kwargs)
        offer_answers(self, is_online=is_online, is_full=is_full)
        cast("forms.ModelChoiceField[Person]", self.fields["substitute"]).queryset = colleagues
        if is_full:  # nobody can come instead
            self.fields["substitute"].widget = forms.HiddenInput()
            self.fields["reason"].label, self.fields["reason"].help_text = _("Reason"), ""

    def clean(self) -> dict[str, Any]:
        """Ask the name of who comes instead."""
        given = super().clean() or {}
        named = given.get("substitute") or "substitute" in self.errors or given.get("reason", "reason")
        if given.get("response") == Response.SUBSTITUTE and not named:
            self.add_error("reason", _("Say who comes in your place."))
        return given


class WhomForm(FilterForm):
    """For whom the programme manager answers; nobody means for oneself."""

    parameters: ClassVar = {"person": "voor"}

    person = forms.ModelChoiceField(Person.objects.none(), required=False)

    def __init__(self, data: Any, *, people: QuerySet[Person]) -> None:
        """Take the people who can be answered for."""
        super().__init__(data)
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = people


class YearRowForm(forms.Form):
    """What someone answers to one of a year's meetings; nothing chosen leaves it as it is."""

    response = forms.ChoiceField(label=_("Your answer"), required=False)
    reason = forms.CharField(label=_("Reason, or who comes instead"), max_length=300, required=False)

    def __init__(self, *args: Any, is_online: bool, is_full: bool, **kwargs: Any) -> None:
        """Take what can be answered."""
        super().__init__(*args, **kwargs)
        offer_answers(self, is_online=is_online, is_full=is_full)

    def answer_with(self, response: str) -> None:
        """Answer this where nothing was chosen; shown once more, the row says so."""
        if self.is_valid() and not self.cleaned_data["response"]:
            self.cleaned_data["response"] = response
            self.data = {**self.data.dict(), self.add_prefix("response"): response}  # type: ignore[attr-defined]

    @property
    def is_new(self) -> bool:
        """Whether there is an answer, and another one than before."""
        given = (self.cleaned_data["response"], self.cleaned_data["reason"])
        return bool(given[0]) and given != (self.initial.get("response", ""), self.initial.get("reason", ""))

    def clean(self) -> dict[str, Any]:
        """Ask the name of who comes instead."""
        given = super().clean() or {}
        has_name = given.get("reason", "reason") or self.initial.get("substitute")
        if given.get("response") == Response.SUBSTITUTE and not has_name:
            self.add_error("reason", _("Say who comes in your place."))
        return given


class BulkForm(forms.Form):
    """What to answer to all meetings that have no answer yet."""

    rest = forms.ChoiceField(
        label=_("Answer all that are still open with"),
        required=False,
        choices=[
            ("", _("Leave them open")),
            *((answer.value, OWN_ANSWERS[answer.value]) for answer in (Response.YES, Response.ONLINE, Response.NO)),
        ],
    )
