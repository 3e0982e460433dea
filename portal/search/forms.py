"""What someone looks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from portal.search.sources import Kind

LONGEST = 200
MOST_WORDS = 10
WORD = re.compile(r"\w+")
PLURAL = re.compile(r"['’]s\b")


class SearchForm(FilterForm):
    """Words, and what narrows the results."""

    parameters: ClassVar = {"kind": "soort", "year": "jaar"}

    q = forms.CharField(
        label=_("What are you looking for?"),
        required=False,
        widget=forms.SearchInput(
            attrs={
                "maxlength": LONGEST,
                "autocomplete": "off",
                "autocapitalize": "none",
                "enterkeyhint": "search",
                "aria-keyshortcuts": "/",
            }
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Kind.choices], required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1, max_value=9999, required=False, widget=forms.Select)

    def __init__(self, data: QueryDict) -> None:
        """Read the query string; a text too long to be a question is cut, and `is_cut` says so."""
        typed = unicodedata.normalize("NFC", data.get("q", ""))
        words = WORD.findall(PLURAL.sub("", typed[:LONGEST]))
        self.is_cut = len(typed) > LONGEST or len(words) > MOST_WORDS
        self.words = words[:MOST_WORDS]
        super().__init__({"q": typed[:LONGEST], **{name: data.get(name, "") for name in self.parameters.values()}})
        self.fields["q"].widget.attrs["autofocus"] = not self.words

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return " ".join(str(self["q"].value() or "").split())

    @property
    def narrowing(self) -> tuple[str, int | None]:
        """The kind and the year chosen; neither while a filter is wrong."""
        chosen = self.chosen()
        return chosen.get("kind", ""), chosen.get("year")

    def offer(self, kinds: Mapping[str, int], years: Mapping[int, int]) -> None:
        """Offer the kinds and years that there are, with how many results each has."""
        kind, year = self.narrowing
        known = [(value, label) for value, label in Kind.choices if value in kinds or value == kind]
        self._offer(
            "kind", gettext("All kinds"), [(value, f"{label} ({kinds.get(value, 0)})") for value, label in known]
        )
        listed = sorted({*years, *([year] if year else [])}, reverse=True)
        self._offer("year", gettext("All years"), [(str(each), f"{each} ({years.get(each, 0)})") for each in listed])

    def _offer(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].widget.choices = [("", everything), *choices]

    def query(self) -> str:
        """Return the words and, unless one is wrong, the filters as they follow another parameter in a query string."""
        return super().query() or f"&{urlencode({'q': self.typed})}"
