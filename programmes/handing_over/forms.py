"""Forms of handing over: they read and check what is typed; the acts judge whether it can be."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.forms import LinesField
from meetings.reporting.plain import to_rich_text
from members.models import Organisation
from programmes.handing_over.acts import Terms
from programmes.life.forms import DecisionForm, PersonChoice, day_field, lines_field
from programmes.models import Handover, KnowledgeCircle, Platform, Programme

PLACES: dict[str, Any] = {
    "platform": Platform,
    "circle": KnowledgeCircle,
    "to_programme": Programme,
    "organisation": Organisation,
}
KINDS = [(value, label) for value, label in Handover.Kind.choices if value != Handover.Kind.STEERING]
ACCEPT, DECLINE = "accept", "decline"


class PlaceField(forms.ChoiceField):
    """A platform, circle, programme or organisation in one list; what has ended is known, though no longer offered."""

    def clean(self, value: Any) -> tuple[str, Any] | None:
        """Return which destination it is, by its column in a handover."""
        text = str(value or "")
        if not text:
            return None
        column, _apart, pk = text.partition("-")
        model = PLACES.get(column)
        if model is None or not pk.isdecimal() or len(pk) > 18:
            raise ValidationError(gettext("Choose a place from the list."), code="invalid_choice")
        found = model._default_manager.filter(pk=int(pk)).first()
        if found is None:
            raise ValidationError(gettext("This place is gone. Choose another one."), code="invalid_choice")
        return column, found


class TermsForm(forms.Form):
    """What becomes of a piece of work and where it goes."""

    kind = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it.")},
    )
    destination = PlaceField(
        label=_("Where does it go?"),
        required=False,
        help_text=_("A platform, circle, programme or organisation. Leave it empty for what stops or is archived."),
    )
    outside_body = forms.CharField(
        label=_("Or to another body"),
        max_length=150,
        required=False,
        help_text=_("Such as a meeting of directors that has no page here."),
    )
    contact = PersonChoice(
        label=_("Contact"),
        required=False,
        empty_label=_("Not known yet"),
        help_text=_("Who is asked to accept it, and whom people call from then on."),
    )
    effective_from = day_field(_("From"), required=False)
    note = LinesField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What the receiver needs to know. For what stops or is archived: why, or where the archive is."),
    )
    confirmed = forms.BooleanField(label=_("Yes, change it: what was asked or accepted lapses"), required=False)

    def __init__(
        self, *args: Any, programme: Programme, handover: Handover | None, steering: bool, **kwargs: Any
    ) -> None:
        """Offer what is there today, and what the handover names now; only an answer or question asks to confirm."""
        kwargs.setdefault("initial", _terms_of(handover) if handover else {})
        super().__init__(*args, **kwargs)
        self.steering = steering
        destination = cast("forms.ChoiceField", self.fields["destination"])
        destination.choices = [("", gettext("Nowhere, or another body")), *_places(programme, handover)]
        cast("PersonChoice", self.fields["contact"]).offer(besides=handover.contact_id if handover else None)
        if steering:
            del self.fields["kind"]
        if handover is None or (handover.asked_at is None and handover.accepted_at is None):
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        """Take one destination, not two."""
        given = super().clean() or {}
        if given.get("destination") and given.get("outside_body"):
            self.add_error("outside_body", gettext("Give one place: choose it from the list, or name another body."))
        return given

    @property
    def terms(self) -> Terms:
        """What was filled in, as the acts take it."""
        given = self.cleaned_data
        names = ("outside_body", "contact", "effective_from", "note")
        said: dict[str, Any] = {name: given[name] for name in names}
        if given["destination"]:
            column, place = given["destination"]
            said[column] = place
        return Terms(kind=Handover.Kind.STEERING if self.steering else given["kind"], **said)


class AskForm(forms.Form):
    """How often the receiver had been asked on the page that was sent."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)


class RecordForm(forms.Form):
    """An acceptance from before, and how it is known."""

    accepted_on = day_field(_("Accepted on"))
    source = forms.CharField(
        label=_("How do you know?"),
        max_length=300,
        help_text=_("Such as the minutes of a meeting, or a publication. It stands beside the day."),
        error_messages={"required": _("Say how you know.")},
    )


class AnswerForm(forms.Form):
    """Whether the receiver takes the work over."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(ACCEPT, _("Yes, we take it over")), (DECLINE, _("No, we do not"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your answer.")},
    )
    reason = LinesField(
        label=_("Why not?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only when you say no. Who leads the programme reads it."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask who declines for a reason."""
        given = super().clean() or {}
        if given.get("answer") == DECLINE and not given.get("reason", "-").strip():
            self.add_error("reason", gettext("Say why not: then the programme can look for another place."))
        return given


class EndForm(DecisionForm):
    """The decision to end a programme, and whom to call from then on."""

    decided_on = day_field(_("Ends on"), _("The first day on which it is no more; today or earlier."))
    contact = PersonChoice(
        label=_("Contact after the end"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Whom people call when they have a question about what the programme left."),
    )
    contact_capacity = forms.CharField(
        label=_("In which capacity"),
        max_length=120,
        required=False,
        help_text=_("Such as: caretaker of the programme."),
    )
    ending = lines_field(
        _("How it ended"), _("For the page of the programme. Leave it empty to keep what stands there.")
    )
    override_reason = lines_field(
        _("Why it ends all the same"), _("Stays on record, with what had no home yet. Everyone can read it."), rows=3
    )

    def __init__(self, *args: Any, held_up: bool, **kwargs: Any) -> None:
        """Ask for the reason only when something holds up the end."""
        super().__init__(*args, **kwargs)
        del self.fields["decided_in_year"], self.fields["conditions"]
        cast("PersonChoice", self.fields["contact"]).offer()
        if held_up:
            reason = self.fields["override_reason"]
            reason.required = True
            reason.error_messages["required"] = gettext("Say why the programme ends all the same.")
        else:
            del self.fields["override_reason"]

    def clean_ending(self) -> str | None:
        """Keep what stands there when nothing is written."""
        text: str = self.cleaned_data["ending"].strip()
        return to_rich_text(text) if text else None


def _terms_of(handover: Handover) -> dict[str, Any]:
    """Return what a handover says now, as the form shows it."""
    column = next((name for name in PLACES if getattr(handover, f"{name}_id")), "")
    names = ("kind", "outside_body", "contact", "effective_from", "note")
    shown = {name: getattr(handover, name) for name in names}
    return {**shown, "destination": f"{column}-{getattr(handover, f'{column}_id')}" if column else ""}


def _places(programme: Programme, handover: Handover | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what work can go to today, in four groups; where it goes now is always among it."""
    today = timezone.localdate()
    lasting = Q(until__isnull=True) | Q(until__gt=today)
    standing = Q(dissolved_on__isnull=True, succeeded_by__isnull=True) | Q(dissolved_on__gt=today)
    alive = {
        "platform": (_("Platforms"), lasting),
        "circle": (_("Knowledge circles"), ~Q(state=KnowledgeCircle.State.ARCHIVED)),
        "to_programme": (_("Programmes"), ~Q(state=Programme.State.ENDED) & ~Q(pk=programme.pk)),
        "organisation": (_("Organisations"), standing),
    }
    groups = []
    for column, (label, condition) in alive.items():
        now = getattr(handover, f"{column}_id", None) if handover else None
        rows: QuerySet[Any] = PLACES[column]._default_manager.filter(condition | Q(pk=now)).only("pk", "name")
        groups.append((str(label), [(f"{column}-{row.pk}", row.name) for row in rows]))
    return [group for group in groups if group[1]]
