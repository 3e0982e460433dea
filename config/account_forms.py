"""Which of our own forms stand in the place of allauth's."""

OURS = "members.account_forms."

ACCOUNT = {
    "add_email": OURS + "AddEmailForm",
    "change_password": OURS + "ChangePasswordForm",
    "confirm_email_verification_code": OURS + "ConfirmEmailVerificationCodeForm",
    "confirm_login_code": OURS + "ConfirmLoginCodeForm",
    "login": "members.sign_in.PasswordForm",
    "reauthenticate": OURS + "ReauthenticateForm",
    "request_login_code": "members.sign_in.CodeForm",
    "reset_password": OURS + "ResetPasswordForm",
    "reset_password_from_key": OURS + "ResetPasswordKeyForm",
    "set_password": OURS + "SetPasswordForm",
}

MFA = {
    "activate_totp": OURS + "ActivateTOTPForm",
    "add_webauthn": OURS + "AddWebAuthnForm",
    "authenticate": OURS + "AuthenticateForm",
    "authenticate_webauthn": OURS + "AuthenticateWebAuthnForm",
    "edit_webauthn": OURS + "EditWebAuthnForm",
    "login_webauthn": OURS + "LoginWebAuthnForm",
    "reauthenticate": OURS + "ReauthenticateByFactorForm",
    "reauthenticate_webauthn": OURS + "ReauthenticateWebAuthnForm",
}
