"""Forms about one's own data."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """Asks whether somebody is sure of what cannot be undone."""

    confirmed = forms.BooleanField(
        label=_("Erase these data for good"),
        help_text=_("This cannot be undone, not by the network’s office either."),
        error_messages={"required": _("Tick the box if you are sure.")},
    )
