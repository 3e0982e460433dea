"""Forms of knowledge circles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from meetings.forms import LinesField
from meetings.reporting.plain import loses_layout, to_lines, to_rich_text
from members.models import Person
from programmes.circles import resting
from programmes.models import CirclePage, CircleParticipant, KnowledgeCircle, Programme
from sectors.models import Band

THEME_LENGTH, MOST_THEMES = 80, 12
FOUND = 20
LAYOUT = _("Paragraphs and lists stay. Headings, links and bold become plain text when you change this.")


class ThemesField(forms.CharField):
    """Themes with commas between them, as a list; double ones count once."""

    def prepare_value(self, value: Any) -> Any:
        """Write a stored list as it is typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Read the themes in their own order."""
        words = (" ".join(word.split()) for word in str(super().to_python(value) or "").split(","))
        named: dict[str, str] = {}
        for word in filter(None, words):
            named.setdefault(word.casefold(), word)
        return list(named.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what was typed with what is stored."""
        return bool(self.to_python(data) != (initial or []))

    def validate(self, value: Any) -> None:
        """Refuse a theme that is too long, and too many of them."""
        super().validate(value)
        for word in value:
            if len(word) > THEME_LENGTH:
                told = _("“%(start)s…” is too long: a theme has at most %(most)d characters.")
                raise forms.ValidationError(told, params={"start": word[:30], "most": THEME_LENGTH}, code="long")
        if len(value) > MOST_THEMES:
            raise forms.ValidationError(
                _("These are %(count)d themes; at most %(most)d fit."),
                params={"count": len(value), "most": MOST_THEMES},
                code="many",
            )

    def run_validators(self, value: Any) -> None:
        """Judge the themes one by one, as strings."""
        for word in value:
            super().run_validators(word)


class RichLinesField(LinesField):
    """Rich text typed as plain lines; what nobody touched keeps the layout that an editor gave it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea({"rows": 10}), "required": False, **kwargs})
        self.stored = ""

    def fill(self, html: str) -> None:
        """Take over what is stored, and warn when changing it costs layout."""
        self.stored, self.initial = html, to_lines(html)
        if loses_layout(html):
            self.help_text = LAYOUT

    def clean(self, value: Any) -> str:
        """Return rich text."""
        lines = super().clean(value)
        return self.stored if lines == self.initial and self.stored else to_rich_text(lines)


class ProgrammeField(forms.ModelChoiceField):
    """A programme, by its whole name: two may share an acronym."""

    def label_from_instance(self, obj: Any) -> str:
        """Say its name."""
        return str(obj.name)


class CircleForm(forms.Form):
    """What a circle is for; enough to start one."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give the circle a name.")})
    summary = forms.CharField(
        label=_("In one or two sentences"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands in the list of circles. At most 300 characters."),
    )
    why = LinesField(
        label=_("Why do you start it?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write in a few words what you want to solve together.")},
        help_text=_("What do colleagues of other organisations run into as well? Everyone can read this."),
    )
    themes = ThemesField(
        label=_("Themes"),
        max_length=1200,
        required=False,
        help_text=_("A few words with commas between them, such as: data quality, geography."),
    )
    joining = forms.ChoiceField(
        label=_("Who may join"),
        choices=[
            (KnowledgeCircle.Joining.OPEN, _("Open: every member joins at once")),
            (KnowledgeCircle.Joining.ON_REQUEST, _("On request: the coordinator decides")),
        ],
        widget=forms.RadioSelect,
        initial=KnowledgeCircle.Joining.OPEN,
        error_messages={"required": _("Choose who may join.")},
    )
    band = forms.ChoiceField(label=_("Colour"), choices=Band.choices, initial=Band.WEIDE)
    programme = ProgrammeField(
        Programme.objects.order_by("name"),
        label=_("Came from programme"),
        required=False,
        empty_label=_("No programme"),
        error_messages={"invalid_choice": _("Choose a programme from the list.")},
    )


class CircleEditForm(CircleForm):
    """The same for a circle that exists, with its text and the version that the form was made from."""

    text = RichLinesField(
        label=_("What the circle does"),
        max_length=10_000,
        help_text=_("An empty line begins a new paragraph; a line that begins with a dash becomes a list."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
    field_order: Sequence[str] = ["name", "summary", "text", "why"]

    def __init__(self, data: Any = None, *, circle: KnowledgeCircle, seen: int) -> None:
        """Fill in what is stored; a circle that said never why it began need not say so now."""
        columns = ("name", "summary", "why", "themes", "joining", "band", "programme")
        super().__init__(data, initial={"seen": seen, **{name: getattr(circle, name) for name in columns}})
        cast("RichLinesField", self.fields["text"]).fill(circle.text)
        self.fields["why"].label = _("Why it began")
        self.fields["why"].required = bool(circle.why)


class AskForm(forms.Form):
    """Why someone wants to join."""

    text = LinesField(
        label=_("Why do you want to join?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The coordinator reads this and decides. At most 1,000 characters."),
    )


class DecideForm(forms.Form):
    """What the coordinator answers who asks to join."""

    decision = forms.TypedChoiceField(
        label=_("What do you decide?"),
        choices=[("admit", _("Let this person join")), ("refuse", _("Refuse"))],
        coerce=lambda word: word == "admit",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = LinesField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed when you refuse. Who asked gets it by mail."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask the reason of a refusal."""
        given = super().clean() or {}
        if given.get("decision") is False and not given.get("reason", "reason"):
            self.add_error("reason", _("Say why this person cannot join."))
        return given


class PersonField(forms.ModelChoiceField):
    """One of some people, with his organisation."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell namesakes apart."""
        return f"{obj.name} ({obj.organisation})" if obj.organisation else str(obj.name)


class CoordinatorForm(forms.Form):
    """Who keeps the circle going from today."""

    to = PersonField(
        Person.objects.none(),
        label=_("Who becomes the coordinator?"),
        empty_label=_("Choose someone"),
        error_messages={
            "required": _("Choose who becomes the coordinator."),
            "invalid_choice": _("Choose someone who takes part in the circle today."),
        },
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)

    def __init__(self, data: Any = None, *, people: QuerySet[Person], seen: int) -> None:
        """Offer who takes part."""
        super().__init__(data, initial={"seen": seen})
        cast("forms.ModelChoiceField[Person]", self.fields["to"]).queryset = people


class PeopleSearchForm(FilterForm):
    """Whom to let take part: by a part of the name or of the organisation's."""

    parameters: ClassVar = {"words": "naam"}

    words = forms.CharField(
        label=_("Name or organisation"),
        min_length=2,
        max_length=80,
        required=False,
        error_messages={"min_length": _("Type at least two letters.")},
    )

    def found(self, circle: KnowledgeCircle) -> QuerySet[Person]:
        """Return the first people found who do not take part yet; nobody as long as nothing is asked."""
        words = self.chosen().get("words")
        if not words:
            return Person.objects.none()
        taking_part = CircleParticipant.objects.current().filter(circle=circle)
        people = Person.objects.present().filter(erased_at=None).exclude(pk__in=taking_part.values("person"))
        named = people.filter(Q(name__icontains=words) | Q(organisation__name__icontains=words))
        return named.select_related("organisation").by_name()[:FOUND]


class PeopleForm(forms.Form):
    """Whom a button adds or removes."""

    add = forms.ModelChoiceField(Person.objects.filter(erased_at=None), required=False)
    remove = forms.ModelChoiceField(Person.objects.all(), required=False)

    def clean(self) -> dict[str, Any]:
        """Take one of the two."""
        given = super().clean() or {}
        if bool(given.get("add")) == bool(given.get("remove")):
            raise forms.ValidationError(_("Choose whom to add or to remove."), code="one")
        return given


STEPS: Mapping[str, tuple[Any, Callable[..., KnowledgeCircle]]] = {
    "alive": (_("It lives: we go on"), resting.say_alive),
    "reopen": (_("Open it again"), resting.reopen_circle),
    "sleep": (_("Let it sleep for a while: nothing happens, and it can be opened again"), resting.put_to_sleep),
    "archive": (
        _("Archive it: the work is done. It stays to be found and can be opened again"),
        resting.archive_circle,
    ),
}
POSSIBLE: Mapping[str, tuple[str, ...]] = {
    KnowledgeCircle.State.ACTIVE: ("sleep", "archive"),
    KnowledgeCircle.State.ASLEEP: ("reopen", "archive"),
    KnowledgeCircle.State.ARCHIVED: ("reopen",),
}


class StepForm(forms.Form):
    """What becomes of a circle."""

    step = forms.ChoiceField(
        label=_("What becomes of the circle?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what becomes of the circle."),
            "invalid_choice": _("This is no longer possible: the circle changed meanwhile. Look what it is now."),
        },
    )

    def __init__(self, data: Any = None, *, steps: tuple[str, ...]) -> None:
        """Offer these steps."""
        super().__init__(data, initial={"step": steps[0] if len(steps) == 1 else None})
        cast("forms.ChoiceField", self.fields["step"]).choices = [(step, STEPS[step][0]) for step in steps]


class PageForm(forms.Form):
    """A page that the circle writes."""

    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Give the page a title.")})
    text = RichLinesField(
        label=_("Text"),
        max_length=20_000,
        help_text=_("An empty line begins a new paragraph; a line that begins with a dash becomes a list."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=CirclePage.Visibility.choices,
        widget=forms.RadioSelect,
        initial=CirclePage.Visibility.CIRCLE,
        error_messages={"required": _("Choose who may read it.")},
    )


class PageEditForm(PageForm):
    """The same for a page that exists, with the version that the form was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)

    def __init__(self, data: Any = None, *, page: CirclePage) -> None:
        """Fill in what is stored."""
        super().__init__(data, initial={"title": page.title, "visibility": page.visibility, "seen": page.version})
        cast("RichLinesField", self.fields["text"]).fill(page.text)


class MoveForm(forms.Form):
    """Which page moves up."""

    up = forms.ModelChoiceField(CirclePage.objects.none())

    def __init__(self, data: Any, *, circle: KnowledgeCircle) -> None:
        """Take pages of this circle only."""
        super().__init__(data)
        cast("forms.ModelChoiceField[CirclePage]", self.fields["up"]).queryset = circle.pages.all()
