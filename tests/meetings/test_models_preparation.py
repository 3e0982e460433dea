from datetime import date

import pytest

from meetings.models import Contribution, Preparation
from tests.factories import (  # fmt: skip
    ContributionFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    PresenterFactory,
    moment,
)

OPENS, CLOSES = date(2027, 3, 22), date(2027, 4, 6)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [(date(2027, 3, 21), False), (OPENS, True), (CLOSES, True), (date(2027, 4, 7), False)],
)
def test_input_is_asked_from_opening_to_closing_both_included(db, day, is_open):
    preparation = PreparationFactory(opens_on=OPENS, input_closes_on=CLOSES)

    assert Preparation.objects.open_for_input(day).exists() is is_open
    assert preparation.is_open_on(day) is is_open


@pytest.mark.parametrize("how", ["settled", "waived"])
def test_input_is_no_longer_asked_once_settled_or_waived(db, how):
    reason = {"waived_reason": "Zomer"} if how == "waived" else {}
    preparation = PreparationFactory(**{f"{how}_at": moment(OPENS), f"{how}_by": PersonFactory()}, **reason)

    assert not Preparation.objects.open_for_input(OPENS).exists()
    assert not preparation.is_open_on(OPENS)


def test_input_is_asked_today_by_default(db, time_machine):
    preparation = PreparationFactory()

    time_machine.move_to("2027-04-06T21:30:00Z")  # half past eleven in Amsterdam
    assert list(Preparation.objects.open_for_input()) == [preparation]
    time_machine.move_to("2027-04-06T22:30:00Z")
    assert not Preparation.objects.open_for_input().exists()


def test_contributions_come_in_the_order_they_were_given(db):
    late = ContributionFactory(created_at=moment(date(2027, 4, 2)))
    early = ContributionFactory(created_at=moment(date(2027, 4, 1)))

    assert list(Contribution.objects.all()) == [early, late]


def test_rows_name_themselves(db):
    contribution = ContributionFactory(text="Hoe?" * 20)
    person = PersonFactory(name="An")

    assert str(contribution) == f"{contribution.get_kind_display()}: {'Hoe?' * 15}"
    assert str(PresenterFactory(organisation=OrganisationFactory(name="Assen"))) == "Assen"
    assert str(PresenterFactory(person=person)) == "An"
    assert str(PreparationFactory(meeting__title="Archief")) == "Archief"
