"""The way to a page below my own."""

from django.urls import reverse
from django.utils.translation import gettext as _

Crumb = tuple[str, str]


def below_mine(title: str, *between: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a page below my page; `between` are pages on the way, with their addresses."""
    return [(_("My page"), reverse("mine")), *between, (title, "")]
