"""Allauth's forms in house style: labels that say it all, so no placeholders, and junk refused instead of a failure."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3, less the brackets
LONGEST_NAME = 60
UNREADABLE = (AttributeError, InvalidSignature, LookupError, TypeError, ValueError, struct.error)
Cleaned = TypeVar("Cleaned")


class Plain(forms.Form):
    """Says an address is an e-mail address, takes none that is too long, and repeats no label inside a field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.label = _("E-mail address")
                field.max_length = LONGEST_ADDRESS
                field.validators = [*forms.EmailField(max_length=LONGEST_ADDRESS).validators]


class AddEmailForm(Plain, account.AddEmailForm):  # type: ignore[misc]  # allauth's classes are made for this
    pass


class ChangePasswordForm(Plain, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class ConfirmEmailVerificationCodeForm(Plain, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class ConfirmLoginCodeForm(Plain, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):  # type: ignore[misc]
    pass


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    pass


class AuthenticateForm(Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    pass


class ReauthenticateByFactorForm(Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    pass


def read_passkey(clean: Callable[[], Cleaned]) -> Cleaned:
    """Read what a browser says of a passkey; raise ValidationError for whatever is not one of ours."""
    try:
        return clean()
    except (ValidationError, *UNREADABLE) as error:
        raise ValidationError(_("This passkey was not accepted. Try again, or choose another way.")) from error


class AuthenticateWebAuthnForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        return read_passkey(super().clean_credential)


class LoginWebAuthnForm(webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        return read_passkey(super().clean_credential)


class ReauthenticateWebAuthnForm(webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        return read_passkey(super().clean_credential)


class AddWebAuthnForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("Name"),
        help_text=_("To tell your passkeys apart, such as “Phone” or “Work laptop”."),
        required=False,
        max_length=LONGEST_NAME,
    )

    def clean(self) -> dict[str, Any]:
        return read_passkey(super().clean)


class EditWebAuthnForm(Plain, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
