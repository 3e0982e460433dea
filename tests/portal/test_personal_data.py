"""The table of personal data against the models as they are."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from members.history import event_model
from members.models import Person, User
from portal.privacy.personal_data import PERSONAL_DATA, Fate

SECRET = ("password", "token", "secret", "hash", "session_key", "data", "content")


def relations():
    """Every column of every model that leads to a person or an account."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation and not field.auto_created and field.related_model in (Person, User):
                yield field.related_model, model, field.name


def columns():
    return [(each, column) for each in PERSONAL_DATA for column in each.columns]


def field_at(model, path):
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field


def test_every_relation_to_a_person_or_an_account_stands_in_the_table_once():
    listed = [(each.of, each.model, each.link) for each in PERSONAL_DATA]

    assert set(relations()) - set(listed) == set()
    assert len(listed) == len(set(listed))


def test_what_the_table_adds_are_the_rows_themselves_their_versions_and_what_has_no_relation():
    added = {(each.model._meta.label, each.link) for each in PERSONAL_DATA} - {
        (model._meta.label, name) for _of, model, name in relations()
    }

    assert added == {
        ("members.Person", "pk"),
        ("members.User", "pk"),
        ("members.PersonEvent", "id"),
        ("members.UserEvent", "id"),
        ("members.SecurityEvent", "actor_id"),
        ("sessions.Session", ""),
    }


def test_everything_is_exported_or_says_why_not():
    assert [each.model for each in PERSONAL_DATA if bool(each.columns) == bool(each.left_out)] == []


def test_labels_differ_so_that_files_do():
    labels = [str(each.label) for each in PERSONAL_DATA]

    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(("holding", "column"), columns(), ids=lambda value: getattr(value, "label", value))
def test_columns_exist_and_are_no_secrets(holding, column):
    assert field_at(holding.model, column)
    assert column.split("__")[-1] not in SECRET


def test_emptied_columns_exist_in_rows_and_versions():
    for each in PERSONAL_DATA:
        names = {field.name for field in each.model._meta.concrete_fields}
        kept = event_model(each.model)
        versions = {field.name for field in kept._meta.concrete_fields} if kept else names
        assert set(each.emptied) <= names & versions, each.model


def test_only_what_is_emptied_names_columns():
    assert {each.fate for each in PERSONAL_DATA if each.emptied} == {Fate.EMPTIED}
    assert [each.model for each in PERSONAL_DATA if each.fate is Fate.EMPTIED and not each.emptied] == []


def test_field_that_is_not_there_is_found():
    with pytest.raises(FieldDoesNotExist):
        field_at(Person, "shoe_size")
