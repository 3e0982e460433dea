"""Forms around joint activities; which fields a form has follows the kind."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.forms import LinesField
from members.models import Organisation, Person
from programmes.activities.kinds import FIELDS, LABELS
from programmes.activities.rules import STEP_LABELS, STEPS, State, refusals_to_open
from programmes.activities.telling import people_of
from programmes.life.forms import day_field
from programmes.models import JointActivity

MOST_PLACES = 999
EVERY_FIELD = {name for names in FIELDS.values() for name in names}


class SeenField(forms.IntegerField):
    """The version that a form was made from; it goes along unseen."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)


class ActivityForm(forms.ModelForm):
    """What is said of a joint activity of one kind."""

    text = LinesField(label=_("What is it about?"), max_length=3000, required=False, widget=forms.Textarea({"rows": 5}))
    join_before = day_field(_("Last day to join"), _("Empty: one can join as long as it is open."), required=False)
    since = day_field(_("From"), required=False)
    until = day_field(_("Until and including"), required=False)
    review_by = day_field(_("To be reviewed by"), _("Its contact gets a mail on that day."), required=False)
    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("How many organisations can join. Empty: there is no limit."),
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["https"], message=_("Give an address that begins with https://."))],
    )

    class Meta:
        model = JointActivity
        fields = ("title", "lead", "owner", "extension", "version")

    field_order = (
        *("title", "text", "lead", "owner", "join_before", "since", "until", "extension", "version", "review_by"),
        *("places", "link"),
    )

    def __init__(self, data: QueryDict | None = None, *, instance: JointActivity, **kwargs: Any) -> None:
        """Keep the fields of the instance's kind, under their names; its contact is one of the circle."""
        names = FIELDS[instance.kind]
        stored = {name: getattr(instance, name) for name in names}
        self.known = stored if instance.pk else {}
        super().__init__(data, instance=instance, initial={**stored, **kwargs.pop("initial", {})}, **kwargs)
        for name in EVERY_FIELD - set(names):
            del self.fields[name]
        for name in names:
            label: Any = LABELS.get((instance.kind, name), self.fields[name].label)
            self.fields[name].label = label
        self.fields["owner"].label = _("Contact")
        lead = cast("forms.ModelChoiceField[Organisation]", self.fields["lead"])
        members = Organisation.objects.members().values("pk")
        possible = Organisation.objects.filter(Q(pk__in=members) | Q(pk=instance.lead_id))
        lead.queryset = possible.by_name().only("name", "sort_key")
        owner = cast("forms.ModelChoiceField[Person]", self.fields["owner"])
        of_circle = people_of(instance.circle_id).values("pk")
        owner.queryset = Person.objects.filter(Q(pk__in=of_circle) | Q(pk=instance.owner_id)).by_name()

    def is_to_open(self, given: dict[str, Any]) -> bool:
        """Whether organisations can join once this is stored."""
        return self.instance.state == State.OPEN or bool(given.get("is_open"))

    def clean(self) -> dict[str, Any]:
        """Put periods in order, and ask for what an open activity and a new version need."""
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies after the beginning."))
        if self.is_to_open(given):
            day = given.get("join_before")
            fresh = day if day != self.known.get("join_before") else None
            lead = given.get("lead") or "lead" in self.errors
            for name, text in refusals_to_open(self.instance.kind, lead=lead, join_before=fresh).items():
                self.add_error(name, text)
        self._clean_review(given)
        return given

    def facts(self) -> dict[str, Any]:
        """Return the fields of the kind as they were given."""
        return {name: self.cleaned_data[name] for name in FIELDS[self.instance.kind]}

    def _clean_review(self, given: dict[str, Any]) -> None:
        day = given.get("review_by")
        changed = (day, given.get("version")) != (self.known.get("review_by"), self.known.get("version"))
        if day and changed and day < timezone.localdate():
            self.add_error("review_by", _("A new version is reviewed later. Give a day that is still to come."))


class ActivityCreateForm(ActivityForm):
    """A new activity: an idea, or open to join at once."""

    is_open = forms.BooleanField(
        label=_("Organisations can join at once"),
        required=False,
        help_text=_("Who takes part in the circle gets a mail. Otherwise it is an idea that you open later."),
    )


class ActivityUpdateForm(ActivityForm):
    """The same for an activity that exists, with the version that the form was made from."""

    seen = SeenField()


class StateForm(forms.Form):
    """The next step of an activity."""

    to = forms.ChoiceField(
        error_messages={
            "required": _("Choose a step."),
            "invalid_choice": _("That is no longer possible: the activity changed meanwhile."),
        }
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        """Offer all steps; whether the state allows one is judged with the activity locked."""
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["to"]).choices = list(STEP_LABELS.items())


def steps_of(activity: JointActivity) -> list[tuple[str, str]]:
    """Return the steps that an activity can take, with the texts of their buttons."""
    return [(step, str(STEP_LABELS[step])) for step in STEPS[activity.state]]


class ColleagueField(forms.ModelChoiceField):
    """Somebody of an organisation, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Say who it is, and what of."""
        return f"{obj.name}, {obj.job_title}" if obj.job_title else str(obj.name)


class JoinForm(forms.Form):
    """Sign up one's own organisation."""

    contact = ColleagueField(
        Person.objects.none(),
        label=_("Contact of your organisation"),
        required=False,
        empty_label=_("I am"),
        error_messages={"invalid_choice": _("Choose somebody of your own organisation.")},
    )
    note = LinesField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Members read it, and the contact gets it by mail."),
    )

    def __init__(self, data: QueryDict | None = None, *, person: Person | None) -> None:
        """Offer the colleagues of who signs; without one no contact is asked for: in a pool each entry has one."""
        super().__init__(data)
        if person is None or not person.organisation_id:
            del self.fields["contact"]
        else:
            colleagues = Person.objects.present().filter(organisation=person.organisation_id)
            contact = cast("forms.ModelChoiceField[Person]", self.fields["contact"])
            contact.queryset = colleagues.exclude(pk=person.pk).by_name()


class AddOrganisationForm(forms.Form):
    """Write down by hand that an organisation takes part."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        empty_label=_("Choose an organisation"),
        error_messages={"required": _("Choose an organisation.")},
    )
    joined_on = day_field(_("Joined on"), _("Empty: the day is unknown."), required=False)
    note = LinesField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: QueryDict | None = None, *, activity: JointActivity) -> None:
        """Offer who takes no part yet."""
        super().__init__(data)
        organisation = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        others = Organisation.objects.exclude(pk__in=activity.joined.values("organisation"))
        organisation.queryset = others.by_name().only("name", "sort_key")

    def clean_joined_on(self) -> Any:
        """Refuse a day to come."""
        day = self.cleaned_data["joined_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day
