import font_hanken_grotesk
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from members.lettering import ELLIPSIS, shorten, text_width, wrap

TEXTS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -,.()éëïöü", max_size=120)
WEIGHTS = [font_hanken_grotesk.HankenGrotesk, font_hanken_grotesk.HankenGroteskBold]


@pytest.mark.parametrize("path", WEIGHTS)
@pytest.mark.parametrize(
    "text",
    [
        "Informatievoorziening zonder belemmeringen",
        "Súdwest-Fryslân, gemeentehuis Sneek",
        "Govroam (2018) & TwenteCloud",
        "30 september 2018",
    ],
)
def test_text_width_is_as_wide_as_the_typeface_and_not_much_wider(path, text):
    real = ImageFont.truetype(path, 1000).getlength(text) / 1000 * 14

    assert real <= text_width(text, 14) <= 1.2 * real


def test_wrap_breaks_between_words():
    lines = wrap("Platform directeuren en hoofden bedrijfsvoering", size=14, width=180)

    assert lines == ("Platform directeuren en", "hoofden bedrijfsvoering")


def test_wrap_ends_a_text_too_long_with_an_ellipsis():
    lines = wrap("woord " * 40, size=14, width=120)

    assert len(lines) == 3
    assert lines[-1].endswith(ELLIPSIS)


def test_shorten_leaves_a_text_that_fits_as_it_is():
    assert shorten("Assen", size=15, width=60) == "Assen"


@given(TEXTS, st.integers(40, 300), st.integers(1, 3))
def test_wrap_never_passes_its_width_or_its_number_of_lines(text, width, lines):
    wrapped = wrap(text, size=14, width=width, lines=lines)

    assert len(wrapped) <= lines
    assert all(text_width(line, 14) <= width for line in wrapped)
