"""Forms of the portal's own pages."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class DisplayForm(forms.Form):
    """Language and colours for this browser; `next` is the page to go back to."""

    SYSTEM = "system"

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    scheme = forms.ChoiceField(
        label=_("Colours"),
        choices=[(SYSTEM, _("As this device is set")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_next(self) -> str:
        """Go back within the site only; anything else leads to the front page."""
        target: str = self.cleaned_data["next"]
        return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/") else "/"
