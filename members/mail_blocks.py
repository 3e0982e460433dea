"""What the plain text of a mail is made of, so that its HTML can be made from it: both say the same by construction.

The rules are those by which our templates are written. Blank lines part blocks; lines that begin with "- " are a list;
lines of a few words, a colon and a value are facts; a line with dashes below it is a heading; a line that ends in a
colon and an address of this site below it are a button; six digits or a code with a dash alone are a code. What
people wrote passes through the same rules, so only addresses of the site itself hide behind words: any other is shown
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(r"https?://[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
AFTER_ADDRESS = ".,;:!?)]'’”»"
FACT = re.compile(r"(?P<label>[^\W\d][^:.?!/“”]{0,29}): +(?P<value>\S.*)")
WORDS_IN_LABEL = 4
CODE = re.compile(r"\d{6}|[A-Z0-9]{3,5}-[A-Z0-9]{3,5}")
LAST_SENTENCE = re.compile(r"(?P<before>.*[.?!”]) +(?P<label>[^.?!]+):")
ITEM = "- "
UNDERLINE = re.compile(r"-{3,}")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a mail. `lines` are escaped, with their addresses linked; of facts they are labels and values."""

    kind: str  # paragraph, heading, list, facts, link or code
    lines: tuple[SafeString, ...] = ()
    facts: tuple[tuple[str, SafeString], ...] = ()
    label: str = ""
    address: str = ""
    is_primary: bool = False


def blocks_of(text: str) -> list[Block]:
    """Return what a text is made of; its first link to a page of the site is the one that matters."""
    found: list[Block] = []
    spoken: list[str] = []  # lines of the paragraph that is being read, or that a link may still take its label from
    for paragraph in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip()):
        for lines in _alike(paragraph.split("\n")):
            if not _is_own(lines[0]):
                found += _told(spoken)
                spoken = lines
                continue
            before, label = _labelled(spoken)
            found += _told(before)
            spoken = []
            is_first = not any(block.kind == "link" for block in found)
            found.append(Block("link", label=label or lines[0], address=lines[0], is_primary=is_first and bool(label)))
    return found + _told(spoken)


def linked(line: str) -> SafeString:
    """Return a line as HTML in which addresses lead where they say."""
    parts, end = [], 0
    for match in ADDRESS.finditer(line):
        address = match.group().rstrip(AFTER_ADDRESS)
        href = address if "://" in address else f"mailto:{address}"
        parts += [format_html("{}", line[end : match.start()]), format_html('<a href="{}">{}</a>', href, address)]
        end = match.start() + len(address)
    return mark_safe("".join([*parts, format_html("{}", line[end:])]))  # noqa: S308 - each part is escaped


def _alike(lines: list[str]) -> Iterator[list[str]]:
    """Part the lines of a paragraph where a list begins or ends, and around each address of the site."""
    group: list[str] = []
    for line in (line.strip() for line in lines):
        is_parted = group and (
            _is_own(line) or _is_own(group[-1]) or line.startswith(ITEM) != group[-1].startswith(ITEM)
        )
        if is_parted:
            yield group
            group = []
        group = [*group, line]
    yield group


def _is_own(line: str) -> bool:
    return line.startswith(f"{settings.PUBLIC_URL}/") and " " not in line


def _labelled(lines: list[str]) -> tuple[list[str], str]:
    """Take the label of a link from the end of what stands above it: the last sentence, if that ends in a colon."""
    if not lines or not lines[-1].endswith(":") or lines[-1].startswith(ITEM):
        return lines, ""
    if sentence := LAST_SENTENCE.fullmatch(lines[-1]):
        return [*lines[:-1], sentence["before"]], sentence["label"]
    return lines[:-1], lines[-1].removesuffix(":")


def _told(lines: list[str]) -> list[Block]:
    """Return the block that lines are which hold no address of the site."""
    if not lines or lines == [""]:
        return []
    if lines[0].startswith(ITEM):
        return [Block("list", lines=tuple(linked(line.removeprefix(ITEM)) for line in lines))]
    if len(lines) == 2 and UNDERLINE.fullmatch(lines[1]):
        return [Block("heading", label=lines[0])]
    if len(lines) == 1 and CODE.fullmatch(lines[0]):
        return [Block("code", label=lines[0])]
    facts = [_fact(line) for line in lines]
    if all(facts):
        return [Block("facts", facts=tuple(fact for fact in facts if fact))]
    return [Block("paragraph", lines=tuple(linked(line) for line in lines))]


def _fact(line: str) -> tuple[str, SafeString] | None:
    found = FACT.fullmatch(line)
    if found is None or len(found["label"].split()) > WORDS_IN_LABEL:
        return None
    return found["label"], linked(found["value"])
