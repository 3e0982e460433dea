"""Passkeys, an authenticator app, recovery codes and sessions, in a real browser."""

import base64
import hashlib
import hmac
import struct
import time

from playwright.sync_api import Page, expect

from tests.browser.newcomers import ask_code, confirm, new_address, path_of, press, prove_by_code, sign_out, sign_up
from tests.browser.test_axe import look

NARROW_AND_WIDE = (1280, 360)
STEP = 30


def totp(secret: str, at: float) -> str:
    """The six digits that an app shows at a moment (RFC 6238, with the hash and the step that apps use)."""
    counter = struct.pack(">Q", int(at) // STEP)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def shown(secret: str) -> str:
    """What the app shows now; when it is about to change, what it shows next."""
    if (left := STEP - time.time() % STEP) < 5:
        time.sleep(left)
    return totp(secret, time.time())


def test_totp_of_this_test_is_that_of_the_standard():
    assert totp(base64.b32encode(b"12345678901234567890").decode(), 1111111109) == "081804"  # RFC 6238, appendix B


def with_passkeys(page: Page) -> None:
    """Give the browser a key that knows its owner, as a phone with a finger does."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**kind, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def test_passkey_is_made_and_opens_the_door_alone(in_english, mailbox):
    page, address = in_english(), new_address()
    with_passkeys(page)
    sign_up(page, mailbox, address)
    prove_by_code(page, mailbox, address, "/account/2fa/webauthn/add/")
    findings = look(page, "passkey", NARROW_AND_WIDE)
    page.get_by_label("Name").fill("Telefoon <b>1</b>")
    press(page, "Add a passkey")
    page.goto("/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Telefoon <b>1</b>")
    findings += look(page, "passkeys", NARROW_AND_WIDE)
    sign_out(page)

    page.goto("/account/login/")
    press(page, "Sign in with a passkey")

    assert path_of(page) == "/wachten/"
    page.goto("/mijn/beveiliging/")
    expect(page.locator("main")).to_contain_text(address)
    assert findings == []


def test_app_is_set_up_and_its_codes_or_a_recovery_code_are_the_second_step(in_english, mailbox):
    page, address = in_english(), new_address()
    sign_up(page, mailbox, address)
    prove_by_code(page, mailbox, address, "/account/2fa/totp/activate/")
    findings = look(page, "app", NARROW_AND_WIDE)
    secret = page.locator("main code").first.inner_text()
    page.get_by_label("Code").fill(shown(secret))
    press(page, "Switch on")
    page.goto("/account/2fa/recovery-codes/")
    recovery = page.locator("main li code").first.inner_text()
    findings += look(page, "recovery codes", NARROW_AND_WIDE)
    sign_out(page)

    second_step(page, mailbox, address)
    findings += look(page, "second step", NARROW_AND_WIDE)
    answer(page, "000000")
    expect(page.locator("main")).to_contain_text("code")
    assert path_of(page) == "/account/2fa/authenticate/"
    answer(page, shown(secret))
    assert path_of(page) == "/wachten/"

    sign_out(page)
    second_step(page, mailbox, address)
    answer(page, recovery)
    assert path_of(page) == "/wachten/"
    page.goto("/account/2fa/recovery-codes/")
    assert recovery not in page.locator("main").inner_text()
    assert findings == []


def second_step(page: Page, mailbox, address: str) -> None:
    """Sign in by a mailed code, up to the page that asks for the second factor."""
    ask_code(page, address)
    confirm(page, mailbox, address)
    assert path_of(page) == "/account/2fa/authenticate/"


def answer(page: Page, code: str) -> None:
    """Type a code of the app, or a recovery code."""
    page.locator("input[name=code]").fill(code)
    press(page, "Sign in")


def test_session_elsewhere_is_ended(in_english, mailbox):
    here, elsewhere, address = in_english(), in_english(), new_address()
    sign_up(here, mailbox, address)
    ask_code(elsewhere, address)
    confirm(elsewhere, mailbox, address)
    assert path_of(elsewhere) == "/wachten/"

    here.goto("/account/sessions/")
    findings = look(here, "sessions", NARROW_AND_WIDE)
    press(here, "Sign out everywhere else")

    elsewhere.goto("/mijn/")
    assert path_of(elsewhere) == "/account/login/"
    here.goto("/mijn/beveiliging/")
    expect(here.locator("main")).to_contain_text(address)
    assert findings == []
