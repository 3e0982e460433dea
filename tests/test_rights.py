"""Walks past every address as every role, and holds what comes back against the table (rights_table.py)."""

from itertools import product

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from members.history import event_model
from tests.rights_admin import ADMIN, KEEPERS
from tests.rights_posts import POST
from tests.rights_table import GET, ROLES
from tests.rights_world import World, written


def routes(patterns=None, prefix="/"):
    """Return every route of the site as the resolver prints it, the admin's left out."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if getattr(each, "namespace", "") == "admin":
            continue
        route = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from routes(each.url_patterns, route)
        else:
            yield route


@pytest.fixture
def world(db, settings):
    settings.MFA_REQUIRED = "none"  # asked for by tests of its own
    return World()


class Walker:
    """Someone who asks for addresses one by one, each time as if it were the first."""

    def __init__(self, account):
        self.cookies = {}
        if account is not None:
            client = Client()
            client.force_login(account)
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def ask(self, address, method="get"):
        """Return what the answer amounts to; whatever it changed is undone."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies)
        with transaction.atomic():
            before = written() if method == "post" else None
            answer = outcome(getattr(client, method)(address))
            changed = method == "post" and written() != before
            transaction.set_rollback(True)
        assert not changed or answer == "go", f"{address} changed something and answered {answer}"
        return answer


def outcome(response):
    """Say in a word what an answer amounts to."""
    if response.status_code not in {301, 302, 303}:
        return "ok" if response.status_code == 200 else str(response.status_code)
    if response.url.startswith((reverse("account_login"), reverse("admin:login"))):
        return "login"
    return "wait" if response.url == reverse("waiting") else "go"


GALLERY = "/onderdelen/"  # there while DEBUG is on


def known(table):
    return {route.partition("#")[0] for route in table}


def test_every_route_has_a_row():
    every = set(routes()) - {GALLERY}

    assert every - known(GET) == set(), "give these a row in GET of rights_table.py"
    assert every - known(POST) == set(), "give these a row in POST of rights_table.py"
    assert (known(GET) | known(POST)) - every == set(), "these rows speak of routes that are no more"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_site_answers_as_the_table_says(world, role, method):
    table = {"get": GET, "post": POST}[method]
    walker = Walker(world.people[role])

    answers = {route: walker.ask(world.address(route), method) for route in table}

    assert answers == {route: row[ROLES.index(role)] for route, row in table.items()}


# the admin: every view of every model


def admin_views(world, model):
    """Return name and address of every view of a model in the admin, about the row of sector A."""
    row = world.rows.get(model)
    key = row.pk if row else 1
    for each in filter(lambda each: each.name, admin.site._registry[model].get_urls()):
        view = each.name.removeprefix(f"{model._meta.app_label}_{model._meta.model_name}_")
        args = {"put_back": [key, model._meta.label_lower, version_of(row)], "import_example": ["csv"], **OF_A_KIND}
        yield view, reverse(f"admin:{each.name}", args=args.get(view, [] if view in OF_A_LIST else [key]))


OF_A_LIST = {"changelist", "add", "export", "import", "kinds"}
OF_A_KIND = {"kind": ["login_code", "nl"], "kind_html": ["login_code", "nl"]}


def version_of(row):
    kept = event_model(type(row))
    first = kept.objects.filter(id=row.pk).order_by("pgh_id").first() if kept else None
    return first.pgh_id if first else 0


def letters(model, role):
    """Return what the table says that a role may do with a model."""
    return dict(zip(KEEPERS, ADMIN[model._meta.label], strict=True)).get(role, "")


NEEDS = {"add": "a", "delete": "d", "import": "i", "import_example": "i", "put_back": "c"}
NEEDS |= {"auth_user_password_change": "c", "change post": "c"}
REFUSALS = {"preview": "404"}


def expected(view, method, rights):
    """Return what a view of the admin may answer to who has these rights; None when they do not reach."""
    needed = NEEDS.get(f"{view} {method}") or NEEDS.get(view, "v")
    if needed not in rights:
        return {REFUSALS.get(view, "403")}
    if view == "put_back":
        return {"ok", "go", "404"}  # what is as it was has no way back
    return {"ok"} if method == "get" else {"ok", "go"}


def outsiders(view, _method, _rights):
    """Return what the admin answers to who may not enter it."""
    return {{"preview": "404", "put_back": "403"}.get(view, "login")}


@pytest.mark.parametrize("role", [*ROLES, "leader"])
def test_admin_answers_as_the_table_says(world, role):
    walker, wrong = Walker(world.people[role]), []
    answers_to = expected if role in KEEPERS else outsiders

    for model in world.rows.keys() & admin.site._registry.keys():
        rights = letters(model, role)
        methods = ["get"] if len(rights) > 1 and role in {"editor", "admin"} else ["get", "post"]
        for (view, address), method in product(admin_views(world, model), methods):
            answer = walker.ask(address, method)
            if answer not in answers_to(view, method, rights):
                wrong.append((method, address, answer))

    assert wrong == []


def test_manager_of_another_sector_reaches_no_row(world):
    walker, wrong = Walker(world.people["stranger"]), []

    for model in world.rows.keys() & admin.site._registry.keys():
        for (view, address), method in product(admin_views(world, model), ["get", "post"]):
            of_a_row = view not in {*OF_A_LIST, "import_example"}
            if of_a_row and walker.ask(address, method) not in {"go", "403", "404"}:
                wrong.append((method, address))

    assert wrong == []


def test_admin_table_names_every_model():
    assert set(ADMIN) == {model._meta.label for model in admin.site._registry}


OF_THE_SITE = {"index": "ok", "password_change": "go", "autocomplete": "403", "jsi18n": "ok"}


@pytest.mark.parametrize("role", [*ROLES, "leader"])
def test_admin_opens_to_keepers_only(world, role):
    walker = Walker(world.people[role])

    answers = {name: walker.ask(reverse(f"admin:{name}")) for name in OF_THE_SITE}

    assert answers == (OF_THE_SITE if role in KEEPERS else dict.fromkeys(OF_THE_SITE, "login"))
