"""News of a leader: offered, sent back, offered again, scheduled; it appears at its minute and is withdrawn."""

from datetime import datetime, timedelta
from time import monotonic

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.filling_in import fill_in
from tests.browser.newcomers import path_of, press
from tests.browser.year import told

TITLE = "De voorpagina is er"
PATIENCE = 90


@pytest.fixture(autouse=True)
def programme(in_shell):
    """Lay a programme and who leads it, and take it away again with its news."""
    in_shell("from tests.browser.programme_data import lay_news; lay_news()")
    yield
    gone = "organisations=['berichtum'], programmes='Voorpagina'"
    in_shell(f"from tests.browser.programme_data import take_away; take_away({gone})")


def test_article_of_a_leader_is_returned_offered_scheduled_and_withdrawn(in_english):
    leader, editor = in_english("nieuws-trekker", java_script_enabled=False), in_english("editor")
    visitor = in_english()
    draft = write(leader)
    offer(leader, draft)
    send_back(editor, "Wie heeft het gemaakt?")
    improve(leader, draft, "Wie heeft het gemaakt?")
    offer(leader, draft)

    moment = schedule(editor)
    news = visitor.get_by_role("link", name=TITLE)
    visitor.goto("/nieuws/")
    expect(news).to_have_count(0)
    wait_for(news, visitor)
    assert timezone.now() >= moment

    news.first.click()
    expect(visitor.locator("main")).to_contain_text("Gemaakt door <b>iedereen</b>.")
    address = path_of(visitor)
    withdraw(editor, draft)
    answer = visitor.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(visitor.locator("h1")).to_have_text("This article was withdrawn")
    visitor.goto("/nieuws/")
    expect(news).to_have_count(0)


def write(leader: Page) -> str:
    """Write a draft; what it is about is chosen already. Return where it is edited."""
    leader.goto("/nieuws/schrijven/")
    leader.get_by_role("link", name="New article").click()
    expect(leader.get_by_label("Voorpagina")).to_be_checked()
    fill_in(leader, "Save", title=TITLE, lead="Na twee jaar is hij af.", text="Hij is er.")
    expect(told(leader)).to_contain_text("The article is stored.")
    return path_of(leader)


def offer(leader: Page, draft: str) -> None:
    """Offer it to the editors."""
    leader.goto(draft)
    press(leader, "Offer to the editors")
    expect(told(leader)).to_contain_text("The article is offered.")


def open_offered(editor: Page) -> None:
    """Open what was offered, from the list of what waits for an editor."""
    editor.goto("/nieuws/schrijven/")
    editor.locator("section[aria-labelledby=offered]").get_by_role("link", name=TITLE).click()


def send_back(editor: Page, reason: str) -> None:
    """Send it back with a reason; without one it stays."""
    open_offered(editor)
    editor.get_by_role("link", name="Send back to the writer…").first.click()
    editor.get_by_label("What does it still need?").fill("  ")
    press(editor, "Send back")
    expect(editor.locator("[data-invalid]")).to_contain_text("Say what it still needs")
    editor.get_by_label("What does it still need?").fill(reason)
    press(editor, "Send back")
    expect(told(editor)).to_contain_text("The article is back with its writer")


def improve(leader: Page, draft: str, reason: str) -> None:
    """Read the reason, and do something about it."""
    leader.goto(draft)
    expect(leader.locator("main")).to_contain_text(reason)
    fill_in(leader, "Save", text="Gemaakt door <b>iedereen</b>.")


def schedule(editor: Page) -> datetime:
    """Have it published at the next minute that leaves time enough to say so; return when."""
    open_offered(editor)
    if "/publiceren/" not in editor.url:
        editor.get_by_role("link", name="Read and publish…").click()
    soon = timezone.localtime() + timedelta(seconds=20)
    moment = soon.replace(second=0, microsecond=0) + timedelta(minutes=1)
    editor.get_by_label("By itself, at the moment below").check()
    editor.get_by_label("Date").fill(f"{moment:%Y-%m-%d}")
    editor.get_by_label("Time").fill(f"{moment:%H:%M}")
    press(editor, "Publish")
    expect(told(editor)).to_contain_text("The article is published by itself")
    return moment


def wait_for(news: Locator, visitor: Page) -> None:
    """Look again until it is there."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline and not news.count():
        visitor.reload(wait_until="networkidle")
    expect(news.first).to_be_visible()


def withdraw(editor: Page, article: str) -> None:
    """Take it back."""
    editor.goto(article)
    editor.get_by_role("link", name="Withdraw…").first.click()
    press(editor, "Withdraw")
    expect(told(editor)).to_contain_text("The article is withdrawn.")
