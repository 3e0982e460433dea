from datetime import date

import pytest
from django.http import QueryDict

from meetings.forms import MeetingFilterForm
from sectors.models import Sector

SECTOR = Sector(slug="overheden", name="Overheden")
MONTHS = [date(2027, 5, 1), date(2027, 4, 1)]


def form(query):
    return MeetingFilterForm(QueryDict(query), sectors=[SECTOR], months=MONTHS)


def test_choices_become_what_narrows_the_list():
    found = form("sector=overheden&soort=training&maand=2027-04")

    assert found.chosen() == {"sector": SECTOR, "kind": "training", "month": date(2027, 4, 1)}


def test_nothing_chosen_narrows_nothing():
    assert form("").chosen() == form("sector=&soort=&maand=").chosen() == {}


def test_query_repeats_what_was_chosen_in_dutch_words():
    found = form("maand=2027-05&sector=overheden&soort=&pagina=3&x=1")

    assert found.query() == "&sector=overheden&maand=2027-05"


@pytest.mark.parametrize("query", ["sector=veiligheid", "soort=feest", "maand=2027-06", "maand=2027-4"])
def test_wrong_choice_leaves_everything_out(query):
    found = form(f"sector=overheden&{query}" if "sector" not in query else query)

    assert (found.chosen(), found.query()) == ({}, "")
    assert len(found.errors) == 1


def test_months_are_offered_in_words():
    choices = form("").fields["month"].choices

    assert choices[1:] == [("2027-05", "mei 2027"), ("2027-04", "april 2027")]
