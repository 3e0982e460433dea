"""What every admin page of Brink shares: who may edit, and forms that say in words what the database refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import Q
from django.forms import BaseInlineFormSet, ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.periods import PeriodFormSet, current_on, meets
from members.permissions import can_administer, can_edit_content

TAKEN_MEANWHILE = _("This does not go together with what was stored meanwhile. Look at it once more.")


class SearchSelect(AutocompleteSelect):
    """Django's, which fails on a key that is no number when it shows the form again."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """Look up the chosen rows, leaving out what can be no key."""
        return super().optgroups(name, [key for key in value if key.isdecimal()], attr)


class SearchSelectMultiple(forms.SelectMultiple, SearchSelect):
    """The same for more than one."""


class Rights(admin.options.BaseModelAdmin):
    """Asks the network's own rules instead of Django's tables of permissions."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def allowed(self, request: HttpRequest) -> bool:
        """Whether the account may see and edit this at all."""
        return can_edit_content(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)


class PartFormSet(BaseInlineFormSet):
    """Checks the rules that name the parent. Django's inlines leave those to the database."""

    def clean(self) -> None:
        """Put an error on each row that breaks a rule by itself, or beside another submitted row."""
        super().clean()
        rows = [form for form in self.forms if _takes_part(form)]
        for constraint in rows[0].instance._meta.constraints if rows else ():
            if isinstance(constraint, models.CheckConstraint):
                _check_each(constraint, rows)
            elif isinstance(constraint, models.UniqueConstraint) and constraint.condition is not None:
                _check_among(constraint, [form for form in rows if meets(constraint.condition, form.instance)])


class Part(Rights, admin.TabularInline):
    """Rows of another model on the page of the whole they belong to."""

    formset: type[BaseInlineFormSet] = PartFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Fetch what the rows refer to along with them."""
        keys = [field.name for field in self.model._meta.concrete_fields if field.many_to_one]
        return super().get_queryset(request).select_related(*keys)


class StackedPart(Part):
    """The same with the fields below each other, for long rows."""

    template = admin.StackedInline.template


class PeriodPart(Part):
    """Dated rows, judged together."""

    formset = PeriodFormSet


class PeriodFilter(admin.SimpleListFilter):
    """Keeps the rows that hold today, or those that do not."""

    title = _("period")
    parameter_name = "period"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterator[tuple[str, Any]]:
        yield from (("now", _("Today")), ("past", _("Ended")), ("coming", _("Still to begin")))

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        today = timezone.localdate()
        rules = {"now": current_on(today), "past": Q(until__lte=today), "coming": Q(since__gt=today)}
        return queryset.filter(rules.get(self.value() or "", Q()))


class ContentAdmin(Rights, admin.ModelAdmin):
    """A model that editors keep right."""

    list_per_page = 50

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Begin the list anew, as Django does for other odd filters, when one names a year no calendar has."""
        try:
            return super().changelist_view(request, extra_context)
        except (ValueError, OverflowError):
            if request.method != "GET" or ERROR_FLAG in request.GET:
                raise
            return redirect(f"{request.path}?{ERROR_FLAG}=1")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form again, with the reason, when the database refuses what the forms let pass."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refusal = self._explain(request, error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:  # noqa: FBT001, FBT002 - Django's signature
        """Give the form, and on the second showing after a refusal one that repeats the reason."""
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return form if refusal is None else _refusing(form, refusal)

    def _explain(self, request: HttpRequest, error: IntegrityError) -> str:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None)
        for model in (self.model, *(inline.model for inline in self.get_inline_instances(request))):
            for constraint in model._meta.constraints:
                if constraint.name == name:
                    return str(constraint.get_violation_error_message())
        return str(TAKEN_MEANWHILE)


class AdministratorsAdmin(ContentAdmin):
    """A model that is not content: accounts and the network's own settings."""

    def allowed(self, request: HttpRequest) -> bool:
        """Only admins."""
        return can_administer(request.user)


class LedgerAdmin(AdministratorsAdmin):
    """Rows that the portal writes: shown, never changed by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _takes_part(form: ModelForm) -> bool:
    if not form.is_valid() or form.cleaned_data.get(DELETION_FIELD_NAME):
        return False
    return form.has_changed() or bool(form.instance.pk)


def _check_each(constraint: models.CheckConstraint, forms: list[ModelForm]) -> None:
    for form in forms:
        try:
            constraint.validate(type(form.instance), form.instance)
        except ValidationError as error:
            if error.messages[0] not in form.non_field_errors():
                form.add_error(None, error)


def _check_among(constraint: models.UniqueConstraint, forms: list[ModelForm]) -> None:
    seen = set()
    for form in forms:
        values = tuple(getattr(form.instance, name) for name in constraint.fields)
        if values in seen and None not in values:
            form.add_error(None, ValidationError(constraint.get_violation_error_message(), code="unique"))
        seen.add(values)


def _refusing(form: type[ModelForm], refusal: str) -> type[ModelForm]:
    def clean(_form: ModelForm) -> None:
        raise ValidationError(refusal, code="refused")

    return type(form.__name__, (form,), {"clean": clean})
