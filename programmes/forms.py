"""Forms of the programmes app."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, cast

from django import forms
from django.db.models import Func, TextField, Value
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from programmes.models import JointActivity, KnowledgeCircle
from programmes.models.circle import KnowledgeCircleQuerySet


class ActivityFilterForm(FilterForm):
    """Which joint activities to show; `theme` is one of a circle, or the circle itself."""

    parameters: ClassVar = {"kind": "soort", "theme": "thema", "phase": "staat", "only": "alleen"}

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *JointActivity.Kind.choices], required=False
    )
    theme = forms.ChoiceField(label=_("Circle or theme"), required=False)
    phase = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *JointActivity.Phase.choices], required=False
    )
    only = forms.ChoiceField(label=_("Only"), required=False)

    def __init__(self, data: QueryDict, *, circles: Iterable[tuple[str, str, list[str]]], with_own: bool) -> None:
        """Offer circles (slug, name and themes), and what is still open for an organisation when it is known."""
        super().__init__(data)
        known = list(circles)
        themes = {theme.casefold(): theme for _slug, _name, of_circle in known for theme in of_circle}
        theme = cast("forms.ChoiceField", self.fields["theme"])
        theme.choices = [
            ("", _("All circles and themes")),
            (_("Knowledge circles"), [(f"kring:{slug}", name) for slug, name, _themes in known]),
            (_("Themes"), [(themes[word], themes[word]) for word in sorted(themes)]),
        ]
        only = cast("forms.ChoiceField", self.fields["only"])
        only.choices = [("", _("Everything")), ("maand", _("Closing within a month"))]
        if with_own:
            only.choices = [*only.choices, ("eigen", _("My organisation can still join"))]


class CircleFilterForm(FilterForm):
    """Which knowledge circles to show."""

    parameters: ClassVar = {"theme": "thema", "state": "staat"}

    theme = forms.CharField(label=_("Theme"), max_length=80, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All circles")), *KnowledgeCircle.State.choices], required=False
    )

    def found(self) -> KnowledgeCircleQuerySet:
        """Return the circles asked for, active ones first; a part of a theme's name is enough."""
        chosen = self.chosen()
        theme = chosen.pop("theme", "")
        named = Func("themes", Value(" · "), function="array_to_string", output_field=TextField())
        circles = KnowledgeCircle.objects.liveliest_first().filter(**chosen)
        return circles.alias(all_themes=named).filter(all_themes__icontains=theme) if theme else circles
