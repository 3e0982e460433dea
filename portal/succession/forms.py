"""Forms on which an editor says what becomes of an organisation, and of everything it carries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.filters import FilterForm
from members.models import Organisation, User
from portal.joining import NotPossibleError
from portal.succession.acts import Decision, Load
from portal.succession.case import Succession, check
from portal.succession.kinds import KINDS, Choice


class What(models.TextChoices):
    """What becomes of an organisation; the values stand in the address."""

    MERGES = "fusie", gettext_lazy("It merges into another organisation")
    DISSOLVED = "opheffing", gettext_lazy("It is dissolved, without a successor")
    LEAVES = "vertrek", gettext_lazy("It only leaves the network")


def living() -> Any:
    """Return the organisations that exist."""
    return Organisation.objects.filter(succeeded_by=None, dissolved_on=None).by_name()


class SuccessionForm(FilterForm):
    """What happens to an organisation, and on which day."""

    parameters: ClassVar = {"what": "wat", "successor": "naar", "day": "dag"}

    what = forms.ChoiceField(
        label=gettext_lazy("What happens?"), choices=What.choices, widget=forms.RadioSelect, initial=What.MERGES
    )
    successor = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Into which organisation?"),
        help_text=gettext_lazy("A new organisation gets its page in the admin first."),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("Choose an organisation"),
    )
    day = forms.DateField(
        label=gettext_lazy("From which day?"),
        help_text=gettext_lazy("The first day on which it exists no more: today, or a day in the past."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, by: User) -> None:
        """Offer the organisations that exist, this one included only to say why it cannot be."""
        super().__init__(data, initial={"day": timezone.localdate()})
        self.organisation, self.by = organisation, by
        cast("forms.ModelChoiceField", self.fields["successor"]).queryset = living()

    def clean(self) -> dict[str, Any]:
        """Ask for what goes with the choice, and say why it cannot be so."""
        given = super().clean() or self.cleaned_data
        if given.get("what") == What.LEAVES:
            return given
        if given.get("what") == What.MERGES and not given.get("successor") and "successor" not in self.errors:
            self.add_error("successor", _("Choose the organisation it merges into."))
        if not given.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose a day."))
        if not self.errors:
            self._check()
        return given

    def _check(self) -> None:
        try:
            check(self.succession())
        except NotPossibleError as error:
            self.add_error(None, str(error))

    def succession(self) -> Succession:
        """Return what was chosen."""
        merges = self.cleaned_data["what"] == What.MERGES
        successor = self.cleaned_data["successor"] if merges else None
        return Succession(self.organisation, successor, self.cleaned_data["day"], self.by)


class HomesForm(forms.Form):
    """What becomes of each kind of thing that an organisation carries, and what it was when somebody decided on it."""

    def __init__(self, data: Any = None, *, succession: Succession, loads: Iterable[Load]) -> None:
        """Ask about each kind of which there is something; the usual answer is given already."""
        super().__init__(data)
        self.succession, self.loads = succession, list(loads)
        for load in self.loads:
            self._ask(load)

    def _ask(self, load: Load) -> None:
        kind, open_to = load.kind, load.kind.open_to(self.succession)
        choices = [(choice.value, kind.word(choice)) for choice in open_to]
        self.fields[kind.key] = forms.ChoiceField(
            label=gettext_lazy("What becomes of this?"), choices=choices, initial=open_to[0]
        )
        self.fields[f"{kind.key}-stamp"] = forms.CharField(initial=load.stamp, widget=forms.HiddenInput, required=False)
        if Choice.OTHER in open_to:
            self.fields[f"{kind.key}-to"] = forms.ModelChoiceField(
                living().exclude(pk=self.succession.source.pk),
                label=gettext_lazy("Which other organisation?"),
                to_field_name="slug",
                required=False,
                empty_label=gettext_lazy("Choose an organisation"),
            )

    def clean(self) -> dict[str, Any]:
        """Ask to which organisation it goes where that was chosen, and show again what changed meanwhile."""
        given = super().clean() or self.cleaned_data
        for load in self.loads:
            key = load.kind.key
            if given.get(key) == Choice.OTHER and not given.get(f"{key}-to") and f"{key}-to" not in self.errors:
                self.add_error(f"{key}-to", _("Choose the organisation it goes to."))
            if given.get(f"{key}-stamp") != load.stamp:
                self._show_again(load)
        shown = {load.kind.key for load in self.loads}
        for kind in KINDS:
            if kind.key not in shown and f"{kind.key}-stamp" in self.data:
                told = {"kind": kind.title}
                self.add_error(
                    None, _("%(kind)s: there is nothing left of this, somebody changed it meanwhile.") % told
                )
        return given

    def _show_again(self, load: Load) -> None:
        """Say that it changed, and have the page go on from how it is now."""
        self.add_error(load.kind.key, _("This changed while you were choosing. Look at it again."))
        self.data = {**{name: self.data.get(name) for name in self.data}, f"{load.kind.key}-stamp": load.stamp}

    def decisions(self) -> dict[str, Decision]:
        """Return what was chosen for each kind."""
        return {load.kind.key: self._decision(load.kind.key) for load in self.loads}

    def _decision(self, key: str) -> Decision:
        given, choice = self.cleaned_data, self.cleaned_data[key]
        to = given.get(f"{key}-to") if choice == Choice.OTHER else None
        return Decision(choice, given[f"{key}-stamp"], to)


class ConfirmForm(forms.Form):
    """Why, and yes."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept in the history of everything that changes."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have read what happens, and confirm it."),
        error_messages={"required": gettext_lazy("Tick this box to confirm.")},
    )
