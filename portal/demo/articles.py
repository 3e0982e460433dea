"""Made-up news of the northern network: published, scheduled and withdrawn."""

from datetime import date, time

from portal.demo.dated import days
from portal.demo.shapes import INVENTED, Story

EDITOR = "Rixt Redactiepen"
MANAGER = "Marije Mastbos"
CARE = "Dieuwke Duinroos"
WATER = "Lubbert Lindeboog"

ARTICLES = (
    Story(
        slug="drie-lessen-uit-een-dag-zonder-netwerk",
        title="Drie lessen uit een dag zonder netwerk",
        lead=(
            "Op het Oefenplein Noord trokken twaalf organisaties de stekker eruit. Na een uur wist iedereen wat er "
            "ontbrak: papier."
        ),
        text=(
            "<p>Om negen uur ’s ochtends gingen de schermen op zwart. Geen mail, geen telefoonlijst, geen zaaksysteem. "
            "Zo begon de gezamenlijke oefening van Digitaal Weerbaar Noord.</p>"
            "<h2>Wat viel op?</h2>"
            "<ul><li>Wie een telefoonlijst op papier had, was binnen tien minuten aan het werk. De rest pas na een "
            "uur.</li>"
            "<li>Afspraken tussen buren bleken belangrijker dan techniek. Een gemeente leende laptops van het "
            "waterschap.</li>"
            "<li>Inwoners accepteren veel, als u vertelt wat er aan de hand is en wanneer u meer weet.</li></ul>"
            "<h2>Wat doen we ermee?</h2>"
            "<p>De lessen komen in het draaiboek dat Veiligheidsregio Groningen beheert. Over een half jaar "
            "oefenen we weer. Aanmelden kan bij de begeleiders van het Oefenplein.</p>" + INVENTED
        ),
        on=days(-3),
        at=time(8, 30),
        author=MANAGER,
        sectors=("veiligheid", "overheden"),
        programmes=("digitaal-weerbaar-noord",),
    ),
    Story(
        slug="nog-twee-weken-om-mee-te-doen-met-beveiligingstests",
        title="Nog even: samen beveiligingstests inkopen",
        lead="Vier organisaties kopen samen tests in. Wie zich op tijd meldt, deelt mee in de korting.",
        text=(
            "<p>Een beveiligingstest laat zien waar een indringer binnen zou komen. Alleen is zo’n test duur. Daarom "
            "schrijft de kenniskring Informatieveiligheid één aanbesteding uit voor drie jaar.</p>"
            "<h2>Wat vraagt het van u?</h2>"
            "<ul><li>Een lijst van systemen die u wilt laten testen.</li>"
            "<li>Eén collega die de uitkomsten in ontvangst neemt.</li>"
            "<li>Een handtekening van uw directie.</li></ul>"
            "<p>De sluitingsdatum staat bij de activiteit op de pagina van de kring. Gemeente Hoogeveen is trekker en "
            "beantwoordt vragen.</p>" + INVENTED
        ),
        on=days(-8),
        author=EDITOR,
        sectors=("overheden", "veiligheid", "water"),
        circles=("informatieveiligheid",),
    ),
    Story(
        slug="noordelijk-datahuis-gaat-langer-door",
        title="Noordelijk Datahuis krijgt anderhalf jaar extra",
        lead="De stuurgroep verlengt het programma. De extra tijd is bedoeld om het werk goed over te dragen.",
        text=(
            "<p>De begrippenlijst is af en de leerlijn draait. Maar de gegevenscatalogus is nog lang niet gevuld. "
            "Daarom krijgt het Noordelijk Datahuis meer tijd.</p>"
            "<h2>Drie dingen eerst</h2>"
            "<ul><li>De catalogus: elke deelnemer zet zijn twintig belangrijkste bestanden erin.</li>"
            "<li>De meting: ook de laatste drie deelnemers sluiten aan.</li>"
            "<li>De overdracht: voor elk onderdeel staat straks vast wie het beheert.</li></ul>"
            "<p>Het dashboard voor raadsleden keert niet terug. Elke raad vroeg iets anders, en samen bouwen maakte "
            "het niet goedkoper.</p>" + INVENTED
        ),
        on=days(-19),
        author=EDITOR,
        sectors=("overheden",),
        programmes=("noordelijk-datahuis",),
        circles=("datagedreven-werken",),
    ),
    Story(
        slug="ruil-een-maand-van-werkplek",
        title="Analist gezocht, analist aangeboden",
        lead="Een maand meekijken bij een ander: drie organisaties doen al mee aan de ruil van analisten.",
        text=(
            "<p>Wie jaren met dezelfde cijfers werkt, ziet niet meer wat er vreemd aan is. Een gast ziet dat op de "
            "eerste dag. Daarom ruilen deelnemers van de kring Datagedreven werken een maand van plek.</p>"
            "<p>U stuurt een analist en krijgt er een terug. Ieder houdt zijn eigen werkgever en zijn eigen "
            "arbeidsvoorwaarden.</p>"
            "<h2>Meedoen</h2>"
            "<p>Meld uw organisatie aan bij de coördinator van de kring. De koppels maken we in overleg: zo dat "
            "niemand langer dan een uur reist.</p>" + INVENTED
        ),
        on=days(-34),
        at=time(13),
        author=EDITOR,
        sectors=("overheden", "onderwijs"),
        circles=("datagedreven-werken",),
    ),
    Story(
        slug="waterschappen-meten-samen-droogte",
        title="Drie waterschappen meten droogte op dezelfde manier",
        lead="Tot nu toe telde elk waterschap anders. Binnenkort kunnen de kaarten voor het eerst naast elkaar.",
        text=(
            "<p>Is het droog in Drenthe, dan merkt Groningen dat weken later. Toch waren de metingen niet te "
            "vergelijken: de een mat per week, de ander per maand.</p>"
            "<p>In de sector Water spraken de waterschappen één manier van meten af. De eerste gezamenlijke kaart "
            "verschijnt binnenkort.</p>"
            "<h2>Ook voor gemeenten</h2>"
            "<p>Gemeenten kunnen de kaart gebruiken bij vragen over bomen, bermen en vijvers. Zij krijgen hem elke "
            "maandag.</p>" + INVENTED
        ),
        on=days(-52),
        author=WATER,
        sectors=("water",),
    ),
    Story(
        slug="schrijfwijzer-voor-brieven-is-klaar",
        title="Schrijfwijzer voor brieven is klaar",
        lead="Veertig voorbeelden van brieven, voor en na. Alle leden mogen ze gebruiken.",
        text=(
            "<p>‘Naar aanleiding van uw schrijven’: zo begint niemand een gesprek. Toch staat het nog in veel brieven. "
            "De kring Digitale toegankelijkheid herschreef er veertig, samen met mensen die moeite hebben met "
            "lezen.</p>"
            "<h2>Wat werkte?</h2>"
            "<ul><li>De boodschap in de eerste zin.</li>"
            "<li>Eén onderwerp per brief.</li>"
            "<li>Een naam en een telefoonnummer onderaan.</li></ul>"
            "<p>De schrijfwijzer staat bij de activiteiten van de kring.</p>" + INVENTED
        ),
        on=days(-81),
        author=EDITOR,
        sectors=("overheden", "zorg"),
        circles=("digitale-toegankelijkheid",),
    ),
    Story(
        slug="zorg-en-onderwijs-zoeken-samen-stageplekken",
        title="Zorg en onderwijs zoeken samen stageplekken",
        lead="Een student wil één keer solliciteren. Twee sectoren maken dat vanaf dit jaar mogelijk.",
        text=(
            "<p>Wie in de zorg leert, moet nu bij elke instelling opnieuw een formulier invullen. In de sectoren Zorg "
            "en Onderwijs is afgesproken dat één aanmelding genoeg is.</p>"
            "<p>Scholen en zorginstellingen kijken daarna samen wie waar past. De proef begint klein: met één "
            "opleiding en vier instellingen.</p>" + INVENTED
        ),
        on=days(-118),
        author=CARE,
        sectors=("zorg", "onderwijs"),
    ),
    Story(
        slug="kleine-gemeenten-delen-een-beveiliger",
        title="Ziek, en toch bereikbaar: de invalpool werkt",
        lead="Drie organisaties vervangen elkaars beveiliger. In het eerste jaar sprong de pool zes keer in.",
        text=(
            "<p>Een kleine organisatie heeft vaak één beveiliger. Valt die uit, dan kijkt er niemand. De invalpool van "
            "de kring Informatieveiligheid lost dat op: een collega komt een dag per week langs.</p>"
            "<h2>Geen rekening</h2>"
            "<p>De deelnemers sturen elkaar geen rekening. Zij houden bij wie hoe vaak helpt. Aan het eind van het "
            "jaar blijkt dat vanzelf in balans.</p>" + INVENTED
        ),
        on=days(-171),
        author=MANAGER,
        sectors=("veiligheid",),
        circles=("informatieveiligheid",),
    ),
    Story(
        slug="warmtekaart-voor-het-hele-noorden",
        title="Eén warmtekaart voor het hele Noorden",
        lead="Waar ligt warmte die niemand gebruikt? De sector Energie zette alle bronnen op één kaart.",
        text=(
            "<p>Rioolwater, rekencentra, koelhuizen: er is meer warmte dan we dachten. De kaart laat zien welke bron "
            "dicht bij woningen ligt.</p>"
            "<p>De kaart is een begin. Of een bron echt bruikbaar is, moet ter plekke blijken. Drie gemeenten gaan dat "
            "dit jaar na.</p>" + INVENTED
        ),
        on=days(-236),
        author=WATER,
        sectors=("energie", "overheden"),
    ),
    Story(
        slug="kring-werkplek-na-corona-sluit",
        title="Klaar is klaar: kring over de werkplek sluit",
        lead="De vragen zijn beantwoord. Wat de kring maakte, blijft te lezen.",
        text=(
            "<p>De kring begon toen kantoren dichtgingen. Nu heeft elke organisatie een manier gevonden om thuis "
            "en op kantoor te werken. De deelnemers besloten daarom te stoppen.</p>"
            "<h2>Wat blijft</h2>"
            "<ul><li>Het overzicht van afspraken over thuiswerken.</li>"
            "<li>De gezamenlijke inkoop van bureaustoelen.</li></ul>"
            "<p>Een kring die zijn werk gedaan heeft, mag sluiten. Dat maakt ruimte voor een nieuwe.</p>" + INVENTED
        ),
        on=date(2024, 6, 6),
        author=EDITOR,
        sectors=("overheden",),
        circles=("werkplek-na-corona",),
    ),
    Story(
        slug="twaalf-organisaties-tekenen-voor-weerbaarheid",
        title="Convenant verlengd: nog twee jaar samen weerbaar",
        lead="De twaalf deelnemers van Digitaal Weerbaar Noord gaan door, en beloven het daarna goed over te dragen.",
        text=(
            "<p>Het draaiboek ligt er, de eerste oefeningen zijn geweest. De deelnemers willen nog twee jaar samen "
            "verder. Nieuw in de afspraken: wie iets bouwt, zegt er meteen bij wie het later beheert.</p>"
            "<p>‘Een programma is tijdelijk, een storing niet’, zegt Marije Mastbos, programmamanager van de sector "
            "Veiligheid.</p>" + INVENTED
        ),
        on=days(-640),
        author=EDITOR,
        sectors=("veiligheid",),
        programmes=("digitaal-weerbaar-noord",),
    ),
    Story(
        slug="bestuur-beslist-over-een-loket-noord",
        title="Bestuur beslist over Eén Loket Noord",
        lead="Eén keer vertellen dat u verhuist: kan dat? Het bestuur van het netwerk neemt een besluit over het plan.",
        text=(
            "<p>Vijf organisaties schreven een voorstel. De eerste stap is klein: met twintig inwoners nagaan waar "
            "verhuizen nu misgaat.</p>"
            "<p>Stemt het bestuur in, dan begint het programma met een proef. De kwartiermaker zoekt nog twee "
            "gemeenten die meedoen.</p>" + INVENTED
        ),
        on=days(6),
        author=EDITOR,
        sectors=("overheden",),
        programmes=("een-loket-noord",),
    ),
    Story(
        slug="bezoek-rekencentrum-gaat-door",
        title="Bezoek aan rekencentrum: nog plaatsen vrij",
        lead="De kring Informatieveiligheid neemt een kijkje achter de schermen.",
        text="<p>Er zijn nog zes plaatsen. Aanmelden kan bij de coördinator van de kring.</p>" + INVENTED,
        on=days(-25),
        withdrawn=days(-12),
        author=EDITOR,
        sectors=("veiligheid",),
        circles=("informatieveiligheid",),
    ),
)
