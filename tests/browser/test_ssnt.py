"""Programme SSNT from its communiqué to its end, step by step through the forms, and its page compared in the end."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.demo.shapes import Goes
from portal.demo.ssnt import CONTACT, LEADER, PROGRAMME, RINGS
from tests.browser.filling_in import fill_in, words
from tests.browser.newcomers import press
from tests.browser.year import told

AGAIN = " (nagespeeld)"  # what this one is called besides, as the demonstration has the name already
PARTS = ("#steering", "#outcomes", "#homes", "#platforms", "#circles", "#participants")
HOST = "Regio Twente"
TAKE_AWAY = f"""
from programmes.models import KnowledgeCircle, Platform, Programme
for model in (Programme, Platform, KnowledgeCircle):
    model.objects.filter(name__endswith={AGAIN!r}).delete()
"""


@pytest.fixture
def site_without_replay(in_shell):
    """Have the site as it was when the test is over."""
    yield
    in_shell(TAKE_AWAY)


@pytest.mark.usefixtures("site_without_replay")
def test_ssnt_from_its_communique_to_its_end(open_as, in_english):
    page, admin = in_english("editor", java_script_enabled=False), open_as("editor")
    path = found(page)
    add_outcomes(page, path)
    add_platforms(admin)
    start_circles(in_english("admin", java_script_enabled=False))
    fill_in_step(page, f"{path}verloop/overdragen/", decided_in_year="2018")

    refuse_to_end(page, path)
    hand_over_all(page, path)
    end(page, path)

    assert facts(in_english(), path) == facts(in_english(), "/programmas/ssnt/")


def found(page: Page) -> str:
    """Propose, found and staff the programme; return where its page is."""
    page.goto("/programmas/voorstellen/")
    begin, end_year = map(str, PROGRAMME.document_years)
    fill_in(
        page,
        "Propose the programme",
        name=PROGRAMME.name + AGAIN,
        acronym=PROGRAMME.acronym,
        summary=PROGRAMME.summary,
        region=PROGRAMME.region,
        founding_document=PROGRAMME.document,
        founding_period_from=begin,
        founding_period_to=end_year,
        decided_in_year=begin,
    )
    life = re.sub(r"^https?://[^/]+", "", page.url)
    founding = PROGRAMME.steps[0]
    fill_in_step(page, f"{life}oprichten/", decided_in_year=begin, body=founding.body, text=founding.text)
    fill_in_step(page, f"{life}leiding/", person=LEADER, decided_in_year=begin)
    for name in PROGRAMME.participants:
        fill_in_step(page, f"{life}deelnemers/", organisation=name)
    return life.removesuffix("verloop/")


def fill_in_step(page: Page, path: str, **given: str) -> None:
    """Open a form of one thing and send it."""
    page.goto(path)
    fill_in(page, "Save", **given)
    expect(told(page)).not_to_be_empty()


def add_outcomes(page: Page, path: str) -> None:
    """Write down both outcomes with the work towards them."""
    for place, wish in enumerate(PROGRAMME.wishes):
        page.goto(f"{path}wensbeelden/nieuw/")
        fill_in(page, "Save", title=wish.title, text=wish.text, still_open=wish.still_open)
        for stream in wish.streams:
            page.get_by_role("link", name=re.compile(f"^Add a workstream.*{wish.title}")).click()
            page.locator("[name=stage]").select_option(value=stream.stage)
            fill_in(page, "Save", title=stream.title, text=stream.text)
        expect(page.locator("main article.panel")).to_have_count(place + 1)


def add_platforms(admin: Page) -> None:
    """Have an editor write down both platforms and their host, in the admin."""
    for ground in PROGRAMME.grounds:
        admin.goto("/beheer/programmes/platform/add/", wait_until="networkidle")
        admin.locator("[name=name]").fill(ground.name + AGAIN)
        admin.locator("[name=purpose]").fill(ground.purpose)
        admin.locator("[name=since_text]").fill(ground.since_text)
        for scope in ground.scope:
            admin.locator(f"[name=scope][value={scope}]").check()
        choose(admin, admin.locator(".field-programme"), PROGRAMME.name + AGAIN, shown=PROGRAMME.acronym)
        admin.locator("#hostings-group .add-row a").click()
        choose(admin, admin.locator("#hostings-group tr.form-row:not(.empty-form)").last, HOST)
        with admin.expect_navigation():
            admin.locator("[name=_save]").click()
        expect(admin.locator(".messagelist .success")).to_contain_text(ground.name)


def choose(admin: Page, within: Locator, name: str, shown: str = "") -> None:
    """Choose a row by searching for it, once it is the only one of that name."""
    within.get_by_role("combobox").first.click()
    admin.locator(".select2-search__field").last.fill(name)
    options = admin.locator(".select2-results__option[aria-selected]")
    found = options.filter(has_text=re.compile(f"^{re.escape(shown or name)}$"))
    expect(found).to_have_count(1)
    found.click()


def start_circles(page: Page) -> None:
    """Start the circles, and what they do together."""
    for ring in RINGS:
        page.goto("/kenniskringen/starten/")
        fill_in(
            page,
            "Start this circle",
            name=ring.name + AGAIN,
            summary=ring.summary,
            why=ring.summary,
            joining="on_request",
            programme=PROGRAMME.name + AGAIN,
        )
        circle = re.sub(r"^https?://[^/]+", "", page.url)
        for deed in ring.deeds:
            page.goto(f"{circle}activiteiten/nieuw/?soort={deed.kind}")
            fill_in(page, "Save", title=deed.title, text=deed.text)
            press(page, "Start: nobody joins any more")


def refuse_to_end(page: Page, path: str) -> None:
    """See that nothing ends as long as work has no home."""
    streams = [stream.title for wish in PROGRAMME.wishes for stream in wish.streams]
    page.goto(f"{path}overdracht/beeindigen/")
    for title in streams:
        expect(page.locator("section:has(> #held)")).to_contain_text(title)
    page.locator("details:has([name=decided_on]) > summary").click()
    page.locator("[name=decided_on]").fill(PROGRAMME.ended.isoformat())
    page.locator("[name=override_reason]").evaluate("it => it.removeAttribute('required')")
    press(page, "End it all the same")
    expect(page.locator("main .error-summary")).to_contain_text("Say why the programme ends all the same.")


def hand_over_all(page: Page, path: str) -> None:
    """Arrange a home for each piece of work and for the steering, with how it is known that it was accepted."""
    names = {ground.slug: ground.name + AGAIN for ground in PROGRAMME.grounds}
    for stream in (stream for wish in PROGRAMME.wishes for stream in wish.streams):
        goes = stream.goes
        arrange(page, path, stream.title, goes, kind=goes.kind, destination=names[goes.platform])
    steering = PROGRAMME.steering
    arrange(page, path, "The steering of the programme", steering, outside_body=steering.body, note=steering.note)


def arrange(page: Page, path: str, work: str, goes: Goes, **given: str) -> None:
    """Arrange where one piece of work goes, and record how it is known that it was accepted."""
    row = page.locator("main tbody tr", has=page.get_by_role("rowheader", name=work))
    page.goto(f"{path}overdracht/")
    row.get_by_role("link", name="Arrange a handover").click()
    fill_in(page, "Save", **given)
    row.get_by_role("link", name="Record an acceptance").click()
    fill_in(page, "Save", accepted_on=goes.accepted.isoformat(), source=goes.source)


def end(page: Page, path: str) -> None:
    """End the programme, now that nothing holds it up."""
    page.goto(f"{path}overdracht/")
    page.get_by_role("link", name="End the programme").first.click()
    fill_in(
        page,
        "End the programme",
        decided_on=PROGRAMME.ended.isoformat(),
        text=PROGRAMME.steps[-1].text,
        contact=CONTACT,
        contact_capacity=PROGRAMME.contact_capacity,
        ending="Het werk heeft overal een vaste plek.",
    )


def facts(visitor: Page, path: str) -> dict[str, str]:
    """What the page of a programme says of its facts to a visitor."""
    visitor.goto(path)
    found = {part: words(visitor, f"main {part}").replace(AGAIN, "") for part in PARTS}
    others = {"tags": ".tags", "facts": "aside .facts", "leader": "aside .chairs", "contact": "aside > :first-child"}
    return found | {name: words(visitor, f"main {where}") for name, where in others.items()}
