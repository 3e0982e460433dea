"""Names of people who do not exist: first names of the north, surnames of what stands in its fields."""

FIRST_NAMES = (
    *("Wieke", "Douwe", "Sietske", "Harm", "Geesje", "Jelmer", "Roelie", "Tjeerd", "Anneke", "Bauke"),
    *("Fenna", "Gerrit", "Hilde", "Ids", "Janna", "Klaas", "Lammie", "Meint", "Nynke", "Okke"),
    *("Pytsje", "Reinder", "Sjoukje", "Tamme", "Ubbo", "Vrouwkje", "Wytske", "Yme", "Zwaantje", "Albert"),
    *("Bouwe", "Coba", "Derk", "Ebel", "Froukje", "Grietje", "Hidde", "Ineke", "Jurjen", "Kornelia"),
)
SURNAMES = (
    *("Wolkendek", "Dijkstoel", "Slootkant", "Turfschop", "Regenpijp", "Hunebedsteen", "Wadwind", "Veenpluis"),
    *("Terpzicht", "Kwelderpad", "Klokgevel", "Appelgaard", "Schapenhek", "Roggeveld", "Trekschuit", "Windvaan"),
    *("Koolzaadveld", "Meidoornhaag", "Zandheuvel", "Poldermolen", "Vuurtorenlicht", "Petgat", "Brinkeik", "Esrand"),
    *(
        "Ganzenveer",
        "Kievitsei",
        "Paardenbloem",
        "Rietkraag",
        "Waterlelie",
        "Zonnewijzer",
        "Baksteenoven",
        "Botervloot",
    ),
    *("Fietsbel", "Koekblik", "Lantaarnpaal", "Stoomgemaal", "Wilgenkat"),
)
JOB_TITLES = (
    *("Informatiemanager", "Strategisch adviseur", "Teamleider dienstverlening", "Adviseur digitalisering"),
    *("Beleidsadviseur", "Hoofd bedrijfsvoering", "Projectleider", "Adviseur informatieveiligheid", "Secretaris"),
    *("Programmaleider", "Architect", "Adviseur data"),
)
PHONE = "000 000 00 {:02d}"


def made_up_name(place: int) -> str:
    """Return the name at a place; the first 1480 all differ, since 40 and 37 share no factor."""
    return f"{FIRST_NAMES[place % len(FIRST_NAMES)]} {SURNAMES[place % len(SURNAMES)]}"
