"""What every admin page of Brink shares: who may edit, and forms that say in words what the database refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.forms import BaseInlineFormSet, ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from members.admin_rights import KeeperChangeList, Rights, limited, refuse_strangers
from members.bulk import TAKEN_MEANWHILE, end_on_a_day
from members.lookups import LookupField, NamedForm, RowForm, RowFormSet, name_parts
from members.periods import SOON, Period, PeriodFormSet, meets
from members.permissions import can_administer
from members.preview import Previewed
from members.questions import Question, QuestionFilter
from members.role_log import RolesRecorded
from members.transfer.pages import Transferred

NAMES: Any = forms.Script("admin/brink/names.js", type="module")


class SearchSelect(AutocompleteSelect):
    """Django's, which asks for each choice by itself and fails on a key that is no number."""

    known: dict[str, models.Model] | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """Show the chosen rows, looked up beforehand or now, leaving out what can be no key."""
        keys = [key for key in value if key.isdecimal()]
        if self.known is None or any(key not in self.known for key in keys):
            return super().optgroups(name, keys, attr)
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        options = [*empty, *((key, str(self.known[key])) for key in keys)]
        chosen = [self.create_option(name, key, text, bool(key), place) for place, (key, text) in enumerate(options)]
        return [(None, chosen, 0)]

    @property
    def media(self) -> forms.Media:
        """Django's, and what names its boxes."""
        return super().media + forms.Media(js=[NAMES])


class SearchSelectMultiple(forms.SelectMultiple, SearchSelect):
    """The same for more than one; each is taken away by itself, so that the list of them is only a list."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Offer no button that empties it."""
        return super().build_attrs(*args, **kwargs) | {"data-allow-clear": "false"}


class House(Rights):
    """How fields look and behave on every page of the admin."""

    # Fields with consequences outside the record: people are mailed, texts go public. They are edited here as long as
    # no page runs the act; once acting_url() names that page they are read-only, and the record links to it.
    consequential_fields: Sequence[str] = ()
    acting_text: Any = _("State, dates and decisions")

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer to add and change what a field refers to, never to delete it in passing."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        if isinstance(field, forms.SplitDateTimeField):
            name_parts(field.widget, str(field.label))
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= {"widget": SearchSelect(db_field, self.admin_site), "form_class": LookupField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Leave the fields of a stored record that have consequences to the page that acts on them."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, *self.consequential_fields] if obj and self.acting_url(obj) else fields

    def acting_url(self, row: Any) -> str:
        """Return the page that acts on a stored record (of the whole, for its parts); empty while there is none."""
        return ""

    def may_act(self, request: HttpRequest) -> bool:
        """Whether that page opens to who edits here; as a rule it does."""
        return True


class PartFormSet(RowFormSet):
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


class Part(House, admin.TabularInline):
    """Rows of another model on the page of the whole they belong to."""

    form = RowForm
    formset: type[BaseInlineFormSet] = PartFormSet
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[BaseInlineFormSet]:
        """Have the fields named where they stand in a table."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.in_table = self.template == admin.TabularInline.template  # type: ignore[attr-defined]
        if self.scope(request):
            formset.form = limited(formset.form, request)
        return formset

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Fetch what the rows refer to along with them."""
        keys = [field.name for field in self.model._meta.concrete_fields if field.many_to_one]
        return super().get_queryset(request).select_related(*keys)


class StackedPart(Part):
    """The same with the fields below each other, for long rows."""

    template = admin.StackedInline.template


class PeriodPart(Part):
    """Dated rows, judged together; what is over folds away."""

    formset = PeriodFormSet
    readonly_fields = ("standing",)

    @admin.display(description=_("now"))
    def standing(self, row: Period) -> str:
        return standing_of(row)


class ContentAdmin(House, Previewed, RolesRecorded, Transferred):
    """A model that editors keep right."""

    list_per_page = 50
    show_full_result_count = False  # one count less; nobody asks it
    questions: Sequence[Question] = ()
    is_part = False  # listed on the start page below the wholes

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Offer the questions of the list before anything else."""
        filters = list(super().get_list_filter(request))
        return [QuestionFilter, *filters] if self.questions else filters

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[ModelForm]:
        """Have the fields named that are edited in the list itself."""
        return super().get_changelist_form(request, **{"form": NamedForm, **kwargs})

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Begin the list anew, as Django does for other odd filters, when one names a year no calendar has."""
        try:
            return super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})
        except (ValueError, OverflowError):
            if request.method != "GET" or ERROR_FLAG in request.GET:
                raise
            return redirect(f"{request.path}?{ERROR_FLAG}=1")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Link to the page that acts, and give the import map of the editor the nonce that the CSP asks for."""
        row = kwargs.get("obj")
        context["acting_url"] = self.acting_url(row) if row and self.may_act(request) else ""
        context["acting_text"] = self.acting_text
        if isinstance(context["media"], Media):
            context["media"] = context["media"].with_nonce(request.csp_nonce)  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)

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
        form = limited(form, request) if self.scope(request) else form
        refusal = getattr(request, "refusal", None)
        return form if refusal is None else _refusing(form, refusal)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeeperChangeList

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer a keeper no act on a column that only editors fill in."""
        actions: dict[str, Any] = super().get_actions(request)
        scope = self.scope(request)
        fixed = scope.fixed if scope else frozenset()
        return {name: act for name, act in actions.items() if getattr(act[0], "field", "") not in fixed}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Undo it all when a keeper ends up with a row that is not his."""
        super().save_related(request, form, formsets, change)
        refuse_strangers(request, form.instance)

    def _explain(self, request: HttpRequest, error: IntegrityError) -> str:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None)
        for model in (self.model, *(inline.model for inline in self.get_inline_instances(request))):
            for constraint in model._meta.constraints:
                if constraint.name == name:
                    return str(constraint.get_violation_error_message())
        return str(TAKEN_MEANWHILE)


def period_questions(*, ending_needs_attention: bool = False) -> list[Question]:
    """Return what editors ask of dated rows."""
    return [
        Question("current", _("In force today")),
        Question("ending_soon", _("Ends within 60 days"), needs_attention=ending_needs_attention),
        Question("ended", _("Ended")),
        Question("to_come", _("Still to begin")),
    ]


class PeriodAdmin(ContentAdmin):
    """Dated rows of their own: what holds now, what is over, what ends soon."""

    questions = period_questions()
    actions = [end_on_a_day]

    @admin.display(description=_("now"))
    def standing(self, row: Period) -> str:
        return standing_of(row)


class AdministratorsAdmin(ContentAdmin):
    """A model that is not content: accounts and the network's own settings."""

    def allowed(self, request: HttpRequest) -> bool:
        """Only admins."""
        return can_administer(request.user)


class LedgerAdmin(AdministratorsAdmin):
    """Rows that the portal writes: shown, never changed by hand."""

    exports = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def standing_of(row: Period) -> str:
    """Say in a word whether a period holds, and whether that ends soon."""
    if row.pk is None:
        return ""
    today = timezone.localdate()
    if row.holds_on(today):
        ends = row.until is not None and row.until <= today + SOON
        kind, word = ("soon", _("Ends soon")) if ends else ("now", _("Yes"))
    else:
        kind, word = ("ended", _("Ended")) if row.until and row.until <= today else ("coming", _("To come"))
    return format_html('<span class="standing {}">{}</span>', kind, word)


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
