"""Mail in the admin: what waits, failed and went out, what each kind looks like, and sending again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from members import bounces, outbox
from members.bulk import CONFIRMED, BulkAct
from members.editing import LedgerAdmin
from members.mail_figures import figures
from members.mail_samples import Sample, Shown, bytes_of, name_of, read, samples
from members.models import BouncedAddress, OutboxMessage, Person
from members.permissions import can_edit_content
from members.preview import kept_private

State = OutboxMessage.State

OF_A_MAIL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
SECRET = re.compile(r"(?<=/)(antwoord|afmelden|uitnodiging|agenda|overdracht/leeft|overdracht)/[^/\s\"<>?]+")
SECRET_WORDS = _("Only the recipient reads this mail: it holds a code or a link that gives access.")
UNWRITTEN = _("This mail cannot be written: what it was about is gone, or its words are.")
NOT_ASKED_FOR = frozenset({"context", "content", "unsubscribe"})  # columns that hold codes and signed links
OF_ACCOUNTS = "account:"  # so begin the keys of mails with codes and links that give access for a while


class ToPerson(admin.SimpleListFilter):
    """What a person was sent; offered only on the way from his page."""

    title = _("sent to")
    parameter_name = "to_person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = request.GET.get(self.parameter_name, "")
        person = Person.objects.filter(pk=int(asked)).first() if _is_key(asked) else None
        return [(asked, person.name)] if person else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
        """Leave what went to the person, or to an address of his: codes are mailed to an address."""
        asked = self.value()
        if asked is None or not _is_key(asked):
            return queryset
        person = Person.objects.filter(pk=int(asked))
        own = Q(recipient__in=person.values("account__email")) | Q(
            recipient__in=person.exclude(email="").values("email")
        )
        return queryset.filter(Q(person=int(asked)) | own)


class OfKind(admin.SimpleListFilter):
    """The kinds of mail that there are, by their names."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = model_admin.model._default_manager.order_by().values_list("kind", flat=True).distinct()
        return sorted(((kind, name_of(kind)) for kind in kinds), key=lambda choice: choice[1].lower())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave the rows of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class SendAgainForm(forms.Form):
    """Asks whether to try addresses at which mail has stopped."""

    resume = forms.BooleanField(
        label=_("Mail addresses again at which mail was stopped"),
        required=False,
        help_text=_("Mail stops by itself at an address that was refused again and again."),
    )


def _send_again(message: OutboxMessage, given: dict[str, Any]) -> None:
    if message.state != State.FAILED:
        raise ValidationError(_("This mail did not fail."))
    if message.key.startswith(OF_ACCOUNTS):
        raise ValidationError(_("What stands in this mail works for a short while only: a new one is to be asked for."))
    if given["resume"]:
        bounces.take_back(message.recipient)
    elif message.template and bounces.is_stopped(message.recipient):
        raise ValidationError(_("Mail to this address is stopped. Tick the box above to try it again."))
    message.state, message.attempts, message.due_at = State.QUEUED, 0, timezone.now()
    transaction.on_commit(outbox.wake_up, robust=True)


def _resume(address: BouncedAddress, given: dict[str, Any]) -> None:
    if address.stopped_at is None:
        raise ValidationError(_("Mail to this address is not stopped."))
    address.stopped_at, address.count = None, 0


class LedgerAct(BulkAct):
    """An act on rows that are changed in no other way."""

    allowed_permissions = ("act",)


SEND_AGAIN = LedgerAct(
    "send_again",
    _("Send again…"),
    change=_send_again,
    done=ngettext_lazy("%(count)d mail is sent again.", "%(count)d mails are sent again.", "count"),
    form=SendAgainForm,
)
RESUME = LedgerAct(
    "resume",
    _("Mail this address again…"),
    change=_resume,
    done=ngettext_lazy(
        "Mail to %(count)d address goes out again.", "Mail to %(count)d addresses goes out again.", "count"
    ),
)


class MailLedgerAdmin(LedgerAdmin):
    """A ledger of mail: editors look, and do the one act that it knows."""

    act: BulkAct | None = None

    def allowed(self, request: HttpRequest) -> bool:
        """Editors too: they are asked why somebody got no mail."""
        return can_edit_content(request.user)

    def has_act_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def get_urls(self) -> list[URLPattern]:
        """Add the page that acts on one row."""
        act = path("<path:object_id>/opnieuw/", self.admin_site.admin_view(self.act_view), name=self._route("act"))
        return [*([act] if self.act else []), *super().get_urls()]

    def act_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do on one row what the list does on many: ask, act and return to the row."""
        row = self._row(request, object_id)
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        page = redirect(f"admin:{self._route('change')}", row.pk)
        if self.act is None or (CONFIRMED in request.POST and str(row.pk) not in ticked):
            return page
        return self.act(self, request, self.model._default_manager.filter(pk=row.pk)) or page

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        """Return a row to who may look at it."""
        if not self.allowed(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    def _route(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"


class NotificationAdmin(MailLedgerAdmin):
    list_display = ["kind_name", "person", "created_at", "mailed_at", "read_at"]
    list_filter = [OfKind, ("mailed_at", admin.EmptyFieldListFilter), ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person"]
    search_fields = ["key", "person__name"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]

    @admin.display(description=_("kind"), ordering="kind")
    def kind_name(self, notification: Any) -> str:
        return name_of(notification.kind)


class BouncedAddressAdmin(MailLedgerAdmin):
    list_display = ["address", "count", "last_at", "stopped_at"]
    list_filter = [("stopped_at", admin.EmptyFieldListFilter)]
    search_fields = ["address", "error"]
    date_hierarchy = "last_at"
    ordering = ["-last_at", "-pk"]
    actions = [RESUME]
    act = RESUME
    acting_text = _("Mail this address again…")

    def acting_url(self, row: BouncedAddress) -> str:
        """The page that takes back the stop."""
        return reverse(f"admin:{self._route('act')}", args=[row.pk]) if row.stopped_at else ""


class OutboxMessageAdmin(MailLedgerAdmin):
    change_list_template = "admin/mail_list.html"
    list_display = ["kind_name", "recipient", "person", "state", "attempts", "due_at", "sent_at"]
    list_filter = [ToPerson, "state", OfKind, "created_at"]
    list_select_related = ["person"]
    search_fields = ["recipient", "key", "message_id", "person__name"]
    ordering = ["-created_at", "-pk"]
    fields = [
        "kind_name",
        "recipient",
        "person",
        "state",
        "error",
        "mail",
        "attempts",
        "created_at",
        "due_at",
        "sent_at",
    ]
    fields += ["language", "unsubscribable", "message_id", "key"]
    actions = [SEND_AGAIN]
    act = SEND_AGAIN
    acting_text = _("Send again…")

    def acting_url(self, row: OutboxMessage) -> str:
        """The page that sends a failed mail again."""
        return reverse(f"admin:{self._route('act')}", args=[row.pk]) if row.state == State.FAILED else ""

    def get_urls(self) -> list[URLPattern]:
        """Add the kinds of mail, and the mail of a row."""
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("soorten/", self.kinds_view, "kinds"),
            ("soorten/<str:kind>/<str:language>/", self.kind_view, "kind"),
            ("soorten/<str:kind>/<str:language>/html/", self.kind_html_view, "kind_html"),
            ("<path:object_id>/bericht/", self.mail_view, "mail"),
            ("<path:object_id>/bericht/html/", self.mail_html_view, "mail_html"),
        ]
        own = [path(route, self.admin_site.admin_view(view), name=self._route(name)) for route, view, name in pages]
        return [*own, *super().get_urls()]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Let nobody guess at a code or a link by asking for mails in which it stands."""
        return lookup.partition("__")[0] not in NOT_ASKED_FOR and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Begin with how mail is doing."""
        counted = {"figures": figures()} if self.allowed(request) else {}
        return super().changelist_view(request, {**counted, **(extra_context or {})})

    def kinds_view(self, request: HttpRequest) -> HttpResponse:
        """List every kind of mail."""
        if not self.allowed(request):
            raise PermissionDenied
        context = {"kinds": samples().values(), "languages": settings.LANGUAGES, "title": _("Every kind of mail")}
        return self._answer(request, "admin/mail_kinds.html", context)

    def kind_view(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """Show what a kind of mail says in a language, in words."""
        sample = self._sample(request, kind, language)
        args = {"html_url": reverse(f"admin:{self._route('kind_html')}", args=[kind, language])}
        others = [
            (name, reverse(f"admin:{self._route('kind')}", args=[kind, code]))
            for code, name in settings.LANGUAGES
            if code != language
        ]
        context = {**args, "others": others, "shown": read(sample.write(language)), "title": sample.name}
        return self._answer(request, "admin/mail_shown.html", {**context, "language": language, "is_sample": True})

    def kind_html_view(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """Show what a kind of mail looks like in a language."""
        return _as_mail(read(self._sample(request, kind, language).write(language)))

    def mail_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the mail of a row in words."""
        message = self._row(request, object_id)
        context = {
            "shown": _shown(message),
            "refusal": UNWRITTEN if message.template else SECRET_WORDS,
            "message": message,
            "language": message.language,
            "html_url": reverse(f"admin:{self._route('mail_html')}", args=[message.pk]),
            "title": f"{name_of(message.kind)}: {message.recipient}",
        }
        return self._answer(request, "admin/mail_shown.html", context)

    def mail_html_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what the mail of a row looks like."""
        message = self._row(request, object_id)
        return _as_mail(_shown(message) or Shown("", (), str(UNWRITTEN if message.template else SECRET_WORDS), ""))

    @admin.display(description=_("kind"), ordering="kind")
    def kind_name(self, message: Any) -> str:
        return name_of(message.kind)

    @admin.display(description=_("mail"))
    def mail(self, message: Any) -> str:
        """Lead to what the mail says, as far as others may read it."""
        if not message.template:
            return str(SECRET_WORDS)
        url = reverse(f"admin:{self._route('mail')}", args=[message.pk])
        return format_html('<a href="{}">{}</a>', url, gettext("Show the mail"))

    @admin.display(description=_("can be stopped"), boolean=True)
    def unsubscribable(self, message: Any) -> bool:
        return bool(message.unsubscribe)

    def _sample(self, request: HttpRequest, kind: str, language: str) -> Sample:
        if not self.allowed(request):
            raise PermissionDenied
        sample = samples().get(kind)
        if sample is None or language not in dict(settings.LANGUAGES):
            raise Http404
        return sample

    def _answer(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return kept_private(TemplateResponse(request, template, whole))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _shown(message: OutboxMessage) -> Shown | None:
    """Return the mail of a row without the links that only its reader may follow; None when nobody else may read it."""
    if not message.template:
        return None
    try:
        content = bytes_of(message)
    except Exception:  # the row itself says why: what it was made of is gone, or its template is broken
        return None
    shown = read(content)
    headers = tuple((name, _hidden(value)) for name, value in shown.headers)
    return Shown(shown.subject, headers, _hidden(shown.text), _hidden(shown.html))


def _hidden(text: str) -> str:
    return SECRET.sub(r"\1/…", text)


def _as_mail(shown: Shown) -> HttpResponse:
    """Return the HTML of a mail as a page that can load and do nothing."""
    response = HttpResponse(shown.html or format_html("<pre>{}</pre>", shown.text))
    response["Content-Security-Policy"] = OF_A_MAIL
    return kept_private(response)
