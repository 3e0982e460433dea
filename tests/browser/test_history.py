"""An editor looks back in the browser: what was changed by mistake is found and put back."""

import re

from tests.browser.test_axe import look

LIST = "/beheer/programmes/knowledgecircle/"


def test_editor_puts_back_what_was_changed(open_as):
    page = open_as("editor")
    page.goto(LIST)
    page.locator("#result_list tbody th a").first.click()
    name = page.locator("#id_name").input_value()
    page.locator("#id_name").fill("Vergissing")
    page.locator("input[name=_continue]").click()

    page.get_by_role("link", name="Geschiedenis").first.click()
    findings = look(page, "history")
    page.locator("a[href*='/history/programmes.']").first.click()
    findings += look(page, "put back")
    page.locator("#put_back_form input[type=submit]").click()

    page.wait_for_url(re.compile("/history/$"))
    assert page.locator("table.acts ins").first.inner_text() == name
    assert findings == []
