"""Rich text as lines, and back."""

import pytest

from meetings.reporting.plain import loses_layout, to_lines, to_rich_text


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("", ""),
        ("<p>Een</p><p>Twee</p>", "Een\n\nTwee"),
        ("<p>Een</p>\n<p>Twee</p>", "Een\n\nTwee"),
        ("<p>Een<br>Twee</p>", "Een\nTwee"),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 < 2 & 3"),
        ("<p>Drie:</p><ul><li><p>a</p></li><li><p>b</p></li></ul><p>Klaar</p>", "Drie:\n\n- a\n- b\n\nKlaar"),
    ],
)
def test_rich_text_comes_back_from_its_lines(html, lines):
    assert to_lines(html) == lines
    assert to_rich_text(lines) == html.replace("\n", "")
    assert not loses_layout(html)


@pytest.mark.parametrize("html", ["<h2>Kop</h2><p>Tekst</p>", '<p><a href="https://example.org/">Lees</a></p>'])
def test_layout_that_lines_cannot_hold_is_known(html):
    assert loses_layout(html)


def test_lines_are_no_markup():
    assert to_rich_text("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
