"""An authenticator app, as people have one on their phone."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

SECRET = "JBSWY3DPEHPK3PXP"


def app_code(secret: str = SECRET) -> str:
    """Return the six digits that the app shows now."""
    moments = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, moments[len(moments) // 2]))
