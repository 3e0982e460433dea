"""The question: cut when too long, words taken from whatever is typed."""

import pytest
from django.http import QueryDict

from portal.search.forms import LONGEST, MOST_WORDS, SearchForm


def asked(**parameters) -> SearchForm:
    query = QueryDict(mutable=True)
    query.update(parameters)
    return SearchForm(query)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  data-gedreven  werken ", ["data", "gedreven", "werken"]),
        ("programma's en foto’s", ["programma", "en", "foto"]),
        ("& | ! ( ) : * ' \" \\ <-> %", []),
        ("🙂🙃", []),
        ("مرحبا", ["مرحبا"]),
        ("Frysla\u0302n", ["Fryslân"]),
        ("a\x00b", ["a", "b"]),
        ("", []),
    ],
)
def test_search_form_takes_words(typed, words):
    assert asked(q=typed).words == words


def test_search_form_cuts_a_long_text():
    form = asked(q="woord" * 2000)

    assert form.is_cut
    assert len(form.words[0]) == len(form.typed) == LONGEST


def test_search_form_cuts_many_words():
    form = asked(q=" ".join("abcdefghijklmnop"))

    assert form.is_cut
    assert len(form.words) == MOST_WORDS


def test_search_form_leaves_a_short_text():
    assert not asked(q="waterschap").is_cut


@pytest.mark.parametrize("wrong", [{"soort": "geheim"}, {"jaar": "nooit"}, {"jaar": "9" * 400}, {"jaar": "-1"}])
def test_search_form_narrows_nothing_while_a_filter_is_wrong(wrong):
    form = asked(q="water", **{"soort": "meeting", "jaar": "2027"} | wrong)

    assert form.narrowing == ("", None)
    assert form.query() == "&q=water"


def test_search_form_keeps_what_was_asked():
    form = asked(q="water & zo", soort="meeting", jaar="2027")

    assert form.narrowing == ("meeting", 2027)
    assert form.query() == "&q=water+%26+zo&soort=meeting&jaar=2027"


def test_search_form_offers_what_there_is_and_what_was_chosen():
    form = asked(q="water", soort="article", jaar="2020")

    form.offer({"meeting": 2}, {2027: 1, 2026: 1})

    assert [value for value, _label in form.fields["kind"].widget.choices] == ["", "meeting", "article"]
    assert [label for _value, label in form.fields["year"].widget.choices][1:] == ["2027 (1)", "2026 (1)", "2020 (0)"]
