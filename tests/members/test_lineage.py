"""Lines of mergers."""

from itertools import pairwise

import pytest

from members.lineage import lineage_of, with_heirs
from members.models import NetworkMembership, Organisation
from tests.factories import NetworkMembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def line(*names):
    """Organisations each of which merged into the next."""
    made = [OrganisationFactory(name=name) for name in names]
    for organisation, heir in pairwise(made):
        Organisation.objects.filter(pk=organisation.pk).update(succeeded_by=heir)
    return made


def heirs():
    found = with_heirs(Organisation.objects.all(), organisation="pk")
    return {row.name: row.heir and row.heir["name"] for row in found}


def test_lineage_of_is_everything_that_merged_into_it(django_assert_num_queries):
    first, second, third = line("Ruinen", "De Wolden", "Hoogeveen")
    OrganisationFactory(name="Elders", succeeded_by=first)
    OrganisationFactory(name="Assen")

    with django_assert_num_queries(1):
        assert {row.name for row in lineage_of(third)} == {"Ruinen", "De Wolden", "Hoogeveen", "Elders"}
    assert {row.name for row in lineage_of(second)} == {"Ruinen", "De Wolden", "Elders"}


def test_lineage_of_one_without_predecessors_is_itself():
    assen = OrganisationFactory()
    OrganisationFactory()

    assert list(lineage_of(assen)) == [assen]


def test_lineage_that_turns_in_a_circle_ends():
    first, second = line("Ruinen", "De Wolden")
    Organisation.objects.filter(pk=second.pk).update(succeeded_by=first)

    assert set(lineage_of(first)) == {first, second}
    assert heirs() == {"Ruinen": None, "De Wolden": None}


def test_heir_is_the_last_of_its_line_however_long():
    line(*(f"Gemeente {number}" for number in range(9)))
    OrganisationFactory(name="Assen")

    assert set(heirs().values()) == {"Gemeente 8", "Assen"}
    assert heirs()["Gemeente 0"] == "Gemeente 8"
    assert heirs()["Assen"] == "Assen"


def test_with_heirs_tells_where_each_row_lives_on(django_assert_num_queries):
    old, new = line("Ruinen", "De Wolden")
    NetworkMembershipFactory(organisation=old)

    with django_assert_num_queries(1):
        (row,) = with_heirs(NetworkMembership.objects.all())
    assert row.heir == {"pk": new.pk, "name": "De Wolden", "slug": new.slug, "sort_key": new.sort_key}


def test_with_heirs_of_a_row_without_organisation_is_nothing():
    OrganisationFactory(name="Assen")

    assert heirs() == {"Assen": "Assen"}
    (row,) = with_heirs(Organisation.objects.all(), organisation="succeeded_by")
    assert row.heir is None
