import pytest
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, TextField, Value

from members.generated import ACCENTED, PLAIN, folded
from members.models import Organisation, Person
from sectors.models import Sector
from tests.factories import ArticleFactory, OrganisationFactory, PersonFactory, SectorFactory


def found(queryset, words):
    query = SearchQuery(folded(Value(words, output_field=TextField())), config="dutch")
    return list(queryset.filter(search=query))


def test_folding_has_a_plain_letter_for_each_accented_one():
    assert len(ACCENTED) == len(PLAIN) == len(set(ACCENTED))
    assert PLAIN.isascii()


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Fryslân", "fryslan"), ("ÉIRE", "eire"), ("Noordoost-Fryslân", "noordoost-fryslan"), ("Çelik Ñ", "celik n")],
)
def test_folded_text_has_neither_accents_nor_capitals(db, text, plain):
    organisation = OrganisationFactory(name=text)

    assert Organisation.objects.values_list("sort_key", flat=True).get(pk=organisation.pk) == plain


@pytest.mark.parametrize("model_factory", [OrganisationFactory, PersonFactory])
def test_sort_key_orders_names_as_people_do(db, model_factory):
    names = ["zebra", "Éire", "Ameland", "Ámeland", "De Fryske Marren", "de Wolden", "eik", "'s-Hertogenbosch"]
    for name in names:
        model_factory(name=name)

    in_order = [row.name for row in model_factory._meta.model.objects.by_name()]

    assert in_order == [
        "'s-Hertogenbosch", "Ameland", "Ámeland", "De Fryske Marren", "de Wolden", "eik", "Éire", "zebra",
    ]  # fmt: skip


def test_sort_key_follows_the_name(db):
    organisation = OrganisationFactory(name="Ámeland")

    Organisation.objects.filter(pk=organisation.pk).update(name="Éire")
    organisation.refresh_from_db()

    assert organisation.sort_key == "eire"


@pytest.mark.parametrize("words", ["fryslan", "FRYSLÂN", "Fryslân", "provincie fryslan"])
def test_search_folds_accents_and_case(db, words):
    organisation = OrganisationFactory(name="Provincie Fryslân")
    OrganisationFactory(name="Provincie Drenthe")

    assert found(Organisation.objects, words) == [organisation]


@pytest.mark.parametrize("words", ["gemeente", "gemeenten", "samenwerkende gemeente"])
def test_search_matches_dutch_stems(db, words):
    sector = SectorFactory(name="Overheden", summary="Voor samenwerkende gemeenten.")
    SectorFactory(name="Zorg", summary="Voor ziekenhuizen.")

    assert found(Sector.objects, words) == [sector]


def test_search_follows_a_changed_text(db):
    person = PersonFactory(name="An de Vries", job_title="Adviseur")

    Person.objects.filter(pk=person.pk).update(job_title="Secretaris")

    assert found(Person.objects, "secretaris") == [person]
    assert found(Person.objects, "adviseur") == []


@pytest.mark.parametrize("words", ["strong", "href", "noopener", "h2"])
def test_search_finds_no_html(db, words):
    article = ArticleFactory(text='<h2>Kop</h2><p><strong>Samen</strong> <a href="https://example.org">verder</a></p>')

    assert found(type(article).objects, words) == []
    assert found(type(article).objects, "samen verder kop") == [article]


def test_search_weighs_the_title_most(db):
    sector = Sector.objects.values_list(F("search"), flat=True).get(
        pk=SectorFactory(name="Glasvezel", summary="Ring", introduction="<p>Kabel</p>").pk
    )

    assert sector == "'glasvezel':1A 'kabel':3C 'ring':2B"
