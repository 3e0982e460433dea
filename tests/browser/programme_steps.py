"""Steps through the life of a programme that tests take in the browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.filling_in import fill_in
from tests.browser.newcomers import path_of
from tests.browser.year import told


def propose(page: Page, name: str, on: str) -> str:
    """Propose a programme and found it on the same day; return where its page is."""
    page.goto("/programmas/voorstellen/")
    fill_in(page, "Propose the programme", name=name, decided_on=on)
    life = path_of(page)
    take_step(page, f"{life}oprichten/", decided_on=on)
    return life.removesuffix("verloop/")


def take_step(page: Page, path: str, **given: str) -> None:
    """Open the form of one step, send it, and see that the site says so."""
    page.goto(path)
    fill_in(page, "Save", **given)
    expect(told(page)).not_to_be_empty()


def write_down_work(page: Page, path: str, outcome: str, work: str) -> None:
    """Write down one outcome with one workstream towards it; without script."""
    page.goto(f"{path}wensbeelden/nieuw/")
    fill_in(page, "Save", title=outcome)
    page.get_by_role("link", name=named("Add a workstream", outcome)).click()
    fill_in(page, "Save", title=work)
    expect(page.locator("main article.panel")).to_contain_text(work)


def write_down_platform(admin: Page, name: str, *, programme: str, host: str) -> str:
    """Write down a platform and its host in the admin; return where its page is."""
    admin.goto("/beheer/programmes/platform/add/", wait_until="networkidle")
    admin.locator("[name=name]").fill(name)
    _choose(admin, admin.locator(".field-programme"), programme)
    admin.locator("#hostings-group .add-row a").click()
    _choose(admin, admin.locator("#hostings-group tr.form-row:not(.empty-form)").last, host)
    slug = admin.locator("[name=slug]").input_value()
    with admin.expect_navigation():
        admin.locator("[name=_save]").click()
    expect(admin.locator(".messagelist .success")).to_contain_text(name)
    return f"/platforms/{slug}/"


def _choose(admin: Page, within: Locator, name: str) -> None:
    within.get_by_role("combobox").first.click()
    admin.locator(".select2-search__field").last.fill(name)
    admin.locator(".select2-results__option[aria-selected]", has_text=name).first.click()


def named(words: str, about: str) -> re.Pattern[str]:
    """Return the name of a link or button of which only the first words are seen; the rest says what it is about."""
    return re.compile(rf"^{re.escape(words)}\s?: {re.escape(about)}$")


def row_of(page: Page, path: str, work: str) -> Locator:
    """Open the checklist of a programme and return the row of one piece of work."""
    page.goto(f"{path}overdracht/")
    return page.locator("main tbody tr", has=page.get_by_role("rowheader", name=work))


def arrange(page: Page, path: str, work: str, **given: str) -> None:
    """Arrange where a piece of work goes."""
    row_of(page, path, work).get_by_role("link", name="Arrange a handover").click()
    fill_in(page, "Save", **given)


def record(page: Page, path: str, work: str, on: str) -> None:
    """Record that a piece of work was accepted."""
    row_of(page, path, work).get_by_role("link", name="Record an acceptance").click()
    fill_in(page, "Save", accepted_on=on, source="verslag van de stuurgroep")
