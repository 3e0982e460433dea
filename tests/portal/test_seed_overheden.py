"""Every fact that was published about sector Overheden, read on the pages as a visitor."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Organisation
from members.rows import KIND_HEADINGS
from portal.demo.loading import load
from sectors.models import Appointment, FocusPoint
from tests.reading import Page

pytestmark = pytest.mark.django_db

Kind, Role = Organisation.Kind, Appointment.Role

SECTOR = "/sectoren/overheden/"
YEAR_2021 = "/sectoren/overheden/2021/"
VEILIGHEID_2021 = "/sectoren/veiligheid/2021/"
MANAGER = "Albina Koolhof-Vitochina"
VNG = "Vereniging van Nederlandse Gemeenten (VNG)"
PROVINCES = ("Provincie Groningen", "Provincie Fryslân", "Provincie Drenthe")

# page, words that stand together, in an element of at most so many characters
FACTS = (
    ("/", ("Samenwerking Noord", "we unite"), 60),
    (SECTOR, ("Samenwerking Noord", "we unite"), 60),
    (SECTOR, ("Overheden", "een van de grote sectoren van Samenwerking Noord"), 150),
    (SECTOR, ("de drie noordelijke provincies",), 40),
    (SECTOR, ("een aantal gemeenten",), 40),
    (SECTOR, ("samenwerkingsverbanden van gemeenten", "IT"), 60),
    (SECTOR, ("noordelijke vestigingen van de landelijke overheid",), 60),
    (SECTOR, ("digitalisering", "verder"), 60),
    (SECTOR, ("effecten van corona",), 60),
    (SECTOR, ("alle werkprocessen veranderen",), 60),
    (SECTOR, ("veilig", "altijd door kunnen gaan"), 80),
    (SECTOR, ("behoefte aan vernieuwing",), 60),
    (SECTOR, ("kennis", "schaarser"), 40),
    (SECTOR, ("Samenwerken", "geen extraatje meer", "nodig"), 120),
    (SECTOR, ("deelt", "wat hij weet en heeft meegemaakt", "cultuur", "diversiteit"), 600),
    (SECTOR, ("landelijke dienst", "samenwerkingsverband van gemeenten", "grote gemeente", "kleine", "kans"), 500),
    (SECTOR, ("acht keer per jaar", "actueel onderwerp", "een of meer leden"), 400),
    (SECTOR, ("Een maand eerder", "onderwerp en de voorbereiding", "inbreng"), 400),
    (SECTOR, ("groeit elk jaar", "ten minste twee nieuwe leden"), 120),
    (SECTOR, ("programmamanagers", "sectoren onder elkaar verdeeld", "schuift aan", "de eerste"), 300),
    (SECTOR, ("Peter Jager", "Gemeente De Fryske Marren"), 80),
    (SECTOR, ("Arne Bakker", "Gemeente Groningen"), 80),
    (SECTOR, (_("Chairs"), "Peter Jager", "Gemeente De Fryske Marren", "Arne Bakker", "Gemeente Groningen"), 200),
    (SECTOR, (Role.PROGRAMME_MANAGER.label, MANAGER), 60),
    (SECTOR, (_("Mail"), MANAGER), 60),
    (SECTOR, (_("Call"), MANAGER, "000 000 00 00"), 60),
    (YEAR_2021, ("acht keer bij elkaar", "ten minste twee nieuwe leden"), 200),
    (YEAR_2021, ("Digitale crisis", "sector Veiligheid", "zeer actueel"), 500),
    (YEAR_2021, ("nieuwe ambitie van Samenwerking Noord", "delen van kennis", "samen resultaat", "sectoren heen"), 400),
    (YEAR_2021, ("Datagedreven werken", "sector Overheden", "verschillende bijeenkomsten", "dragen", "bij"), 300),
    (YEAR_2021, ("toekomstige ICT-werkplek", "Corona", "wisselen uit", "organisaties"), 300),
    (YEAR_2021, ("Gezamenlijke opleiding projectportfoliomanagement",), 60),
    (YEAR_2021, ("ICT Noord", VNG, "verder kunnen samenwerken"), 300),
    (YEAR_2021, ("samen een event", "zoals in 2019 en in 2020"), 300),
    (VEILIGHEID_2021, ("Digitale crisis", "Overheden", "sector Veiligheid"), 500),
    ("/sectoren/overheden/2019/", ("Gezamenlijk event", "ICT Noord", "VNG", "event van 2019"), 400),
    ("/sectoren/overheden/2020/", ("Gezamenlijk event", "ICT Noord", "VNG", "event van 2020"), 400),
    ("/leden/gemeente-groningen/", ("Arne Bakker", Role.CHAIR.label, "Overheden"), 120),
    ("/leden/gemeente-de-fryske-marren/", ("Peter Jager", Role.CHAIR.label, "Overheden"), 120),
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


def test_programme_manager_can_be_mailed_and_called(read):
    links = read(SECTOR).links

    assert "mailto:albina.koolhof-vitochina@example.org" in links
    assert "tel:0000000000" in links


def test_groningen_is_spelled_as_a_name(read):
    assert "Gemeente groningen" not in read(SECTOR).text


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Kind.PROVINCE, PROVINCES),
        (Kind.MUNICIPALITY, ("Gemeente Groningen", "Gemeente De Fryske Marren")),
        (Kind.PARTNERSHIP, ("OWO-gemeenten", "SWO De Wolden Hoogeveen")),
        (Kind.NATIONAL_GOVERNMENT, ("DUO", "CJIB", "RDW")),
    ],
)
def test_members_of_each_kind_stand_together(demo, read, kind, names):
    others = Organisation.objects.exclude(kind=kind).values_list("name", flat=True)
    wanted = (str(KIND_HEADINGS[kind]), *names)
    lists = [text for text in read(SECTOR).elements if all(word in text for word in wanted)]

    assert any(not any(other in text for other in others) for text in lists)


def test_three_provinces_are_all_there_are(demo):
    provinces = Organisation.objects.members().filter(kind=Kind.PROVINCE, sector_memberships__sector__slug="overheden")

    assert set(provinces.values_list("name", flat=True)) == set(PROVINCES)


def test_shared_focus_point_links_to_the_sector_it_is_shared_with(read):
    assert "/sectoren/veiligheid/" in read(YEAR_2021).links
    assert SECTOR in read(VEILIGHEID_2021).links


def test_partners_of_2021_have_pages_but_are_no_members(read):
    pages = {"/leden/ict-noord/", "/leden/vereniging-van-nederlandse-gemeenten-vng/"}

    assert pages <= set(read(YEAR_2021).links)
    assert not pages & set(read("/leden/").links)


def test_2021_has_exactly_its_five_focus_points(demo, read):
    titles = FocusPoint.objects.filter(sector_year__sector__slug="overheden", sector_year__year=2021)

    assert titles.count() == 5
    assert all(read(YEAR_2021).together(focus_point.title) for focus_point in titles)


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_earlier_years_are_linked_from_the_sector(read, year):
    assert f"/sectoren/overheden/{year}/" in read(SECTOR).links


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_unrecorded_year_makes_nothing_up(read, year):
    page = read(f"/sectoren/overheden/{year}/")

    assert page.together(str(_("The meetings of this year are not recorded here")))
    assert not page.together(str(_("New in the sector")))


@pytest.mark.parametrize("path", ["/", SECTOR])
def test_page_says_that_it_is_an_example(read, path):
    assert read(path).together("voorbeeld", "verzonnen", within=400)
