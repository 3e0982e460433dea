"""The network, its organisations, people and accounts in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from members import entrance_admin, security_admin  # noqa: F401 - lists of their own
from members.bulk import choosing
from members.editing import AdministratorsAdmin, ContentAdmin, LedgerAdmin, Part, PeriodAdmin, PeriodPart
from members.mail_admin import BouncedAddressAdmin, NotificationAdmin, OutboxMessageAdmin, ToPerson
from members.models import (
    BouncedAddress,
    CalendarLink,
    MailPreferences,
    Network,
    NetworkMembership,
    Notification,
    Organisation,
    OutboxMessage,
    Person,
    User,
)
from members.permissions import can_administer, can_edit_content
from members.questions import FilledValues, Question
from members.role_log import RightsRecorded
from members.transfer.tables import NetworkMembershipTable, OrganisationTable, PersonTable

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


class NetworkMembershipPart(PeriodPart):
    model = NetworkMembership
    fields = ["since", "until", "standing"]


class PersonPart(Part):
    model = Person
    fields = ["name", "job_title", "email", "phone", "contact_visibility"]
    show_change_link = True
    can_delete = False


@admin.register(Organisation)
class OrganisationAdmin(ContentAdmin):
    imports = OrganisationTable
    list_display = ["name", "short_name", "kind", "seat", "is_member", "member_since", "people_count", "succeeded_by"]
    list_filter = ["kind", ("province", FilledValues)]
    list_select_related = ["succeeded_by"]
    questions = [
        Question("members", _("Member today")),
        Question("former_members", _("Former member")),
        Question("never_members", _("Never a member")),
        Question("without_coordinates", _("Without coordinates")),
        Question("members_off_the_map", _("Member, not on the map"), needs_attention=True),
        Question("merged", _("Merged into another")),
    ]
    search_fields = ["name", "short_name", "seat", "official_code"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["consists_of", "succeeded_by"]
    ordering = ["sort_key"]
    inlines = [NetworkMembershipPart, PersonPart]
    consequential_fields = ["succeeded_by", "dissolved_on"]  # a merger takes everything along, on a page of its own
    acting_text = _("Merge, end or leave the network")

    def acting_url(self, row: Organisation) -> str:
        """The page on which it merges, ends or leaves, with all that follows from it."""
        return reverse("organisation-succession", args=[row.slug])

    def may_act(self, request: HttpRequest) -> bool:
        """Editors only; others edit what it is called and where it stands."""
        return can_edit_content(request.user)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Say of each whether and since when it is a member, and count its people."""
        rows: Any = super().get_queryset(request)
        return rows.with_membership().with_people_count()

    @admin.display(description=_("member"), boolean=True, ordering="is_member")
    def is_member(self, organisation: Any) -> bool:
        return bool(organisation.is_member)

    @admin.display(description=_("member since"), ordering="member_since")
    def member_since(self, organisation: Any) -> Any:
        return organisation.member_since

    @admin.display(description=_("people"), ordering="people_count")
    def people_count(self, organisation: Any) -> int:
        return int(organisation.people_count)


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(PeriodAdmin):
    imports = NetworkMembershipTable
    list_display = ["organisation", "since", "until", "standing"]
    list_filter = ["organisation__kind"]
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
class AccountAdmin(RightsRecorded, AdministratorsAdmin, UserAdmin):
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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are closed, or erased with their person: decisions and versions name who took and made them."""
        return False


@admin.register(Person)
class PersonAdmin(ContentAdmin):
    imports = PersonTable
    list_display = ["name", "job_title", "organisation", "email", "contact_visibility", "account"]
    list_filter = ["contact_visibility", "organisation__kind"]
    questions = [
        Question("of_members", _("Of a member organisation")),
        Question("without_account", _("Without account")),
        Question("without_organisation", _("Without organisation")),
        Question("without_contact_details", _("No contact details"), needs_attention=True),
    ]
    actions = [
        choosing(
            "set_contact_visibility",
            _("Who sees the contact details…"),
            field="contact_visibility",
            choices=Person.ContactVisibility.choices,
            done=ngettext_lazy("%(count)d person is changed.", "%(count)d people are changed.", "count"),
        )
    ]
    list_select_related = ["organisation", "account"]
    search_fields = ["name", "job_title", "email", "organisation__name", "organisation__short_name"]
    autocomplete_fields = ["organisation", "account"]
    ordering = ["sort_key"]
    acting_text = _("Leave the network")

    def acting_url(self, row: Person) -> str:
        """The page on which somebody leaves, with all that follows from it."""
        return reverse("person-leave", args=[row.pk])

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        """Whose account it is gives rights, so only admins say so."""
        fields = super().get_readonly_fields(request, obj)
        if obj and can_edit_content(request.user):
            fields = [*fields, "mails", "erasing"]
        return fields if can_administer(request.user) else [*fields, "account"]

    @admin.display(description=_("mail"))
    def mails(self, person: Person) -> str:
        """Lead to what was mailed to the person."""
        url = f"{reverse('admin:members_outboxmessage_changelist')}?{ToPerson.parameter_name}={person.pk}"
        return format_html('<a href="{}">{}</a>', url, gettext("What this person was sent"))

    @admin.display(description=_("personal data"))
    def erasing(self, person: Person) -> str:
        """Lead to the page that has them erased."""
        if person.erased_at:
            return gettext("Erased")
        url = reverse("person-erase", args=[person.pk])
        return format_html('<a href="{}">{}</a>', url, gettext("Have the data erased…"))


@admin.register(CalendarLink)
class CalendarLinkAdmin(LedgerAdmin):
    list_display = ["name", "person", "created_at", "used_on", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person"]
    search_fields = ["name", "person__name"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


@admin.register(MailPreferences)
class MailPreferencesAdmin(LedgerAdmin):
    list_display = ["person", "language", "muted"]
    list_filter = ["language"]
    list_select_related = ["person"]
    search_fields = ["person__name", "muted"]
    ordering = ["person__sort_key", "pk"]


admin.site.register(OutboxMessage, OutboxMessageAdmin)
admin.site.register(BouncedAddress, BouncedAddressAdmin)
admin.site.register(Notification, NotificationAdmin)
