"""Tags and filters of the house, built into every template."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.db.models import Model
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from members import dates
from members import structured_data as schema
from members.models import Network
from members.paging import PARAMETER
from members.rich_text import sanitise
from members.told import told_line

register = template.Library()

for _text in (dates.date_long, dates.date_short, dates.date_plain, dates.month_year, dates.month_short):
    register.filter(_text.__name__, _text)
for _span in (dates.time_of, dates.time_span, dates.moment_long, dates.date_machine):
    register.filter(_span.__name__, _span)


@register.filter
def moment(start: str, end: str = "") -> str:
    """Write a moment that a mail was given in ISO 8601, in the language and the time of who reads it."""
    if not start:
        return ""
    return dates.moment_long(datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None)


@register.filter
def day(text: str) -> str:
    """Write a day that a mail was given in ISO 8601."""
    return dates.date_long(date.fromisoformat(text)) if text else ""


register.simple_tag(told_line)


@register.filter(name="rich_text")
def rich_text(html: str | None) -> SafeString:
    """Print stored rich text, sanitised once more."""
    return mark_safe(sanitise(html or ""))  # noqa: S308 - sanitise() is the guard


@register.filter
def initials(name: str) -> str:
    """Give first and last initial for the round in a person's card: "Peter de Jager" is "PJ"."""
    words = [word for word in name.split() if word[0].isupper()] or name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else name[:1]).upper()


@register.filter
def tel(number: str) -> str:
    """Give the digits of a telephone number as a tel: link wants them (RFC 3966)."""
    return "".join(sign for sign in number.replace("(0)", "") if sign.isdigit() or sign == "+")


@register.filter
def day_number(day: dates.Day) -> str:
    """Print the day of the month, in the time zone of the region."""
    return dates.date_plain(day).split()[0]


@register.filter
def track(value: int, total: int) -> list[bool]:
    """Make the steps of a small progress track: three of five is three filled and two open."""
    return [step < value for step in range(total)]


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """List the numbers round the page shown, with an ellipsis for what is left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def title_size(title: str) -> str:
    """Say how large a great title may be: its longest word has to fit a phone."""
    longest = max((len(word) for word in title.split()), default=0)
    if longest > 22:
        return "longest"
    if longest > 15 or len(title) > 32:
        return "long"
    return "medium" if longest > 9 or len(title) > 20 else "short"


@register.simple_tag
@lru_cache(maxsize=128)
def icon(name: str, size: int = 20) -> SafeString:
    """Print an icon that says nothing to a screen reader; an editor's name for one that does not exist prints none."""
    try:
        svg = lucide._render_icon(str(name), size, aria_hidden="true", **{"class": "icon"})  # noqa: SLF001
    except lucide.IconDoesNotExist:
        return mark_safe("")
    return mark_safe(" ".join(svg.split()))  # noqa: S308 - drawn by the package


@register.simple_tag(takes_context=True)
def shell(context: Context, part: str) -> SafeString:
    """Print a part of every page (navigation, footer links) that depends only on language, section and sign-in."""
    return _shell(part, get_language() or "", _section(context), bool(context.get("signed_in")))


@lru_cache(maxsize=256)
def _shell(part: str, language: str, section: str, signed_in: bool) -> SafeString:  # noqa: FBT001, ARG001
    known: dict[str, Any] = {"section": section, "signed_in": signed_in}
    return render_to_string(f"components/{part}.html", known)


@register.simple_tag
def fragment(template: str, **values: Any) -> SafeString:
    """Print a part that follows from the given values and the language alone; for equal values it is made once.

    Values are compared, so they are texts, numbers, frozen dataclasses, and lists of those. Raises TypeError for an
    instance of a model, which equals its own older self.
    """
    if any(isinstance(value, Model) for value in values.values()):
        raise TypeError(f"{template}: an instance of a model does not tell whether it changed.")
    compared = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    make = _fragment.__wrapped__ if settings.DEBUG else _fragment
    return make(template, get_language() or "", **compared)


@lru_cache(maxsize=512, typed=True)
def _fragment(template: str, language: str, /, **values: Any) -> SafeString:  # noqa: ARG001
    return render_to_string(template, values)


def _section(context: Context) -> str:
    """Return the first word of the path when it is an item of the navigation."""
    request = context.get("request")
    first = request.path.split("/", 2)[1] if request is not None else ""
    return first if first in SECTIONS else ""


SECTIONS = frozenset({"sectoren", "bijeenkomsten", "programmas", "kenniskringen", "leden", "nieuws"})


@register.simple_block_tag
def head_title(content: str) -> SafeString:
    """Print the page's title for the browser and for those who share it."""
    text = _one_line(content)
    return format_html('<title>{}</title>\n<meta property="og:title" content="{}">', text, text)


@register.simple_block_tag
def head_description(content: str) -> SafeString:
    """Print the page's description for search engines and for those who share it, if there is one."""
    text = _one_line(content)
    if not text:
        return mark_safe("")
    return format_html(
        '<meta name="description" content="{}">\n<meta property="og:description" content="{}">', text, text
    )


@register.simple_tag(takes_context=True)
def head_address(context: Context) -> SafeString:
    """Print the one address of a page: a later page of a list has its own, a filtered list that of the whole list."""
    address, page = context["canonical"], context.get("page")
    if isinstance(page, Page) and page.number > 1 and not context.get("query"):
        address = f"{address}?{PARAMETER}={page.number}"
    html = '<link rel="canonical" href="{}">\n<meta property="og:url" content="{}">'
    return format_html(html, address, address)


@register.simple_tag
def share_image(words: str, kind: str = "", key: str | int = "") -> SafeString:
    """Print which picture goes with a page when it is shared: that of its kind and key, or else the network's."""
    own = {"kind": kind, "key": key}
    address = schema.full(reverse("share-image", kwargs=own) if kind else reverse("network-image"))
    alternative = _("Woven bands in several colours, with the words: %(words)s") % {"words": words}
    return format_html(SHARE_IMAGE, address, alternative)


SHARE_IMAGE = """<meta property="og:image" content="{}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="{}">
<meta name="twitter:card" content="summary_large_image">"""


@register.simple_tag
def structured_data(network: Network, crumbs: list[tuple[str, str]] | str, about: schema.Node | str) -> SafeString:
    """Print for machines of which network a page is, where it stands, and what it is about, if they can read that."""
    nodes = [_network_node(network)]
    if crumbs:
        nodes.append(schema.breadcrumb_node([(_("Home"), "/"), *crumbs]))
    if isinstance(about, dict):
        nodes.append(about)
    return mark_safe(f'<script type="application/ld+json">{schema.graph(nodes)}</script>')  # noqa: S308 - graph() escapes


def _network_node(network: Network) -> schema.Node:
    return schema.network_node(
        name=network.name,
        slogan=network.tagline,
        logo=network.logo.url_as("header"),
        email=network.contact_email,
        telephone=network.contact_phone,
    )


def _one_line(content: str) -> SafeString:
    """Put rendered (so already escaped) template text on one line, fit for an attribute."""
    return mark_safe(" ".join(content.split()).replace('"', "&quot;"))  # noqa: S308 - escaped when rendered
