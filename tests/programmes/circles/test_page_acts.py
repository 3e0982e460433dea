"""Pages of a circle: written, changed by two, put in order and deleted."""

import pytest

from programmes.circles.page_acts import MOST, create_page, delete_page, edit_page, move_page_up
from programmes.models import CirclePage
from tests.factories import CirclePageFactory
from tests.programmes.circles.people import at_once, refusal

SAID = {"title": "Begrippen", "text": "<p>A</p>", "visibility": "circle"}


def titles(circle):
    return [page.title for page in circle.pages.in_order()]


def test_page_comes_last_with_an_address_of_its_own(circle, coordinator):
    CirclePageFactory(circle=circle, title="Eerste", slug="begrippen", position=4)

    page = create_page(circle=circle, by=coordinator, **SAID)

    assert (page.slug, page.position, page.author) == ("begrippen-2", 5, coordinator.person)


@pytest.mark.parametrize(("title", "slug"), [("Nieuw", "nieuw-2"), ("…", "pagina")])
def test_address_of_a_page_is_never_one_of_ours(circle, coordinator, title, slug):
    assert create_page(circle=circle, by=coordinator, **{**SAID, "title": title}).slug == slug


def test_title_of_another_page_is_refused(circle, coordinator):
    CirclePageFactory(circle=circle, title="BEGRIPPEN")
    CirclePageFactory(title="Begrippen")

    assert "already has a page" in refusal(create_page, circle=circle, by=coordinator, **SAID)


def test_circle_has_a_hundred_pages_at_most(circle, coordinator):
    CirclePageFactory.create_batch(MOST, circle=circle)

    assert "at most 100" in refusal(create_page, circle=circle, by=coordinator, **SAID)


def test_change_raises_the_version(circle, coordinator):
    page = CirclePageFactory(circle=circle)

    edit_page(page=page, seen=1, by=coordinator, **SAID)

    page.refresh_from_db()
    assert (page.title, page.version, page.author) == ("Begrippen", 2, coordinator.person)


def test_change_of_what_changed_or_went_meanwhile_is_refused(circle, coordinator):
    page = CirclePageFactory(circle=circle, version=2)
    assert "Someone else changed" in refusal(edit_page, page=page, seen=1, by=coordinator, **SAID)

    delete_page(page=page, by=coordinator)
    page.pk = page.pk or 0

    assert "deleted meanwhile" in refusal(edit_page, page=page, seen=2, by=coordinator, **SAID)


def test_page_moves_up_until_it_is_the_first(circle, coordinator):
    for number, title in enumerate("abc"):
        CirclePageFactory(circle=circle, title=title, position=number)

    for _click in range(3):
        move_page_up(page=circle.pages.get(title="c"), by=coordinator)

    assert titles(circle) == ["c", "a", "b"]


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_keep_the_first(circle, coordinator):
    page = CirclePageFactory(circle=circle)

    refused = at_once(
        *(
            lambda text=text: edit_page(page=page, seen=1, by=coordinator, **{**SAID, "text": text})
            for text in ("<p>Een</p>", "<p>Twee</p>")
        )
    )

    assert (len(refused), CirclePage.objects.get().version) == (1, 2)
