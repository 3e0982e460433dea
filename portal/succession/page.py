"""The pages of a succession in the shape that their templates print."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import ngettext

from portal.succession.acts import Decision
from portal.succession.forms import HomesForm
from portal.succession.kinds import Choice
from sectors.rows import Link

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Question:
    """A kind with what there is of it, the first ones by name, and the fields that ask what becomes of it."""

    key: str
    title: str
    count: int
    lines: list[Link]
    more: str
    fields: list[BoundField]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A kind, how many there are, and what will become of them."""

    title: str
    count: int
    text: str


def questions(form: HomesForm) -> list[Question]:
    """Return what is asked, kind by kind."""
    return [
        Question(
            key=load.kind.key,
            title=str(load.kind.title),
            count=len(load.rows),
            lines=load.lines[:SHOWN],
            more=_more(len(load.rows) - SHOWN),
            fields=[form[name] for name in (load.kind.key, f"{load.kind.key}-to") if name in form.fields],
        )
        for load in form.loads
    ]


def outcomes(form: HomesForm) -> list[Outcome]:
    """Return what a valid form would bring about, kind by kind."""
    decided = form.decisions()
    return [
        Outcome(str(load.kind.title), len(load.rows), _text(form, load.kind.key, decided[load.kind.key]))
        for load in form.loads
    ]


def _text(form: HomesForm, key: str, decision: Decision) -> str:
    word = dict(form.fields[key].choices)[decision.choice]  # type: ignore[attr-defined]  # a choice field
    to = form.succession.successor if decision.choice == Choice.SUCCESSOR else decision.to
    return f"{word}: {to}" if to else str(word)


def _more(count: int) -> str:
    return ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count} if count > 0 else ""
