"""Forms of the portal's own pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from members.rows import KIND_HEADINGS
from portal.directory import Member
from sectors.models import Sector


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


class MemberFilterForm(FilterForm):
    """Which members of the network to show."""

    parameters: ClassVar = {"kind": "soort", "province": "provincie"}

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    sector = forms.TypedChoiceField(label=_("Sector"), empty_value=None, required=False)
    province = forms.ChoiceField(label=_("Province"), required=False)

    def __init__(self, data: QueryDict, *, members: Iterable[Member], sectors: Iterable[Sector]) -> None:
        """Offer all sectors, and the kinds and provinces that there are among the members."""
        super().__init__(data)
        listed = list(members)
        kinds, provinces = {member.row.kind for member in listed}, {member.province for member in listed}
        known = {sector.slug: sector for sector in sectors}
        self._offer("kind", _("All kinds"), [(kind, label) for kind, label in KIND_HEADINGS.items() if kind in kinds])
        self._offer("sector", _("All sectors"), [(slug, found.name) for slug, found in known.items()])
        self._offer("province", _("All provinces"), [(name, name) for name in sorted(provinces) if name])
        cast("forms.TypedChoiceField", self.fields["sector"]).coerce = known.__getitem__

    def _offer(self, name: str, everything: Promise, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", everything), *choices]
