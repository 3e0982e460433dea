"""The admin: every model has a list that stays cheap, survives odd input and knows who may see it."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.forms.models import _get_foreign_key
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pghistory.models import Event

from meetings.models import CalendarEdition, Invitation, Mailing, Meeting
from members.editing import ContentAdmin, LedgerAdmin, PeriodPart
from members.models import (
    CalendarLink,
    IdentityProvider,
    MailPreferences,
    MemberRequest,
    Network,
    Notification,
    Person,
    PersonInvitation,
    SecurityEvent,
    SecurityOrigin,
    User,
)
from members.periods import Period
from portal.models import Article, DataExport
from sectors.models import Seat, SeatWish, Sector
from tests.factories import FACTORIES, AppointmentFactory, admin_user, editor_user, member_user
from tests.rights_world import World

OURS = ("members", "sectors", "meetings", "programmes", "portal")
EVERY_MODEL = [model for label in OURS for model in apps.get_app_config(label).get_models()]
OUR_MODELS = {model for model in EVERY_MODEL if not (issubclass(model, Event) or model._meta.proxy)}  # no history
MODELS = [model for model in EVERY_MODEL if model in OUR_MODELS and admin.site.is_registered(model)]
# Wishes stand on the page of the request, origins beside their event; the copy of someone's data is for that person
ELSEWHERE = {DataExport, SeatWish, SecurityOrigin}
FOR_ADMINS = {
    CalendarEdition,
    CalendarLink,
    MailPreferences,
    Mailing,
    IdentityProvider,
    Invitation,
    MemberRequest,
    Network,
    PersonInvitation,
    SecurityEvent,
    User,
}
QUERIES_PER_LIST = 10
ODD_QUESTIONS = [
    "q=%27%22%3B--%25_%5C+%F0%9F%8C%BE",
    "q=%22open&p=-1&o=9.9.x&all=",
    "p=999999999999999999999",
    "pk=999999999999999999999999&id__exact=abc",
    "nonsense=1",
    "period=never&member=perhaps",
    "state__exact=%00",
]
INLINES = [(model, inline) for model in MODELS for inline in admin.site._registry[model].inlines]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def references_of(model):
    """Return the fields that lead to other rows; links that have a model of their own are edited as parts."""
    links = [link for link in model._meta.many_to_many if link.remote_field.through._meta.auto_created]
    return [field for field in (*model._meta.fields, *links) if field.editable and field.related_model in MODELS]


def url(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_admin_has_every_model():
    assert OUR_MODELS - set(MODELS) == ELSEWHERE


@every_model
def test_admin_page_shares_what_all_have(model):
    assert isinstance(admin.site._registry[model], ContentAdmin)


@every_model
def test_admin_lists_are_searched_except_the_one_network(model):
    model_admin = admin.site._registry[model]

    assert model_admin.search_fields or model is Network
    assert len(model_admin.list_display) > 1


@every_model
def test_admin_offers_references_by_search(model):
    model_admin = admin.site._registry[model]
    references = {field.name for field in references_of(model)}

    assert isinstance(model_admin, LedgerAdmin) or set(model_admin.autocomplete_fields) == references


@pytest.mark.parametrize(("parent", "inline"), INLINES, ids=lambda each: each.__name__)
def test_inline_of_dated_rows_judges_periods(parent, inline):
    assert issubclass(inline, PeriodPart) == issubclass(inline.model, Period)


@pytest.mark.parametrize(("parent", "inline"), INLINES, ids=lambda each: each.__name__)
def test_inline_offers_references_by_search(parent, inline):
    own_key = _get_foreign_key(parent, inline.model, fk_name=inline.fk_name).name
    references = {field.name for field in references_of(inline.model)} - {own_key}

    assert set(inline.autocomplete_fields) == references & set(inline.fields or references)


@every_model
def test_changelist_asks_as_much_for_ten_rows_as_for_one(client, db, model):
    client.force_login(admin_user())
    if not model.objects.exists():
        FACTORIES[model]()
    client.get(url(model))
    alone = queries_of(client, url(model))
    assert alone <= QUERIES_PER_LIST

    for _ in range(9 if model is not Network else 0):
        FACTORIES[model]()

    assert queries_of(client, url(model)) == alone


@every_model
def test_pages_of_a_model_open(client, db, model):
    client.force_login(admin_user())
    row = FACTORIES[model]()

    assert client.get(url(model, "change", row.pk)).status_code == 200
    assert client.get(url(model, "history", row.pk)).status_code == 200
    assert client.get(url(model, "add")).status_code == (403 if not is_kept_by_hand(model) else 200)
    is_deleted_by_hand = is_kept_by_hand(model) and model is not User  # accounts are closed and erased
    assert client.get(url(model, "delete", row.pk)).status_code == (200 if is_deleted_by_hand else 403)


def is_kept_by_hand(model):
    return model is not Network and not isinstance(admin.site._registry[model], LedgerAdmin)


@every_model
def test_changelist_survives_odd_questions(client, db, model):
    client.force_login(admin_user())

    answers = {query: client.get(f"{url(model)}?{query}", follow=True).status_code for query in ODD_QUESTIONS}

    assert set(answers.values()) <= {200, 400}, answers


@pytest.mark.parametrize("year", ["0", "x", "99999", "-1", "999999999999999999999"])
@pytest.mark.parametrize(
    ("model", "field"), [(Seat, "since"), (Meeting, "starts"), (Article, "published_at"), (Notification, "created_at")]
)
def test_changelist_survives_odd_years(client, db, model, field, year):
    client.force_login(admin_user())

    response = client.get(f"{url(model)}?{field}__year={year}&{field}__month=13", follow=True)

    assert response.status_code == 200


@every_model
def test_change_page_survives_odd_keys(client, db, model):
    client.force_login(admin_user())
    keys = ["0", "abc", "99999999999999999999999", "_00", "1_2F2"]

    answers = {key: client.get(url(model, "change", key), follow=True).status_code for key in keys}

    assert set(answers.values()) <= {200, 404}, answers


@every_model
def test_editor_sees_content_but_no_accounts_or_settings(client, db, model):
    client.force_login(editor_user())

    assert client.get(url(model)).status_code == (403 if model in FOR_ADMINS else 200)


@every_model
def test_member_is_sent_away(client, db, model):
    client.force_login(member_user())

    assert client.get(url(model), follow=True).status_code == 403


@every_model
def test_visitor_is_asked_to_sign_in(client, db, model):
    response = client.get(url(model))

    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize("term", ["", "a", "%27", "%25", "a" * 500])
def test_autocomplete_survives_odd_terms(client, db, term):
    client.force_login(editor_user())
    query = f"?app_label=sectors&model_name=seat&field_name=person&term={term}"

    assert client.get(reverse("admin:autocomplete") + query).status_code == 200


def test_autocomplete_gives_editors_no_accounts(client, db):
    client.force_login(editor_user())
    query = "?app_label=members&model_name=person&field_name=account&term=a"

    assert client.get(reverse("admin:autocomplete") + query).status_code == 403


def test_index_opens_for_editors(client, db):
    client.force_login(editor_user())

    response = client.get(reverse("admin:index"))

    assert {app["app_label"] for app in response.context["app_list"]} == set(OURS)


@pytest.mark.parametrize("model", [Meeting, Person, Sector, Article, Seat], ids=lambda model: model.__name__)
def test_changelist_of_a_keeper_asks_as_much_for_ten_rows_as_for_one(client, db, settings, model):
    settings.MFA_REQUIRED = "none"
    world = World()
    client.force_login(world.people["manager"])
    client.get(url(model))
    few = queries_of(client, url(model))

    for number in range(9):
        own_row(world, model, number + 20)

    assert queries_of(client, url(model)) == few
    assert few <= QUERIES_PER_LIST + 4  # whose roles, and what they hold


def own_row(world, model, number):
    """Make one more row that the manager keeps."""
    if model is Meeting:
        FACTORIES[model](sector_year=world.year, number=number)
    elif model is Person:
        FACTORIES[model](organisation=world.organisation)
    elif model is Seat:
        FACTORIES[model](sector=world.sector)
    elif model is Article:
        FACTORIES[model]().sectors.add(world.sector)
    else:
        person = world.people["manager"].person
        AppointmentFactory(sector=FACTORIES[model](), person=person, role="deputy")
