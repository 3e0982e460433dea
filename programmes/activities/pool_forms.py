"""Forms of staff pools: an offer or request, and which to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from meetings.forms import LinesField
from programmes.activities.forms import SeenField
from programmes.life.forms import day_field
from programmes.models import PoolEntry

MOST_SKILLS, LONGEST_SKILL = 10, 60


class SkillsField(forms.CharField):
    """Skills with commas between them."""

    def to_python(self, value: Any) -> Any:
        """Return each skill once, in the order given."""
        found: dict[str, str] = {}
        for word in (super().to_python(value) or "").split(","):
            if skill := " ".join(word.split()):
                found.setdefault(skill.casefold(), skill)
        return list(found.values())

    def prepare_value(self, value: Any) -> Any:
        """Write them with commas."""
        return ", ".join(value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        """Refuse too many, and too long ones."""
        super().validate(value)
        if len(value) > MOST_SKILLS:
            raise ValidationError(_("Give at most %(count)s skills.") % {"count": MOST_SKILLS})
        if any(len(word) > LONGEST_SKILL for word in value):
            raise ValidationError(_("Give each skill in at most %(count)s signs.") % {"count": LONGEST_SKILL})

    def run_validators(self, value: Any) -> None:
        """Judge the line as it was written, not the list."""
        super().run_validators(", ".join(value))


class PoolEntryForm(forms.Form):
    """Staff that an organisation offers or asks for."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(PoolEntry.Kind.OFFER, _("We offer staff")), (PoolEntry.Kind.REQUEST, _("We ask for staff"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you offer or ask.")},
    )
    title = forms.CharField(
        label=_("Function"), max_length=150, help_text=_("Such as: data analyst. No names of people.")
    )
    skills = SkillsField(label=_("Skills"), max_length=600, required=False, help_text=_("With commas between them."))
    hours = forms.IntegerField(
        label=_("Hours a week"),
        required=False,
        min_value=1,
        max_value=60,
        error_messages={
            "min_value": _("Give between 1 and 60 hours a week."),
            "max_value": _("Give between 1 and 60 hours a week."),
        },
    )
    since = day_field(_("From"), required=False)
    until = day_field(_("Until and including"), _("After that day it is no longer shown."), required=False)
    text = LinesField(label=_("Explanation"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))

    def clean(self) -> dict[str, Any]:
        """Put the period in order, and refuse one that is over."""
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies after the beginning."))
        elif until and until < timezone.localdate():
            self.add_error("until", _("This day has passed. Give a day that is still to come, or none."))
        return given


class PoolEntryUpdateForm(PoolEntryForm):
    """The same for one that exists, with the version that the form was made from."""

    seen = SeenField()


class PoolFilterForm(FilterForm):
    """Which offers and requests to show."""

    parameters: ClassVar = {"kind": "soort", "skill": "vaardigheid"}

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Offers and requests")), *PoolEntry.Kind.choices], required=False
    )
    skill = forms.ChoiceField(label=_("Skill"), required=False)

    def __init__(self, data: QueryDict, *, skills: Iterable[str]) -> None:
        """Offer the skills that are asked for and offered."""
        super().__init__(data)
        known = sorted(set(skills), key=str.casefold)
        cast("forms.ChoiceField", self.fields["skill"]).choices = [("", _("All skills")), *((s, s) for s in known)]
