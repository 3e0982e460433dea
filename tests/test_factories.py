"""Every model has a factory whose rows are valid as they are."""

import pytest
from django.apps import apps
from pghistory.models import Event

from tests.factories import FACTORIES

OURS = ("members", "sectors", "meetings", "programmes", "portal")


def test_factories_exist_for_every_model():
    every = {model for label in OURS for model in apps.get_app_config(label).get_models()}
    models = {model for model in every if not (issubclass(model, Event) or model._meta.proxy)}

    assert set(FACTORIES) == models


@pytest.mark.parametrize("factory", FACTORIES.values(), ids=lambda factory: factory.__name__)
def test_factory_makes_a_valid_row(db, factory):
    row = factory()

    row.full_clean()
