"""The security log in the admin, for admins: it holds numbers, whose names are looked up as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.admin_rights import KeeperChangeList
from members.editing import LedgerAdmin
from members.models import Person, SecurityEvent, User

Subject = tuple[str, int]


class SecurityChangeList(KeeperChangeList):
    """A list that knows what its lines are about: one query for each kind of thing on the page."""

    def get_results(self, request: HttpRequest) -> None:
        """Hang on each line what it is about, as far as that still exists."""
        super().get_results(request)
        events = list(self.result_list)
        found = subjects(events)
        for event in events:
            event.subject = found.get((event.about_model, event.about_id))
        self.result_list = events


@admin.register(SecurityEvent)
class SecurityEventAdmin(LedgerAdmin):
    list_display = ["at", "who", "kind", "on_what", "result", "from_where"]
    list_filter = ["kind", "result", "at"]
    list_select_related = ["origin"]
    search_fields = ["actor_id"]
    search_help_text = _("Address or name of an account")
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["at", "who", "kind", "on_what", "result", "from_where"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeeperChangeList]:
        return SecurityChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Look up who it was: the name of the person, else the address."""
        people = Person.objects.filter(account=OuterRef("actor_id")).order_by()
        accounts = User.objects.filter(pk=OuterRef("actor_id")).order_by()
        rows: QuerySet[Any] = super().get_queryset(request)
        names = {"actor_name": people.values("name"), "actor_email": accounts.values("email")}
        named: QuerySet[Any] = rows.annotate(**{name: Subquery(values[:1]) for name, values in names.items()})
        return named

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find what an account did and what was done to it, by its address or its person's name."""
        if not search_term.strip():
            return queryset, False
        term = search_term.strip()
        accounts = User.objects.filter(Q(email__icontains=term) | Q(person__name__icontains=term)).values("pk")
        did, underwent = Q(actor_id__in=accounts), Q(about_model=User._meta.label_lower, about_id__in=accounts)
        return queryset.filter(did | underwent), False

    @admin.display(description=_("who"), ordering="actor_id")
    def who(self, event: Any) -> str:
        if event.actor_id is None:
            return gettext("The portal, or somebody unknown")
        return event.actor_name or event.actor_email or _numbered(User, event.actor_id)

    @admin.display(description=_("on what"))
    def on_what(self, event: Any) -> str:
        """Name it, with a link while it exists."""
        if not event.about_model:
            return ""
        if not hasattr(event, "subject"):
            event.subject = next(iter(subjects([event]).values()), None)
        if event.subject is None:
            return _numbered(_model(event.about_model), event.about_id) or f"{event.about_model} {event.about_id}"
        url = _page_of(event.subject)
        return format_html('<a href="{}">{}</a>', url, event.subject) if url else str(event.subject)

    @admin.display(description=_("from where"))
    def from_where(self, event: Any) -> str:
        """The IP address, for as long as it is kept."""
        origin = getattr(event, "origin", None)
        return origin.ip if origin else ""


def subjects(events: Iterable[SecurityEvent]) -> dict[Subject, Model]:
    """Fetch what events are about, with what its name is made of."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.about_id is not None:
            wanted[event.about_model].add(event.about_id)
    return {
        (label, row.pk): row
        for label, keys in wanted.items()
        if (model := _model(label))
        for row in _with_names(model).filter(pk__in=keys)
    }


def _with_names(model: type[Model]) -> QuerySet[Any]:
    keys: Sequence[str] = [field.name for field in model._meta.concrete_fields if field.many_to_one]
    return model._default_manager.select_related(*keys)


def _model(label: str) -> type[Model] | None:
    """Return the model of a label; None for one that is no more."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _numbered(model: type[Model] | None, number: int) -> str:
    return f"{model._meta.verbose_name} {number}" if model else ""


def _page_of(row: Model) -> str:
    options = row._meta
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""
