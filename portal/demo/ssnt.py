"""Programme SSNT in Twente: what was published on 18 July 2018 about its end, in our own words.

What the publication does not say (days, participants of activities, numbers) stays unknown; all we add is a plain
word or two on what a name stands for.
"""

from datetime import date

from portal.demo.shapes import Deed, Goes, Ground, Leads, Plan, Ring, Step, Story, Stream, Wish

ENDED = date(2018, 7, 1)
PUBLISHED = date(2018, 7, 18)
SOURCE = "het bericht over het einde van SSNT"

LEADER = "Gert Jan Eikenaar"
CONTACT = "Monique Harink"
AUTHOR = "Carla Lammertink"

# name, job title, organisation, published address
PEOPLE = (
    (LEADER, "programmaleider SSNT tot 1 juli 2018", "", ""),
    (CONTACT, "manager bedrijfsvoering", "Regio Twente", "m.harink@regiotwente.nl"),
    (AUTHOR, "", "", ""),
)

MUNICIPALITIES = (
    *("Gemeente Almelo", "Gemeente Borne", "Gemeente Dinkelland", "Gemeente Enschede", "Gemeente Haaksbergen"),
    *("Gemeente Hellendoorn", "Gemeente Hengelo", "Gemeente Hof van Twente", "Gemeente Losser", "Gemeente Oldenzaal"),
    *("Gemeente Rijssen-Holten", "Gemeente Tubbergen", "Gemeente Twenterand", "Gemeente Wierden"),
)
PARTNERSHIPS = ("Regio Twente", "Veiligheidsregio Twente", "Gemeentelijk Belastingkantoor Twente")
PARTICIPANTS = (*MUNICIPALITIES, *PARTNERSHIPS, "Waterschap Vechtstromen")

TWENTSE_KRACHT = Ground(
    slug="twentse-kracht",
    name="Twentse Kracht",
    purpose=(
        "Twentse Kracht voert uit wat SSNT bedacht voor wie bij een Twentse overheid werkt: de interne arbeidsmarkt, "
        "de Twentse School en het traineeprogramma. Stand van juli 2018."
    ),
    scope=("execution",),
    hosts=(("Regio Twente", (None, None)),),
    since_text="al enkele jaren vóór juli 2018",
)
IT_PLATFORM = Ground(
    slug="it-platform-twente",
    name="IT-platform TWENTE",
    purpose=(
        "Het IT-platform TWENTE zorgt voor het beheer én de verdere ontwikkeling van de informatievoorziening die de "
        "Twentse overheden samen gebruiken. Stand van juli 2018."
    ),
    scope=("management", "development"),
    hosts=(("Regio Twente", (None, None)),),
    since_text="opgericht kort vóór juli 2018",
)


def _to(platform: Ground, kind: str) -> Goes:
    return Goes(kind=kind, platform=platform.slug, accepted=PUBLISHED, source=SOURCE)


_ON_ITS_OWN = _to(TWENTSE_KRACHT, "continues")
_MOVED = _to(IT_PLATFORM, "transferred")

WORKING = Wish(
    title="Werken voor de Twentse Overheid",
    text="Wie bij één Twentse overheid werkt, kan in heel Twente leren, doorgroeien en bijspringen.",
    still_open="Dit wensbeeld was bij het einde van SSNT nog niet af. Het werk eraan gaat door bij Twentse Kracht.",
    streams=(
        Stream(
            "Interne arbeidsmarkt",
            "in_operation",
            "Medewerkers vinden hun volgende klus of baan bij een andere Twentse overheid.",
            goes=_ON_ITS_OWN,
        ),
        Stream(
            "Twentse School",
            "in_operation",
            "Eén plek waar medewerkers van alle deelnemers samen leren.",
            goes=_ON_ITS_OWN,
        ),
        Stream(
            "Traineeprogramma",
            "in_operation",
            "Jong talent maakt kennis met het werk bij de overheid in Twente.",
            goes=_ON_ITS_OWN,
        ),
    ),
)
INFORMATION = Wish(
    title="Informatievoorziening zonder belemmeringen",
    text="Gegevens en systemen werken over de grenzen van organisaties heen, zonder drempels.",
    still_open=(
        "Ook dit wensbeeld was bij het einde van SSNT nog niet af. TwenteCloud, de gezamenlijke infrastructuur en het "
        "beleid voor informatieveiligheid waren toen ver op weg. Het IT-platform TWENTE gaat ermee verder."
    ),
    streams=(
        Stream(
            "Architectuurprincipes",
            "handed_over",
            "Afspraken waaraan nieuwe systemen voldoen, zodat ze op elkaar aansluiten.",
            goes=_MOVED,
        ),
        Stream("Digikoppeling", "handed_over", "Veilig berichten uitwisselen tussen overheden.", goes=_MOVED),
        Stream(
            "Govroam",
            "handed_over",
            "Medewerkers komen in elk aangesloten overheidsgebouw vanzelf op het draadloze netwerk.",
            goes=_MOVED,
        ),
        Stream(
            "Beheer van de regionale glasvezelring",
            "handed_over",
            "De glasvezelring verbindt de regio; het beheer ervan is samen geregeld.",
            goes=_MOVED,
        ),
        Stream("TwenteCloud", "well_advanced", "Eén keer inloggen voor alles (single sign-on).", goes=_MOVED),
        Stream("Gezamenlijke infrastructuur", "well_advanced", "De techniek onder de systemen delen.", goes=_MOVED),
        Stream("Informatieveiligheidsbeleid", "well_advanced", "Eén beleid om informatie te beschermen.", goes=_MOVED),
    ),
)

PROGRAMME = Plan(
    slug="ssnt",
    name="Programma SSNT",
    acronym="SSNT",
    summary=(
        "Van 2013 tot 1 juli 2018 brachten de Twentse overheden hun bedrijfsvoering bij elkaar. "
        "Wat zij opbouwden, heeft nu een vaste plek."
    ),
    purpose=(
        "<p>In 2013 richtten de overheden in Twente samen SSNT op. De afspraken staan in het Communiqué van Zenderen "
        "2013-2020. Het doel: samenwerken in de bedrijfsvoering aanmoedigen en makkelijk maken, tot er een "
        "samenwerking staat die echt iets oplevert.</p>"
        "<p>Er deden veertien gemeenten mee, drie samenwerkingsverbanden – Regio Twente, Veiligheidsregio Twente "
        "(VRT) en Gemeentelijk Belastingkantoor Twente (GBT) – en Waterschap Vechtstromen. Zij horen bij dit "
        "programma, maar zijn geen lid van het netwerk.</p>"
    ),
    region="Twente",
    band="wad",
    state="ended",
    document="Communiqué van Zenderen 2013-2020",
    document_years=(2013, 2020),
    start_year=2013,
    ended=ENDED,
    ending=(
        "<p>SSNT stopte per 1 juli 2018. De twee wensbeelden waren nog niet af, maar het werk was ver genoeg en had "
        "overal een vaste plek. Een apart programma was daardoor niet meer nodig.</p>"
        "<ul><li>Platform Twentse Kracht voert ‘Werken voor de Twentse Overheid’ uit.</li>"
        "<li>Beheer en ontwikkeling van de informatievoorziening liggen bij het IT-platform TWENTE.</li>"
        "<li>Regio Twente is de gastheer van beide platforms.</li>"
        "<li>De kenniskringen organiseren zichzelf. Collega’s delen er kennis, verdelen werk, pakken concrete "
        "activiteiten op en wisselen personeel uit.</li></ul>"
        "<p>Programmaleider Gert Jan Eikenaar rondde zijn werk af. Het platform directeuren en hoofden bedrijfsvoering "
        "Twente stuurt de samenwerking nu aan en jaagt haar aan.</p>"
    ),
    contact=CONTACT,
    contact_capacity="zaakwaarnemer SSNT",
    participants=PARTICIPANTS,
    participation=(None, ENDED),
    leaders=(Leads(LEADER, (None, ENDED)),),
    steps=(
        Step(
            "found",
            year=2013,
            body="de Twentse gemeenten, hun samenwerkingsverbanden en Waterschap Vechtstromen",
            text="SSNT begint, met het Communiqué van Zenderen 2013-2020 als grondslag.",
        ),
        Step("end", on=ENDED, text="SSNT stopt. De platforms en de kenniskringen gaan zelf verder."),
    ),
    wishes=(WORKING, INFORMATION),
    grounds=(TWENTSE_KRACHT, IT_PLATFORM),
    steering=Goes(
        kind="steering",
        body="platform directeuren en hoofden bedrijfsvoering Twente",
        accepted=PUBLISHED,
        source=SOURCE,
        note="Aansturen en aanjagen van de samenwerking in de bedrijfsvoering.",
    ),
)


def _ring(slug: str, name: str, summary: str, text: str, themes: tuple[str, ...], *deeds: Deed) -> Ring:
    return Ring(
        slug, name, summary, text, themes, band="wad", programme=PROGRAMME.slug, joining="on_request", deeds=deeds
    )


def _together(subject: str) -> str:
    return (
        f"<p>{subject} In deze kring delen zij kennis, verdelen zij werk, pakken zij concrete activiteiten op en "
        "wisselen zij personeel uit. De kring organiseert zichzelf en ging na het einde van SSNT gewoon door.</p>"
        "<p>De gegevens op deze pagina zijn die van juli 2018.</p>"
    )


RINGS = (
    _ring(
        "basisregistraties",
        "Basisregistraties",
        "Twentse collega’s van de registraties Topografie, BAG en WOZ trekken samen op.",
        _together("Hier treffen beheerders van de Twentse registraties Topografie, BAG en WOZ elkaar."),
        ("Topografie", "BAG", "WOZ"),
        Deed("tender", "Aanbesteding topografie", "De kring besteedt het werk voor Topografie samen aan.", "running"),
        Deed(
            "staff_pool",
            "Vervangingspool BAG-beheerders",
            "Valt een BAG-beheerder uit, dan springt een collega van een andere organisatie in.",
            "running",
        ),
        Deed(
            "handbook",
            "Handboeken procesharmonisatie",
            "Handboeken waarmee alle organisaties hun werk op dezelfde manier doen.",
            "running",
        ),
    ),
    _ring(
        "juridische-zaken",
        "Juridische zaken",
        "Juristen van de Twentse overheden leren van elkaar en helpen elkaar.",
        _together("Juristen van de Twentse overheden kennen elkaar en weten elkaar te vinden."),
        (),
    ),
    _ring(
        "communicatie",
        "Communicatie",
        "Communicatiemensen van de Twentse overheden kopen samen in en leren van elkaar.",
        _together("Communicatieadviseurs van de Twentse overheden staan hier niet alleen voor hun werk."),
        ("sociale media",),
        Deed("tender", "Aanbesteding socialmediatool", "Samen één hulpmiddel voor sociale media inkopen.", "running"),
    ),
    _ring(
        "inkoop",
        "Inkoop",
        "Inkopers van de Twentse overheden vergelijken, verdelen en leren.",
        _together("Inkopers van de Twentse overheden leggen hier hun plannen naast elkaar."),
        (),
    ),
    _ring(
        "facilities",
        "Facilities",
        "Facilitaire collega’s van de Twentse overheden delen wat werkt.",
        _together("Gebouwen, werkplekken en diensten: elke Twentse overheid heeft ermee te maken."),
        (),
    ),
    _ring(
        "financien-en-control",
        "Financiën & control",
        "Financiële collega’s van de Twentse overheden zoeken samen uit wat beter kan.",
        _together("Financieel adviseurs en controllers van de Twentse overheden leggen hier hun cijfers naast elkaar."),
        ("crediteuren en debiteuren", "btw", "Verbijzonderde Interne Controle"),
        Deed(
            "study",
            "Onderzoek crediteuren- en debiteurenadministratie",
            "Wat levert het op om rekeningen samen te betalen en te innen?",
            "running",
        ),
        Deed("study", "Btw", "Samen uitzoeken hoe de regels voor de btw uitpakken.", "running"),
        Deed(
            "study",
            "Verbijzonderde Interne Controle",
            "Samen werken aan de extra controle die elke organisatie op haar eigen cijfers doet.",
            "running",
        ),
    ),
)

ARTICLE = Story(
    slug="programma-ssnt-is-gestopt",
    title="SSNT is gestopt, de samenwerking in Twente niet",
    lead=(
        "Per 1 juli 2018 is er geen programma SSNT meer. De samenwerking in de bedrijfsvoering gaat verder: in twee "
        "platforms en in kenniskringen."
    ),
    text=(
        "<p>SSNT begon in 2013 met het Communiqué van Zenderen 2013-2020. De Twentse gemeenten, hun "
        "samenwerkingsverbanden (Regio Twente, VRT en GBT) en Waterschap Vechtstromen wilden samenwerken in de "
        "bedrijfsvoering. Het programma moest dat aanmoedigen en ondersteunen, tot de samenwerking echt resultaat "
        "geeft.</p>"
        "<h2>Twee wensbeelden</h2>"
        "<p>Vanaf de eerste dag werkte SSNT aan twee wensbeelden. ‘Werken voor de Twentse Overheid’ leverde een "
        "interne arbeidsmarkt, een Twentse School en een traineeprogramma op. Twentse Kracht voert die al enkele jaren "
        "uit.</p>"
        "<p>‘Informatievoorziening zonder belemmeringen’ leverde architectuurprincipes, digikoppeling, Govroam en het "
        "beheer van de regionale glasvezelring op. TwenteCloud (met single sign-on), een gezamenlijke infrastructuur "
        "en beleid voor informatieveiligheid zijn ver op weg. Beheer en ontwikkeling komen bij het nieuwe IT-platform "
        "TWENTE. Regio Twente is gastheer van allebei de platforms.</p>"
        "<h2>Kenniskringen gaan zelf verder</h2>"
        "<p>Collega’s vinden elkaar al langer in kenniskringen. Zij delen kennis, verdelen werk, pakken concrete "
        "activiteiten op en wisselen personeel uit.</p>"
        "<ul><li>Basisregistraties (Topografie, BAG en WOZ): een aanbesteding voor topografie, een vervangingspool van "
        "BAG-beheerders en handboeken om processen gelijk te maken.</li>"
        "<li>Communicatie: een aanbesteding voor een socialmediatool.</li>"
        "<li>Financiën & control: onderzoek naar de administratie van crediteuren en debiteuren, btw en de "
        "Verbijzonderde Interne Controle.</li>"
        "<li>Ook juridische zaken, inkoop en facilities hebben een kring.</li></ul>"
        "<h2>Niet af, wel geborgd</h2>"
        "<p>De wensbeelden zijn nog niet helemaal werkelijkheid. Toch is het werk ver genoeg om zonder programma "
        "verder te kunnen, want alles heeft een vaste plek. Programmaleider Gert Jan Eikenaar heeft zijn werk daarom "
        "afgerond. Het platform directeuren en hoofden bedrijfsvoering Twente neemt het sturen en aanjagen over.</p>"
        "<p>Vragen? Die beantwoordt Monique Harink. Zij is manager bedrijfsvoering bij Regio Twente en zaakwaarnemer "
        'van SSNT: <a href="mailto:m.harink@regiotwente.nl">m.harink@regiotwente.nl</a>.</p>'
    ),
    on=PUBLISHED,
    author=AUTHOR,
    programmes=(PROGRAMME.slug,),
    circles=tuple(ring.slug for ring in RINGS),
)
