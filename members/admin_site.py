"""The admin as editors meet it: a start page with what needs attention, and lists in the order of the floors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from members import scopes
from members.admin_rights import KeeperAutocomplete
from members.permissions import can_edit_content, can_enter_admin
from members.questions import PARAMETER, Question, count_each, pressing

RECENT = 10


@dataclass(frozen=True)
class Concern:
    """Something that needs attention: what, in which list, how many rows, and where they stand."""

    label: str | Promise
    rows: str
    count: int
    url: str


class EditorsSite(admin.AdminSite):
    """Django's admin, arranged for the editors of a network."""

    site_header = _("The portal, seen by its editors")
    site_title = _("Editing")
    index_title = _("What do you want to edit?")
    enable_nav_sidebar = False  # the start page is the map; lists need the room

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in who keeps anything right, editor or not."""
        return can_enter_admin(request.user)

    def get_urls(self) -> list[Any]:
        """Lead to pages of rows by a way that asks who may see them, and to passwords where the log is told of them."""
        password = RedirectView.as_view(pattern_name="account_change_password")
        ours = [
            path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.show_on_site), name="view_on_site"),
            path("password_change/", self.admin_view(password), name="password_change"),
        ]
        replaced = {"view_on_site", "password_change", "password_change_done"}
        return [*ours, *(each for each in super().get_urls() if getattr(each, "name", "") not in replaced)]

    def show_on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        """Lead to the page of a row that the account may see here."""
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model_admin = self._registry.get(kind.model_class()) if kind else None  # type: ignore[arg-type]
        if model_admin is None or not model_admin.has_view_permission(request):
            raise Http404
        if model_admin.get_object(request, object_id) is None:
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with what the account's rows may name."""
        return KeeperAutocomplete.as_view(admin_site=self)(request)  # type: ignore[return-value]  # JSON, all of it

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what needs attention, every list, and what was edited last."""
        context = {"concerns": self.concerns(request), "recent": self.recent(request), **(extra_context or {})}
        return super().index(request, context)

    def concerns(self, request: HttpRequest) -> list[Concern]:
        """Return what needs attention in the lists that the account may edit."""
        asked = list(self._asked(request))
        counts = zip(asked, count_each([(_kept(request, model), question) for model, question in asked]), strict=True)
        return [_concern(model, question, count) for (model, question), count in counts if count]

    def recent(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Return what was edited last, by anyone, in the lists that the account may see."""
        models = [model for model, model_admin in self._registry.items() if model_admin.has_view_permission(request)]
        kinds = ContentType.objects.get_for_models(*models)
        entries = LogEntry.objects.filter(content_type__in=kinds.values())
        if not can_edit_content(request.user):
            seen = [Q(content_type=kinds[model], object_id__in=_numbers(request, model)) for model in models]
            entries = entries.filter(Q(*seen, _connector=Q.OR))
        return entries.select_related("content_type", "user__person").order_by("-action_time")[:RECENT]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Order apps by floor; in each, first what editors open every day, then the parts of it."""
        found = self._build_app_dict(request, app_label)
        floors = _floors()
        listed = sorted(found.values(), key=lambda app: floors.index(app["app_label"]))
        places = {model: place for place, model in enumerate(self._registry)}
        for app in listed:
            app["models"].sort(key=lambda entry: places[entry["model"]])
            app["wholes"] = [entry for entry in app["models"] if not self._is_part(entry["model"])]
            app["parts"] = [entry for entry in app["models"] if self._is_part(entry["model"])]
        return listed

    def _asked(self, request: HttpRequest) -> Iterator[tuple[type[Model], Question]]:
        floors = _floors()
        for model in sorted(self._registry, key=lambda model: floors.index(model._meta.app_label)):
            model_admin = self._registry[model]
            if model_admin.has_change_permission(request):
                yield from ((model, question) for question in pressing(getattr(model_admin, "questions", ())))

    def _is_part(self, model: type[Model]) -> bool:
        return bool(getattr(self._registry[model], "is_part", False))


def _kept(request: HttpRequest, model: type[Model]) -> QuerySet[Any]:
    """Return the rows of a list that the account may edit."""
    return scopes.all_of(model) if can_edit_content(request.user) else scopes.rows_kept_by(request.user, model)


def _numbers(request: HttpRequest, model: type[Model]) -> QuerySet[Any]:
    """Return the numbers of the rows that a keeper sees, as the log has them."""
    rows = scopes.rows_seen_by(request.user, model).order_by()
    numbers: QuerySet[Any] = rows.annotate(logged_as=Cast("pk", CharField())).values("logged_as")
    return numbers


def _floors() -> list[str]:
    return [config.label for config in reversed(list(apps.get_app_configs()))]


def _concern(model: type[Model], question: Question, count: int) -> Concern:
    options = model._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    name = options.verbose_name if count == 1 else options.verbose_name_plural
    return Concern(question.label, str(name), count, f"{url}?{PARAMETER}={question.method}")
