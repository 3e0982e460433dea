"""One's own data in a real browser: taken along as a file, and erased."""

import json
import re
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.browser.newcomers import ask_code, become_member, new_address, path_of, press, prove_by_code
from tests.browser.test_axe import look

NARROW_AND_WIDE = (1280, 360)
NAME = "Dirkje Dataverzoek"
DATA_PAGE = re.compile(r"https?://\S+/mijn/gegevens/")


@pytest.fixture
def address():
    return new_address()


@pytest.fixture
def member(in_english, mailbox, address):
    """Somebody of Gemeente Assen who just came in."""
    page = in_english()
    become_member(page, in_english("manager"), mailbox, address, NAME)
    return page


def test_data_are_gathered_and_downloaded_and_nobody_else_gets_them(in_english, mailbox, member, address):
    member.goto("/mijn/gegevens/")
    press(member, "Gather my data")
    member.goto(mailbox.take(address, DATA_PAGE))

    with member.expect_download() as download:
        member.get_by_role("link", name="Download my data").click()

    with ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        kinds = {name.rpartition(".")[2] for name in archive.namelist()}
        everything = json.loads(archive.read(next(name for name in archive.namelist() if name.endswith(".json"))))
    assert {"json", "csv"} <= kinds
    assert NAME in json.dumps(everything)
    link = member.get_by_role("link", name="Download my data").get_attribute("href")
    assert in_english("admin").request.get(link).status == 404


def test_data_are_erased_and_the_account_is_closed(in_english, mailbox, member, address):
    colleague = in_english("member")
    colleague.goto("/leden/gemeente-assen/")
    assert address in colleague.content()

    prove_by_code(member, mailbox, address, "/mijn/gegevens/wissen/")
    findings = look(member, "erase", NARROW_AND_WIDE)
    member.get_by_label("Erase these data for good").check()
    press(member, "Erase for good")

    assert path_of(member) == "/"
    expect(member.locator("body")).to_contain_text("Your data are erased and your account is closed.")
    colleague.reload()
    assert address not in colleague.content()
    ask_code(member, address)
    member.get_by_label("Code").fill("ABCD-EFGH")
    press(member, "Go on")
    assert path_of(member) == "/account/login/code/confirm/"
    assert findings == []
