"""Rich text of editors: one allow-list, applied when it is stored and once more when it is shown."""

import re
from html import unescape

import nh3
from django.db import models
from django.utils.html import strip_tags

TAGS = {
    *("h2", "h3", "h4", "p", "br", "ul", "ol", "li", "blockquote", "strong", "em", "a"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}
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
        url_schemes=SCHEMES,
        link_rel="noopener",
    ).strip()


def plain_text(html: str) -> str:
    """Return the words of rich text on one line, without the content that `sanitise` forbids."""
    return " ".join(unescape(strip_tags(sanitise(html).replace("<", " <"))).split())


class RichTextField(models.TextField):
    """A text column that never stores unsafe HTML, however it is written through the model."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """Sanitise the value on the instance as well, so that it shows what was stored."""
        value = sanitise(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value
