"""Rich text as lines that one can type on a phone: paragraphs, and lists of lines that begin with a dash."""

from __future__ import annotations

import re
from html import escape, unescape

from django.utils.html import strip_tags

from members.rich_text import sanitise

BREAKS = (
    (re.compile(r"\s+"), " "),
    (re.compile(r" ?<br ?/?> ?"), "\n"),
    (re.compile(r" ?<li[^>]*> ?(<p>)?"), "\n- "),
    (re.compile(r"(</p>)? ?</li> ?"), ""),
    (re.compile(r" ?</(p|ul|ol|h[234]|blockquote|tr)> ?"), "\n\n"),
)


def to_lines(html: str) -> str:
    """Return rich text as plain lines; paragraphs are parted by an empty line."""
    text = sanitise(html)
    for pattern, line in BREAKS:
        text = pattern.sub(line, text)
    return re.sub(r"\n{3,}", "\n\n", unescape(strip_tags(text))).strip()


def to_rich_text(lines: str) -> str:
    """Return lines as rich text: the way back."""
    return "".join(_block(block.splitlines()) for block in re.split(r"\n\s*\n", lines.strip()) if block)


def loses_layout(html: str) -> bool:
    """Whether rich text has more layout than lines can hold."""
    return sanitise(re.sub(r"> <", "><", to_rich_text(to_lines(html)))) != re.sub(r">\s+<", "><", sanitise(html))


def _block(lines: list[str]) -> str:
    first = next((place for place, line in enumerate(lines) if not line.startswith("- ")), None)
    if first is None:
        return f"<ul>{''.join(f'<li><p>{escape(line[2:], quote=False)}</p></li>' for line in lines)}</ul>"
    return f"<p>{'<br>'.join(escape(line, quote=False) for line in lines)}</p>"
