"""Names that look like what was typed."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.search.nearest import nearest_names
from portal.search.sources import sources_for
from tests.factories import ArticleFactory, OrganisationFactory, PersonFactory, ProgrammeFactory, member_user

pytestmark = pytest.mark.django_db


def names(*words: str, user=None) -> list[str]:
    return [link.name for link in nearest_names(words, sources_for(user or AnonymousUser()))]


@pytest.mark.parametrize("typed", ["fryslna", "vryslan", "FRYSLANN", "fryslâm"])
def test_nearest_names_look_alike(typed):
    OrganisationFactory(name="Provincie Fryslân")
    OrganisationFactory(name="Gemeente Emmen")

    assert names(typed) == ["Provincie Fryslân"]


def test_nearest_names_know_short_names():
    ProgrammeFactory(name="Samenwerkingsprogramma", acronym="SSNT", slug="ssnt")

    (link,) = nearest_names(["snnt"], sources_for(AnonymousUser()))

    assert link.url == "/programmas/ssnt/"


def test_nearest_names_put_the_nearest_first():
    OrganisationFactory(name="Groninger")
    OrganisationFactory(name="Groningen")

    assert names("gronigen") == ["Groningen", "Groninger"]


def test_nearest_names_are_only_those_that_the_reader_may_see():
    PersonFactory(name="Albertine Voorbeeld", organisation=OrganisationFactory(), contact_visibility="members")
    ArticleFactory(title="Albertina", published_at=None)

    assert names("albertin") == []
    assert names("albertin", user=member_user()) == ["Albertine Voorbeeld"]


def test_nearest_names_need_three_letters(django_assert_num_queries):
    OrganisationFactory(name="A B")

    with django_assert_num_queries(0):
        assert names("a", "b") == []


def test_nearest_names_take_one_query(django_assert_num_queries):
    sources = sources_for(AnonymousUser())

    with django_assert_num_queries(1):
        nearest_names(["water"], sources)
