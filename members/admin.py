"""The network, its organisations, people and accounts in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.editing import AdministratorsAdmin, ContentAdmin, LedgerAdmin, Part, PeriodFilter, PeriodPart
from members.models import Network, NetworkMembership, Notification, Organisation, OutboxMessage, Person, User
from members.permissions import can_administer

admin.site.site_header = _("The portal, seen by its editors")
admin.site.site_title = _("Editing")
admin.site.index_title = _("What do you want to edit?")
admin.site.unregister(Group)  # rights follow appointments and seats


@admin.register(Network)
class NetworkAdmin(AdministratorsAdmin):
    list_display = ["name", "tagline", "contact_email", "palette", "school_region"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One network per installation."""
        return super().has_add_permission(request, obj) and not Network.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every page shows it."""
        return False


class MembershipFilter(admin.SimpleListFilter):
    """Keeps the members of today, or the organisations that are none."""

    title = _("member of the network")
    parameter_name = "member"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterator[tuple[str, Any]]:
        yield from (("yes", _("Yes")), ("no", _("No")))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(member=self.value() == "yes") if self.value() in {"yes", "no"} else queryset


class NetworkMembershipPart(PeriodPart):
    model = NetworkMembership


class PersonPart(Part):
    model = Person
    fields = ["name", "job_title", "email", "phone", "contact_visibility"]
    show_change_link = True
    can_delete = False


@admin.register(Organisation)
class OrganisationAdmin(ContentAdmin):
    list_display = ["name", "short_name", "kind", "seat", "is_member", "succeeded_by"]
    list_filter = [MembershipFilter, "kind", "province"]
    list_select_related = ["succeeded_by"]
    search_fields = ["name", "short_name", "seat", "official_code"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["consists_of", "succeeded_by"]
    ordering = ["sort_key"]
    inlines = [NetworkMembershipPart, PersonPart]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """Say of each whether it is a member today."""
        memberships = NetworkMembership.objects.filter(organisation=OuterRef("pk")).current()
        return Organisation.objects.annotate(member=Exists(memberships)).order_by(*self.ordering)

    @admin.display(description=_("member"), boolean=True, ordering="member")
    def is_member(self, organisation: Any) -> bool:
        return bool(organisation.member)


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(ContentAdmin):
    list_display = ["organisation", "since", "until"]
    list_filter = [PeriodFilter, "organisation__kind"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "organisation__short_name"]
    autocomplete_fields = ["organisation"]
    date_hierarchy = "since"
    ordering = ["organisation__sort_key", "since"]


class AccountCreationForm(AdminUserCreationForm):
    """Makes an account from an address; a password is optional."""

    class Meta:
        model = User
        fields = ["email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].initial = "false"

    def clean_email(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["email"]).lower()


@admin.register(User)
class AccountAdmin(AdministratorsAdmin, UserAdmin):
    add_form = AccountCreationForm
    list_display = ["email", "person", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    list_select_related = ["person"]
    search_fields = ["email", "person__name"]
    ordering = ["email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "usable_password", "password1", "password2"]}),
        (_("Rights"), {"fields": ["is_staff", "is_superuser"]}),
    ]


@admin.register(Person)
class PersonAdmin(ContentAdmin):
    list_display = ["name", "job_title", "organisation", "email", "contact_visibility", "account"]
    list_filter = ["contact_visibility", ("account", admin.EmptyFieldListFilter), "organisation__kind"]
    list_select_related = ["organisation", "account"]
    search_fields = ["name", "job_title", "email", "organisation__name", "organisation__short_name"]
    autocomplete_fields = ["organisation", "account"]
    ordering = ["sort_key"]

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        """Whose account it is gives rights, so only admins say so."""
        return [] if can_administer(request.user) else ["account"]


@admin.register(Notification)
class NotificationAdmin(LedgerAdmin):
    list_display = ["kind", "person", "key", "created_at", "mailed_at", "read_at"]
    list_filter = ["kind", ("mailed_at", admin.EmptyFieldListFilter), ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person"]
    search_fields = ["key", "person__name"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


@admin.register(OutboxMessage)
class OutboxMessageAdmin(LedgerAdmin):
    list_display = ["kind", "recipient", "person", "state", "attempts", "due_at", "sent_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["person"]
    search_fields = ["recipient", "key", "message_id", "person__name"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
