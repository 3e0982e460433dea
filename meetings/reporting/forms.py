"""Forms of minutes: the rows one writes, publication, and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.forms import LinesField
from meetings.models import Meeting
from meetings.reporting.writing import MAIN_FIELD, Change
from members.dates import date_plain

NOTE_LENGTH = 10_000


class RowForm(forms.Form):
    """One row of the minutes; `base` is the fingerprint of what it was made from."""

    base = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    @property
    def key(self) -> str:
        """The key of its row."""
        return str(self.prefix)

    def change(self) -> Change:
        """Return what a valid form makes of the row."""
        values = dict(self.cleaned_data)
        base, is_removed = values.pop("base"), values.pop("remove", False)
        return Change(self.key, values, base=base, is_removed=is_removed)

    @property
    def main(self) -> str:
        """The name of the field that holds its words."""
        return MAIN_FIELD[self.key.partition("-")[0]]


class TextForm(RowForm):
    """What introduces the minutes."""

    text = LinesField(
        label=_("Introduction"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("In a few lines: what the meeting was about. An empty line begins a new paragraph."),
    )


class NoteForm(RowForm):
    """What was said about an item of the agenda."""

    note = LinesField(required=False, max_length=NOTE_LENGTH, widget=forms.Textarea({"rows": 5}))

    def __init__(self, *args: Any, title: str, **kwargs: Any) -> None:
        """Name the field after the item."""
        super().__init__(*args, **kwargs)
        self.fields["note"].label = title


class DecisionForm(RowForm):
    """Something that was decided; without words it is nothing."""

    text = LinesField(label=_("Decision"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    position = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=999)
    remove = forms.BooleanField(label=_("Remove this decision"), required=False)

    def __init__(self, *args: Any, label: str = "", is_new: bool = False, may_remove: bool = True, **kwargs: Any):
        """Ask only the words of a new one; removing is for what is not published."""
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or _("New decision")
        _shape(self, is_new=is_new, may_remove=may_remove)
        if is_new:
            del self.fields["position"]


class ActionItemForm(RowForm):
    """Something that someone will do."""

    text = forms.CharField(label=_("Action"), max_length=300)
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int, empty_value=None, required=False)
    due = forms.DateField(
        label=_("To be done by"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    remove = forms.BooleanField(label=_("Remove this action"), required=False)

    def __init__(
        self,
        *args: Any,
        owners: Sequence[tuple[int, str]],
        first_day: date,
        is_new: bool = False,
        may_remove: bool = True,
        **kwargs: Any,
    ) -> None:
        """Offer the people who can take it up; nothing is due before the day of the meeting."""
        super().__init__(*args, **kwargs)
        self.first_day = first_day
        self.is_new = is_new
        self.fields["text"].label = _("New action") if is_new else _("Action")
        cast("forms.ChoiceField", self.fields["owner"]).choices = [("", _("Nobody yet")), *owners]
        _shape(self, is_new=is_new, may_remove=may_remove)

    def clean_due(self) -> date | None:
        """Refuse a day before the meeting, unless it stood there already."""
        due: date | None = self.cleaned_data["due"]
        if due and due < self.first_day and due != self.initial.get("due"):
            told = _("This is before the meeting. Choose %(day)s or later.")
            raise forms.ValidationError(told, params={"day": date_plain(self.first_day)})
        return due

    def clean(self) -> dict[str, Any]:
        """Ask the words of a new action with an owner or a day; without any of it there is none."""
        given = super().clean() or {}
        if self.is_new and not given.get("text", "text") and (given.get("owner") or given.get("due")):
            self.add_error("text", _("Say what is to be done."))
        return given


class RemarkForm(forms.Form):
    """What a writer changed in published minutes."""

    remark = LinesField(
        label=_("What did you change?"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("These minutes are published. Readers see this line, with today’s date, below the minutes."),
    )


class PublishForm(forms.Form):
    """Who sees the minutes."""

    audience = forms.ChoiceField(
        label=_("Who sees these minutes?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who sees them.")},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        """Offer everyone only where everyone sees the meeting."""
        super().__init__(*args, **kwargs)
        offered = [("members", _("Members of the network who see this meeting"))]
        if meeting.visibility == Meeting.Visibility.PUBLIC:
            offered.append(("everyone", _("Everyone, also without an account; names of people show to members only")))
        cast("forms.ChoiceField", self.fields["audience"]).choices = offered


class CorrectionForm(forms.Form):
    """What is to change, by someone who was there."""

    text = LinesField(
        label=_("What is not right?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Write what is to change.")},
        help_text=_("Say where it stands and how it should be. At most 2,000 characters."),
    )


class HandleForm(forms.Form):
    """What becomes of a proposed correction."""

    outcome = forms.ChoiceField(
        label=_("What do you do with it?"),
        widget=forms.RadioSelect,
        choices=[
            ("accept", _("Correct the minutes: next you change the text")),
            ("decline", _("Leave the minutes as they are")),
        ],
        error_messages={"required": _("Choose what you do with it.")},
    )
    answer = LinesField(
        label=_("What is corrected, or why not"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what is corrected, or why not.")},
        help_text=_("The proposer gets this by mail. Of a correction readers see it as well, below the minutes."),
    )


def _shape(form: RowForm, *, is_new: bool, may_remove: bool) -> None:
    """Let a new row stay empty, and one that is to be removed as well."""
    removed = form.is_bound and bool(form.data.get(form.add_prefix("remove")))
    if is_new or not may_remove:
        del form.fields["remove"]
    if is_new or removed:
        for field in form.fields.values():
            field.required = False
