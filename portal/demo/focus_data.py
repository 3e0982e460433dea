"""What the sectors aim for: the facts of 2021 and earlier, and two made-up sets that take turns by year."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """A focus point; `result` is what it comes to once the year is over."""

    title: str
    text: str
    result: str = ""
    shared_with: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


VNG = "Vereniging van Nederlandse Gemeenten (VNG)"

AMBITION_2021 = (
    "De sector komt acht keer bij elkaar en verwacht ten minste twee nieuwe leden. "
    "Van dit jaar zijn hier de plannen vastgelegd, niet de losse bijeenkomsten."
)

AIMS_2021 = (
    Aim(
        "Digitale crisis",
        "Dit doen we samen met de sector Veiligheid: wat als de digitale systemen het laten afweten? Het onderwerp is "
        "zeer actueel. Zo maken we werk van een nieuwe ambitie van Samenwerking Noord: naast het delen van kennis ook "
        "samen resultaat boeken, dwars door de sectoren heen.",
        shared_with=("veiligheid",),
    ),
    Aim(
        "Datagedreven werken",
        "Wat kunt u met de gegevens die u al hebt? Leden van de sector Overheden dragen in verschillende "
        "bijeenkomsten bij met hun eigen kennis en voorbeelden.",
    ),
    Aim(
        "De toekomstige ICT-werkplek",
        "Corona veranderde waar en hoe we werken. We wisselen uit wat we daarvan leerden: voor de ICT-werkplek van "
        "straks en voor de vragen die dat in onze organisaties oproept.",
    ),
    Aim(
        "Gezamenlijke opleiding projectportfoliomanagement",
        "Welke projecten doet u eerst, en welke niet? Dat leert u in een cursus die de leden samen opzetten.",
    ),
    Aim(
        "Meer samen met ICT Noord en de VNG",
        "Met ICT Noord en de Vereniging van Nederlandse Gemeenten (VNG) gaan we na hoe we verder kunnen samenwerken. "
        "Ook willen we weer samen een event houden, zoals in 2019 en in 2020.",
        partners=("ICT Noord", VNG),
    ),
)

# Of the earlier events only the year is known.
EVENTS = {
    year: Aim(
        "Gezamenlijk event",
        "De sector organiseerde samen met ICT Noord en de VNG een event.",
        result=f"Het gezamenlijke event van {year} is gehouden.",
        partners=("ICT Noord", VNG),
    )
    for year in (2019, 2020)
}

AMBITION = "Voorbeeld: de plannen van dit jaar zijn verzonnen."

# Per sector two sets: the first for even years, the second for odd ones.
AIMS: dict[str, tuple[tuple[Aim, ...], tuple[Aim, ...]]] = {
    "overheden": (
        (
            Aim(
                "Door bij digitale uitval",
                "Met de sector Veiligheid oefenen we hoe de dienstverlening doorgaat als systemen stilvallen.",
                "Negentien organisaties oefenden mee; het draaiboek staat klaar voor alle leden.",
                shared_with=("veiligheid",),
            ),
            Aim(
                "Eén taal voor onze data",
                "We spreken af hoe we gegevens over adressen, gebouwen en bedrijven noemen en delen.",
                "Een woordenlijst met zestig begrippen, in gebruik bij elf leden.",
            ),
            Aim(
                "Kennis die blijft",
                "Collega’s gaan met pensioen. We zoeken manieren om hun kennis door te geven.",
                "Acht duo’s van een ervaren en een nieuwe collega liepen een half jaar met elkaar op.",
            ),
            Aim(
                "Algoritmes uitgelegd",
                "We vullen samen het algoritmeregister en oefenen met uitleg die inwoners begrijpen.",
                "Twaalf leden hebben hun eerste algoritmes beschreven.",
                partners=("ICT Noord",),
            ),
        ),
        (
            Aim(
                "Samen sterk bij een hack",
                "Met de sector Veiligheid spreken we af wie wie helpt als een organisatie is gehackt.",
                "De afspraken zijn getekend en één keer getest in een oefening van een dag.",
                shared_with=("veiligheid",),
            ),
            Aim(
                "Een aanvraag, één keer vragen",
                "Inwoners hoeven gegevens die wij al hebben niet nog eens te geven.",
                "Vijf formulieren zijn korter gemaakt en worden door tien gemeenten gebruikt.",
            ),
            Aim(
                "Oude systemen opruimen",
                "We helpen elkaar bij het uitzetten van software die niemand meer durft aan te raken.",
                "Veertien systemen zijn uitgezet, met een handleiding voor wie volgt.",
            ),
            Aim(
                "Digitaal toegankelijk",
                "We toetsen elkaars websites met mensen die een beperking hebben.",
                "Negen websites zijn getoetst en verbeterd.",
                partners=(VNG,),
            ),
        ),
    ),
    "veiligheid": (
        (
            Aim(
                "Elkaar vinden in het eerste uur",
                "Eén bereikbaarheidslijst, elk kwartaal getest.",
                "Bij de laatste test nam negen van de tien binnen een kwartier op.",
            ),
            Aim(
                "Oefenen met gemeenten",
                "Elke gemeente oefent een keer per jaar met een buurgemeente.",
                "Achttien gemeenten oefenden samen.",
            ),
            Aim(
                "Leren van bijna-ongelukken",
                "We verzamelen wat net goed ging en bespreken dat zonder schuldvraag.",
                "Een bundel met tweeëntwintig verhalen.",
            ),
        ),
        (
            Aim(
                "Duidelijk bericht aan inwoners",
                "We oefenen met korte, begrijpelijke berichten in vier talen.",
                "Een set van dertig berichten ligt klaar.",
            ),
            Aim(
                "Vrijwilligers erbij",
                "Hoe vangt u spontane hulp goed op?",
                "Een aanpak op één bladzijde, getest in drie dorpen.",
            ),
            Aim(
                "Noodstroom in kaart",
                "We weten van elkaar welke gebouwen noodstroom hebben en hoe lang.",
                "Van honderdtwintig gebouwen is dat nu bekend.",
                shared_with=("energie",),
            ),
        ),
    ),
    "zorg": (
        (
            Aim(
                "Zorg op afstand",
                "We vergelijken hulpmiddelen die mensen thuis houden.",
                "Een keuzewijzer voor wijkteams.",
            ),
            Aim(
                "Eén keer uw verhaal",
                "Inwoners vertellen hun verhaal één keer; met hun toestemming delen wij het.",
                "Drie gemeenten en twee instellingen werken met één formulier.",
            ),
            Aim(
                "Genoeg handen",
                "Samen mensen werven in plaats van bij elkaar weghalen.",
                "Een gezamenlijke open dag met honderdveertig bezoekers.",
                shared_with=("onderwijs",),
            ),
        ),
        (
            Aim(
                "Fit naar de operatie",
                "Wie fitter aan een behandeling begint, is eerder weer thuis.",
                "Een proef met zestig deelnemers.",
            ),
            Aim(
                "Mantelzorg op tijd zien",
                "We herkennen eerder wie te veel draagt.",
                "Een gesprekskaart, in gebruik bij veertien wijkteams.",
            ),
            Aim(
                "Veilig gegevens delen",
                "Wat mag wel? We maken er één uitleg van.",
                "Een handreiking met twintig voorbeelden.",
            ),
        ),
    ),
    "onderwijs": (
        (
            Aim(
                "Laptop voor elke leerling",
                "We kopen samen in en knappen oude apparaten op.",
                "Achthonderd laptops kregen een tweede leven.",
            ),
            Aim(
                "Van school naar werk",
                "Stageplekken bij alle leden van het netwerk.",
                "Honderdtien leerlingen vonden een plek.",
            ),
            Aim(
                "Kleine scholen, groot aanbod",
                "Vakken delen over schoolgrenzen heen, deels op afstand.",
                "Vier vakken worden nu samen gegeven.",
            ),
        ),
        (
            Aim("AI in de klas", "Afspraken die leraren zelf bedachten.", "Een code van tien regels."),
            Aim(
                "Leraren die blijven",
                "Begeleiding voor wie net begint.",
                "Van de starters in de proef is niemand gestopt.",
            ),
            Aim(
                "Lezen maakt sterk",
                "Bibliotheek, school en gemeente trekken samen op.",
                "Zestien scholen hebben een leesplan.",
            ),
        ),
    ),
    "water": (
        (
            Aim(
                "Droogte voor zijn",
                "We delen metingen van bodem en sloot op één kaart.",
                "De kaart toont tweehonderd meetpunten.",
            ),
            Aim(
                "Ruimte voor een stortbui",
                "Straten, pleinen en sloten die water kunnen bergen.",
                "Zeven gemeenten legden een waterplein aan.",
            ),
            Aim(
                "Samen aan de dijk",
                "Werk aan dijk, weg en leiding in één keer.",
                "Twee projecten gingen samen in uitvoering.",
                shared_with=("energie",),
            ),
        ),
        (
            Aim("Schone sloot", "Meten met inwoners en boeren.", "Veertig vrijwilligers meten elke maand."),
            Aim(
                "Zuinig met drinkwater",
                "Wat helpt bij bedrijven en thuis?",
                "Een campagne die alle leden gebruiken.",
            ),
            Aim(
                "Rioolgemalen op afstand",
                "Eén manier om gemalen veilig te bedienen.",
                "Een programma van eisen ligt er.",
            ),
        ),
    ),
    "energie": (
        (
            Aim(
                "Slim met een vol net",
                "Bedrijven op één terrein delen hun aansluiting.",
                "Twee terreinen werken met een groepscontract.",
            ),
            Aim(
                "Warmte voor de wijk",
                "We rekenen plannen samen door met inwoners.",
                "Van vijf wijken is bekend wat kan en wat het kost.",
            ),
            Aim(
                "Stroom van het dorp",
                "Dorpen die zelf opwekken, leren van elkaar.",
                "Een gids met modelcontracten.",
            ),
        ),
        (
            Aim(
                "Isoleren zonder gedoe",
                "Eén loket per gemeente, met dezelfde uitleg.",
                "Twaalf loketten zijn open.",
            ),
            Aim(
                "Laden op de juiste plek",
                "Een gezamenlijk plan voor laadpalen.",
                "Het plan is in elf gemeenten vastgesteld.",
            ),
            Aim(
                "Batterij in de buurt",
                "Wat mag, wat kost het en wie beheert?",
                "Drie proeven lopen.",
            ),
        ),
    ),
}
