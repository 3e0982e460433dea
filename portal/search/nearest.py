"""When nothing was found: names that look like what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from portal.search.forms import WORD
from portal.search.highlight import folded
from portal.search.sources import Kind, Source
from sectors.rows import Link

NAMED = frozenset(
    {
        *(Kind.SECTOR, Kind.FOCUS_POINT, Kind.PROGRAMME, Kind.WORKSTREAM, Kind.PLATFORM, Kind.CIRCLE),
        *(Kind.ORGANISATION, Kind.PERSON),
    }
)
MOST_NAMES = 3000
SHORTEST = 3
CLOSE = 0.75
SUGGESTED = 6


def nearest_names(words: Sequence[str], sources: Sequence[Source]) -> list[Link]:
    """Return names that the reader may see with a word nearly as typed, the nearest first, in one query."""
    typed = [folded(word) for word in words if len(word) >= SHORTEST]
    arms = [source.columns("title", "short", "url") for source in sources if source.kind in NAMED]
    if not typed:
        return []
    by_word: dict[str, dict[Link, None]] = {}
    for title, short, url in arms[0].union(*arms[1:], all=True)[:MOST_NAMES]:
        for word in {*WORD.findall(folded(title)), folded(short)}:
            by_word.setdefault(word, {})[Link(title, url)] = None
    near = [word for each in typed for word in get_close_matches(each, by_word, n=SUGGESTED, cutoff=CLOSE)]
    return list(dict.fromkeys(link for word in near for link in by_word[word]))[:SUGGESTED]
