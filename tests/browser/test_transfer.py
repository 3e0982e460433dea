"""Import and export in a real browser: no violations of axe, quiet consoles, and a file that goes out and in."""

from playwright.sync_api import expect

from tests.browser.test_axe import check, look
from tests.browser.test_quiet import listen

LIST = "/beheer/members/organisation/"
CASES = {
    "refused": "Naam;Soort;Kleur\n",
    "wrong": "Naam;Soort\nNieuw;Kasteel\nGemeente Proefdorp;Gemeente\n",
    "right": "Naam;Soort\nGemeente Proefdorp;Gemeente\n",
}


def test_import_and_export_pages_have_no_violations(open_as):
    page = open_as("editor")

    assert check(page, f"{LIST}importeren/") + check(page, f"{LIST}exporteren/?q=a") == []


def test_report_has_no_violations(open_as):
    page = open_as("editor")

    for case, text in CASES.items():
        page.goto(f"{LIST}importeren/")
        send(page, text)
        assert look(page, f"import, {case}") == []


def test_right_file_is_stored_and_consoles_stay_quiet(open_as, site):
    page = open_as("editor")
    heard = listen(page, site)
    page.goto(LIST)
    page.locator(".object-tools [href^=importeren]").click()

    send(page, CASES["wrong"])
    send(page, CASES["right"])
    page.locator("#confirm_form [type=submit]").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    assert heard == []


def test_list_is_downloaded_as_it_is_filtered(open_as):
    page = open_as("editor")
    page.goto(f"{LIST}?q=groningen")
    page.locator(".object-tools [href^=exporteren]").click()

    with page.expect_download() as download:
        page.locator("#export_form [type=submit]").click()

    assert download.value.suggested_filename.endswith(".xlsx")


def send(page, text):
    """Choose a file of that text and ask what it would do."""
    content = {"name": "bestand.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#id_file").set_input_files(content)
    page.locator("#import_form [type=submit]").click()
