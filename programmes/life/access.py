"""Who opens the pages on which a programme is led, and the way to them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from members.gates import account_of
from programmes.models import Programme
from programmes.permissions import can_lead_programme


def get_led(request: HttpRequest, slug: str) -> Programme:
    """Return a programme to who may lead it; everybody else may read of it, so he is told that he may not."""
    programme: Programme = get_object_or_404(Programme.objects.defer("search"), slug=slug)
    if not can_lead_programme(account_of(request), programme):
        raise PermissionDenied
    return programme


def below_programme(programme: Programme, title: str, *between: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the breadcrumb of a page below a programme's; `between` are pages on the way, with their addresses."""
    return [
        (_("Programmes"), reverse("programme-list")),
        (str(programme), programme.get_absolute_url()),
        *between,
        (title, ""),
    ]


def below_life(programme: Programme, title: str) -> list[tuple[str, str]]:
    """Return the breadcrumb of a page below the life of a programme."""
    return below_programme(
        programme, title, (_("Life of the programme"), reverse("programme-life", args=[programme.slug]))
    )
