"""The history of a row in the admin, and the page that puts an earlier version back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.admin_rights import refuse_strangers
from members.bulk import TAKEN_MEANWHILE
from members.history import (
    Source,
    Version,
    acts,
    can_return,
    event_model,
    name_of,
    places,
    put_back,
    returned,
    row_of,
    sources,
)
from members.permissions import can_edit_content

VERSIONS_PER_PAGE = 40


class Remembered(admin.ModelAdmin):
    """Rows with a history, in which an earlier version can be put back."""

    def get_urls(self) -> list[URLPattern]:
        """Add the page that puts a version back to the addresses of a row."""
        way_back = path(
            "<path:object_id>/history/<str:model>/<int:version>/", self.put_back_view, name=self._put_back_name
        )
        return [way_back, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed what when, in the row and in its parts; of a deleted row as well."""
        pk, name = self._remembered(request, object_id)
        found = self._sources(request)
        rows: Any = places(found, pk) if found else []
        paginator: Paginator[Any] = Paginator(rows, VERSIONS_PER_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        context = {
            **self._page_context(request, pk, name),
            "title": _("History of %(name)s") % {"name": name},
            "acts": acts(found, page),
            "page": page,
            "page_range": paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            "is_tracked": bool(found),
            "put_back_route": f"admin:{self._put_back_name}" if self.has_change_permission(request) else "",
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def put_back_view(self, request: HttpRequest, object_id: str, model: str, version: int) -> HttpResponse:
        """Show what putting a version back changes; on POST do it, or say why it no longer fits."""
        pk, name = self._remembered(request, object_id)
        if not self.has_change_permission(request, self.get_object(request, unquote(object_id))):
            raise PermissionDenied
        source, earlier = self._version(request, pk, model, version)
        if not can_return(earlier):
            raise Http404
        self._refuse_strangers(request, pk, source, earlier)
        leaving = self._out_of_reach(request, earlier)
        reasons = self._put_back(request, pk, source, earlier, leaving) if request.method == "POST" else []
        if request.method == "POST" and not reasons:
            messages.success(request, _("The earlier version is back."))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", quote(pk))
        context = {
            **self._page_context(request, pk, name),
            "title": _("Put back an earlier version"),
            "part": source.label,
            "part_name": name_of(earlier),
            "moment": earlier.pgh_created_at,
            "result": returned(earlier, leaving=leaving),
            "reasons": reasons,
            "has_parts": source.model is self.model and len(self._sources(request)) > 1,
        }
        return TemplateResponse(request, "admin/put_back.html", context, status=409 if reasons else 200)

    def _put_back(
        self, request: HttpRequest, pk: Any, source: Source, version: Version, leaving: set[str]
    ) -> list[str]:
        """Put a version back; return the reasons when it does not fit."""
        try:
            with transaction.atomic():
                put_back(version, leaving=leaving)
                self._refuse_strangers(request, pk, source, version)
        except ValidationError as error:
            return [line for field, lines in error.message_dict.items() for line in _said(version, field, lines)]
        except IntegrityError:
            return [str(TAKEN_MEANWHILE)]
        return []

    def _refuse_strangers(self, request: HttpRequest, pk: Any, source: Source, version: Version) -> None:
        """Leave rows alone that a keeper of this page does not keep: before they are shown, and after a return."""
        models = {self.model: pk} if source.link else {self.model: pk, source.model: version.id}
        for model, key in models.items():
            for row in model._default_manager.filter(pk=key):
                refuse_strangers(request, row)

    def _remembered(self, request: HttpRequest, object_id: str) -> tuple[Any, str]:
        """Return key and name of a row that is there or was; raise Http404 for any other."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is not None:
            return row.pk, str(row)
        if not can_edit_content(request.user):
            raise Http404  # whose a deleted row was can no longer be told
        key = unquote(object_id)
        kept = event_model(self.model) if key.isascii() and key.isdecimal() else None
        last = kept.objects.filter(id=int(key)).order_by("-pgh_id").first() if kept else None
        if last is None:
            raise Http404
        return last.id, name_of(last)

    def _sources(self, request: HttpRequest) -> list[Source]:
        parts: list[Any] = self.get_inline_instances(request)
        if not can_edit_content(request.user):  # who keeps the whole does not keep parts that live on without it
            parts = [part for part in parts if part.can_delete and part.has_change_permission(request)]
        forms: list[Any] = [part.get_formset(request) for part in parts]
        return sources(self.model, [(each.model, each.fk.name) for each in forms])

    def _version(self, request: HttpRequest, pk: Any, model: str, version: int) -> tuple[Source, Version]:
        for source in self._sources(request):
            if source.model._meta.label_lower == model:
                earlier = source.of(pk).filter(pgh_id=version).first()
                if earlier is not None:
                    return source, earlier
        raise Http404

    def _out_of_reach(self, request: HttpRequest, version: Version) -> set[str]:
        """Return the fields that the account may not fill in on the row's own page, where it has one."""
        own = self.admin_site._registry.get(version.pgh_tracked_model)  # noqa: SLF001 - Django gives no other way
        editable = {each.name for each in version.pgh_tracked_model._meta.concrete_fields if each.editable}
        return editable & set(own.get_readonly_fields(request, row_of(version))) if own else set()

    def _page_context(self, request: HttpRequest, pk: Any, name: str) -> dict[str, Any]:
        route = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object_pk": quote(pk),
            "object_name": name,
            "is_gone": not self.model._default_manager.filter(pk=pk).exists(),
            "list_url": reverse(f"{route}_changelist"),
            "row_url": reverse(f"{route}_change", args=[quote(pk)]),
            "history_url": reverse(f"{route}_history", args=[quote(pk)]),
        }

    @property
    def _put_back_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_put_back"


def _said(version: Version, field: str, lines: list[str]) -> list[str]:
    if field == NON_FIELD_ERRORS:
        return lines
    label = capfirst(str(version.pgh_tracked_model._meta.get_field(field).verbose_name))
    return [f"{label}: {line}" for line in lines]
