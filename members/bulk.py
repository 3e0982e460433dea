"""Acts on many rows at once: a page says what will happen, and then all of it happens or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from members.dates import date_plain
from members.periods import Period
from members.permissions import can_edit_content
from members.scopes import rows_kept_by

CONFIRMED = "confirmed"
TAKEN_MEANWHILE = _("This does not go together with what was stored meanwhile. Look at it once more.")

NOT_YOURS = _("You may look at this, but others keep it.")

Refusals = dict[int, list[str]]


class BulkAct:
    """An action of a list: asks what it needs, changes every chosen row, and says what happened.

    `change` alters one row without storing it, given what the form asked; it raises ValidationError with the reason
    when that row cannot. A single refusal leaves all rows as they are, and names the rows that refused.
    """

    allowed_permissions = ("change",)

    field = ""  # the column it fills in, where that is one

    def __init__(
        self,
        name: str,
        label: str | Promise,
        *,
        change: Callable[[Any, dict[str, Any]], None],
        done: Any,
        form: type[forms.Form] = forms.Form,
    ) -> None:
        self.__name__ = name
        self.short_description = label
        self.change = change
        self.done = done
        self.form = form

    def __call__(self, model_admin: ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask for confirmation; once given, act and return to the list."""
        confirmed = CONFIRMED in request.POST
        form = self.form(request.POST if confirmed else None)
        refusals: Refusals = {}
        if confirmed and form.is_valid():
            try:
                changed, refusals = self._carry_out(model_admin, request, queryset, form.cleaned_data)
            except IntegrityError:
                form.add_error(None, TAKEN_MEANWHILE)
            else:
                if not refusals:
                    messages.success(request, self.done % {"count": changed})
                    return None
        return TemplateResponse(
            request, "admin/bulk_act.html", self._context(model_admin, request, queryset, form, refusals)
        )

    @transaction.atomic
    def _carry_out(
        self, model_admin: ModelAdmin, request: HttpRequest, chosen: QuerySet, given: dict[str, Any]
    ) -> tuple[int, Refusals]:
        refusals: Refusals = {}
        rows = list(_rows(model_admin, chosen).select_for_update(of=("self",)))
        kept = _kept(model_admin, request, rows)
        for row in rows:
            try:
                if row.pk not in kept:
                    raise ValidationError(NOT_YOURS)
                self.change(row, given)
                row.full_clean()
                row.save()
                model_admin.log_change(request, row, str(self.short_description))
            except ValidationError as error:
                refusals[row.pk] = error.messages
        if refusals:
            transaction.set_rollback(True)
        return len(rows), refusals

    def _context(
        self, model_admin: ModelAdmin, request: HttpRequest, chosen: QuerySet, form: forms.Form, refusals: Refusals
    ) -> dict[str, Any]:
        rows = [(row, refusals.get(row.pk, [])) for row in _rows(model_admin, chosen)]
        return {
            **model_admin.admin_site.each_context(request),
            "title": str(self.short_description).removesuffix("…"),
            "opts": model_admin.opts,
            "form": form,
            "act": self.__name__,
            "rows": rows,
            "refused": len(refusals),
            "ticked": len(rows) - len(refusals),
            "checkbox": ACTION_CHECKBOX_NAME,
            "confirmed": CONFIRMED,
        }


def _kept(model_admin: ModelAdmin, request: HttpRequest, rows: list[Any]) -> set[Any]:
    """The keys of the rows that the account may change."""
    keys = {row.pk for row in rows}
    if can_edit_content(request.user):
        return keys
    return set(rows_kept_by(request.user, model_admin.model).filter(pk__in=keys).values_list("pk", flat=True))


def _rows(model_admin: ModelAdmin, chosen: QuerySet) -> QuerySet:
    """The chosen rows without the counts of the list, which cannot be locked."""
    model: type[Model] = model_admin.model
    keys = list(chosen.values_list("pk", flat=True))
    rows = model._default_manager.filter(pk__in=keys).order_by(*model_admin.ordering or ["pk"])
    related = model_admin.list_select_related
    return rows.select_related(*related) if isinstance(related, (list, tuple)) else rows


class EndForm(forms.Form):
    """Asks from which day on something no longer holds."""

    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The first day it no longer holds."),
    )


def _end(period: Period, given: dict[str, Any]) -> None:
    if period.until and period.until <= given["until"]:
        raise ValidationError(_("It already ends on %(day)s."), params={"day": date_plain(period.until)})
    period.until = given["until"]


end_on_a_day = BulkAct(
    "end_on_a_day",
    _("End on a day…"),
    change=_end,
    done=ngettext_lazy("%(count)d period has an end now.", "%(count)d periods have an end now.", "count"),
    form=EndForm,
)


def choosing(name: str, label: str | Promise, *, field: str, choices: Any, done: Any) -> BulkAct:
    """Return an act that gives one column of every chosen row the same choice."""
    asked = forms.ChoiceField(label=_("New value"), choices=choices, widget=forms.RadioSelect)
    form = type("ChoiceForm", (forms.Form,), {field: asked})

    def change(row: Any, given: dict[str, Any]) -> None:
        setattr(row, field, given[field])

    act = BulkAct(name, label, change=change, done=done, form=form)
    act.field = field
    return act
