"""Writes any list of the admin out: the columns of its model and of the list, in words, as CSV or as a workbook."""

from __future__ import annotations

import csv
import html
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from import_export.fields import Field
from import_export.resources import Resource
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from tablib import Dataset

from members.models import Person
from members.permissions import can_administer, can_see_contact
from members.rich_text import RichTextField
from members.transfer.cells import escaped, in_words, shown

KEPT_INSIDE = (models.BinaryField, models.JSONField, models.AutoField, models.GeneratedField)
CONTACT = ("email", "phone")


class Column(Field):
    """A column of an export: its header, and how a row gives its value."""

    def __init__(self, header: Any, value: Callable[[Any], Any]) -> None:
        super().__init__(column_name=str(capfirst(header)))
        self.value = value

    def export(self, instance: models.Model, **kwargs: Any) -> Any:
        value = shown(self.value(instance))
        return escaped(value) if isinstance(value, str) else value


class ListExport(Resource):
    """The rows of a list as a sheet, with the columns that the account may see."""

    fields: dict[str, Field]

    def __init__(self, model_admin: ModelAdmin, request: HttpRequest) -> None:
        super().__init__()
        self.fields = dict(_columns(model_admin, request))
        self.paths = list(_references(model_admin))
        self.many = [field.name for field in model_admin.model._meta.many_to_many]

    def headers(self) -> list[str]:
        """Return the headers in the language of the page."""
        return [str(column.column_name) for column in self.fields.values()]

    def sheet(self, rows: models.QuerySet) -> Dataset:
        """Return the rows as a table, in a number of queries that does not depend on theirs."""
        return self.export(rows.select_related(*self.paths).prefetch_related(*self.many))

    def iter_queryset(self, queryset: models.QuerySet) -> Iterator[models.Model]:
        """Fetch all rows at once; in portions, each would ask for its own related rows."""
        yield from queryset


def _columns(model_admin: ModelAdmin, request: HttpRequest) -> Iterator[tuple[str, Column]]:
    options = model_admin.model._meta
    for field in (*options.concrete_fields, *options.many_to_many):
        if _is_shown(field, model_admin, request):
            yield field.name, Column(field.verbose_name, _reader(field, request))
    fields = {field.name for field in options.get_fields()}
    for name in map(str, model_admin.get_list_display(request)):
        method = getattr(model_admin, name, None)
        if method is not None and name not in fields and name != "__str__":
            yield name, Column(getattr(method, "short_description", name), _without_markup(method))


def _is_shown(field: Any, model_admin: ModelAdmin, request: HttpRequest) -> bool:
    if isinstance(field, KEPT_INSIDE) or field.primary_key or field.name == "password":
        return False
    if field.related_model is None:
        return True
    if field.name == "account" and not can_administer(request.user):
        return False
    site = model_admin.admin_site
    return site.is_registered(field.related_model) and site.get_model_admin(field.related_model).has_view_permission(
        request
    )


def _reader(field: Any, request: HttpRequest) -> Callable[[Any], Any]:
    if field.many_to_many:
        return lambda row: [str(each) for each in getattr(row, field.name).all()]
    if field.model is Person and field.name in CONTACT:
        return lambda row: getattr(row, field.name) if can_see_contact(request.user, row) else ""
    if isinstance(field, RichTextField):
        return lambda row: html.unescape(strip_tags(getattr(row, field.name)))
    if field.choices:
        return lambda row: getattr(row, f"get_{field.name}_display")()
    base = getattr(field, "base_field", None)
    if base is not None and base.choices:
        labels = dict(base.flatchoices)
        return lambda row: [labels.get(each, each) for each in getattr(row, field.name)]
    return lambda row: getattr(row, field.name)


def _without_markup(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(row: Any) -> Any:
        value = method(row)
        return html.unescape(strip_tags(value)) if isinstance(value, SafeString) else value

    return read


def _references(model_admin: ModelAdmin) -> Iterator[str]:
    """Return what names of related rows are made of, as their own lists fetch it."""
    for field in model_admin.model._meta.concrete_fields:
        if field.related_model and model_admin.admin_site.is_registered(field.related_model):
            yield field.name
            related = model_admin.admin_site.get_model_admin(field.related_model).list_select_related
            yield from (f"{field.name}__{path}" for path in (related if isinstance(related, (list, tuple)) else ()))


def as_csv(sheet: Dataset) -> bytes:
    """Return a table as Excel in Dutch opens it at once: UTF-8 that says so, semicolons, decimal commas."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(sheet.headers)
    writer.writerows([in_words(value) for value in row] for row in sheet)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(sheet: Dataset) -> bytes:
    """Return a table as an Excel workbook in which text is text and days are days."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.freeze_panes = "A2"
    page.append(_bold(page, header) for header in sheet.headers)
    for row in sheet:
        page.append([_allowed(value) for value in row])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _bold(page: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=text)
    cell.font = Font(bold=True)
    return cell


def _allowed(value: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


FORMATS: dict[str, tuple[Callable[[Dataset], bytes], str]] = {
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def table_of(headers: Iterable[str], *rows: Iterable[Any]) -> Dataset:
    """Return a table of given rows."""
    sheet = Dataset(headers=list(headers))
    sheet.extend(list(row) for row in rows)
    return sheet
