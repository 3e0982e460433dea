from html.parser import HTMLParser

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from members.rich_text import ATTRIBUTES, TAGS, RichTextField, plain_text, sanitise


class Tags(HTMLParser):
    """Collect the elements and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[tuple[str, str]] = set()

    def handle_starttag(self, tag, attrs):
        self.seen |= {(tag, name) for name, _ in attrs} | {(tag, "")}


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Kop</h2><p>Tekst met <strong>nadruk</strong> en <em>klem</em>.<br>Regel</p>",
        "<ul><li>een</li></ul><ol><li>twee</li></ol><blockquote><p>citaat</p></blockquote>",
        '<p><a href="/sectoren/overheden/" rel="noopener">sector</a></p>',
        '<p><a href="mailto:info@example.org" rel="noopener">mail</a></p>',
        '<table><thead><tr><th>jaar</th></tr></thead><tbody><tr><td>2027</td></tr></tbody></table>',
    ],
)
def test_sanitise_leaves_allowed_html_as_it_is(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="y">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener">a</a>'),
        ('<img src="x" onerror="y()">a', "a"),
        ("<h1>Kop</h1>", "Kop"),
        ("<iframe src='x'>b</iframe>a", "a"),
        ("a\x00b<!-- weg -->", "ab"),
        ("<svg><style>b</style><text>c</text></svg>a", "a"),
    ],
)
def test_sanitise_removes_what_is_not_allowed(html, safe):
    assert sanitise(html) == safe


@given(st.text(st.sampled_from("<>/=\"' aphscriptonxmlv!-&;:#\x00"), max_size=80))
def test_sanitise_lets_nothing_else_through(html):
    parser = Tags()
    parser.feed(sanitise(html))

    allowed = {(tag, "") for tag in TAGS} | {(tag, name) for tag, names in ATTRIBUTES.items() for name in names}
    assert parser.seen <= allowed | {("a", "rel")}


@given(st.text(max_size=80))
def test_sanitise_twice_changes_nothing_more(html):
    once = sanitise(html)

    assert sanitise(once) == once


def test_field_sanitises_what_is_stored_and_shown():
    field = RichTextField()
    field.set_attributes_from_name("text")
    row = models.Model.__new__(models.Model)
    row.text = "<p>a</p><script>b</script>"

    assert field.pre_save(row, add=True) == "<p>a</p>"
    assert row.text == "<p>a</p>"


def test_plain_text_keeps_words_apart_and_leaves_code_out():
    html = "<p>Vragen &amp; antwoorden</p><ul><li>een</li><li>twee</li></ul><script>steel()</script>"

    assert plain_text(html) == "Vragen & antwoorden een twee"
