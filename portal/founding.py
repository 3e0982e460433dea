"""What founds a network: its face, and the account of its first administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import Network, Person, User


class NewNetworkForm(forms.ModelForm):
    """The network and its first administrator. Without a password the administrator chooses one through a link."""

    admin_email = User._meta.get_field("email").formfield()
    admin_name = Person._meta.get_field("name").formfield()
    password1 = forms.CharField(label=_("Password"), strip=False, required=False, widget=forms.PasswordInput)
    password2 = forms.CharField(label=_("Password again"), strip=False, required=False, widget=forms.PasswordInput)

    class Meta:
        model = Network
        fields = ["name", "tagline", "palette", "contact_email", "sender_email", "contact_phone", "school_region"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for both addresses: a network that starts can be reached and can send mail."""
        super().__init__(*args, **kwargs)
        self.fields["contact_email"].required = self.fields["sender_email"].required = True

    def clean_admin_email(self) -> str:
        """Refuse the address of an account or a person that is there already."""
        email: str = self.cleaned_data["admin_email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is already an account with this address."))
        if Person.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is already a person with this address."))
        return email

    def clean_password1(self) -> str:
        """Hold the password against the rules that hold for every account."""
        password: str = self.cleaned_data["password1"]
        if password:
            validate_password(password, User(email=self.cleaned_data.get("admin_email", "")))
        return password

    def clean_password2(self) -> str:
        """Compare both passwords; a refused first one is told about already."""
        again: str = self.cleaned_data["password2"]
        if self.cleaned_data.get("password1", again) != again:
            raise ValidationError(_("The two passwords are not the same."))
        return again
