"""Forms around topics."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from meetings.forms import LinesField
from meetings.models import Topic

State = Topic.State

MERGE, PARK, DECLINE, REOPEN = "merge", "park", "decline", "reopen"

DECISIONS = {
    PARK: _("Park: keep it for later"),
    MERGE: _("Merge: let it go on as another topic"),
    DECLINE: _("Decline: we will not take this up"),
    REOPEN: _("Open it again"),
}
POSSIBLE: dict[str, tuple[str, ...]] = {
    State.IDEA: (PARK, MERGE, DECLINE),
    State.PROPOSED: (PARK, MERGE, DECLINE),
    State.PARKED: (REOPEN, MERGE, DECLINE),
    State.DECLINED: (REOPEN,),
    State.WITHDRAWN: (REOPEN,),
}


class TopicFilterForm(FilterForm):
    """Which topics of a sector to show; those that wait for a meeting when nothing is chosen."""

    parameters: ClassVar = {"group": "stand", "whose": "van", "words": "woorden"}

    group = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("Open")),
            ("gepland", _("Scheduled and presented")),
            ("geparkeerd", _("Parked")),
            ("afgesloten", _("Declined, withdrawn and merged")),
            ("alle", _("All states")),
        ],
        required=False,
    )
    whose = forms.ChoiceField(
        label=_("Of whom"),
        choices=[
            ("", _("Everyone")),
            ("eigen", _("Proposed by my organisation")),
            ("gesteund", _("Supported by my organisation")),
        ],
        required=False,
    )
    words = forms.CharField(label=_("Words"), max_length=80, required=False)


class TopicForm(forms.Form):
    """What a topic is about."""

    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Give the topic a title.")})
    is_idea = forms.BooleanField(
        label=_("It is only an idea yet"),
        required=False,
        help_text=_("Then the explanation may wait until you know more."),
    )
    summary = LinesField(
        label=_("What do you want to talk about, and why?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("A few sentences are enough. Other members read it too, with your name and organisation."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask to explain what is more than an idea."""
        given = super().clean() or {}
        if not given.get("summary", "summary") and not given.get("is_idea"):
            self.add_error("summary", _("Write a few sentences, or say that it is only an idea yet."))
        return given


class TopicEditForm(TopicForm):
    """The same for a topic that exists, with the version that the form was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)


class WantedForm(forms.Form):
    """Whether someone wants what the button says."""

    wanted = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda word: word == "yes")


class DecideForm(forms.Form):
    """What those who lead a sector decide about a topic."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you decide."),
            "invalid_choice": _("This can no longer be decided: the topic changed meanwhile. Look what it is now."),
        },
    )
    into = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Merge into"),
        required=False,
        empty_label=_("Choose a topic"),
        help_text=_("Only when you merge. Support and offers to present move along."),
        error_messages={"invalid_choice": _("Choose an open topic of this sector.")},
    )
    reason = LinesField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed when you decline. Members read it, and who proposed the topic gets it by mail."),
    )

    def __init__(self, *args: Any, topic: Topic, others: QuerySet[Topic], **kwargs: Any) -> None:
        """Offer what the topic's state allows; `others` are the topics that it can go on as."""
        super().__init__(*args, **kwargs)
        possible = POSSIBLE.get(topic.state, ())
        cast("forms.ChoiceField", self.fields["decision"]).choices = [(each, DECISIONS[each]) for each in possible]
        cast("forms.ModelChoiceField[Topic]", self.fields["into"]).queryset = others
        if MERGE not in possible:
            del self.fields["into"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for what a decision needs."""
        given = super().clean() or {}
        if given.get("decision") == DECLINE and not given.get("reason", "reason"):
            self.add_error("reason", _("Say why the topic is declined."))
        if given.get("decision") == MERGE and "into" in given and given["into"] is None:
            self.add_error("into", _("Choose the topic into which it is merged."))
        return given
