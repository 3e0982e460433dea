"""The sectors of the demonstration: what they are about, when they meet and which organisations take part."""

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from portal.demo.timing import Habits
from sectors.models import Band


class Membership(NamedTuple):
    """An organisation takes part in a sector; the first day may be unknown."""

    sector: str
    organisation: str
    since: date | None


@dataclass(frozen=True, slots=True)
class SectorPage:
    """A sector. Each year one group of `newcomers` joins, in turn; the others have taken part for long."""

    slug: str
    name: str
    summary: str
    introduction: str
    band: Band
    icon: str
    habits: Habits
    members: tuple[str, ...]
    newcomers: tuple[tuple[str, ...], ...]


EXAMPLE = "<p><em>Dit is een voorbeeld: de sector en alles wat hieronder staat, is verzonnen.</em></p>"

OVERHEDEN = SectorPage(
    slug="overheden",
    name="Overheden",
    summary=(
        "Provincies, gemeenten, hun IT-samenwerkingen en noordelijke rijksdiensten leren van elkaar en pakken samen "
        "aan wat voor één organisatie te groot is."
    ),
    introduction=(
        "<p>Overheden is een van de grote sectoren van Samenwerking Noord. U komt er vier soorten leden tegen:</p>"
        "<ul><li>de drie noordelijke provincies;</li><li>een aantal gemeenten;</li>"
        "<li>samenwerkingsverbanden van gemeenten voor hun IT;</li>"
        "<li>noordelijke vestigingen van de landelijke overheid.</li></ul>"
        "<p>Al deze leden staan voor dezelfde opgaven:</p>"
        "<ul><li>de digitalisering gaat steeds verder;</li>"
        "<li>de effecten van corona werken door;</li>"
        "<li>alle werkprocessen veranderen mee;</li>"
        "<li>het werk moet veilig zijn en altijd door kunnen gaan;</li>"
        "<li>er is behoefte aan vernieuwing;</li>"
        "<li>kennis wordt schaarser.</li></ul>"
        "<p>Geen organisatie redt dat alleen. Samenwerken is voor ons daarom geen extraatje meer, maar nodig.</p>"
        "<p>Wie hier meedoet, deelt graag wat hij weet en heeft meegemaakt: dat zit in de cultuur van de sector. "
        "Tegelijk is de diversiteit groot. Een landelijke dienst loopt tegen andere vragen aan dan een "
        "samenwerkingsverband van gemeenten, en een grote gemeente tegen andere dan een kleine. Die verschillen zien "
        "wij als een kans: u hoort eens hoe het ook kan.</p>"
        "<p>De sector komt acht keer per jaar bij elkaar rond één actueel onderwerp. Vaak vertellen een of meer leden "
        "zelf hoe zij het aanpakken. Een maand eerder bespreken we het onderwerp en de voorbereiding. Dan kunt u nog "
        "inbreng geven, en gaat het straks over wat voor u telt.</p>"
        "<p>De sector groeit elk jaar. Ook dit jaar rekenen we op ten minste twee nieuwe leden.</p>"
        "<p>De programmamanagers van Samenwerking Noord hebben de sectoren onder elkaar verdeeld. Uw programmamanager "
        "schuift aan bij het overleg van de sector en is de eerste bij wie u met een vraag terechtkunt.</p>"
        "<p><em>Dit is een voorbeeld: de bijeenkomsten, de onderwerpen en de lijst van leden zijn verzonnen. De "
        "beschrijving hierboven, de voorzitters, de programmamanager en de speerpunten van 2021 zijn echt.</em></p>"
    ),
    band=Band.KLINKER,
    icon="landmark",
    habits=Habits(weekday=3, start=time(13, 30), minutes=180, months_without=(7, 8)),
    members=(
        *("Provincie Groningen", "Provincie Fryslân", "Provincie Drenthe", "DUO", "CJIB", "RDW", "OWO-gemeenten"),
        *("SWO De Wolden Hoogeveen", "ICT-samenwerking Voorbeeldkust", "Rijksdienst Voorbeeld, vestiging Noord"),
        *("Gemeente Groningen", "Gemeente De Fryske Marren", "Gemeente Assen", "Gemeente Emmen"),
        *("Gemeente Leeuwarden", "Gemeente Súdwest-Fryslân", "Gemeente Smallingerland", "Gemeente Stadskanaal"),
        *("Gemeente Het Hogeland", "Gemeente Midden-Groningen", "Gemeente Oldambt", "Gemeente Westerkwartier"),
        *("Gemeente Heerenveen", "Gemeente Waadhoeke", "Gemeente Coevorden", "Gemeente Meppel", "Gemeente Tynaarlo"),
        *("Gemeente Aa en Hunze", "Gemeente Achtkarspelen"),
    ),
    newcomers=(
        ("Gemeente Veendam",),
        ("Gemeente Tytsjerksteradiel",),
        ("Inspectie Voorbeeld Noord",),
        ("Gemeente Noordenveld",),
    ),
)

VEILIGHEID = SectorPage(
    slug="veiligheid",
    name="Veiligheid",
    summary="Wie in het Noorden werkt aan veiligheid, oefent hier samen voordat het erop aankomt.",
    introduction=(
        "<p>Een brand, hoogwater of een gehackt systeem: een crisis kent geen grenzen. In deze sector leren "
        "veiligheidsregio’s, gemeenten en meldkamer elkaar kennen vóórdat het nodig is.</p>"
        "<p>We oefenen samen, vergelijken draaiboeken en bespreken eerlijk wat er misging. Met de sector Overheden "
        "werken we aan de gevolgen van een digitale crisis.</p>" + EXAMPLE
    ),
    band=Band.WAD,
    icon="shield",
    habits=Habits(weekday=1, start=time(9, 30), minutes=150, months_without=(8,), shift=1),
    members=(
        *("Veiligheidsregio Groningen", "Veiligheidsregio Fryslân", "Veiligheidsregio Drenthe", "CJIB"),
        *(
            "Meldkamer Voorbeeldsein",
            "Provincie Groningen",
            "Provincie Drenthe",
            "Gemeente Emmen",
            "Gemeente Groningen",
        ),
        *("Gemeente Leeuwarden", "Gemeente Assen", "Gemeente Eemsdelta", "Gemeente Harlingen", "Gemeente Hoogeveen"),
        *("Gemeente Oldambt", "Gemeente Smallingerland", "Gemeente Stadskanaal", "Gemeente Noardeast-Fryslân"),
        *("Gemeente Midden-Drenthe", "Wetterskip Fryslân", "Waterschap Noorderzijlvest"),
    ),
    newcomers=(
        ("Gemeente Westerwolde", "Inspectie Voorbeeld Noord"),
        ("Gemeente Pekela",),
        ("Gemeente De Wolden",),
        ("Gemeente Opsterland", "Gemeente Dantumadiel"),
    ),
)

ZORG = SectorPage(
    slug="zorg",
    name="Zorg",
    summary="Gemeenten en zorginstellingen zorgen dat hulp thuis, in de wijk en in het ziekenhuis op elkaar aansluit.",
    introduction=(
        "<p>Inwoners worden ouder en er zijn te weinig mensen om voor hen te zorgen. Gemeenten, ziekenhuis, ggz en "
        "thuiszorg zoeken in deze sector naar manieren om het anders te doen.</p>"
        "<p>We delen wat werkt: van zorg op afstand tot één plek waar de inwoner zijn verhaal vertelt.</p>" + EXAMPLE
    ),
    band=Band.HEIDE,
    icon="heart-pulse",
    habits=Habits(weekday=0, start=time(13, 0), minutes=180, months_without=(7, 8), shift=2),
    members=(
        *("Voorbeeldziekenhuis Noord", "GGZ Voorbeeldbos", "Thuiszorg Voorbeeldterp", "Zorggroep Voorbeeldland"),
        *("Vereniging Voorbeelddorpen", "Provincie Drenthe", "Gemeente Groningen", "Gemeente Emmen"),
        *("Gemeente Heerenveen", "Gemeente Oldambt", "Gemeente Midden-Groningen", "Gemeente Hoogeveen"),
        *("Gemeente Meppel", "Gemeente Borger-Odoorn", "Gemeente Westerveld", "Gemeente Ooststellingwerf"),
        *("Gemeente Tytsjerksteradiel", "Werkplein Voorbeeldveen"),
    ),
    newcomers=(
        ("Gemeente Het Hogeland",),
        ("Gemeente Weststellingwerf", "Gemeente Aa en Hunze"),
        ("Gemeente Smallingerland",),
        ("Gemeente Veendam",),
    ),
)

ONDERWIJS = SectorPage(
    slug="onderwijs",
    name="Onderwijs",
    summary="Scholen, gemeenten en DUO maken samen werk van goed onderwijs dichtbij huis.",
    introduction=(
        "<p>In het Noorden zijn de afstanden groot en worden scholen kleiner. Hoe houdt u goed onderwijs dichtbij? "
        "Scholen, gemeenten en uitvoerders kijken in deze sector bij elkaar in de keuken.</p>"
        "<p>We praten over digitale leermiddelen, over de stap van school naar werk en over leraren die blijven.</p>"
        + EXAMPLE
    ),
    band=Band.KOOLZAAD,
    icon="graduation-cap",
    habits=Habits(weekday=2, start=time(14, 0), minutes=150, months_without=(7, 8), shift=0),
    members=(
        *("Voorbeeldcollege Noord", "Hogeschool Voorbeeldstad", "Scholengroep Voorbeeldes", "DUO"),
        *("Provincie Fryslân", "Gemeente Leeuwarden", "Gemeente Groningen", "Gemeente Assen", "Gemeente Waadhoeke"),
        *("Gemeente Westerkwartier", "Gemeente Coevorden", "Gemeente Achtkarspelen", "Gemeente Midden-Drenthe"),
        *("Gemeente Westerwolde", "Vereniging Voorbeelddorpen"),
    ),
    newcomers=(
        ("Gemeente Pekela",),
        (),
        ("Gemeente Súdwest-Fryslân", "Gemeente Harlingen"),
        ("Gemeente Tynaarlo",),
    ),
)

WATER = SectorPage(
    slug="water",
    name="Water",
    summary="Waterschappen, provincies en gemeenten bereiden het Noorden voor op te veel en te weinig water.",
    introduction=(
        "<p>De ene zomer staat het land droog, de volgende herfst onder water. Waterschappen, provincies, gemeenten en "
        "waterbedrijf stemmen in deze sector hun plannen op elkaar af.</p>"
        "<p>We delen metingen, plannen werk aan dijken en riolen tegelijk en leren van elkaars proeven.</p>" + EXAMPLE
    ),
    band=Band.AUBERGINE,
    icon="droplets",
    habits=Habits(weekday=3, start=time(9, 0), minutes=180, months_without=(8,), shift=2),
    members=(
        *("Wetterskip Fryslân", "Waterschap Noorderzijlvest", "Waterschap Hunze en Aa's", "Waterbedrijf Voorbeeldbron"),
        *(
            "Provincie Groningen",
            "Provincie Fryslân",
            "Provincie Drenthe",
            "Gemeente Eemsdelta",
            "Gemeente Het Hogeland",
        ),
        *("Gemeente Harlingen", "Gemeente Noardeast-Fryslân", "Gemeente Waadhoeke", "Gemeente Súdwest-Fryslân"),
        *("Gemeente De Fryske Marren", "Gemeente Veendam", "Gemeente Aa en Hunze", "Veiligheidsregio Groningen"),
    ),
    newcomers=(
        ("Gemeente Dantumadiel", "Gemeente Opsterland"),
        ("Gemeente Midden-Groningen",),
        ("Gemeente Noordenveld",),
        ("Gemeente Westerveld",),
    ),
)

ENERGIE = SectorPage(
    slug="energie",
    name="Energie",
    summary="Samen zoeken naar ruimte op het net, warmte voor de wijk en dorpen die zelf hun stroom maken.",
    introduction=(
        "<p>Het stroomnet is vol en huizen moeten van het gas. Provincies, gemeenten, netbeheerder en dorpen kijken in "
        "deze sector wat er wél kan.</p>"
        "<p>We rekenen plannen samen door, delen contracten en nemen inwoners vanaf het begin mee.</p>" + EXAMPLE
    ),
    band=Band.WEIDE,
    icon="zap",
    habits=Habits(weekday=4, start=time(9, 30), minutes=180, months_without=(7, 8), shift=1),
    members=(
        *("Provincie Groningen", "Provincie Fryslân", "Provincie Drenthe", "Netbeheer Voorbeeldstroom"),
        *("Vereniging Voorbeelddorpen", "Gemeente Eemsdelta", "Gemeente Emmen", "Gemeente Heerenveen"),
        *(
            "Gemeente Assen",
            "Gemeente Stadskanaal",
            "Gemeente Tynaarlo",
            "Gemeente Coevorden",
            "Gemeente Borger-Odoorn",
        ),
        *("Gemeente Leeuwarden", "Gemeente Ooststellingwerf", "Gemeente Midden-Drenthe", "Hogeschool Voorbeeldstad"),
    ),
    newcomers=(
        ("Gemeente Westerwolde",),
        ("Gemeente Opsterland", "Waterschap Noorderzijlvest"),
        ("Gemeente Weststellingwerf",),
        (),
    ),
)

SECTORS = (OVERHEDEN, VEILIGHEID, ZORG, ONDERWIJS, WATER, ENERGIE)

# Periods that are over: one came back later, one left, and two merged into another member.
LEFT = (
    ("overheden", "Gemeente Coevorden", date(2013, 1, 1), date(2018, 1, 1)),
    ("overheden", "Gemeente Pekela", date(2014, 1, 1), date(2022, 1, 1)),
    ("zorg", "Zorggroep Voorbeeldoost", date(2015, 1, 1), date(2023, 1, 1)),
    ("zorg", "Zorggroep Voorbeeldwest", date(2016, 1, 1), date(2023, 1, 1)),
)
SINCE = {
    ("overheden", "Gemeente Coevorden"): date(2020, 1, 1),
    ("zorg", "Zorggroep Voorbeeldland"): date(2023, 1, 1),
}


def memberships(year: int) -> list[Membership]:
    """Return who takes part in which sector in a year."""
    return [membership for sector in SECTORS for membership in (*_settled(sector), *_newcomers(sector, year))]


def _settled(sector: SectorPage) -> list[Membership]:
    return [
        Membership(
            sector.slug, name, SINCE.get((sector.slug, name), date(2013 + place % 6, 1, 1) if place % 6 else None)
        )
        for place, name in enumerate(sector.members)
    ]


def _newcomers(sector: SectorPage, year: int) -> list[Membership]:
    groups = len(sector.newcomers)
    return [
        Membership(sector.slug, name, date(joined, 1, 1))
        for joined in range(year - groups + 1, year + 1)
        for name in sector.newcomers[joined % groups]
    ]
