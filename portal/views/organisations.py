"""Organisations: the members of the network, and the page of each organisation it works with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.partial_pages import render_with_part
from members.models import Organisation
from members.permissions import can_edit_content
from members.rows import by_kind
from members.weave import weave
from portal.directory import map_of, members_of_network, narrowed
from portal.forms import MemberFilterForm
from portal.organisation_page import (
    carried_by,
    facts_of,
    kin_of,
    people_of,
    platform_terms,
    programme_terms,
    sector_terms,
    with_carried,
    with_line,
)
from portal.structured_data import organisation_data
from sectors.models import Sector


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show who is a member of the network today, by kind and on a map; a wrong filter says so and narrows nothing."""
    members = members_of_network()
    form = MemberFilterForm(request.GET, members=members, sectors=Sector.objects.active().only("slug", "name", "band"))
    chosen = form.chosen()
    sector = chosen.pop("sector", None)
    shown = narrowed(members, sector=sector.slug if sector else "", **chosen)
    context = {
        "form": form,
        "members": members,
        "shown": shown,
        "sector": sector,
        "map": map_of(members, shown),
        "kinds": by_kind(member.row for member in shown),
        "query": form.query(),
        "weave": weave("leden", band="weide", second_band="koolzaad"),
        "breadcrumb": [(_("Members"), "")],
    }
    return render_with_part(request, "portal/organisation_list.html", context, part="results")


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation, member or not, and all it does in the network."""
    found = with_carried(with_line(Organisation.objects.with_membership().with_kin()))
    organisation = get_object_or_404(found, slug=slug)
    context = {
        "organisation": organisation,
        "facts": facts_of(organisation),
        "kin": kin_of(organisation),
        "carried": carried_by(organisation, request.user),
        "sectors": sector_terms(organisation),
        "people": people_of(organisation, request.user),
        "platforms": platform_terms(organisation),
        "programmes": programme_terms(organisation),
        "about": organisation_data(organisation),
        "may_end_membership": can_edit_content(request.user),
        "breadcrumb": [(_("Members"), reverse("organisation-list")), (organisation.name, "")],
    }
    return render(request, "portal/organisation_detail.html", context)
