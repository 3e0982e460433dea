"""The pages of the admin that write a list out and read a sheet in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.results import Result

from members.bulk import TAKEN_MEANWHILE
from members.models import SecurityEvent
from members.permissions import can_edit_content
from members.security_log import record
from members.transfer import sheets, waiting
from members.transfer.listing import FORMATS, ListExport, table_of
from members.transfer.reading import Report, Table, read_in

GONE = _("The file is no longer here: an hour has passed, or it was read in already. Choose it once more.")


class ExportForm(forms.Form):
    """Asks for the kind of file."""

    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[("xlsx", _("Excel workbook (.xlsx)")), ("csv", _("CSV, divided by semicolons"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )


class UploadForm(forms.Form):
    """Asks for a sheet."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), with the names of the columns in the first row."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> bytes:
        """Return what is in the file, unless it is too large to look at."""
        upload = self.cleaned_data["file"]
        if upload.size > sheets.MAX_BYTES:
            raise ValidationError(sheets.TOO_LARGE, params={"limit": sheets.MAX_BYTES // 2**20})
        content: bytes = upload.read()
        return content


class Transferred(admin.ModelAdmin):
    """Offers a list as a file and, where a table says how, takes one in."""

    exports = True
    imports: type[Table] | None = None

    def get_urls(self) -> list[URLPattern]:
        """Add the pages to those of the list."""
        pages: list[tuple[str, Any, str]] = [("exporteren/", self.export_view, "export")] if self.exports else []
        if self.imports:
            pages.append(("importeren/", self.import_view, "import"))
            pages.append(("importeren/voorbeeld.<slug:kind>", self.import_example_view, "import_example"))
        return [
            *(path(route, self.admin_site.admin_view(view), name=self._page(name)) for route, view, name in pages),
            *super().get_urls(),
        ]

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the kind of file, then give the rows that the filters and the search of the address leave."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).queryset
            return self._exported(request, rows)
        except (IncorrectLookupParameters, ValueError, OverflowError):
            return redirect(reverse(f"admin:{self._page('changelist')}"))

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Show what a sheet would do; once that is confirmed, do it."""
        self._only_editors(request)
        form, report, word = UploadForm(), None, ""
        if "word" in request.POST:
            content = waiting.take(request.POST["word"], **self._owner(request))
            form = _refusing(GONE) if content is None else form
            if content is not None:
                form, report = self._read(request, content, store=True)
                if report and not report.is_wrong:
                    return self._done(request, report)
        elif request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                content = form.cleaned_data["file"]
                form, report = self._read(request, content, store=False)
                if report and report.changes_something and not report.is_wrong:
                    word = waiting.keep(content, **self._owner(request))
        return TemplateResponse(
            request, "admin/import_export/import.html", self._import_context(request, form, report, word)
        )

    def import_example_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Give an empty sheet with the headers and one row as an example."""
        self._only_editors(request)
        if kind not in FORMATS:
            raise Http404
        table = self._table()
        cells = [column.example for column in table.fields.values()]
        return self._file(kind, table_of(table.labels().values(), cells), gettext("example"))

    def _only_editors(self, request: HttpRequest) -> None:
        """A sheet may speak of any row, so it is for who may edit all of them."""
        if not (can_edit_content(request.user) and self.has_add_permission(request)):
            raise PermissionDenied

    def _exported(self, request: HttpRequest, rows: Any) -> HttpResponse:
        form = ExportForm(request.POST or None)
        if form.is_valid():
            sheet = ListExport(self, request).sheet(rows)
            kind = ContentType.objects.get_for_model(self.model)
            record(SecurityEvent.Kind.DATA_EXPORTED, actor=request.user, about=kind, request=request)
            return self._file(form.cleaned_data["kind"], sheet, timezone.localdate().isoformat())
        context = self._context(request, _("Export"))
        context |= {"form": form, "count": rows.count(), "columns": ListExport(self, request).headers()}
        return TemplateResponse(request, "admin/import_export/export.html", context)

    def _read(self, request: HttpRequest, content: bytes, *, store: bool) -> tuple[UploadForm, Report | None]:
        try:
            sheet = sheets.read_sheet(content)
            known = ListExport(self, request).headers()
            report, result = read_in(type(self._table()), sheet, known=known, store=store)
        except ValidationError as error:
            return _refusing(error), None
        except IntegrityError:
            return _refusing(TAKEN_MEANWHILE), None
        if store and not report.is_wrong:
            self._log(request, result)
        return UploadForm(), report

    def _log(self, request: HttpRequest, result: Result) -> None:
        kind = ContentType.objects.get_for_model(self.model)
        said = gettext("Read in from a file.")
        entries = [
            LogEntry(
                user_id=request.user.pk,  # type: ignore[misc]  # only who has signed in comes here
                content_type=kind,
                object_id=row.object_id,
                object_repr=row.object_repr[:200],
                action_flag=ADDITION if row.is_new() else CHANGE,
                change_message=said,
            )
            for row in result.rows
            if row.is_new() or row.is_update()
        ]
        LogEntry.objects.bulk_create(entries)

    def _done(self, request: HttpRequest, report: Report) -> HttpResponse:
        said = _("Read in: %(new)d new, %(changed)d changed, %(unchanged)d unchanged.")
        messages.success(request, said % report.counts)
        return redirect(reverse(f"admin:{self._page('changelist')}"))

    def _import_context(self, request: HttpRequest, form: forms.Form, report: Report | None, word: str) -> Any:
        table = self._table()
        labels = table.labels()
        columns = [(label, name in table.required) for name, label in labels.items()]
        examples = [(kind, reverse(f"admin:{self._page('import_example')}", args=[kind])) for kind in FORMATS]
        given = {"form": form, "report": report, "word": word, "columns": columns, "examples": examples}
        return self._context(request, _("Import")) | given

    def _context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}

    def _file(self, kind: str, sheet: Any, suffix: str) -> HttpResponse:
        write, content_type = FORMATS[kind]
        response = HttpResponse(write(sheet), content_type=content_type)
        name = f"{slugify(str(self.opts.verbose_name_plural))}-{suffix}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _table(self) -> Table:
        if self.imports is None:
            raise Http404
        return self.imports()

    def _owner(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": request.user.pk, "purpose": self.opts.label_lower}

    def _page(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"


def _refusing(reason: Any) -> UploadForm:
    """Return the form with what is wrong with the file."""
    form = UploadForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error("file", reason)
    return form
