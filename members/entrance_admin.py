"""Who comes in, and how, in the admin: sign-in services of organisations, requests and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.editing import AdministratorsAdmin, LedgerAdmin
from members.models import IdentityProvider, MemberRequest, PersonInvitation


class IdentityProviderForm(forms.ModelForm):
    """Takes a secret and never shows it: left empty, the stored one stays."""

    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        strip=True,
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It is never shown again. Empty: as it was."),
    )

    def clean_client_secret(self) -> str:
        """Keep the stored secret when none is given."""
        secret: str = self.cleaned_data["client_secret"] or self.instance.client_secret
        if not secret:
            raise ValidationError(_("A new service needs its secret."), code="required")
        return secret


@admin.register(IdentityProvider)
class IdentityProviderAdmin(AdministratorsAdmin):
    form = IdentityProviderForm
    exports = False
    list_display = ["name", "organisation", "issuer", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["organisation"]
    search_fields = ["name", "organisation__name", "organisation__short_name", "issuer"]
    autocomplete_fields = ["organisation"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["organisation", "name", "slug", "redirect_address", "issuer", "client_id", "client_secret", "is_active"]
    readonly_fields = ["redirect_address"]
    ordering = ["name"]

    @admin.display(description=_("redirect address"))
    def redirect_address(self, provider: Any) -> str:
        """Say what is to be entered at the service."""
        if not provider.slug:
            return str(_("Known once the service is saved: enter it there as the redirect URI."))
        route = reverse("openid_connect_callback", kwargs={"provider_id": provider.slug})
        return f"{settings.PUBLIC_URL}{route}"


@admin.register(MemberRequest)
class MemberRequestAdmin(LedgerAdmin):
    list_display = ["name", "organisation", "kind", "state", "asked_at", "decided_at", "decided_by"]
    list_filter = ["state", "kind"]
    list_select_related = ["organisation", "decided_by"]
    search_fields = ["name", "account__email", "organisation__name", "organisation__short_name"]
    date_hierarchy = "asked_at"
    ordering = ["-asked_at", "-pk"]


@admin.register(PersonInvitation)
class PersonInvitationAdmin(LedgerAdmin):
    list_display = ["email", "name", "organisation", "invited_by", "invited_at", "expires_at", "accepted_at"]
    list_filter = [("accepted_at", admin.EmptyFieldListFilter), ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation", "invited_by"]
    search_fields = ["email", "name", "organisation__name", "organisation__short_name"]
    date_hierarchy = "invited_at"
    ordering = ["-invited_at", "-pk"]
