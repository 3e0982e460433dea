"""The network of the demonstration and its organisations: facts from a list, and members that are made up."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from django.utils.text import slugify

from members.models import Network, NetworkMembership, Organisation
from portal.demo.store import link, store

Kind = Organisation.Kind
FACTS = Path(__file__).with_name("organisations.csv")

NAME = "Samenwerking Noord"
CONTACT_EMAIL = "bureau@example.org"
INTRODUCTION = (
    "Samenwerking Noord verbindt zo’n zestig organisaties met een publieke taak in Groningen, Fryslân en Drenthe. "
    "In sectoren delen zij kennis en ervaring. En steeds vaker halen zij samen resultaat, over de grenzen van sectoren "
    "heen.\n\n"
    "Dit is een voorbeeld. Wie er lid is, wat er nu op de agenda staat en de meeste namen zijn verzonnen. "
    "Wat u leest over de sector Overheden in 2021 en over het programma SSNT is echt."
)

# Listed, but no members in the demonstration: islands that stay at home and partners from outside.
OUTSIDE = frozenset(
    ("Gemeente Ameland", "Gemeente Schiermonnikoog", "Gemeente Terschelling", "Gemeente Vlieland", "ICT Noord")
)
SHORT_NAMES = {
    "Vereniging van Nederlandse Gemeenten (VNG)": "VNG",
    "Veiligheidsregio Twente": "VRT",
    "Gemeentelijk Belastingkantoor Twente": "GBT",
}


class Example(NamedTuple):
    """A member that does not exist; its name says so."""

    name: str
    kind: Organisation.Kind
    seat: str
    province: str
    latitude: str
    longitude: str


EXAMPLES = (
    Example(
        "Rijksdienst Voorbeeld, vestiging Noord", Kind.NATIONAL_GOVERNMENT, "Assen", "Drenthe", "52.9946", "6.5651"
    ),
    Example("Inspectie Voorbeeld Noord", Kind.NATIONAL_GOVERNMENT, "Groningen", "Groningen", "53.2186", "6.5672"),
    Example("ICT-samenwerking Voorbeeldkust", Kind.PARTNERSHIP, "Dokkum", "Fryslân", "53.325", "5.999"),
    Example("Werkplein Voorbeeldveen", Kind.PARTNERSHIP, "Stadskanaal", "Groningen", "52.9897", "6.9549"),
    Example("Voorbeeldcollege Noord", Kind.EDUCATION, "Leeuwarden", "Fryslân", "53.2024", "5.79"),
    Example("Hogeschool Voorbeeldstad", Kind.EDUCATION, "Groningen", "Groningen", "53.2186", "6.5672"),
    Example("Scholengroep Voorbeeldes", Kind.EDUCATION, "Emmen", "Drenthe", "52.7845", "6.8925"),
    Example("Voorbeeldziekenhuis Noord", Kind.HEALTH_CARE, "Drachten", "Fryslân", "53.1035", "6.0969"),
    Example("GGZ Voorbeeldbos", Kind.HEALTH_CARE, "Assen", "Drenthe", "52.9946", "6.5651"),
    Example("Thuiszorg Voorbeeldterp", Kind.HEALTH_CARE, "Winschoten", "Groningen", "53.143", "7.036"),
    Example("Zorggroep Voorbeeldland", Kind.HEALTH_CARE, "Meppel", "Drenthe", "52.6992", "6.1884"),
    Example("Waterbedrijf Voorbeeldbron", Kind.COMPANY, "Hoogeveen", "Drenthe", "52.7262", "6.4749"),
    Example("Netbeheer Voorbeeldstroom", Kind.COMPANY, "Groningen", "Groningen", "53.2186", "6.5672"),
    Example("Vereniging Voorbeelddorpen", Kind.ASSOCIATION, "Gieten", "Drenthe", "53.0048", "6.7602"),
    Example("Meldkamer Voorbeeldsein", Kind.OTHER, "Drachten", "Fryslân", "53.1035", "6.0969"),
)
MERGED = (
    Example("Zorggroep Voorbeeldoost", Kind.HEALTH_CARE, "Emmen", "Drenthe", "52.7845", "6.8925"),
    Example("Zorggroep Voorbeeldwest", Kind.HEALTH_CARE, "Meppel", "Drenthe", "52.6992", "6.1884"),
)
SUCCESSOR = "Zorggroep Voorbeeldland"
MERGER = date(2023, 1, 1)

PARTNERS = {
    "OWO-gemeenten": ("Gemeente Ooststellingwerf", "Gemeente Weststellingwerf", "Gemeente Opsterland"),
    "SWO De Wolden Hoogeveen": ("Gemeente De Wolden", "Gemeente Hoogeveen"),
    "ICT-samenwerking Voorbeeldkust": ("Gemeente Noardeast-Fryslân", "Gemeente Dantumadiel"),
}


def load_network() -> None:
    """Write the one row of the network."""
    Network.objects.update_or_create(
        pk=1,
        defaults={
            "name": NAME,
            "tagline": "we unite",
            "introduction": INTRODUCTION,
            "contact_email": CONTACT_EMAIL,
            "contact_phone": "000 000 00 00",
            "sender_email": "post@example.org",
        },
    )


def load_organisations() -> dict[str, Organisation]:
    """Write all organisations and who is a member; return them by name."""
    listed = _listed()
    rows = [
        *(_listed_organisation(row) for row in listed),
        *(_example_organisation(example) for example in (*EXAMPLES, *MERGED)),
    ]
    stored = store(rows, key=["slug"], once=["succeeded_by", "dissolved_on"])
    by_name = {organisation.name: organisation for organisation in stored}
    _merge(by_name)
    link("consists_of", [(by_name[name], [by_name[partner] for partner in PARTNERS[name]]) for name in PARTNERS])
    members = [row["name"] for row in listed if row["region"] == "northern-netherlands" and row["name"] not in OUTSIDE]
    _load_memberships(by_name, [*members, *(example.name for example in EXAMPLES)])
    return by_name


def _listed() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _listed_organisation(row: dict[str, str]) -> Organisation:
    slug = slugify(row["name"])
    return Organisation(
        name=row["name"],
        short_name=SHORT_NAMES.get(row["name"], ""),
        slug=slug,
        email_domains=[f"{slug}.example.org"],
        kind=row["kind"],
        seat=row["seat"],
        province=row["province"],
        official_code=row["code"],
        latitude=Decimal(row["latitude"]) if row["latitude"] else None,
        longitude=Decimal(row["longitude"]) if row["longitude"] else None,
    )


def _example_organisation(example: Example) -> Organisation:
    slug = slugify(example.name)
    return Organisation(
        name=example.name,
        slug=slug,
        kind=example.kind,
        website=f"https://{slug}.example.org/",
        email_domains=[f"{slug}.example.org"],
        seat=example.seat,
        province=example.province,
        latitude=Decimal(example.latitude),
        longitude=Decimal(example.longitude),
    )


def _merge(by_name: dict[str, Organisation]) -> None:
    """Say which organisation took over from two others, and when."""
    merged = [by_name[example.name].pk for example in MERGED]
    Organisation.objects.filter(pk__in=merged).update(succeeded_by=by_name[SUCCESSOR], dissolved_on=MERGER)


def _load_memberships(by_name: dict[str, Organisation], names: list[str]) -> None:
    merged = [example.name for example in MERGED]
    store(
        [
            *(
                NetworkMembership(organisation=by_name[name], since=MERGER if name == SUCCESSOR else _joined(place))
                for place, name in enumerate(names)
            ),
            *(NetworkMembership(organisation=by_name[name], since=date(2014, 1, 1), until=MERGER) for name in merged),
        ],
        key=["organisation"],
    )


def _joined(place: int) -> date | None:
    """Return a first day of membership; of every seventh member it is unknown."""
    return date(2012 + place % 11, 1, 1) if place % 7 else None
