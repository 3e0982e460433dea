"""Marking what was looked for, in a title or in the best piece of a longer text.

The texts are plain: everything is escaped, and `<mark>` is the only tag that comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from members.generated import ACCENTED, PLAIN

PLAIN_LETTERS = str.maketrans(ACCENTED, PLAIN)
SNIPPET = 220
BEFORE = 60
NEVER = re.compile(r"(?!)")


def folded(text: str) -> str:
    """Return the text in lower case and without accents, letter for letter as long as it was."""
    plain = text.translate(PLAIN_LETTERS)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else "".join(_lower(letter) for letter in plain)


def _lower(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def words_to_mark(forms: Iterable[str], stems: Iterable[str] = (), *, inside: bool = False) -> re.Pattern[str]:
    """Return the pattern, for folded text, of words that begin with a form, have it `inside`, or share a stem.

    What shares a stem is at most two letters longer: "weerbare" for "weerbar". The stemmer writes long vowels once
    ("bestuur" is "bestur"), so each letter may stand twice in the text.
    """
    patterns = {_letters(form) + (r"\w*" if len(form) > 1 else r"\b") for form in forms}
    patterns |= {_letters(stem) + r"\w{0,2}\b" for stem in stems if len(stem) > 1}
    if not patterns:
        return NEVER
    begin = r"\b\w*" if inside else r"\b"
    return re.compile(f"{begin}(?:{'|'.join(sorted(patterns, key=len, reverse=True))})")


def _letters(form: str) -> str:
    if len(form) == 1:
        return re.escape(form)
    return "".join(re.escape(letter) + "+" * letter.isalpha() for letter in _singled(form))


def _singled(form: str) -> Iterator[str]:
    for letter, run in groupby(form):
        yield from letter if letter.isalpha() else run


def marked(text: str, pattern: re.Pattern[str]) -> SafeString:
    """Return the text as HTML with what the pattern finds in `<mark>`."""
    pieces, position = [], 0
    for match in pattern.finditer(folded(text)):
        pieces += [("", text[position : match.start()], ""), ("<mark>", text[match.start() : match.end()], "</mark>")]
        position = match.end()
    return format_html_join("", "{}{}{}", _safe_tags([*pieces, ("", text[position:], "")]))


def _safe_tags(pieces: Iterable[tuple[str, str, str]]) -> Iterator[tuple[SafeString, str, SafeString]]:
    return ((SafeString(before), text, SafeString(after)) for before, text, after in pieces)


def snippet(text: str, pattern: re.Pattern[str]) -> SafeString:
    """Return the piece of the text in which most is found, or its beginning, as HTML with marks."""
    begin = _best_begin(text, pattern)
    end = len(text) if len(text) - begin <= SNIPPET else text.rfind(" ", begin, begin + SNIPPET)
    end = end if end > begin else begin + SNIPPET
    before, after = "… " * (begin > 0), " …" * (end < len(text))
    return marked(f"{before}{text[begin:end].strip()}{after}", pattern)


def _best_begin(text: str, pattern: re.Pattern[str]) -> int:
    """Return the start of a word, a little before the match that has the most different ones soon after it."""
    found = [(match.start(), match.group()) for match in pattern.finditer(folded(text))]
    if len(text) <= SNIPPET or not found:
        return 0
    reach = SNIPPET - BEFORE
    best = max(found, key=lambda one: len({word for at, word in found if one[0] <= at < one[0] + reach}))
    begin = min(max(best[0] - BEFORE, 0), len(text) - SNIPPET)
    return text.find(" ", begin, best[0]) + 1 or begin
