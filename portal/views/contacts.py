"""Contact cards to take along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from members.models import Person
from members.permissions import can_see_contact
from members.vcard import vcard
from portal.contact_cards import card_of


@require_safe
def contact_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over a person's card to who may see the person's contact details; for others there is none."""
    person = _get_person(request, pk)
    name = f"{slugify(person.name) or 'contact'}.vcf"
    response = HttpResponse(vcard(card_of(person)), content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _get_person(request: HttpRequest, pk: int) -> Person:
    person: Person = get_object_or_404(Person.objects.present().select_related("organisation"), pk=pk)
    if not (person.email or person.phone) or not can_see_contact(request.user, person):
        raise Http404
    return person
