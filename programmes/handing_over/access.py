"""Who opens the pages of handing over, and the way to them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.handing_over.tokens import RELATED
from programmes.models import Handover, Programme
from programmes.permissions import can_lead_programme

Crumb = tuple[str, str]


def get_led(request: HttpRequest, slug: str) -> Programme:
    """Return a programme to who leads it, or keeps the content."""
    programme = get_object_or_404(Programme.objects.defer("search"), slug=slug)
    if not can_lead_programme(request.user, programme):
        raise PermissionDenied
    return programme


def get_handover(request: HttpRequest, pk: int) -> Handover:
    """Return a handover with all it refers to, to who leads its programme, or keeps the content."""
    handover = get_object_or_404(Handover.objects.select_related(*RELATED), pk=pk)
    if not can_lead_programme(request.user, handover.programme):
        raise PermissionDenied
    return handover


def below_handovers(programme: Programme, title: str = "") -> list[Crumb]:
    """Return the breadcrumb of the checklist of a programme, or of a page below it."""
    path = reverse("handover-list", args=[programme.slug])
    crumbs = [(_("Programmes"), reverse("programme-list")), (str(programme), programme.get_absolute_url())]
    own = (_("Handovers"), path if title else "")
    return [*crumbs, own, (title, "")] if title else [*crumbs, own]
