"""Who may see and edit what in the admin: editors all content, keepers their own part and nothing else (scopes.py)."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import options
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest

from members import scopes
from members.permissions import can_edit_content


class Rights(options.BaseModelAdmin):
    """Asks the network's own rules instead of Django's tables of permissions.

    On a page of the whole, Django asks its parts with the whole as `obj`: who edits the one edits the other.
    """

    def allowed(self, request: HttpRequest) -> bool:
        """Whether the account may see and edit all rows."""
        return can_edit_content(request.user)

    def scope(self, request: HttpRequest) -> scopes.Scope | None:
        """Return what of this is for someone who may not edit all rows; None when nothing is."""
        return None if self.allowed(request) else scopes.scope_of(request.user, self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out what is for others to keep."""
        rows: QuerySet[Any] = super().get_queryset(request)
        if self.allowed(request):
            return rows
        return rows.filter(pk__in=scopes.rows_seen_by(request.user, self.model).values("pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Show what only editors fill in."""
        fields, scope = list(super().get_readonly_fields(request, obj)), self.scope(request)
        return [*fields, *sorted(scope.fixed)] if scope else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Fill in nothing that is only shown."""
        found, shown = super().get_prepopulated_fields(request, obj), self.get_readonly_fields(request, obj)
        return {name: sources for name, sources in found.items() if name not in shown}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request) or self.scope(request) is not None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.allowed(request):
            return True
        return self.scope(request) is not None and (obj is None or _asked_once(request, scopes.sees, obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request) or self._keeps(request, obj, "adds")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request) or self._keeps(request, obj, "kept")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request) or self._keeps(request, obj, "deletes")

    def _keeps(self, request: HttpRequest, obj: Any, what: str) -> bool:
        scope = self.scope(request)
        if scope is None or not getattr(scope, what):
            return False
        return obj is None or _asked_once(request, scopes.keeps, obj)


class KeeperChangeList(ChangeList):
    """A list in which only editors change columns in passing."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        if not can_edit_content(request.user):
            self.list_editable = ()


class KeeperAutocomplete(AutocompleteJsonView):
    """Offers keepers what their rows may name in the field that asks, and no more."""

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask who edits the row that names, not who edits the row that is named."""
        if can_edit_content(request.user):
            return bool(super().has_perm(request, obj))
        scope = scopes.scope_of(request.user, self.source_field.model)
        return scope is not None and scope.kept is not None and self.source_field.name not in scope.fixed

    def get_queryset(self) -> QuerySet[Any]:
        if can_edit_content(self.request.user):
            return super().get_queryset()
        rows = scopes.rows_in_reach_of(self.request.user, self.source_field.model, self.source_field.name)
        found, repeats = self.model_admin.get_search_results(self.request, rows.order_by(*_order(self)), self.term)
        return found.distinct() if repeats else found


def limited(form: type[ModelForm], request: HttpRequest) -> type[ModelForm]:
    """Return a form for a keeper: it names only what is in his reach, and asks for what makes the row his."""

    def begin(this: ModelForm, *args: Any, **kwargs: Any) -> None:
        super(made, this).__init__(*args, **kwargs)
        _limit(this, request)

    made: Any = type(form.__name__, (form,), {"__init__": begin})
    return made  # type: ignore[no-any-return]


def refuse_strangers(request: HttpRequest, row: Model) -> None:
    """Raise PermissionDenied when a keeper's change took a row, or what it belongs to, out of his hands."""
    if not can_edit_content(request.user) and not scopes.keeps(request.user, row):
        raise PermissionDenied


def _limit(form: ModelForm, request: HttpRequest) -> None:
    model = form._meta.model
    scope = scopes.scope_of(request.user, model)
    for name, field in form.fields.items():
        if isinstance(field, ModelChoiceField) and field.queryset is not None:
            reach = scopes.rows_in_reach_of(request.user, model, name)
            field.queryset = field.queryset.filter(Q(pk__in=reach.values("pk")) | Q(pk__in=_named(form.instance, name)))
        if scope and name in scope.required:
            field.required = True


def _named(row: Model, name: str) -> Any:
    """Return what a row names already: it may stay."""
    field: Any = row._meta.get_field(name)
    if field.many_to_many:
        return getattr(row, name).values("pk") if row.pk else []
    return [getattr(row, field.attname)]


def _asked_once(request: Any, question: Any, row: Model) -> bool:
    """Ask about a row once per request: Django asks the same of it again and again."""
    known = request.__dict__.setdefault("asked_of_rows", {})
    key = (question, row._meta.label, row.pk)
    if key not in known:
        known[key] = question(request.user, row)
    return bool(known[key])


def _order(view: KeeperAutocomplete) -> Any:
    return view.model_admin.get_ordering(view.request) or ["pk"]
