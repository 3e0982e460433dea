"""Rich text of editors: one allow-list for the editor and for what is stored and shown."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import nh3
from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.widgets import importmap
from js_asset import ImportMap, Media, Script

SCHEMES = ["http", "https", "mailto", "tel"]
EXTENSIONS: dict[str, Any] = {
    **dict.fromkeys(("Bold", "Italic", "HardBreak", "BulletList", "OrderedList", "ListItem", "Blockquote"), True),
    **dict.fromkeys(("Table", "TableRow", "TableHeader", "TableCell"), True),
    "Heading": {"levels": [2, 3, 4]},
    "Link": {"enableTarget": False, "protocols": SCHEMES},
    "Menu": False,  # ours speaks Dutch and can be reached by keyboard
}
ALLOWED = allowlist_from_extensions(expand_extensions(EXTENSIONS))
TAGS: set[str] = ALLOWED["tags"]
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, **{cell: ALLOWED["attributes"][cell] for cell in ("th", "td")}}
FORBIDDEN_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def sanitise(html: str) -> str:
    """Keep only the allowed elements and attributes; what is not allowed loses its tag, code loses its content.

    Links keep http, https, mailto, tel and addresses within the site, and get rel="noopener".
    """
    return nh3.clean(
        CONTROL_CHARACTERS.sub("", html),
        tags=TAGS,
        clean_content_tags=FORBIDDEN_CONTENT,
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
    ).strip()


def plain_text(html: str) -> str:
    """Return the words of rich text on one line, without the content that `sanitise` forbids."""
    return " ".join(unescape(strip_tags(sanitise(html).replace("<", " <"))).split())


MODULES = importmap | ImportMap({f"brink/{name}": f"editor/{name}.js" for name in ("link", "toolbar", "word")})
WORDS = {
    "toolbar": _("Layout of the text"),
    "heading": _("Heading"),
    "subheading": _("Subheading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "blockquote": _("Quote"),
    "link": _("Link"),
    "table": _("Table"),
    "addRow": _("Add row"),
    "addColumn": _("Add column"),
    "deleteRow": _("Delete row"),
    "deleteColumn": _("Delete column"),
    "deleteTable": _("Delete table"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "address": _("Address of the link"),
    "apply": _("Apply"),
    "removeLink": _("Remove link"),
    "refused": _("Use an address that begins with https://, mailto:, tel: or /."),
}


class RichTextInput(forms.Textarea):
    """A text area that becomes the editor; where no script runs, editors write the HTML itself."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 12, "class": "vLargeTextField", **(attrs or {})})

    @property
    def media(self) -> Media:
        """What the editor loads; its import map needs the nonce of the page."""
        return Media(
            importmap=MODULES,
            css={"all": ["editor/editor.css"]},
            js=[Script("editor/editor.js", type="module")],
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hand the allow-list and the words of the toolbar to the script."""
        context = super().get_context(name, value, attrs)
        settings = {"extensions": expand_extensions(EXTENSIONS), "words": WORDS}
        context["widget"]["attrs"]["data-rich-text"] = json.dumps(settings, cls=DjangoJSONEncoder)
        return context

    def use_required_attribute(self, _initial: Any) -> bool:
        """A hidden field cannot be pointed at by the browser; the server says what is missing."""
        return False


class RichTextField(models.TextField):
    """A text column that never stores unsafe HTML, however it is written through the model."""

    def formfield(self, **kwargs: Any) -> Any:
        """Edit it in the editor, which is labelled as the field is."""
        label = str(capfirst(str(self.verbose_name)))
        return super().formfield(**{**kwargs, "widget": RichTextInput({"data-label": label})})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """Sanitise the value on the instance as well, so that it shows what was stored."""
        value = sanitise(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value
