"""Filters of a list in the query string."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict


class FilterForm(forms.Form):
    """What narrows a list. The words in the query string are Dutch, as those in paths are."""

    parameters: ClassVar[dict[str, str]] = {}

    def add_prefix(self, field_name: str) -> str:
        """Name a field in the query string."""
        return self.parameters.get(field_name, field_name)

    def chosen(self) -> dict[str, Any]:
        """Return what narrows the list: nothing at all while a filter is wrong."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    def query(self) -> str:
        """Return the filters as they follow another parameter in a query string, without those that are empty."""
        query = QueryDict(mutable=True)
        query.update({self.add_prefix(name): self[name].data for name in self.chosen()})
        return f"&{query.urlencode()}" if query else ""
