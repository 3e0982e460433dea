"""Marks: accents folded, whole words, nothing but <mark>."""

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from portal.search.highlight import SNIPPET, folded, marked, snippet, words_to_mark


@pytest.mark.parametrize(
    ("form", "text", "html"),
    [
        ("fryslan", "Provincie Fryslân", "Provincie <mark>Fryslân</mark>"),
        ("waterschap", "De waterschappen", "De <mark>waterschappen</mark>"),
        ("bestur", "Het bestuur", "Het <mark>bestuur</mark>"),
        ("rad", "De raad", "De <mark>raad</mark>"),
        ("vezel", "De glasvezel", "De glasvezel"),
        ("2022", "In 2022", "In <mark>2022</mark>"),
        ("a", "a aa b", "<mark>a</mark> aa b"),
    ],
)
def test_marked_marks_words_that_begin_so(form, text, html):
    assert marked(text, words_to_mark([form])) == html


def test_marked_marks_parts_of_words_when_asked():
    assert marked("De glasvezelring", words_to_mark(["vezel"], inside=True)) == "De <mark>glasvezelring</mark>"


def test_marked_marks_words_of_the_same_stem():
    pattern = words_to_mark(["weerbaarhe"], ["weerbar"])

    assert marked("Weerbare en weerbarstig", pattern) == "<mark>Weerbare</mark> en weerbarstig"


def test_marked_escapes_everything_else():
    html = marked("<script>vezel</script> & <b>", words_to_mark(["vezel"]))

    assert html == "&lt;script&gt;<mark>vezel</mark>&lt;/script&gt; &amp; &lt;b&gt;"


def test_marked_without_forms_marks_nothing():
    assert marked("de het een", words_to_mark([])) == "de het een"


@given(st.text())
def test_folded_keeps_every_letter_in_its_place(text):
    assert len(folded(text)) == len(text)


@given(st.text(), st.lists(st.from_regex(r"\w{1,8}", fullmatch=True)))
def test_marked_adds_nothing_but_marks(text, forms):
    html = marked(text, words_to_mark(forms, forms))

    assert html.replace("<mark>", "").replace("</mark>", "") == marked(text, words_to_mark([]))


def test_snippet_shows_where_most_is_found():
    text = "Begin met water. " + "Niets bijzonders hier. " * 30 + "Daarna digitaal water. " + "Nog meer niets. " * 30

    html = snippet(text, words_to_mark(["digital", "water"]))

    assert "<mark>digitaal</mark> <mark>water</mark>" in html
    assert html.startswith("… ")
    assert html.endswith(" …")


def test_snippet_without_a_match_shows_the_beginning():
    text = "Woord " * 100

    assert snippet(text, words_to_mark(["vezel"])).startswith("Woord Woord")


@given(st.text(max_size=600))
def test_snippet_is_never_longer_than_it_may_be(text):
    plain = snippet(text, words_to_mark(["a", "woord"])).replace("<mark>", "").replace("</mark>", "")

    assert len(strip_tags(plain)) <= len(plain)
    assert len(plain) <= (SNIPPET + 4) * len("&quot;")
