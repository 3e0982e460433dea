"""The pages that a circle writes; each act holds the circle."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members.models import Person, User
from programmes.circles.locks import hold_circle
from programmes.models import CirclePage, KnowledgeCircle

RESERVED = {"nieuw"}  # words that addresses below …/paginas/ use themselves
MOST = 100


@transaction.atomic
def create_page(*, circle: KnowledgeCircle, title: str, text: str, visibility: str, by: User) -> CirclePage:
    """Add a page after the others; its address follows from its title and stays.

    Raises ValidationError when the circle has a page of that title, or very many pages.
    """
    held = hold_circle(circle.pk)
    _refuse_double(held, title)
    if held.pages.count() >= MOST:
        raise ValidationError(_("A circle has at most %(most)d pages. Delete one first.") % {"most": MOST})
    last = held.pages.aggregate(last=Max("position"))["last"]
    with pghistory.context(user=by.pk):
        return CirclePage.objects.create(
            circle=held,
            title=title,
            slug=_free_slug(held, title),
            text=text,
            visibility=visibility,
            position=(last or 0) + 1,
            author=_author(by),
        )


@transaction.atomic
def edit_page(*, page: CirclePage, title: str, text: str, visibility: str, seen: int, by: User) -> CirclePage:
    """Change a page; `seen` is the version that the change was made from.

    Raises ValidationError when the page was changed or deleted meanwhile, or another page has this title.
    """
    circle = hold_circle(page.circle_id)
    held = CirclePage.objects.filter(pk=page.pk).first()
    if held is None:
        raise ValidationError(_("This page was deleted meanwhile. Copy your text if you want to keep it."), code="gone")
    if held.version != seen:
        raise ValidationError(
            _("Someone else changed this page meanwhile. Above it says what it is now; yours is still in the form."),
            code="stale",
        )
    _refuse_double(circle, title, besides=held)
    held.title, held.text, held.visibility = title, text, visibility
    held.version, held.author = held.version + 1, _author(by)
    with pghistory.context(user=by.pk):
        held.save(update_fields=["title", "text", "visibility", "version", "author", "modified_at"])
    return held


@transaction.atomic
def delete_page(*, page: CirclePage, by: User) -> None:
    """Delete a page; its history stays. One that is gone stays gone."""
    hold_circle(page.circle_id)
    with pghistory.context(user=by.pk):
        CirclePage.objects.filter(pk=page.pk).delete()


@transaction.atomic
def move_page_up(*, page: CirclePage, by: User) -> None:
    """Let a page change places with the one before it; the first one stays where it is."""
    circle = hold_circle(page.circle_id)
    pages = list(circle.pages.in_order())
    place = next((place for place, each in enumerate(pages) if each.pk == page.pk), 0)
    if place:
        pages[place - 1], pages[place] = pages[place], pages[place - 1]
    moved = [each for number, each in enumerate(pages, 1) if each.position != number]
    for number, each in enumerate(pages, 1):
        each.position = number
    with pghistory.context(user=by.pk):
        CirclePage.objects.bulk_update(moved, ["position"])


def _author(by: User) -> Person | None:
    return Person.objects.filter(account=by).first()


def _refuse_double(circle: KnowledgeCircle, title: str, *, besides: CirclePage | None = None) -> None:
    others = circle.pages.exclude(pk=besides.pk) if besides else circle.pages.all()
    if others.filter(title__iexact=title).exists():
        told = _("This circle already has a page with this title.")
        raise ValidationError({"title": ValidationError(told, code="double")})


def _free_slug(circle: KnowledgeCircle, title: str) -> str:
    base = slugify(title)[:70].strip("-") or "pagina"
    taken = RESERVED | set(circle.pages.values_list("slug", flat=True))
    return next(each for each in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)
