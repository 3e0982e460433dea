"""The query: words to stems, stems to matches, all in one statement.

The Dutch stemmer of PostgreSQL keeps apart what belongs together: "waterschappen" becomes "waterschapp", "overleggen"
"overlegg", "huizen" "huiz", "provincies" stays as it is. So a stem loses the second of two final consonants and the s
of -ies, may end in s or z and in f or v, and is looked up as the beginning of a word. That also finds the leading part
of compounds. Elsewhere the stemmer takes too much ("overheden" becomes "over"): a beginning never lacks more than three
letters of the word, and the stem itself counts only as a whole.

Any other part of a compound ("vezel" in "glasvezelring") is looked for inside the stored words, but only when the
ranked look-up found next to nothing; PostgreSQL skips that branch otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection

from members.generated import ACCENTED, PLAIN
from portal.search.sources import Kind, Source

CONSTANTS = {"accented": ACCENTED, "plain": PLAIN, "few": 5, "loss": 3, "shortest_part": 3}
MATCH_COLUMNS = ("kind", "key", "year", "title", "short", "context", "vector", "weight")
PLACEHOLDER = re.compile("%s")
STATEMENT = Path(__file__).with_suffix(".sql").read_text()


@dataclass(frozen=True, slots=True)
class Match:
    """Something found: `inside` says that the word stands somewhere inside a longer one."""

    kind: Kind
    key: int
    year: int | None
    inside: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """All that was found, the best first.

    `forms` are the beginnings of words looked for, none when there were stop words only; `stems` are looked for as
    whole words, whatever the stemmer took from their end.
    """

    forms: tuple[str, ...]
    stems: tuple[str, ...]
    rows: list[Match]


def look_up(words: Sequence[str], sources: Sequence[Source], *, phrase: str = "") -> Matches:
    """Find every word (letters, digits and underscores) in the sources, in one query.

    What is called exactly as the phrase comes first.
    """
    union, parameters = _union(sources)
    values = {**CONSTANTS, **parameters, "words": list(words), "phrase": phrase or " ".join(words)}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.replace("{sources}", union), values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    forms, stems = (tuple(each or ()) for each in rows[0][:2])
    return Matches(forms, stems, [Match(Kind(kind), *rest) for _forms, _stems, kind, *rest in rows if kind])


def _union(sources: Sequence[Source]) -> tuple[str, dict[str, Any]]:
    """Return the sources as one SELECT with named parameters, so that it can stand in a statement twice."""
    compiled = [source.columns(*MATCH_COLUMNS).query.sql_with_params() for source in sources]
    numbers = count()
    union = PLACEHOLDER.sub(
        lambda _match: f"%(p{next(numbers)})s", " UNION ALL ".join(sql for sql, _values in compiled)
    )
    parameters = [value for _sql, values in compiled for value in values]
    return union, {f"p{number}": value for number, value in enumerate(parameters)}
