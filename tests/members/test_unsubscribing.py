"""The signed word in the link under a mail."""

import pytest

from members.unsubscribing import Unsubscribing, unsubscribe_path, unsubscribing_of


def token_of(*asked):
    return unsubscribe_path(*asked).removeprefix("/afmelden/").removesuffix("/")


@pytest.mark.parametrize("asked", [(7, "minutes_published", 3), (7, "digest"), (7, "digest", None)])
def test_token_says_what_it_was_made_of(asked):
    assert unsubscribing_of(token_of(*asked)) == Unsubscribing(*asked)


@pytest.mark.parametrize("forged", ["", "x", "...", "7.digest.", "7.minutes_published.3", "é", "7.digest.:x"])
def test_token_that_nobody_signed_stands_for_nothing(forged):
    assert unsubscribing_of(forged) is None


def test_token_that_was_changed_stands_for_nothing():
    token = token_of(7, "minutes_published", 3)
    changed = [token[1:], f"8{token[1:]}", token[:-1], f"{token}.", token.replace("minutes", "digests")]

    assert [unsubscribing_of(each) for each in changed] == [None] * len(changed)


def test_path_fits_the_column_and_a_header_line():
    assert len(unsubscribe_path(2**31, "k" * 40, 2**31)) <= 200
