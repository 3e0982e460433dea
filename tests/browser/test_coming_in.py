"""Coming in, in a real browser: sign-up, approval, refusal, invitation, a mailed code, and going out again."""

import re

from playwright.sync_api import expect

from tests.browser.newcomers import OWN_PAGE, ask_code, confirm, new_address, path_of, press, sign_out, sign_up
from tests.browser.test_axe import look

REQUEST_OF_AAFKE = re.compile(r"Aafke Afgewezen.*?(https?://\S+/aanvragen/\d+/)", re.DOTALL)
NARROW_AND_WIDE = (1280, 360)


def test_newcomer_signs_up_waits_and_is_approved(in_english, mailbox):
    newcomer, manager, address = in_english(), in_english("manager"), new_address()
    sign_up(newcomer, mailbox, address, name="Wobbe Wachtlust")
    assert path_of(newcomer) == "/wachten/"
    newcomer.get_by_label("Overheden").check()
    press(newcomer, "Save")
    newcomer.goto("/mijn/profiel/")
    assert path_of(newcomer) == "/wachten/"

    manager.goto("/aanvragen/")
    press(manager, "Approve Wobbe Wachtlust")

    newcomer.goto(mailbox.take(address, OWN_PAGE))
    assert path_of(newcomer) == "/mijn/"
    newcomer.goto("/mijn/zetels/")
    expect(newcomer.locator("main")).to_contain_text("Overheden")


def test_manager_is_mailed_the_request_and_refuses_it_with_a_reason(in_english, mailbox):
    newcomer, manager, address = in_english(), in_english("manager"), new_address()
    sign_up(newcomer, mailbox, address, name="Aafke Afgewezen")

    manager.goto(mailbox.take("manager@example.org", REQUEST_OF_AAFKE))
    findings = look(manager, "request-decide", NARROW_AND_WIDE)
    manager.get_by_label("Reason").fill("Vraag het eerst aan uw <b>afdeling</b>.")
    press(manager, "Refuse")

    mailbox.take(address, re.compile("Vraag het eerst aan uw <b>afdeling</b>"))
    newcomer.goto("/mijn/")
    assert path_of(newcomer) == "/wachten/"
    expect(newcomer.locator("main")).to_contain_text("Vraag het eerst aan uw <b>afdeling</b>")
    assert [*findings, *look(newcomer, "refused", NARROW_AND_WIDE)] == []


def test_invited_person_is_in_at_once_and_only_once(in_english, mailbox):
    manager, newcomer, address = in_english("manager"), in_english(), new_address("elders")
    manager.goto("/aanvragen/uitnodigen/")
    manager.get_by_label("E-mail address").fill(address)
    manager.get_by_label("Name").fill("Ike Ingeladen")
    manager.get_by_label("Organisation").select_option(label="Gemeente Assen")
    press(manager, "Send the invitation")
    link = mailbox.link(address)

    newcomer.goto(link)
    findings = look(newcomer, "invitation", NARROW_AND_WIDE)
    press(newcomer, "Come in")
    expect(newcomer.get_by_label("E-mail address")).to_be_disabled()
    press(newcomer, "Go on")
    confirm(newcomer, mailbox, address)

    assert path_of(newcomer) == "/mijn/"
    assert in_english().goto(link).status == 410
    assert findings == []


def test_sign_up_pages_have_no_accessibility_violations(in_english, mailbox):
    page, address, findings = in_english(), new_address(), []
    page.goto("/account/signup/")
    findings += look(page, "sign-up", NARROW_AND_WIDE)

    page.get_by_label("Name").fill("Toos Toegankelijk")
    page.get_by_label("E-mail address").fill("toos@example.com")
    press(page, "Go on")
    findings += look(page, "sign-up refused", NARROW_AND_WIDE)
    page.get_by_label("E-mail address").fill(address)
    press(page, "Go on")
    findings += look(page, "code", NARROW_AND_WIDE)
    confirm(page, mailbox, address)
    findings += look(page, "waiting", NARROW_AND_WIDE)

    assert findings == []


def test_code_opens_the_door_once(in_english, mailbox):
    page, other, address = in_english(), in_english(), "outsider@example.org"
    ask_code(page, address)
    code = mailbox.code(address)

    page.get_by_label("Code").fill("WRONG-1")
    press(page, "Go on")
    expect(page.locator("main")).to_contain_text("This code is not right")
    page.get_by_label("Code").fill(code)
    press(page, "Go on")

    assert path_of(page) == "/mijn/"
    ask_code(other, address)
    other.get_by_label("Code").fill(code)
    press(other, "Go on")
    assert path_of(other) == "/account/login/code/confirm/"


def test_back_button_after_signing_out_shows_nothing_private(in_english, mailbox):
    page, address = in_english(), new_address()
    sign_up(page, mailbox, address, name="Geke Geheim")
    page.goto("/mijn/beveiliging/")
    expect(page.locator("main")).to_contain_text(address)
    page.goto("/leden/")
    sign_out(page)

    for _ in range(4):
        page.go_back()

        assert address not in page.content()
        assert "Geke Geheim" not in page.content()
