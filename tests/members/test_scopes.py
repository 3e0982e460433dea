"""What keepers keep, model by model: the rows in the admin are the rows that the table of rights gives."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser

from members import scopes
from members.models import Person, User
from members.permissions import can_enter_admin
from sectors.models import Sector
from tests.factories import (
    FACTORIES,
    SectorFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
)
from tests.rights_admin import ADMIN, KEEPERS
from tests.rights_world import World

SCOPED = sorted(model._meta.label for model in scopes._scopes)


def test_scopes_are_those_of_the_table():
    kept = {model for model, rights in ADMIN.items() if rights[:2] != ["-", "-"]}

    assert kept == set(SCOPED)


def test_rows_of_a_keeper_are_his_own(db):
    world = World()

    for model, row in world.rows.items():
        for role in ("manager", "leader"):
            rights, user = ADMIN.get(model._meta.label, ["", ""])[KEEPERS.index(role)], world.people[role]
            assert scopes.sees(user, row) == ("v" in rights), (model, role)
            assert scopes.keeps(user, row) == ("c" in rights), (model, role)


@pytest.mark.parametrize("label", SCOPED)
def test_rows_of_others_are_seen_by_no_keeper(db, label):
    world, model = World(), apps.get_model(label)

    foreign = FACTORIES[model]()

    assert not any(scopes.sees(world.people[role], foreign) for role in ("manager", "leader"))


def test_nobody_but_keepers_keeps_anything(db):
    sector = SectorFactory()

    for user in (None, AnonymousUser(), UserFactory(), member_user(), chair_user(sector)):
        assert not scopes.keeps_something(user)
        assert not scopes.rows_seen_by(user, Sector).exists()


def test_model_without_scope_is_for_editors(db):
    assert not scopes.rows_kept_by(manager_user(SectorFactory()), User).exists()


def test_admin_is_entered_by_editors_and_keepers(db):
    sector = SectorFactory()
    closed = manager_user(SectorFactory())
    closed.is_active = False
    people = [editor_user(), admin_user(), manager_user(sector), chair_user(sector), member_user(), closed]

    assert [can_enter_admin(user) for user in people] == [True, True, True, False, False, False]


@pytest.mark.parametrize("field", ["account", "organisation"])
def test_rows_name_only_what_is_in_reach(db, field):
    manager = manager_user(SectorFactory())
    target = Person._meta.get_field(field).related_model

    reached = scopes.rows_in_reach_of(manager, Person, field)

    assert reached.count() == (0 if field == "account" else target.objects.count())


def test_every_list_of_the_admin_begins_with_what_its_reader_sees(db, rf):
    request = rf.get("/")
    request.user = manager_user(SectorFactory())

    for model in FACTORIES.keys() & admin.site._registry.keys():
        if model.__name__ != "Network":
            FACTORIES[model]()
        seen = set(scopes.rows_seen_by(request.user, model))
        assert set(admin.site._registry[model].get_queryset(request)) == seen, model
