"""The gallery: every component on one page, for those who build pages; only mounted while DEBUG is on."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from members.dates import date_long
from members.weave import weave

BANDS = ("klinker", "koolzaad", "wad", "heide", "weide", "aubergine")


class SampleForm(forms.Form):
    """A form with one of every kind of control."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("Only used for the confirmation."))
    remark = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=[("a", "Overheden"), ("b", "Veiligheid")])
    joining = forms.ChoiceField(
        label=_("How do you take part?"),
        choices=[("place", _("On the spot")), ("online", _("Online"))],
        widget=forms.RadioSelect,
    )
    informed = forms.BooleanField(label=_("Keep me informed"), required=False)


class SampleFilter(forms.Form):
    """A filter as it stands above a list."""

    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("All sectors")), ("a", "Overheden")])
    month = forms.ChoiceField(label=_("Month"), choices=[("", _("All months")), ("4", "april 2027")])


SHARED = {"name": "Veiligheid", "band": "wad", "url": "#badges"}
PEOPLE = [
    {"name": "Sanne Voorbeeld", "organisation": "Gemeente Voorbeeldstad", "url": "#people"},
    {"name": "Jan van Proef", "organisation": "Provincie Proefland"},
]
MANAGER = {"name": "Robin Demonstratie", "email": "robin@example.org", "phone": "050 000 00 00"}
TABLE = {
    "columns": ["Bijeenkomst", "Voorbereiding", "Thema"],
    "rows": [["do 11 feb", "ma 11 jan", "Jaarplan"], ["do 22 apr", "ma 22 mrt", "Dienstverlening"]],
}


@require_safe
def component_gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with invented content."""
    context = {
        "breadcrumb": [(_("Components"), request.path)],
        "bands": BANDS,
        "kinds": _kinds(),
        "people": PEOPLE,
        "manager": MANAGER,
        "shared": SHARED,
        "meetings": _meetings(),
        "articles": _articles(),
        "facts": [("Programma", "Voorbeeldprogramma"), ("Looptijd", "2026 tot en met 2028")],
        "table": TABLE,
        "page": Paginator(range(90), 10).page(2),
        "filter_form": SampleFilter(),
        "failed_form": SampleForm({"email": "naam@", "sector": "a", "informed": "on"}),
        "weave": weave("componenten", band="klinker", second_band="wad"),
    }
    return render(request, "portal/gallery.html", context)


def _kinds() -> list[dict[str, object]]:
    towns = ("Aakerk", "Beekdal", "Dollard", "Esdorp", "Fivelgo", "Grensmark", "Hoogveen", "Iepen")
    municipalities = [{"name": f"Gemeente {town}", "url": "#kinds"} for town in towns]
    municipalities[1]["note"] = "voorzitter"
    return [
        {"label": "Gemeenten", "organisations": municipalities},
        {"label": "Provincies", "organisations": [{"name": "Provincie Proefland", "url": "#kinds"}]},
        {"label": "Waterschappen", "organisations": [{"name": "Waterschap De Vliet", "url": "#kinds"}]},
    ]


def _meetings() -> list[dict[str, object]]:
    joint = {"name": "Veiligheid", "band": "wad"}
    own = {"name": "Overheden", "band": "klinker"}
    days = (date(2027, 2, 11), date(2027, 4, 22), date(2027, 6, 3), None)
    titles = ("Startbijeenkomst en jaarplan", "Een weerbare regio", "Vakmensen vinden", "Datum volgt")
    states = ("past", "next", "cancelled", "")
    return [
        {
            "title": title,
            "url": "#meetings",
            "day": day,
            "state": state,
            "band": "klinker",
            "stage_label": "Vervalt",
            "when_long": f"{date_long(day)}, 13.30–16.30 uur" if day else "Datum volgt",
            "when_machine": f"{day}T13:30" if day else "",
            "place": "Voorbeeldstad",
            "sectors": [own, joint] if state == "next" else [own],
        }
        for title, day, state in zip(titles, days, states, strict=True)
    ]


def _articles() -> list[dict[str, str]]:
    titles = ("Twaalf gemeenten delen één loket", "Oefening trekt tweehonderd deelnemers", "Trainees wisselen van huis")
    return [
        {
            "title": title,
            "url": "#articles",
            "lead": "Na een proef van een half jaar gaat het loket in de hele regio open.",
            "day_text": f"{number + 11} maart 2027",
            "day_machine": f"2027-03-{number + 11}",
        }
        for number, title in enumerate(titles)
    ]
