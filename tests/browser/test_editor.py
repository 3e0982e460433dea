"""The editor of rich text, used as an editor does: typing, pasting from Word, saving, and the page on the site."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_quiet import listen

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {mso-style-unhide:no; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=NL style='tab-interval:35.4pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'><span style='color:#2F5496'>Samen inkopen<o:p></o:p></span></h1>
<p class=MsoNormal>Wat <b style='mso-bidi-font-weight:normal'>anders</b> wordt:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>&middot;<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>minder papier<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>&middot;<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>meer overleg<o:p></o:p></p>
<!--EndFragment--></body></html>"""
HOSTILE = """<p>Onschuldig<img src=x onerror="window.harmed=1"><svg onload="window.harmed=1"><text>plaatje</text></svg>
<a href="javascript:window.harmed=1">klik</a><script>window.harmed=1</script></p>"""
PASTE = """(area, html) => { const data = new DataTransfer(); data.setData('text/html', html);
area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""


@pytest.fixture
def form(open_as, site):
    page = open_as("editor")
    page.heard = listen(page, site)
    page.goto("/beheer/portal/article/add/", wait_until="networkidle")
    yield page
    assert page.heard == []


def editor_of(page: Page):
    return page.get_by_role("textbox", name="Tekst", exact=True)


def tool(page: Page, name: str):
    return page.get_by_role("toolbar").locator(f"[data-name={name}]")


def saved(page: Page, title: str, slug: str) -> Page:
    """Publish the article in the form and open it on the site."""
    page.locator("#id_title").fill(title)
    page.keyboard.press("Tab")
    if not page.locator("#id_slug").input_value():  # no script filled it in
        page.locator("#id_slug").fill(slug)
    page.locator("#id_published_at_0").fill("2025-03-11")
    page.locator("#id_published_at_1").fill("09:00")
    page.locator("[name=_save]").click()
    page.wait_for_url(re.compile(r"/beheer/portal/article/(\?|$)"))
    page.wait_for_load_state("networkidle")
    page.goto(f"/nieuws/2025/{slug}/", wait_until="networkidle")
    return page


def test_typed_text_stands_on_the_site_with_its_layout(form):
    area = editor_of(form)
    area.click()
    tool(form, "heading").click()
    form.keyboard.type("Wat we deden")
    form.keyboard.press("Enter")
    form.keyboard.press("Control+b")
    form.keyboard.type("Samen")
    form.keyboard.press("Control+b")
    form.keyboard.type(" verder")

    prose = saved(form, "Getypt bericht", "getypt-bericht").locator(".prose")

    expect(prose.get_by_role("heading", level=2, name="Wat we deden")).to_be_visible()
    expect(prose.locator("p strong")).to_have_text("Samen")


def test_paste_from_word_is_made_plain(form):
    editor_of(form).evaluate(PASTE, WORD)

    prose = saved(form, "Uit Word", "uit-word").locator(".prose")

    expect(prose.get_by_role("heading", level=2)).to_have_text("Samen inkopen")
    expect(prose.locator("ul > li")).to_have_text(["minder papier", "meer overleg"])
    assert not re.search(r"mso|style=|class=|o:p|·", prose.inner_html(), re.IGNORECASE)


def test_hostile_paste_does_nothing_anywhere(form):
    editor_of(form).evaluate(PASTE, HOSTILE)

    prose = saved(form, "Vijandig", "vijandig").locator(".prose")

    expect(prose).to_contain_text("Onschuldig")
    assert form.evaluate("window.harmed") is None
    assert not re.search(r"javascript:|onerror|<svg|<script|<img", prose.inner_html())


def test_link_is_made_by_keyboard(form):
    area = editor_of(form)
    area.click()
    form.keyboard.type("sector")
    form.keyboard.press("Control+a")
    tool(form, "link").click()
    address = form.locator("#id_text_link")
    address.fill("javascript:alert(1)")
    form.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_be_visible()
    address.fill("/sectoren/overheden/")
    form.keyboard.press("Enter")

    assert area.inner_html() == '<p><a href="/sectoren/overheden/">sector</a></p>'


def test_toolbar_is_one_stop_and_walks_by_arrows(form):
    editor_of(form).focus()
    form.keyboard.press("Shift+Tab")
    expect(tool(form, "heading")).to_be_focused()
    form.keyboard.press("ArrowRight")
    expect(tool(form, "subheading")).to_be_focused()
    form.keyboard.press("End")
    form.keyboard.press("Shift+Tab")

    assert form.evaluate("document.activeElement.closest('[role=toolbar]')") is None


def test_table_can_be_made_and_is_kept(form):
    editor_of(form).click()
    tool(form, "table").click()
    form.keyboard.type("Jaar")

    prose = saved(form, "Met tabel", "met-tabel").locator(".prose")

    expect(prose.locator("th").first).to_have_text("Jaar")
    expect(prose.locator("tr")).to_have_count(3)


def test_editor_has_no_accessibility_problems(open_as):
    page = open_as("editor")
    page.goto("/beheer/portal/article/add/", wait_until="networkidle")

    results = Axe().run(page, context=".rich-text")

    assert results.response["violations"] == []


def test_text_area_serves_without_script(open_as, site):
    page = open_as("editor", java_script_enabled=False)
    page.goto("/beheer/portal/article/add/")

    page.locator("textarea#id_text").fill("<h2>Kaal</h2><script>boos()</script><p>Maar goed.</p>")
    prose = saved(page, "Zonder script", "zonder-script").locator(".prose")

    expect(prose.locator("h2")).to_have_text("Kaal")
    assert "boos" not in prose.inner_text()


def test_preview_opens_beside_the_form(form):
    form.locator("#id_title").fill("Nog even kijken")
    form.keyboard.press("Tab")
    editor_of(form).click()
    form.keyboard.type("Wie meeleest ziet dit.")

    with form.context.expect_page() as opened:
        form.locator("[name=_preview]").click()

    expect(opened.value.locator("h1")).to_have_text("Nog even kijken")
    expect(opened.value.locator(".prose")).to_have_text("Wie meeleest ziet dit.")
    form.goto("/beheer/portal/article/")
    expect(form.get_by_role("link", name="Nog even kijken")).to_have_count(0)
