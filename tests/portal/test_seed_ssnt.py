"""Every fact that was published about the end of programme SSNT, read on the pages as a visitor."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from portal.demo.loading import load
from programmes.models import JointActivity, Platform, Workstream
from tests.reading import Page

pytestmark = pytest.mark.django_db

Stage, Kind, Scope = Workstream.Stage, JointActivity.Kind, Platform.Scope

PROGRAMME = "/programmas/ssnt/"
KRACHT = "/platforms/twentse-kracht/"
IT = "/platforms/it-platform-twente/"
ARTICLE = "/nieuws/2018/programma-ssnt-is-gestopt/"
REGIO = "/leden/regio-twente/"
ACTIVITIES = "/activiteiten/"

WORKING = "Werken voor de Twentse Overheid"
INFORMATION = "Informatievoorziening zonder belemmeringen"
STEERING = "platform directeuren en hoofden bedrijfsvoering Twente"
CARETAKER = ("Monique Harink", "manager bedrijfsvoering", "Regio Twente", "zaakwaarnemer SSNT")

MUNICIPALITIES = (
    *("Almelo", "Borne", "Dinkelland", "Enschede", "Haaksbergen", "Hellendoorn", "Hengelo", "Hof van Twente"),
    *("Losser", "Oldenzaal", "Rijssen-Holten", "Tubbergen", "Twenterand", "Wierden"),
)
PARTICIPANTS = (
    *(f"Gemeente {name}" for name in MUNICIPALITIES),
    *("Regio Twente", "Veiligheidsregio Twente", "Gemeentelijk Belastingkantoor Twente", "Waterschap Vechtstromen"),
)

# outcome, workstream, stage, where it lives now
STREAMS = (
    (WORKING, "Interne arbeidsmarkt", Stage.IN_OPERATION, "Twentse Kracht"),
    (WORKING, "Twentse School", Stage.IN_OPERATION, "Twentse Kracht"),
    (WORKING, "Traineeprogramma", Stage.IN_OPERATION, "Twentse Kracht"),
    (INFORMATION, "Architectuurprincipes", Stage.HANDED_OVER, "IT-platform TWENTE"),
    (INFORMATION, "Digikoppeling", Stage.HANDED_OVER, "IT-platform TWENTE"),
    (INFORMATION, "Govroam", Stage.HANDED_OVER, "IT-platform TWENTE"),
    (INFORMATION, "Beheer van de regionale glasvezelring", Stage.HANDED_OVER, "IT-platform TWENTE"),
    (INFORMATION, "TwenteCloud", Stage.WELL_ADVANCED, "IT-platform TWENTE"),
    (INFORMATION, "Gezamenlijke infrastructuur", Stage.WELL_ADVANCED, "IT-platform TWENTE"),
    (INFORMATION, "Informatieveiligheidsbeleid", Stage.WELL_ADVANCED, "IT-platform TWENTE"),
)

# circle, what it does, kind
DEEDS = (
    ("Basisregistraties", "Aanbesteding topografie", Kind.TENDER),
    ("Basisregistraties", "Vervangingspool BAG-beheerders", Kind.STAFF_POOL),
    ("Basisregistraties", "Handboeken procesharmonisatie", Kind.HANDBOOK),
    ("Communicatie", "Aanbesteding socialmediatool", Kind.TENDER),
    ("Financiën & control", "Onderzoek crediteuren- en debiteurenadministratie", Kind.STUDY),
    ("Financiën & control", "Btw", Kind.STUDY),
    ("Financiën & control", "Verbijzonderde Interne Controle", Kind.STUDY),
)
CIRCLES = {
    "Basisregistraties": "/kenniskringen/basisregistraties/",
    "Juridische zaken": "/kenniskringen/juridische-zaken/",
    "Communicatie": "/kenniskringen/communicatie/",
    "Inkoop": "/kenniskringen/inkoop/",
    "Facilities": "/kenniskringen/facilities/",
    "Financiën & control": "/kenniskringen/financien-en-control/",
}

# page, words that stand together, in an element of at most so many characters
FACTS = (
    (PROGRAMME, ("SSNT", "2013", "Communiqué van Zenderen 2013-2020"), 600),
    (PROGRAMME, ("samenwerken in de bedrijfsvoering", "aanmoedigen", "makkelijk maken", "iets oplevert"), 500),
    (PROGRAMME, ("Regio Twente", "Veiligheidsregio Twente (VRT)", "Gemeentelijk Belastingkantoor Twente (GBT)"), 500),
    (PROGRAMME, ("veertien gemeenten", "Waterschap Vechtstromen", "geen lid van het netwerk"), 500),
    (PROGRAMME, ("stopte", "1 juli 2018", "nog niet af", "ver genoeg", "vaste plek"), 400),
    (PROGRAMME, ("Gert Jan Eikenaar", "1 juli 2018"), 150),
    (PROGRAMME, ("Programmaleider Gert Jan Eikenaar rondde zijn werk af", STEERING, "stuurt", "jaagt"), 400),
    (PROGRAMME, CARETAKER, 200),
    (PROGRAMME, ("Beheer en ontwikkeling", "IT-platform TWENTE"), 200),
    (PROGRAMME, ("TwenteCloud", "single sign-on"), 200),
    (PROGRAMME, ("Regio Twente", "gastheer van beide platforms"), 100),
    (PROGRAMME, ("kenniskringen organiseren zichzelf", "kennis", "verdelen werk", "activiteiten", "personeel"), 300),
    (KRACHT, ("Twentse Kracht", "Regio Twente", "SSNT"), 2500),
    (KRACHT, ("interne arbeidsmarkt", "Twentse School", "traineeprogramma"), 400),
    (KRACHT, ("al enkele jaren vóór juli 2018",), 150),
    (IT, ("IT-platform TWENTE", "Regio Twente", "SSNT"), 2500),
    (IT, ("opgericht kort vóór juli 2018",), 150),
    (IT, (Scope.MANAGEMENT.label, Scope.DEVELOPMENT.label), 200),
    (REGIO, ("Monique Harink", "manager bedrijfsvoering"), 200),
    ("/leden/veiligheidsregio-twente/", ("VRT",), 40),
    ("/leden/gemeentelijk-belastingkantoor-twente/", ("GBT",), 40),
    (CIRCLES["Basisregistraties"], ("Topografie", "BAG", "WOZ"), 200),
    (ARTICLE, ("Carla Lammertink", "18 juli 2018"), 400),
    (ARTICLE, ("Per 1 juli 2018", "geen programma SSNT meer", "gaat verder"), 400),
    (ARTICLE, ("2013", "Communiqué van Zenderen 2013-2020", "Twentse gemeenten", "Regio Twente", "VRT", "GBT"), 500),
    (ARTICLE, ("Waterschap Vechtstromen", "bedrijfsvoering", "aanmoedigen en ondersteunen", "resultaat"), 500),
    (ARTICLE, (WORKING, "interne arbeidsmarkt", "Twentse School", "traineeprogramma", "Twentse Kracht"), 400),
    (ARTICLE, (INFORMATION, "architectuurprincipes", "digikoppeling", "Govroam", "glasvezelring"), 600),
    (ARTICLE, ("TwenteCloud (met single sign-on)", "gezamenlijke infrastructuur", "informatieveiligheid"), 600),
    (ARTICLE, ("ver op weg", "Beheer en ontwikkeling", "IT-platform TWENTE", "Regio Twente is gastheer"), 600),
    (ARTICLE, ("kenniskringen", "delen kennis", "verdelen werk", "activiteiten", "wisselen personeel uit"), 200),
    (ARTICLE, ("Topografie, BAG en WOZ", "aanbesteding", "vervangingspool", "handboeken"), 200),
    (ARTICLE, ("Communicatie", "aanbesteding voor een socialmediatool"), 100),
    (ARTICLE, ("Financiën & control", "crediteuren", "debiteuren", "btw", "Verbijzonderde Interne Controle"), 200),
    (ARTICLE, ("juridische zaken", "inkoop", "facilities"), 100),
    (ARTICLE, ("Programmaleider Gert Jan Eikenaar", "afgerond", STEERING, "sturen en aanjagen"), 500),
    (ARTICLE, (*CARETAKER[:3], "zaakwaarnemer van SSNT", "m.harink@regiotwente.nl"), 300),
)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for all tests of this module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(timezone.localdate())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def read(demo, django_db_blocker):
    """Fetch a page as a visitor; each page once."""
    pages = {}

    def fetch(path):
        if path not in pages:
            response = Client().get(path)
            assert response.status_code == 200, path
            pages[path] = Page(response.text)
        return pages[path]

    return fetch


@pytest.mark.parametrize(("path", "words", "within"), FACTS)
def test_fact_stands_on_the_page(read, path, words, within):
    assert read(path).together(*map(str, words), within=within)


@pytest.mark.parametrize(("outcome", "stream", "stage", "home"), STREAMS)
def test_workstream_has_its_outcome_stage_and_home(read, outcome, stream, stage, home):
    page = read(PROGRAMME)

    assert page.together(outcome, stream, within=1500)
    assert page.together(stream, str(stage.label), within=200)
    assert page.together(stream, home, within=250)


@pytest.mark.parametrize("outcome", [WORKING, INFORMATION])
def test_outcome_says_it_is_not_finished(read, outcome):
    assert read(PROGRAMME).together(outcome, "nog niet af", within=1500)


def test_founding_names_year_and_document(read):
    page = read(PROGRAMME)

    assert page.together("Communiqué van Zenderen", "2013", "2020", within=150)
    assert page.together(
        "2013", "de Twentse gemeenten, hun samenwerkingsverbanden en Waterschap Vechtstromen", within=300
    )


def test_programme_lists_exactly_its_participants(read):
    found = {link for link in read(PROGRAMME).links if link.startswith("/leden/") and link != "/leden/"}

    assert found == {f"/leden/{slugify(name)}/" for name in PARTICIPANTS}


@pytest.mark.parametrize("name", PARTICIPANTS)
def test_participant_has_a_page_but_is_no_member(read, name):
    page, members = read(f"/leden/{slugify(name)}/"), read("/leden/")

    assert page.together("SSNT", "1 juli 2018", within=150)
    assert PROGRAMME in page.links
    assert f"/leden/{slugify(name)}/" not in members.links
    assert not members.together(name)


@pytest.mark.parametrize(("path", "name"), [(KRACHT, "Twentse Kracht"), (IT, "IT-platform TWENTE")])
def test_platform_is_hosted_by_regio_twente(read, path, name):
    assert REGIO in read(path).links
    assert PROGRAMME in read(path).links
    assert path in read(REGIO).links
    assert read(PROGRAMME).together(name, "Regio Twente", within=500)


@pytest.mark.parametrize(("circle", "path"), CIRCLES.items())
def test_circle_came_from_the_programme_and_organises_itself(read, circle, path):
    page = read(path)

    assert path in read(PROGRAMME).links
    assert PROGRAMME in page.links
    assert page.together(
        "delen zij kennis", "verdelen zij werk", "concrete activiteiten", "wisselen zij personeel uit", within=500
    )
    assert page.together("organiseert zichzelf", within=500)
    assert path in read("/kenniskringen/").links


@pytest.mark.parametrize(("circle", "deed", "kind"), DEEDS)
def test_joint_activity_stands_with_its_kind_and_circle(read, circle, deed, kind):
    assert read(CIRCLES[circle]).together(deed, str(kind.label), within=400)
    assert read(ACTIVITIES).together(deed, str(kind.label), circle, within=500)
    assert read(PROGRAMME).together(circle, deed, within=700)


def test_contact_is_called_by_mail_only(read):
    own = set(read(PROGRAMME).links) - set(read("/privacy/").links)

    assert {link for link in own if link.startswith(("mailto:", "tel:"))} == {"mailto:m.harink@regiotwente.nl"}


def test_article_leads_to_the_programme_and_its_circles(read):
    assert {PROGRAMME, *CIRCLES.values()} <= set(read(ARTICLE).links)
    assert ARTICLE in read("/nieuws/2018/").links
