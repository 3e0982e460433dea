"""How wide a text will be in the house typeface, so that a picture can break it into lines beforehand."""

WIDTHS = {  # hundredths of the type size in the bold weight, the widest of each group
    26: " iï",
    32: "jlI.,;!'()[]|\u2019",
    37: ":ft",
    44: "r-/",
    50: 'sczvxy?"',
    58: "aegkoSLJbdhnpquPT0123456789+áàâäéèêëóòôöúùûü\u2013",
    66: "EFBRZYAVX",
    75: "wCDGHKNOU&…",
    88: "mMQ",
}
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
WIDEST = 100
ELLIPSIS = "…"


def text_width(text: str, size: int) -> float:
    """The width in pixels of a line set at `size` pixels; rather a little too wide than too narrow."""
    return sum(WIDTH_OF.get(letter, WIDEST) for letter in text) * size / 100


def shorten(text: str, *, size: int, width: int) -> str:
    """The text, cut off with an ellipsis where it is wider than `width`."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text.rstrip(" ,.;:-\u2013") + ELLIPSIS


def wrap(text: str, *, size: int, width: int, lines: int = 3) -> tuple[str, ...]:
    """Break the text between words into at most `lines` lines that fit `width`; the rest becomes an ellipsis."""
    done: list[str] = []
    words = text.split()
    while words and len(done) < lines - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= width:
            line = f"{line} {words.pop(0)}"
        done.append(shorten(line, size=size, width=width))
    if words:
        done.append(shorten(" ".join(words), size=size, width=width))
    return tuple(done)
