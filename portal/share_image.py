"""The picture that goes with a page when it is shared: its title beside its weave, as PNG.

Drawn in the light colours of the network's palette (static/css/tokens.css) and in the house typeface. Letters that
the typeface does not have (emoji, other scripts) are left out; a title without any letter left gives way to the name
of the network.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import font_hanken_grotesk
from PIL import Image, ImageDraw, ImageFont

from members.weave import Piece, Weave, weave

DESIGN = 1  # goes up when pictures must be drawn anew

WIDTH, HEIGHT = 1200, 630
LEFT, TEXT_WIDTH = 72, 620
TITLE_TOP, TITLE_BOTTOM = 140, 500
NAME_TOP = 528
EDGE = 16  # the line of bands along the top
WEAVE_HEIGHT = HEIGHT - EDGE
FINE = 2  # the weave is drawn this much larger, and then made smaller to have smooth edges

TITLE_SIZES = (96, 84, 72, 62, 54, 46, 40)
LEADING = 1.12
KICKER_SIZE, NAME_SIZE = 30, 32
ELLIPSIS = "…"

BANDS = {"klinker": "#cc3719", "koolzaad": "#fdca06", "wad": "#066d90", "heide": "#8d0e5d", "weide": "#0b7643"}
PALETTES = {
    "brink": {**BANDS, "aubergine": "#3d0e40", "paper": "#fefcfa", "ink": "#231523", "muted": "#685269"},
    "getij": {**BANDS, "aubergine": "#0b3342", "paper": "#fafdfc", "ink": "#0d2228", "muted": "#47626a"},
}
EDGE_BANDS = (("klinker", 0.28), ("koolzaad", 0.46), ("wad", 0.64), ("heide", 0.82), ("weide", 1.0))


@dataclass(frozen=True, slots=True)
class ShareImage:
    """What the picture shows; its key names its content, so that a picture is drawn once."""

    title: str
    kicker: str
    network: str
    palette: str
    seed: str
    band: str
    second_band: str = ""

    @property
    def key(self) -> str:
        """The same for the same picture, and for that one only."""
        content = "\n".join(str(value) for value in (DESIGN, *astuple(self)))
        return sha256(content.encode()).hexdigest()[:32]

    def png(self) -> bytes:
        """Draw the picture."""
        colours = PALETTES[self.palette]
        canvas = Image.new("RGB", (WIDTH, HEIGHT), colours["paper"])
        woven = _woven(weave(self.seed, band=self.band, second_band=self.second_band, columns=5), colours)
        canvas.paste(woven, (WIDTH - woven.width + WEAVE_HEIGHT // 9, EDGE))
        pen = ImageDraw.Draw(canvas)
        _draw_edge(pen, colours)
        self._write(pen, colours)
        content = BytesIO()
        canvas.save(content, "PNG")
        return content.getvalue()

    def _write(self, pen: ImageDraw.ImageDraw, colours: dict[str, str]) -> None:
        network = readable(self.network)
        title = readable(self.title) or network
        size, lines = fitted(title)
        pen.text((LEFT, 84), readable(self.kicker), colours["muted"], _font("Regular", KICKER_SIZE))
        for number, line in enumerate(lines):
            pen.text((LEFT, TITLE_TOP + round(number * size * LEADING)), line, colours["ink"], _font("Bold", size))
        if network != title:
            name = _shortened(network, _font("Bold", NAME_SIZE))
            pen.text((LEFT, NAME_TOP), name, colours["ink"], _font("Bold", NAME_SIZE))


def readable(text: str) -> str:
    """Return the text without what the typeface has no letter for; nothing when no letter or digit is left."""
    letters = unicodedata.normalize("NFC", text)
    known = "".join(" " if letter.isspace() else letter for letter in letters if letter.isspace() or _has(letter))
    return " ".join(known.split()) if any(letter.isalnum() for letter in known) else ""


def fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest type size at which a title fits, and its lines; at the smallest one it is cut to fit."""
    for size in TITLE_SIZES:
        font, room = _font("Bold", size), _room(size)
        lines = _lines(title.split(), font)
        if len(lines) <= room and all(font.getlength(line) <= TEXT_WIDTH for line in lines):
            return size, lines
    size = TITLE_SIZES[-1]
    font, room = _font("Bold", size), _room(size)
    lines = _lines([part for word in title.split() for part in _parts(word, font)], font)
    if len(lines) > room:
        lines = [*lines[: room - 1], _shortened(" ".join(lines[room - 1 :]), font)]
    return size, lines


def _room(size: int) -> int:
    return int((TITLE_BOTTOM - TITLE_TOP) // (size * LEADING))


def _lines(words: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _parts(word: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Cut a word that is wider than the picture allows."""
    while font.getlength(word) > TEXT_WIDTH:
        end = next(end for end in range(len(word) - 1, 0, -1) if font.getlength(word[:end] + "-") <= TEXT_WIDTH)
        yield word[:end] + "-"
        word = word[end:]
    yield word


def _shortened(text: str, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(text) <= TEXT_WIDTH:
        return text
    while font.getlength(text + ELLIPSIS) > TEXT_WIDTH:
        text = text[:-1]
    return text.rstrip(" ,.;:-") + ELLIPSIS


@lru_cache(maxsize=32)
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    file = Path(font_hanken_grotesk.font_directory) / f"HankenGrotesk-{weight}.otf"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


def _has(letter: str) -> bool:
    """Whether the typeface has a letter; what it has not looks like the last code point, which no typeface has."""
    return not unicodedata.category(letter).startswith("C") and _shape(letter) != _shape("\U0010ffff")


@lru_cache(maxsize=1024)
def _shape(letter: str) -> bytes:
    canvas = Image.new("L", (48, 48))
    ImageDraw.Draw(canvas).text((8, 0), letter, 255, _font("Regular", 24))
    return canvas.tobytes()


def _draw_edge(pen: ImageDraw.ImageDraw, colours: dict[str, str]) -> None:
    start = 0
    for band, share in EDGE_BANDS:
        end = round(WIDTH * share)
        pen.rectangle((start, 0, end - 1, EDGE - 1), colours[band])
        start = end


def _woven(picture: Weave, colours: dict[str, str]) -> Image.Image:
    scale = FINE * WEAVE_HEIGHT / picture.height
    canvas = Image.new("RGB", (round(picture.width * scale), FINE * WEAVE_HEIGHT), colours["paper"])
    pen = ImageDraw.Draw(canvas)
    for piece in picture.pieces:
        _draw_piece(pen, piece, scale, colours[piece.band])
    return canvas.reduce(FINE)


def _draw_piece(pen: ImageDraw.ImageDraw, piece: Piece, scale: float, colour: str) -> None:
    """Draw a piece as its SVG path says: straight where it is cut, half a circle at a loose end."""
    box = (piece.x, piece.y, piece.x + piece.width, piece.y + piece.height)
    left, top, right, bottom = (round(side * scale) for side in box)
    across = right - left if piece.upright else bottom - top
    first, last = across // 2 * piece.round_start, across // 2 * piece.round_end
    turn = 180 if piece.upright else 90
    if first:
        pen.pieslice((left, top, left + across - 1, top + across - 1), turn, turn + 180, colour)
    if last:
        pen.pieslice((right - across, bottom - across, right - 1, bottom - 1), turn - 180, turn, colour)
    if piece.upright:
        pen.rectangle((left, top + first, right - 1, bottom - last - 1), colour)
    else:
        pen.rectangle((left + first, top, right - last - 1, bottom - 1), colour)
