"""Forms of the programmes app."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from programmes.models import JointActivity, KnowledgeCircle


class ActivityFilterForm(FilterForm):
    """Which joint activities to show."""

    parameters: ClassVar = {"kind": "soort"}

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *JointActivity.Kind.choices], required=False
    )


class CircleFilterForm(FilterForm):
    """Which knowledge circles to show."""

    parameters: ClassVar = {"state": "staat"}

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All circles")), *KnowledgeCircle.State.choices], required=False
    )
