"""Made-up knowledge circles of the northern network: four active, one asleep, one archived."""

from datetime import date

from portal.demo.dated import days, months
from portal.demo.shapes import INVENTED, Deed, Gather, Ring

DATA_DRIVEN = Ring(
    slug="datagedreven-werken",
    name="Datagedreven werken",
    summary="Analisten en beleidsmakers kijken mee in elkaars cijfers.",
    text=(
        "<p>Cijfers helpen pas als u weet wat ze zeggen. In deze kring laten deelnemers zien wat zij maakten, wat "
        "tegenviel en wat een ander zo kan overnemen.</p>"
        "<p>We komen eens in de zes weken bij elkaar, steeds bij een andere organisatie. Nieuwe deelnemers zijn "
        "welkom, ook zonder technische kennis.</p>" + INVENTED
    ),
    themes=("cijfers lezen", "algoritmen", "open data"),
    band="heide",
    programme="noordelijk-datahuis",
    coordinators=(("Gemeente Groningen", (months(-25), months(-11))), ("Gemeente Assen", (months(-11), None))),
    participants=(
        ("Gemeente Groningen", (months(-25), None)),
        ("Gemeente Assen", (months(-25), None)),
        ("Provincie Drenthe", (months(-24), None)),
        ("Gemeente Leeuwarden", (months(-20), None)),
        ("Gemeente Het Hogeland", (months(-7), None)),
        ("DUO", (months(-3), None)),
        ("Gemeente Emmen", (months(-22), months(-6))),
    ),
    deeds=(
        Deed(
            "exchange",
            "Een maand meedraaien als analist",
            "Analisten ruilen een maand van werkplek. Elke organisatie die iemand stuurt, krijgt iemand terug.",
            "open",
            lead="Gemeente Assen",
            participants=("Gemeente Assen", "Provincie Drenthe", "Gemeente Leeuwarden"),
            join_before=days(26),
        ),
        Deed(
            "handbook",
            "Wegwijzer eerlijke algoritmen",
            "Tien vragen die u stelt voordat een computer mee beslist.",
            "running",
            lead="Gemeente Groningen",
            participants=("Gemeente Groningen", "DUO", "Gemeente Het Hogeland"),
        ),
        Deed(
            "study",
            "Wie gebruikt onze open data?",
            "Het onderzoek is klaar: vooral studenten en journalisten, en vooral de kaarten.",
            "done",
            lead="Provincie Drenthe",
            participants=("Provincie Drenthe", "Provincie Groningen", "Provincie Fryslân"),
        ),
    ),
    gathers=(
        Gather(
            "Een dashboard dat niemand opent",
            "<p>Drie organisaties vertelden waarom hun dashboard niet werd gebruikt, en wat daarna wel werkte.</p>",
            days(-32),
            place="Vergaderruimte 2, Leeuwarden",
            host="Gemeente Leeuwarden",
        ),
        Gather(
            "Algoritmen uitleggen aan de raad",
            "<p>Hoe legt u in vijf minuten uit wat een algoritme doet? We oefenen met echte voorbeelden. Neem er zelf "
            "ook één mee.</p>",
            days(17),
            place="Raadzaal, Assen",
            host="Gemeente Assen",
            online=True,
        ),
    ),
)

SECURITY = Ring(
    slug="informatieveiligheid",
    name="Informatieveiligheid",
    summary="Beveiligers van het Noorden waarschuwen elkaar en vallen voor elkaar in.",
    text=(
        "<p>Wat de een vandaag overkomt, kan de ander morgen raken. Daarom praten beveiligers hier open over wat "
        "misging. Wat in de kring besproken wordt, blijft in de kring.</p>"
        "<p>Meedoen kan als uw organisatie u aanwijst. De coördinator neemt dan contact met u op.</p>" + INVENTED
    ),
    themes=("basisniveau", "oefenen", "leveranciers"),
    band="klinker",
    programme="digitaal-weerbaar-noord",
    joining="on_request",
    coordinators=(("Gemeente Smallingerland", (months(-30), None)),),
    participants=(
        ("Gemeente Smallingerland", (months(-30), None)),
        ("Wetterskip Fryslân", (months(-30), None)),
        ("Gemeente Hoogeveen", (months(-28), None)),
        ("Veiligheidsregio Groningen", (months(-28), None)),
        ("Waterschap Noorderzijlvest", (months(-16), None)),
        ("OWO-gemeenten", (months(-12), None)),
        ("CJIB", (months(-4), None)),
        ("Margriet Meerkoet", (months(-5), None)),
    ),
    deeds=(
        Deed(
            "tender",
            "Samen beveiligingstests inkopen",
            "Eén aanbesteding voor drie jaar testen. Hoe meer deelnemers, hoe lager de prijs per test.",
            "open",
            lead="Gemeente Hoogeveen",
            participants=("Gemeente Hoogeveen", "OWO-gemeenten", "Wetterskip Fryslân", "Gemeente Veendam"),
            join_before=days(6),
        ),
        Deed(
            "staff_pool",
            "Invalpool voor beveiligers",
            "Is uw beveiliger ziek of met verlof? Dan helpt een collega uit de pool één dag in de week.",
            "running",
            lead="Gemeente Smallingerland",
            participants=(
                *("Gemeente Smallingerland", "Gemeente Hoogeveen", "Waterschap Noorderzijlvest", "Gemeente Assen"),
            ),
        ),
        Deed(
            "study",
            "Samen dag en nacht meekijken",
            "Zou één gezamenlijke meldkamer alle netwerken in de gaten kunnen houden?",
            "idea",
        ),
    ),
    gathers=(
        Gather(
            "Leren van een storing",
            "<p>Een waterschap nam de kring mee door een dag zonder netwerk.</p>",
            days(-47),
            place="Crisiscentrum, Groningen",
            host="Veiligheidsregio Groningen",
            visibility="network",
        ),
        Gather(
            "Bezoek aan een rekencentrum",
            "<p>Een rondleiding langs koeling, noodstroom en bewaking.</p>",
            days(-11),
            place="Leeuwarden",
            host="CJIB",
            state="cancelled",
            reason="De rondleider was ziek. We zoeken een nieuwe dag.",
        ),
        Gather(
            "Piketdienst: nemen wij hem over?",
            "<p>Digitaal Weerbaar Noord stelt voor dat de kring de piketdienst overneemt. We bespreken wat dat vraagt "
            "van mensen en geld, en nemen een besluit.</p>",
            days(24),
            place="Waterschapshuis, Leeuwarden",
            host="Wetterskip Fryslân",
        ),
    ),
)

ACCESSIBILITY = Ring(
    slug="digitale-toegankelijkheid",
    name="Digitale toegankelijkheid",
    summary="Websites en brieven die iedereen kan lezen en gebruiken.",
    text=(
        "<p>Een website moet werken voor wie slecht ziet, voor wie geen muis kan gebruiken en voor wie moeite heeft "
        "met lezen. In deze kring testen we elkaars pagina’s, samen met mensen die het aangaat.</p>"
        "<p>Iedereen uit het netwerk kan aanschuiven: redacteuren, ontwikkelaars en adviseurs.</p>" + INVENTED
    ),
    themes=("websites", "duidelijke taal", "formulieren"),
    band="koolzaad",
    coordinators=(("Gemeente Noordenveld", (months(-15), None)),),
    participants=(
        ("Gemeente Noordenveld", (months(-15), None)),
        ("Gemeente Heerenveen", (months(-15), None)),
        ("DUO", (months(-14), None)),
        ("Gemeente Oldambt", (months(-9), None)),
        ("Gemeente Harlingen", (months(-5), None)),
    ),
    deeds=(
        Deed(
            "tender",
            "Toegankelijkheidsonderzoek voor websites",
            "Samen een bureau kiezen dat websites en apps onderzoekt.",
            "open",
            lead="Gemeente Heerenveen",
            participants=("Gemeente Heerenveen", "Gemeente Noordenveld", "Gemeente Oldambt"),
            join_before=days(45),
        ),
        Deed(
            "handbook",
            "Schrijfwijzer voor brieven",
            "Voorbeelden van brieven voor en na het herschrijven. Vrij te gebruiken.",
            "done",
            lead="DUO",
            participants=("DUO", "Gemeente Noordenveld", "Gemeente Harlingen"),
        ),
    ),
    gathers=(
        Gather(
            "Met een schermlezer langs tien websites",
            "<p>Een ervaringsdeskundige liep tien websites langs. Twee deelnemers losten ter plekke een fout op.</p>",
            days(-61),
            place="Bibliotheek, Roden",
            host="Gemeente Noordenveld",
        ),
        Gather(
            "Formulieren die af te maken zijn",
            "<p>Waarom haken mensen halverwege af? We leggen drie formulieren naast elkaar en bouwen er één om.</p>",
            days(38),
            place="Gemeentehuis, Heerenveen",
            host="Gemeente Heerenveen",
        ),
    ),
)

PORTFOLIO = Ring(
    slug="projectportfoliomanagement",
    name="Projectportfoliomanagement",
    summary="Kiezen wat u nu doet, wat later en wat niet.",
    text=(
        "<p>Elke organisatie heeft meer projecten dan mensen. In deze kring delen portfoliomanagers hoe zij keuzes op "
        "tafel krijgen en hoe het bestuur die keuzes ook echt maakt.</p>" + INVENTED
    ),
    themes=("kiezen", "capaciteit", "baten"),
    band="weide",
    joining="on_request",
    coordinators=(("Margriet Meerkoet", (months(-8), None)),),
    participants=(
        ("Margriet Meerkoet", (months(-8), None)),
        ("Gemeente De Wolden", (months(-8), None)),
        ("Gemeente Stadskanaal", (months(-8), None)),
        ("RDW", (months(-6), None)),
        ("Provincie Groningen", (months(-2), None)),
    ),
    deeds=(
        Deed(
            "exchange",
            "Te gast bij elkaars projectoverleg",
            "Eens per maand schuift iemand van buiten aan en stelt de vragen die anders niemand stelt.",
            "running",
            lead="Gemeente De Wolden",
            participants=("Gemeente De Wolden", "Gemeente Stadskanaal", "RDW"),
        ),
        Deed(
            "study",
            "Welke software past bij wie?",
            "We vergelijken programma’s voor projectoverzichten. Aansluiten kan zolang het onderzoek loopt.",
            "open",
            lead="RDW",
            participants=("RDW", "Provincie Groningen"),
        ),
        Deed("handbook", "Handboek projecten kiezen", "Misschien maken we er samen een handboek van.", "idea"),
    ),
    gathers=(
        Gather(
            "Nee zeggen tegen een goed plan",
            "<p>Met een spel oefenen we hoe u een project weigert zonder ruzie te maken.</p>",
            days(9),
            place="Gemeentehuis, Stadskanaal",
            host="Gemeente Stadskanaal",
        ),
    ),
)

ARCHIVES = Ring(
    slug="informatiebeheer-en-archief",
    name="Informatiebeheer en archief",
    summary="Bewaren wat moet, weggooien wat mag. De kring ligt nu stil.",
    text=(
        "<p>Archivarissen en informatiebeheerders werkten hier aan bewaren en vernietigen. Sinds de coördinator een "
        "andere baan heeft, ligt de kring stil. Wilt u hem weer op gang brengen? Laat het weten aan het netwerk.</p>"
        + INVENTED
    ),
    themes=("bewaren", "vernietigen"),
    band="aubergine",
    state="asleep",
    coordinators=(("Gemeente Westerwolde", (months(-40), months(-10))),),
    participants=(
        ("Gemeente Pekela", (months(-40), None)),
        ("Gemeente Coevorden", (months(-38), None)),
        ("Gemeente Westerwolde", (months(-40), months(-10))),
    ),
    deeds=(
        Deed(
            "staff_pool",
            "Archiefploeg op pad",
            "Twee archivarissen zouden langs de deelnemers reizen. Er was te weinig tijd voor.",
            "stopped",
            lead="Gemeente Pekela",
            participants=("Gemeente Pekela", "Gemeente Westerwolde"),
        ),
    ),
    gathers=(
        Gather(
            "Wat doen we met oude mail?",
            "<p>De kring vergeleek vier manieren om mail te bewaren.</p>",
            days(-335),
            place="Gemeentehuis, Coevorden",
            host="Gemeente Coevorden",
        ),
    ),
)

WORKPLACE_SPAN = (date(2020, 9, 1), date(2024, 6, 1))
WORKPLACE = Ring(
    slug="werkplek-na-corona",
    name="Werkplek na corona",
    summary="Thuis of op kantoor? De kring heeft zijn werk gedaan.",
    text=(
        "<p>Toen kantoren dichtgingen, zochten collega’s hier samen naar manieren om thuis te werken, en later om weer "
        "terug te komen. De vragen zijn beantwoord; de kring is gesloten. De opbrengst blijft hier staan.</p>"
        + INVENTED
    ),
    themes=("thuiswerken", "kantoor"),
    band="wad",
    state="archived",
    coordinators=(("Gemeente Súdwest-Fryslân", WORKPLACE_SPAN),),
    participants=(
        ("Gemeente Súdwest-Fryslân", WORKPLACE_SPAN),
        ("Gemeente Meppel", (date(2020, 11, 1), date(2024, 6, 1))),
        ("Provincie Fryslân", (date(2021, 2, 1), date(2024, 6, 1))),
    ),
    deeds=(
        Deed(
            "tender",
            "Bureaustoelen voor thuis",
            "Vier organisaties kochten samen stoelen in.",
            "done",
            lead="Gemeente Súdwest-Fryslân",
            participants=("Gemeente Súdwest-Fryslân", "Gemeente Meppel"),
        ),
        Deed(
            "study",
            "Hoeveel kantoor is genoeg?",
            "Het onderzoek stopte toen de kring sloot.",
            "stopped",
            lead="Provincie Fryslân",
            participants=("Provincie Fryslân",),
        ),
    ),
)

CIRCLES = (DATA_DRIVEN, SECURITY, ACCESSIBILITY, PORTFOLIO, ARCHIVES, WORKPLACE)
