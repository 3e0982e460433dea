"""Forms about coming in: asking, waiting, refusing and inviting."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import MemberRequest, Organisation, User
from members.permissions import can_edit_content
from sectors.models import Sector
from sectors.permissions import managed_organisations


class NoteField(forms.CharField):
    """Something to add, as long as the database keeps it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class WishForm(forms.Form):
    """What someone who waits wants: seats, and something to add."""

    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.none(),
        label=gettext_lazy("Sectors in which you want a seat"),
        help_text=gettext_lazy("With a seat you are invited to the meetings and asked for input."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = NoteField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("For who decides on your request."),
        required=False,
    )

    def __init__(self, data: Any = None, *, request: MemberRequest) -> None:
        """Offer the sectors in which the organisation takes part."""
        wished = request.seat_wishes.values_list("sector", flat=True)
        super().__init__(data, initial={"sectors": list(wished), "note": request.note})
        cast("Any", self.fields["sectors"]).queryset = Sector.objects.open_to(request.organisation)


class JoinForm(forms.Form):
    """Someone with an account asks to come in, for an organisation on whose domain his address is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label=None
    )
    note = NoteField(
        label=gettext_lazy("Note"), help_text=gettext_lazy("For who decides on your request."), required=False
    )

    def __init__(self, data: Any = None, *, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        """Offer these organisations."""
        super().__init__(data, **kwargs)
        cast("Any", self.fields["organisation"]).queryset = organisations


class RefusalForm(forms.Form):
    """Why a request is refused."""

    reason = NoteField(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("We mail this to who asked. Say what can be done instead.")
    )


class InvitationForm(forms.Form):
    """Whom someone invites, and for which organisation."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisation"),
        empty_label=gettext_lazy("Choose an organisation"),
        error_messages={"invalid_choice": gettext_lazy("You cannot invite for this organisation.")},
    )
    office = forms.BooleanField(label=gettext_lazy("Staff of the network’s office, of no organisation"), required=False)

    def __init__(self, data: Any = None, *, by: User) -> None:
        """Offer a manager the organisations in his sectors; an editor all members, and the network's office."""
        super().__init__(data)
        field = cast("Any", self.fields["organisation"])
        field.queryset = Organisation.objects.members().by_name()
        if can_edit_content(by):
            field.required = not self.data.get("office")
        else:
            field.queryset = field.queryset.filter(pk__in=managed_organisations(by))
            del self.fields["office"]

    def clean(self) -> dict[str, Any]:
        """Take one of both: an organisation, or none for the office."""
        answers = self.cleaned_data
        if answers.pop("office", False) and answers.get("organisation"):
            self.add_error("office", _("Choose an organisation or the office, not both."))
        return answers
