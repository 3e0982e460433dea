"""The form for a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from meetings.holding.document_checks import check_document
from meetings.models import Document
from meetings.models.report import DOCUMENT_TYPES
from meetings.web_links import web_link


class WebAddressField(forms.CharField):
    """An address of the web, and of nothing else."""

    widget = forms.URLInput
    default_validators = [URLValidator(schemes=["http", "https"])]


class DocumentForm(forms.Form):
    """A file or a link with a title, and who may see it."""

    title = forms.CharField(label=_("Title"), max_length=150)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ",".join(f".{kind}" for kind in DOCUMENT_TYPES)}),
        help_text=_("At most 20 MB: PDF, Word, Excel, PowerPoint, OpenDocument, text, PNG or JPEG."),
    )
    link = WebAddressField(
        label=_("Or a link"), max_length=500, required=False, help_text=_("Such as https://example.org/report")
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it?"), choices=Document.Visibility.choices, widget=forms.RadioSelect
    )

    def clean_title(self) -> str:
        """Keep it on one line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_file(self) -> UploadedFile | None:
        """Take only what is inside what its name says."""
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload is not None:
            check_document(upload)
        return upload

    def clean_link(self) -> str:
        """Take an address that leads somewhere."""
        link: str = self.cleaned_data["link"]
        if link and not web_link(link):
            raise forms.ValidationError(_("Give an address that begins with https:// or http://."), code="link")
        return link

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if self.errors.keys() & {"file", "link"}:
            return given
        if bool(given.get("file")) == bool(given.get("link")):
            self.add_error("file", _("Give a file or a link, one of the two."))
        return given
