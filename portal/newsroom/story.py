"""The text of an article in a form: the editor of rich text where scripts run, lines that one can type where not."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from meetings.reporting.plain import to_lines, to_rich_text
from members.rich_text import RichTextInput, plain_text, sanitise

LONGEST = 100_000
HTML = re.compile(r"\s*<(p|h[234]|ul|ol|blockquote|table)\b", re.IGNORECASE)


def as_html(typed: str) -> str:
    """Return what the editor or a bare text area sent as rich text."""
    return sanitise(typed if HTML.match(typed) else to_rich_text(typed))


class StoryInput(RichTextInput):
    """Holds lines until the script, which finds the whole layout beside them, turns it into the editor."""

    @property
    def media(self) -> Media:
        """Add the colours of the site, which the admin has of its own."""
        return super().media + Media(css={"all": ["editor/site.css"]})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the lines as the value, and the layout to the script."""
        html = as_html(value or "")
        context = super().get_context(name, to_lines(html), attrs)
        context["widget"]["attrs"]["data-html"] = html
        return context


class StoryField(forms.CharField):
    """Rich text; lines that are those of the stored text leave its layout as it was."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("No buttons above the text? Then an empty line begins a paragraph, and “- ” a line of a list.")
        widget = StoryInput({"data-label": kwargs["label"], "rows": 16})
        super().__init__(required=False, max_length=LONGEST, help_text=help_text, widget=widget, **kwargs)

    def read(self, typed: str, *, stored: str) -> str:
        """Return what was typed as rich text: the stored text when it says the same, layout apart."""
        lines = typed.replace("\r\n", "\n").strip()
        html = stored if lines == to_lines(stored) else as_html(lines)
        return html if plain_text(html) else ""
