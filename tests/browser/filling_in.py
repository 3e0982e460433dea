"""Filling in a form by the names of its fields, as a person does field by field."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.newcomers import press

KIND_OF = "it => it.tagName === 'SELECT' ? 'select' : it.type"


def fill_in(page: Page, button: str, **given: str) -> None:
    """Fill in the fields, press the button, and see that no field is refused."""
    for name, value in given.items():
        field = page.locator(f"main [name={name}]")
        kind = field.first.evaluate(KIND_OF)
        if kind == "select":
            field.select_option(label=value)
        elif kind == "radio":
            page.locator(f"main [name={name}][value={value}]").check()
        elif kind == "checkbox":
            field.set_checked(bool(value))
        else:
            field.fill(value)
    press(page, button)
    expect(page.locator("main .error-summary")).to_have_count(0)


def words(page: Page, where: str) -> str:
    """What stands somewhere on a page, on one line."""
    return re.sub(r"\s+", " ", page.locator(where).first.inner_text()).strip()
