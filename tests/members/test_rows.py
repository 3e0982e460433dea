"""Organisations as rows: addresses are made once, queries stay at one."""

import pytest

from members.models import Organisation
from members.rows import KIND_HEADINGS, OrganisationRow, by_kind, organisation_rows
from tests.factories import OrganisationFactory


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 10])
def test_organisation_rows_take_one_query(django_assert_num_queries, rows):
    OrganisationFactory.create_batch(rows, seat="Assen")

    with django_assert_num_queries(1):
        found = organisation_rows(Organisation.objects.by_name())

    assert {row.seat for row in found} == {"Assen"}
    assert {row.url for row in found} == {
        organisation.get_absolute_url() for organisation in Organisation.objects.all()
    }


def test_by_kind_keeps_the_order_of_kinds_and_of_rows():
    rows = [
        OrganisationRow("Provincie", "/p/", Organisation.Kind.PROVINCE),
        OrganisationRow("Gemeente B", "/b/", Organisation.Kind.MUNICIPALITY),
        OrganisationRow("Gemeente A", "/a/", Organisation.Kind.MUNICIPALITY),
    ]

    groups = by_kind(rows)

    assert [[row.name for row in group.organisations] for group in groups] == [
        ["Gemeente B", "Gemeente A"],
        ["Provincie"],
    ]


def test_every_kind_has_a_heading():
    assert set(KIND_HEADINGS) == set(Organisation.Kind)
