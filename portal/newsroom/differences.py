"""What an article says now beside what a form wants it to say: for who comes second."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from meetings.scheduling.differences import LONGEST, Difference
from members.rich_text import plain_text
from portal.models import Article
from programmes.models import KnowledgeCircle, Programme
from sectors.models import Sector

MODELS: dict[str, type[Model]] = {"programmes": Programme, "circles": KnowledgeCircle, "sectors": Sector}
BEFORE = 60  # characters shown before the place where two texts part
COLUMNS = ("title", "lead", "text", "image_alt", "author")


def differences(stored: Article, values: Mapping[str, Any], links: Mapping[str, Collection[int]]) -> list[Difference]:
    """Return what differs; nothing when the form says what is so already."""
    wanted = Article(**{name: values.get(name, getattr(stored, name)) for name in COLUMNS})
    linked = {name: set(getattr(stored, name).values_list("pk", flat=True)) for name in MODELS}
    now, then = [*_shown(stored), *_subjects(linked)], [*_shown(wanted), *_subjects(links)]
    rows = [
        Difference(label, *_parts(has, typed))
        for (label, has), (_label, typed) in zip(now, then, strict=True)
        if has != typed
    ]
    if stored.text != wanted.text:
        rows.append(Difference(_("Text"), *_parts(plain_text(stored.text), plain_text(wanted.text))))
    if "image" in values:
        rows.append(Difference(_("Image"), "–", _("Yours is not kept: choose it again.")))
    return rows


def _parts(has: str, typed: str) -> tuple[str, str]:
    """Return both texts from shortly before the place where they part."""
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(has, typed, strict=False)))
    start = has.rfind(" ", 0, max(0, same - BEFORE)) + 1
    return _part(has, start), _part(typed, start)


def _part(text: str, start: int) -> str:
    shown = text[start : start + LONGEST]
    before, after = "… " if start else "", " …" if start + LONGEST < len(text) else ""
    return f"{before}{shown}{after}" if shown else "–"


def _shown(article: Article) -> Iterator[tuple[str, str]]:
    yield _("Title"), article.title
    yield _("Lead"), article.lead
    yield _("Alternative text"), article.image_alt
    yield _("Author"), str(article.author or "")


def _subjects(links: Mapping[str, Collection[int]]) -> Iterator[tuple[str, str]]:
    labels = {"programmes": _("Programmes"), "circles": _("Knowledge circles"), "sectors": _("Sectors")}
    for name, model in MODELS.items():
        found = model._default_manager.filter(pk__in=links[name])
        yield labels[name], ", ".join(sorted(str(each) for each in found))
