"""Every model has a factory whose rows are valid as they are."""

import pytest
from django.apps import apps

from tests.factories import FACTORIES

OURS = ("members", "sectors", "meetings", "programmes", "portal")


def test_factories_exist_for_every_model():
    models = {model for label in OURS for model in apps.get_app_config(label).get_models()}

    assert set(FACTORIES) == models


@pytest.mark.parametrize("factory", FACTORIES.values(), ids=lambda factory: factory.__name__)
def test_factory_makes_a_valid_row(db, factory):
    row = factory()

    row.full_clean()
