"""Rows by their natural key."""

import pytest
from django.db.models import Q

from meetings.models import Meeting
from members.models import Organisation
from portal.demo.store import link, store
from sectors.models import Sector, SectorMembership
from tests.factories import OrganisationFactory, SectorFactory, SectorMembershipFactory

pytestmark = pytest.mark.django_db


def sector(**fields):
    return Sector(**{"slug": "water", "name": "Water", "summary": "Nat"} | fields)


def test_store_inserts_and_returns_rows_in_order():
    rows = store([sector(), sector(slug="energie", name="Energie")], key=["slug"])

    assert [row.pk for row in rows] == [Sector.objects.get(slug=slug).pk for slug in ("water", "energie")]


def test_store_changes_only_what_differs(django_assert_num_queries):
    store([sector(), sector(slug="energie", name="Energie")], key=["slug"])

    with django_assert_num_queries(3):  # what is stored, the picture there was, the change
        store([sector(summary="Natter"), sector(slug="energie", name="Energie")], key=["slug"])

    assert Sector.objects.get(slug="water").summary == "Natter"


def test_store_finds_rich_text_in_the_form_in_which_it_is_stored(django_assert_num_queries):
    store([sector(introduction="<p onclick='x()'>Dijk & duin</p>")], key=["slug"])

    with django_assert_num_queries(1):
        store([sector(introduction="<p onclick='x()'>Dijk & duin</p>")], key=["slug"])


def test_store_writes_some_fields_once():
    store([sector()], key=["slug"], once=["summary"])

    store([sector(summary="Natter", name="Water en dijk")], key=["slug"], once=["summary"])

    assert Sector.objects.values_list("name", "summary").get() == ("Water en dijk", "Nat")


def test_store_looks_among_the_rows_it_is_told_to():
    former = SectorMembershipFactory(since="2015-01-01", until="2018-01-01")
    again = SectorMembership(sector=former.sector, organisation=former.organisation, since="2020-01-01")

    store([again], key=["sector", "organisation"], among=Q(until=None))

    assert SectorMembership.objects.count() == 2


def test_store_without_rows_does_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert store([], key=["slug"]) == []


def test_store_stamps_what_it_changes():
    (before,) = store([Meeting(ical_uid="one", title="Dijk")], key=["ical_uid"])
    stamp = Meeting.objects.get().modified_at

    store([Meeting(ical_uid="one", title="Duin")], key=["ical_uid"])

    assert Meeting.objects.get(pk=before.pk).modified_at > stamp


def test_link_adds_and_removes_until_it_fits(django_assert_num_queries):
    whole, *parts = OrganisationFactory.create_batch(4)
    whole.consists_of.set(parts[:2])

    link("consists_of", [(whole, parts[1:])])

    assert set(whole.consists_of.all()) == set(parts[1:])
    with django_assert_num_queries(1):
        link("consists_of", [(whole, parts[1:])])


def test_link_leaves_other_rows_alone():
    one, other, part = OrganisationFactory.create_batch(3)
    other.consists_of.add(part)

    link("consists_of", [(one, [])])

    assert Organisation.objects.filter(part_of=other).get() == part
    assert SectorFactory.create().pk
