"""What the pages of outcomes and workstreams answer: all cards, one card for htmx, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from meetings.partial_pages import render_with_part
from programmes.life.access import below_programme, get_led
from programmes.models import Outcome, Programme, Workstream
from programmes.outcomes.page import outcome_cards

PAGE = "programmes/programme_outcomes_edit.html"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The outcome that is opened, and what of it is a form: itself, a workstream, its stage, or a new workstream."""

    outcome: int = 0
    stream: int = 0
    act: str = ""
    form: Form | None = None


def get_outcome(request: HttpRequest, slug: str, pk: int) -> Outcome:
    """Return an outcome to who leads its programme."""
    programme = get_led(request, slug)
    outcome: Outcome = get_object_or_404(Outcome.objects.defer("search"), pk=pk, programme=programme)
    outcome.programme = programme
    return outcome


def get_stream(request: HttpRequest, slug: str, pk: int) -> Workstream:
    """Return a workstream to who leads its programme."""
    programme = get_led(request, slug)
    found = Workstream.objects.select_related("outcome__programme").defer("search")
    stream: Workstream = get_object_or_404(found, pk=pk, outcome__programme=programme)
    return stream


def polite(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have htmx load the whole page that says so when a card speaks of what is there no longer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if not request.htmx:  # type: ignore[attr-defined]  # set by the middleware
                raise
            return HttpResponseClientRedirect(request.path)

    return answer


def cards_page(request: HttpRequest, programme: Programme, chosen: Chosen) -> HttpResponse:
    """Show all outcomes, one perhaps as a form; htmx gets the card of that one alone."""
    cards = outcome_cards(programme.outcomes.all())
    card = next((card for card in cards if card.pk == chosen.outcome), None)
    context = {
        "programme": programme,
        "outcomes": cards,
        "outcome": card,
        "chosen": chosen,
        "still_open": [each for each in cards if each.still_open or each.open_streams],
        "breadcrumb": below_programme(programme, _("Outcomes and workstreams")),
    }
    if card is not None:
        return render_with_part(request, PAGE, context, part="card")
    response = render(request, PAGE, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def row_page(request: HttpRequest, programme: Programme, form: Form, title: str) -> HttpResponse:
    """Show a form by itself."""
    context = {
        "form": form,
        "programme": programme,
        "title": title,
        "back": reverse("programme-outcomes", args=[programme.slug]),
        "breadcrumb": _below_outcomes(programme, title),
    }
    return render(request, "programmes/programme_step.html", context)


def remove_page(request: HttpRequest, programme: Programme, name: str) -> HttpResponse:
    """Ask whether something is to go."""
    title = _("Remove “%(name)s”?") % {"name": name}
    context = {
        "form": Form(),
        "programme": programme,
        "title": title,
        "meaning": _("It goes from the page of the programme. The history keeps it."),
        "submit": _("Remove"),
        "submit_kind": "danger",
        "back": reverse("programme-outcomes", args=[programme.slug]),
        "breadcrumb": _below_outcomes(programme, title),
    }
    return render(request, "programmes/programme_step.html", context)


def back_to(programme: Programme, outcome: int = 0) -> HttpResponseRedirect:
    """Return to the outcomes, at one of them; htmx follows, and gets the card of that one."""
    address = reverse("programme-outcomes", args=[programme.slug])
    return HttpResponseRedirect(f"{address}?wensbeeld={outcome}#outcome-{outcome}" if outcome else address)


def _below_outcomes(programme: Programme, title: str) -> list[tuple[str, str]]:
    between = (_("Outcomes and workstreams"), reverse("programme-outcomes", args=[programme.slug]))
    return below_programme(programme, title, between)
