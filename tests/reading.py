"""Reads a rendered page as a visitor does: its words, which of them stand together, and where its links lead."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"head", "script", "style", "svg", "template"}
INLINE = {"a", "abbr", "b", "em", "i", "span", "strong", "time"}


class Page(HTMLParser):
    """The text of every element of a page, the inner ones first; what is hidden from screen readers does not count."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool, list[str]]] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """All words of the page."""
        return self.elements[-1]

    def together(self, *words: str, within: int = 300) -> bool:
        """Whether one element of at most `within` characters holds all these words."""
        wanted = [word.casefold() for word in words]
        return any(
            len(element) <= within and all(word in element.casefold() for word in wanted) for element in self.elements
        )

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "a" and facts.get("href"):
            self.links.append(facts["href"])
        if tag not in VOID:
            unseen = tag in UNSEEN or facts.get("aria-hidden") == "true" or "hidden" in facts
            self._open.append((tag, unseen or bool(self._open and self._open[-1][1]), []))

    def handle_data(self, data):
        if self._open and not self._open[-1][1]:
            for _tag, _unseen, words in self._open:
                words.append(data)

    def handle_endtag(self, tag):
        if tag in {opened for opened, _unseen, _words in self._open}:
            while self._close() != tag:
                pass

    def _close(self) -> str:
        tag, unseen, words = self._open.pop()
        if not unseen:
            self.elements.append(" ".join("".join(words).split()))
        if tag not in INLINE:
            for _tag, _unseen, outer in self._open:
                outer.append(" ")
        return tag
