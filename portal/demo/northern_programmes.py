"""Three made-up programmes of the northern network: one proposed, one running, one handing over its work."""

from portal.demo.dated import days, months
from portal.demo.shapes import INVENTED, Goes, Ground, Leads, Plan, Step, Stream, Wish

DATA_LAB = Ground(
    slug="datawerkplaats-noord",
    name="Datawerkplaats Noord",
    purpose=(
        "Een vaste plek met gereedschap en begeleiding voor wie met gegevens werkt. Elke organisatie in het netwerk "
        "kan er een vraag neerleggen of een dag meewerken. Dit platform is verzonnen, als voorbeeld."
    ),
    scope=("execution", "development"),
    hosts=(("Provincie Groningen", (months(-24), months(-9))), ("Provincie Drenthe", (months(-9), None))),
    since=months(-24),
)
TRAINING_GROUND = Ground(
    slug="oefenplein-noord",
    name="Oefenplein Noord",
    purpose=(
        "Hier oefenen organisaties samen voor het moment dat de techniek uitvalt. Het Oefenplein heeft draaiboeken, "
        "een oefenruimte en begeleiders die u kunt lenen. Dit platform is verzonnen, als voorbeeld."
    ),
    scope=("management", "execution"),
    hosts=(
        ("Veiligheidsregio Fryslân", (months(-28), months(-12))),
        ("Veiligheidsregio Drenthe", (months(-12), None)),
    ),
    since=months(-28),
)

DATA = Plan(
    slug="noordelijk-datahuis",
    name="Noordelijk Datahuis",
    acronym="NDH",
    summary="Negen organisaties zorgen dat hun cijfers kloppen en dat medewerkers ermee kunnen werken.",
    purpose=(
        "<p>Bijna elke organisatie in het Noorden verzamelt dezelfde gegevens, en bijna elke organisatie telt ze "
        "anders. Daardoor zijn cijfers niet te vergelijken en kost elke vraag opnieuw tijd.</p>"
        "<p>In het Noordelijk Datahuis spreken we af wat woorden betekenen, meten we of gegevens kloppen en leren "
        "we medewerkers hoe zij cijfers lezen. Wat klaar is, gaat naar de Datawerkplaats Noord.</p>" + INVENTED
    ),
    region="Noord-Nederland",
    band="heide",
    state="running",
    document="Startnotitie Noordelijk Datahuis",
    started=months(-26),
    planned_end=months(17),
    participants=(
        *("Provincie Groningen", "Provincie Fryslân", "Provincie Drenthe", "Gemeente Groningen", "Gemeente Assen"),
        *("Gemeente Leeuwarden", "Gemeente Emmen", "Gemeente Het Hogeland", "SWO De Wolden Hoogeveen"),
    ),
    participation=(months(-26), None),
    leaders=(
        Leads("Gemeente Groningen", (months(-26), months(-13))),
        Leads("Provincie Drenthe", (months(-13), None)),
        Leads("Gemeente Leeuwarden", (months(-13), None), deputy=True),
    ),
    steps=(Step("change_leadership", months(-13), body="stuurgroep", text="De leiding gaat over naar Drenthe."),),
    wishes=(
        Wish(
            "Cijfers die kloppen",
            "Wie een cijfer gebruikt, weet waar het vandaan komt en wat het betekent.",
            still_open="De meting is er voor zes van de negen deelnemers.",
            streams=(
                Stream(
                    "Gezamenlijke begrippenlijst",
                    "in_operation",
                    "Ruim tweehonderd woorden met één betekenis voor het hele Noorden.",
                    lead="Provincie Fryslân",
                    goes=Goes(
                        "transferred",
                        platform=DATA_LAB.slug,
                        since=months(-8),
                        contact="Provincie Drenthe",
                        accepted=days(-250),
                        accepted_by="Provincie Drenthe",
                        note="De werkplaats voegt elk kwartaal nieuwe woorden toe.",
                    ),
                ),
                Stream(
                    "Meting van gegevenskwaliteit",
                    "well_advanced",
                    "Elk kwartaal zien deelnemers welke gegevens kloppen en welke niet.",
                    lead="Gemeente Emmen",
                ),
                Stream(
                    "Gegevenscatalogus",
                    "building",
                    "Eén lijst van wie welke gegevens heeft.",
                    lead="Gemeente Assen",
                ),
            ),
        ),
        Wish(
            "Iedereen kan met cijfers werken",
            "Een beleidsmedewerker kan zelf een vraag aan de gegevens stellen.",
            still_open="Uitwisselen van analisten is nog een plan.",
            streams=(
                Stream(
                    "Leerlijn cijfers lezen",
                    "in_operation",
                    "Vier dagdelen voor medewerkers die geen analist zijn.",
                    lead="Gemeente Leeuwarden",
                    goes=Goes("continues", platform=DATA_LAB.slug, since=months(3), contact="Gemeente Leeuwarden"),
                ),
                Stream(
                    "Analisten wisselen",
                    "exploring",
                    "Kunnen analisten een maand bij een ander meedraaien?",
                    lead="Gemeente Het Hogeland",
                ),
                Stream(
                    "Dashboard voor raadsleden",
                    "stopped",
                    "Gestopt: elke raad wilde iets anders zien, samen bouwen loonde niet.",
                    goes=Goes(
                        "stopped",
                        since=months(-6),
                        accepted=days(-190),
                        accepted_by="Provincie Drenthe",
                        note="De drie proefversies zijn opgeruimd.",
                    ),
                ),
            ),
        ),
    ),
    grounds=(DATA_LAB,),
)

RESILIENCE = Plan(
    slug="digitaal-weerbaar-noord",
    name="Digitaal Weerbaar Noord",
    acronym="DWN",
    summary="Samen voorbereid op uitval en aanvallen. Het programma draagt nu over wat het bouwde.",
    purpose=(
        "<p>Ligt het netwerk bij één organisatie plat, dan merken de buren dat ook. Een kleine gemeente kan zich daar "
        "niet alleen op voorbereiden.</p>"
        "<p>Daarom werken gemeenten, waterschappen en veiligheidsregio’s hier samen aan een draaiboek, aan oefeningen "
        "en aan een basisniveau dat voor iedereen haalbaar is. Dit jaar krijgt elk onderdeel een vaste plek.</p>"
        + INVENTED
    ),
    region="Noord-Nederland",
    band="klinker",
    state="in_transition",
    document="Convenant Digitaal Weerbaar Noord",
    started=months(-45),
    planned_end=months(4),
    participants=(
        *("Veiligheidsregio Groningen", "Veiligheidsregio Fryslân", "Veiligheidsregio Drenthe", "Wetterskip Fryslân"),
        *("Waterschap Noorderzijlvest", "Waterschap Hunze en Aa's", "Gemeente Groningen", "Gemeente Hoogeveen"),
        *("Gemeente Smallingerland", "Gemeente Westerkwartier", "Gemeente Veendam", "OWO-gemeenten"),
    ),
    participation=(months(-45), None),
    leaders=(
        Leads("Veiligheidsregio Groningen", (months(-45), months(-29))),
        Leads("Wetterskip Fryslân", (months(-29), None)),
        Leads("Gemeente Hoogeveen", (months(-20), None), deputy=True),
    ),
    steps=(
        Step("found", months(-45), body="bestuur van het netwerk", text="Twaalf organisaties tekenen het convenant."),
        Step("change_leadership", months(-29), body="stuurgroep", text="Het Wetterskip levert de programmaleider."),
        Step("extend", months(-21), body="bestuur van het netwerk", text="Het convenant loopt twee jaar langer."),
        Step("start_transition", months(-5), body="stuurgroep", text="Geen nieuw werk meer: alles krijgt een plek."),
    ),
    wishes=(
        Wish(
            "Voorbereid op een digitale crisis",
            "Elke organisatie weet wie zij belt en wat zij doet als de systemen uitvallen.",
            still_open="De gezamenlijke piketdienst heeft nog geen vaste plek.",
            streams=(
                Stream(
                    "Draaiboek digitale crisis",
                    "handed_over",
                    "Eén draaiboek, met een bladzijde per organisatie.",
                    lead="Veiligheidsregio Groningen",
                    goes=Goes(
                        "transferred",
                        organisation="Veiligheidsregio Groningen",
                        since=months(-2),
                        contact="Veiligheidsregio Groningen",
                        accepted=days(-75),
                        accepted_by="Veiligheidsregio Groningen",
                        note="De veiligheidsregio werkt het draaiboek elk voorjaar bij.",
                    ),
                ),
                Stream(
                    "Gezamenlijke oefeningen",
                    "handed_over",
                    "Twee keer per jaar een dag oefenen, met echte uitval.",
                    lead="Veiligheidsregio Drenthe",
                    goes=Goes(
                        "continues",
                        platform=TRAINING_GROUND.slug,
                        since=months(-3),
                        contact="Veiligheidsregio Drenthe",
                        accepted=days(-100),
                        accepted_by="Veiligheidsregio Drenthe",
                    ),
                ),
                Stream(
                    "Gezamenlijke piketdienst",
                    "well_advanced",
                    "’s Nachts en in het weekend één nummer voor alle deelnemers.",
                    lead="Gemeente Hoogeveen",
                    goes=Goes(
                        "transferred",
                        circle="informatieveiligheid",
                        since=months(4),
                        contact="Gemeente Hoogeveen",
                        note="De kring bespreekt dit voorstel in de volgende bijeenkomst.",
                    ),
                ),
            ),
        ),
        Wish(
            "Geen zwakke schakel",
            "Ook de kleinste deelnemer haalt het afgesproken basisniveau.",
            still_open="Voor het inkopen van tests zoeken we nog een plek.",
            streams=(
                Stream(
                    "Basisniveau informatieveiligheid",
                    "handed_over",
                    "Dertig maatregelen die iedere deelnemer neemt, met uitleg.",
                    lead="Wetterskip Fryslân",
                    goes=Goes(
                        "transferred",
                        circle="informatieveiligheid",
                        since=months(-1),
                        contact="Wetterskip Fryslân",
                        accepted=days(-40),
                        accepted_by="Gemeente Smallingerland",
                    ),
                ),
                Stream(
                    "Dreigingsbeeld in cijfers",
                    "building",
                    "Elke maand een kort overzicht van wat er in het Noorden misging.",
                    lead="Waterschap Hunze en Aa's",
                    goes=Goes(
                        "absorbed",
                        to_programme=DATA.slug,
                        since=months(2),
                        accepted=days(-12),
                        accepted_by="Provincie Drenthe",
                    ),
                ),
                Stream(
                    "Samen tests inkopen",
                    "in_operation",
                    "Eén keer per jaar laten deelnemers hun systemen testen.",
                    lead="OWO-gemeenten",
                ),
                Stream(
                    "Campagne ‘Klik niet zomaar’",
                    "stopped",
                    "De campagne is klaar. Filmpjes en posters blijven te gebruiken.",
                    goes=Goes(
                        "archived",
                        since=months(-4),
                        accepted=days(-130),
                        accepted_by="Wetterskip Fryslân",
                        note="Het materiaal staat in het archief van het netwerk.",
                    ),
                ),
            ),
        ),
    ),
    grounds=(TRAINING_GROUND,),
    steering=Goes(
        "steering",
        body="overleg van directeuren van de veiligheidsregio’s",
        since=months(4),
        contact="Veiligheidsregio Drenthe",
        note="Het overleg beslist hierover in de volgende vergadering.",
    ),
)

COUNTER = Plan(
    slug="een-loket-noord",
    name="Eén Loket Noord",
    acronym="",
    summary="Een voorstel: wie verhuist naar of binnen het Noorden, vertelt zijn verhaal nog maar één keer.",
    purpose=(
        "<p>Wie verhuist, heeft met een gemeente te maken, met een waterschap en vaak ook met de provincie. Die vragen "
        "alle drie hetzelfde. Vijf organisaties willen uitzoeken of dat in één keer kan.</p>"
        "<p>Het bestuur van het netwerk beslist binnenkort over het plan. Wilt u meedenken? Meld u bij de "
        "kwartiermaker.</p>" + INVENTED
    ),
    region="Noord-Nederland",
    band="koolzaad",
    state="proposed",
    document="Voorstel Eén Loket Noord",
    planned_end=months(30),
    participants=(
        *("Gemeente Midden-Groningen", "Gemeente Waadhoeke", "Gemeente Tynaarlo", "Wetterskip Fryslân"),
        "Provincie Fryslân",
    ),
    participation=(months(-2), None),
    leaders=(Leads("Gemeente Tynaarlo", (months(-2), None)),),
    wishes=(
        Wish(
            "Eén keer vertellen is genoeg",
            "Een inwoner geeft een verhuizing één keer door; alle overheden weten het dan.",
            still_open="Alles: het plan ligt nog voor.",
            streams=(
                Stream(
                    "Wat mag er met gegevens?",
                    "exploring",
                    "Juristen zoeken uit welke gegevens organisaties mogen delen.",
                    lead="Provincie Fryslân",
                ),
                Stream(
                    "Proef met verhuizen",
                    "exploring",
                    "Met twintig inwoners nagaan waar het nu misgaat.",
                    lead="Gemeente Waadhoeke",
                ),
            ),
        ),
    ),
)

PROGRAMMES = (DATA, RESILIENCE, COUNTER)
